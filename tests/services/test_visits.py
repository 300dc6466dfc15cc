"""Visits come in from everywhere, each once; what is not sure is asked once and remembered."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.ports import Database
from bot.refusals import Refused
from bot.services.feeds import EVERY, Feeds
from bot.services.visits import VisitEvent
from bot.services.webhook import Unsigned, Webhook, read_event, sign
from bot.visits.said import Said
from tests.people import ACME, ADA, BRIGHT, HOOLI, MAYA, TOM, company
from tests.services.test_prompts import HOUR, MINUTE, MONDAY, QUARTER, House

BODY = (
    b'{"event_id": "e1", "client": "Hooli", "technician_email": "maya@bright.example",'
    b' "ended_at": "2026-11-23T10:00:00Z"}'
)


@pytest.fixture
def house(database: Database) -> House:
    company(database)
    return House(database)


@pytest.fixture
def webhook(house: House) -> Webhook:
    return Webhook(house.database, house.clock)


def visits(house: House) -> list[tuple[str, str]]:
    with house.database.store(BRIGHT.id) as store:
        return [(visit.client_id, visit.source) for visit in reversed(store.visits.latest_of(MAYA.id, limit=9))]


def event(event_id: str, client: str, ended_at: datetime, ref: str | None = None) -> VisitEvent:
    return VisitEvent(event_id=event_id, client=client, ended_at=ended_at, ref=ref)


def appointment(title: str, ended_at: datetime, uid: str = "a", location: str = "") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTART:{ended_at - HOUR:%Y%m%dT%H%M%SZ}",
        f"DTEND:{ended_at:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{title}",
        f"LOCATION:{location}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""]).encode()


class Calendar(House):
    """The same house, with Maya's calendar read from what `shows` says."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.shows = appointment("Nothing", MONDAY - 9 * HOUR)
        self.feeds = Feeds(database, self.visits, lambda _: self.shows, self.clock, self.new_id)
        self.feeds.save(BRIGHT.id, MAYA, "https://calendar.example/secret")

    def read(self, at: datetime) -> None:
        self.now = at
        self.feeds.read_due()


@pytest.fixture
def calendar(database: Database) -> Calendar:
    company(database)
    return Calendar(database)


def test_an_event_that_is_delivered_again_is_one_visit(house: House) -> None:
    assert house.visits.from_event(BRIGHT.id, MAYA, event("e1", "Hooli", MONDAY))
    assert not house.visits.from_event(BRIGHT.id, MAYA, event("e1", "Hooli", MONDAY))
    assert visits(house) == [("hooli", "webhook")]


def test_events_about_one_visit_are_one_and_two_visits_of_a_day_are_two(house: House) -> None:
    for number, (ref, at) in enumerate([("T1", MONDAY), ("T1", MONDAY), ("T2", MONDAY), (None, MONDAY)]):
        house.visits.from_event(BRIGHT.id, MAYA, event(f"e{number}", "Hooli", at, ref))
    assert visits(house) == [("hooli", "webhook")] * 3


def test_a_visit_still_to_come_is_refused_and_can_be_delivered_later(house: House) -> None:
    with pytest.raises(Refused, match="still to come"):
        house.visits.from_event(BRIGHT.id, MAYA, event("e1", "Hooli", MONDAY + HOUR))
    house.now = MONDAY + HOUR
    assert house.visits.from_event(BRIGHT.id, MAYA, event("e1", "Hooli", MONDAY + HOUR))


def test_one_visit_that_two_sources_tell_of_is_one(calendar: Calendar) -> None:
    calendar.shows = appointment("Hooli - tapes", MONDAY + HOUR)
    calendar.read(MONDAY + HOUR + EVERY)
    calendar.visit("Hooli", MONDAY + HOUR + 20 * MINUTE)
    calendar.read(MONDAY + HOUR + 2 * EVERY)
    assert visits(calendar) == [("hooli", "calendar")]
    calendar.visit("Hooli", MONDAY + HOUR + 40 * MINUTE)  # the same source once more: another visit
    assert visits(calendar) == [("hooli", "calendar"), ("hooli", "webhook")]
    calendar.beat(MONDAY + 3 * HOUR)
    assert calendar.standing() == [["Hooli", "Hooli"]]


def test_far_apart_they_are_two(calendar: Calendar) -> None:
    calendar.shows = appointment("Hooli", MONDAY + HOUR)
    calendar.read(MONDAY + HOUR + EVERY)
    calendar.visit("Hooli", MONDAY + 6 * HOUR)
    assert len(visits(calendar)) == 2


def test_an_appointment_that_is_moved_after_the_question_is_not_asked_again(calendar: Calendar) -> None:
    calendar.shows = appointment("Hooli", MONDAY + HOUR)
    calendar.read(MONDAY + HOUR + EVERY)
    calendar.beat(MONDAY + HOUR + QUARTER)
    calendar.shows = appointment("Hooli", MONDAY + 2 * HOUR)
    calendar.read(MONDAY + 3 * HOUR)
    calendar.beat(MONDAY + 3 * HOUR)
    assert calendar.standing() == [["Hooli"]]


def test_what_ended_before_the_calendar_was_added_is_left_alone(calendar: Calendar) -> None:
    calendar.shows = appointment("Hooli", MONDAY - MINUTE)
    calendar.read(MONDAY + EVERY)
    assert visits(calendar) == []


def test_a_calendar_that_cannot_be_read_says_why_and_recovers(calendar: Calendar) -> None:
    calendar.shows = b"<html>please log in</html>"
    calendar.read(MONDAY + EVERY)
    found = calendar.feeds.of(BRIGHT.id, MAYA)
    assert found
    assert found.problem == "There is no calendar at this address."
    assert "secret" not in repr(found)
    calendar.shows = appointment("Hooli", MONDAY + EVERY)
    calendar.read(MONDAY + 2 * EVERY)
    assert visits(calendar) == [("hooli", "calendar")]
    found = calendar.feeds.of(BRIGHT.id, MAYA)
    assert found
    assert found.problem is None


def test_two_replicas_read_a_calendar_once(calendar: Calendar) -> None:
    read: list[str] = []

    def fetch(address: str) -> bytes:
        read.append(address)
        return calendar.shows

    calendar.now = MONDAY + EVERY
    for _replica in range(2):
        Feeds(calendar.database, calendar.visits, fetch, calendar.clock, calendar.new_id).read_due()
    assert read == ["https://calendar.example/secret"]


def test_an_unsure_name_is_asked_once_and_remembered_for_everybody(house: House) -> None:
    house.visit("Acme", MONDAY)
    house.beat(MONDAY + QUARTER)
    question = house.inbox.letters[0].questions[0]
    assert [client.name for client in question.choices] == ["Acme Dental", "Acme Ltd"]
    house.visits.placed(BRIGHT.id, MAYA, question.prompt.id, ACME.id)
    assert visits(house) == [("acme", "webhook")]
    house.visit("ACME", MONDAY + HOUR, TOM)
    house.beat(MONDAY + 2 * HOUR)
    assert house.standing() == [["Acme?"], ["Acme Ltd"]]


def test_a_place_is_asked_about_one_at_a_time(house: House) -> None:
    house.visit("Unit 4", MONDAY)
    house.beat(MONDAY + QUARTER)
    house.visit("Unit 4", MONDAY + HOUR)
    house.beat(MONDAY + 2 * HOUR)
    assert house.standing() == [["Unit 4?"]]
    house.visits.placed(BRIGHT.id, MAYA, house.only().id, HOOLI.id)
    assert visits(house) == [("hooli", "webhook"), ("hooli", "webhook")]


def test_not_a_client_is_remembered_too(house: House) -> None:
    house.visit("The Red Lion", MONDAY)
    house.beat(MONDAY + QUARTER)
    house.visits.placed(BRIGHT.id, MAYA, house.only().id, None)
    house.visit("the red lion", MONDAY + HOUR)
    house.beat(MONDAY + 2 * HOUR)
    assert len(house.inbox.letters) == 1
    assert visits(house) == []


def test_a_new_client_can_be_the_answer(house: House) -> None:
    house.visit("Tyrell Optics", MONDAY)
    house.beat(MONDAY + QUARTER)
    house.visits.placed(BRIGHT.id, MAYA, house.only().id, None, new="Tyrell Optics")
    assert house.answers.question(BRIGHT.id, MAYA, house.only().id).is_open
    assert len(visits(house)) == 1


def test_somebody_says_that_they_arrive_and_that_they_leave(house: House) -> None:
    house.visits.from_person(BRIGHT.id, MAYA, Said("hooli", over=False))
    house.beat(MONDAY + 40 * MINUTE)
    assert house.standing() == []
    house.visits.from_person(BRIGHT.id, MAYA, Said("hooli", over=True))
    house.beat(MONDAY + 40 * MINUTE)
    assert house.standing() == [["Hooli"]]
    assert visits(house) == [("hooli", "person")]


def test_a_signature_fits_only_what_was_signed_within_five_minutes(house: House, webhook: Webhook) -> None:
    secret = webhook.rotate(BRIGHT.id, ADA)
    now = str(int(MONDAY.timestamp()))
    good = sign(secret, now, BODY)
    webhook.check(BRIGHT.id, now, good, BODY)
    for timestamp, signature, body in [
        (now, good, BODY + b" "),
        (now, good[:-1] + ("0" if good[-1] != "0" else "1"), BODY),
        (str(int(now) + 1), good, BODY),
        (now, "", BODY),
        ("", good, BODY),
        ("now", sign(secret, "now", BODY), BODY),
    ]:
        with pytest.raises(Unsigned):
            webhook.check(BRIGHT.id, timestamp, signature, body)
    house.now = MONDAY + timedelta(seconds=301)
    with pytest.raises(Unsigned, match="5 minutes"):
        webhook.check(BRIGHT.id, now, good, BODY)


def test_each_workspace_has_its_own_secret_and_a_new_one_ends_the_old(house: House, webhook: Webhook) -> None:
    now = str(int(MONDAY.timestamp()))
    with pytest.raises(Unsigned):
        webhook.check(BRIGHT.id, now, sign("", now, BODY), BODY)
    old, new = webhook.rotate(BRIGHT.id, ADA), webhook.rotate(BRIGHT.id, ADA)
    webhook.check(BRIGHT.id, now, sign(new, now, BODY), BODY)
    for workspace_id, secret in [(BRIGHT.id, old), ("nobody", new)]:
        with pytest.raises(Unsigned):
            webhook.check(workspace_id, now, sign(secret, now, BODY), BODY)
    with pytest.raises(Refused, match="Only administrators"):
        webhook.rotate(BRIGHT.id, MAYA)


def test_an_event_is_read(house: House) -> None:
    assert read_event(BODY) == (
        event("e1", "Hooli", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        "maya@bright.example",
    )


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"hello", "not JSON"),
        (b"[" * 9999, "not JSON"),
        (b"[]", "not a JSON object"),
        (BODY.replace(b"Hooli", b""), "“client” is needed"),
        (BODY.replace(b'"Hooli"', b"null"), "“client” is needed"),
        (BODY.replace(b"00Z", b"00"), "“ended_at” is an instant"),
        (BODY.replace(b"2026-11-23T10:00:00Z", b"yesterday"), "“ended_at” is an instant"),
        (BODY.replace(b"2026-", b"0001-"), "“ended_at” is an instant"),
        (BODY.replace(b'"e1"', b"true"), "“event_id” is needed"),
    ],
)
def test_an_event_that_cannot_be_read_says_what_is_wrong(body: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read_event(body)
