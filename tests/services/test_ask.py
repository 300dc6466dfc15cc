"""Asking, through the database: what is understood, remembered, permitted and put on record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.answers import Answer
from bot.company import Client, Member
from bot.ports import Database
from bot.questions import Certainty
from bot.questions.query import Intent, Query
from bot.ratings import Rating, Scores
from bot.services.ask import REMEMBERED, Ask, AskNames
from bot.services.standings import StandingsCache
from tests.people import ACME_DENTAL, ADA, ALAN, BRIGHT, HOOLI, MAYA, OLGA, TOM, company

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
THREAD = "D1:"
NOTES = Query(Intent.NOTES_FLAGS)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def rating(client: Client, member: Member, on: date, overall: int, note: str = "") -> Rating:
    return Rating(
        id=f"{client.id}-{member.id}-{on}",
        client_id=client.id,
        member_id=member.id,
        on=on,
        scores=Scores(overall=overall, clues=frozenset({"risk.no_ups"}), note=note),
        recorded_at=NOW,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ask(database: Database, clock: Clock) -> Ask:
    """Asking at Bright IT, where two people rated Hooli and one rated Acme Dental."""
    company(database)
    with database.store(BRIGHT.id) as store:
        store.ratings.add_many(
            [
                rating(HOOLI, MAYA, date(2026, 11, 20), 1, "let the UPS die"),
                rating(HOOLI, TOM, date(2026, 11, 2), 2, "no parking"),
                rating(ACME_DENTAL, TOM, date(2026, 11, 3), 5, "biscuits"),
            ]
        )
    return Ask(database, StandingsCache(), clock)


def notes(said: Answer) -> str:
    return str([section.lines for section in said.sections if section.heading == "Notes"])


def test_a_question_is_understood_and_answered(ask: Ask) -> None:
    understanding, said = ask.ask(BRIGHT.id, MAYA, "how is hooli")
    assert understanding.certainty is Certainty.ANSWER
    assert understanding.query == Query(Intent.CLIENT_REPORT, clients=("Hooli",))
    assert said.evidence == "From 2 ratings by 2 people, the latest 2 days ago."


def test_a_buttons_question_is_answered(ask: Ask) -> None:
    said = ask.ask_query(BRIGHT.id, None, Query(Intent.COVERAGE, clients=("Hooli",)))
    assert said.headline == "Hooli was last rated 2 days ago, on 20 Nov 2026."


def test_a_question_is_remembered_for_its_thread_and_expires(ask: Ask, database: Database, clock: Clock) -> None:
    report = Query(Intent.CLIENT_REPORT, clients=("Hooli",))
    ask.ask(BRIGHT.id, MAYA, "how is hooli", THREAD)
    for later, kept in ((REMEMBERED - timedelta(minutes=1), report.to_label()), (REMEMBERED, None)):
        with database.store(BRIGHT.id) as store:
            assert store.memory.conversation(THREAD, NOW + later) == kept
            assert store.memory.conversation("another", NOW + later) is None


def test_a_button_goes_on_the_conversation(ask: Ask, database: Database) -> None:
    query = Query(Intent.COVERAGE)
    ask.ask_query(BRIGHT.id, MAYA, query, THREAD)
    with database.store(BRIGHT.id) as store:
        assert store.memory.conversation(THREAD, NOW) == query.to_label()


def test_what_was_not_understood_is_not_remembered(ask: Ask, database: Database) -> None:
    ask.ask(BRIGHT.id, MAYA, "how is hooli", THREAD)
    said = ask.ask(BRIGHT.id, MAYA, "qwrtz plmk vbnx", THREAD)
    assert not said.understanding.query.intent.answered
    with database.store(BRIGHT.id) as store:
        kept = store.memory.conversation(THREAD, NOW)
    assert kept is not None
    assert kept["intent"] == "client_report"


def test_a_stored_question_of_another_version_is_no_obstacle(ask: Ask, database: Database) -> None:
    with database.store(BRIGHT.id) as store:
        store.memory.remember(THREAD, {"intent": "from the future"}, until=NOW + REMEMBERED)
    assert ask.ask(BRIGHT.id, MAYA, "how is hooli", THREAD).answer.headline


def test_notes_follow_the_table_of_who_may_see_what(ask: Ask) -> None:
    shown = {member.id: notes(ask.ask_query(BRIGHT.id, member, NOTES)) for member in (MAYA, TOM, OLGA, ALAN, ADA)}
    assert "UPS die" in shown["maya"]
    assert "parking" not in shown["maya"]
    assert "parking" in shown["tom"]
    assert "biscuits" in shown["tom"]
    assert shown["olga"] == "[]"
    assert "biscuits" in shown["alan"]
    assert "parking" not in shown["alan"]
    assert all(word in shown["ada"] for word in ("UPS die", "parking", "biscuits"))
    assert notes(ask.ask_query(BRIGHT.id, None, NOTES)) == "[]"


def test_one_clients_notes(ask: Ask) -> None:
    said = notes(ask.ask_query(BRIGHT.id, ADA, NOTES.with_(clients=("Hooli",))))
    assert "parking" in said
    assert "biscuits" not in said


def test_an_administrators_reading_is_put_on_record_without_the_notes(ask: Ask, database: Database) -> None:
    ask.ask_query(BRIGHT.id, ADA, NOTES.with_(clients=("Hooli",)))
    ask.ask_query(BRIGHT.id, MAYA, NOTES)
    with database.store(BRIGHT.id) as store:
        (entry,) = store.memory.audited(limit=10)
    assert (entry.actor, entry.action, dict(entry.detail)) == (ADA.id, "read notes", {"clients": [HOOLI.id]})


def test_clues_of_one_client_are_its_own(ask: Ask) -> None:
    said = ask.ask_query(BRIGHT.id, MAYA, NOTES.with_(clients=(ACME_DENTAL.name,)))
    assert said.headline == "1 red clue, 0 green clues and 0 notes of Acme Dental."


def test_today_is_where_the_asker_is(database: Database, ask: Ask, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    far = Member(id="kiri", name="Kiri Ngata", zone="Pacific/Auckland")
    in_london = ask.ask_query(BRIGHT.id, MAYA, Query(Intent.COVERAGE, clients=("Hooli",)))
    in_auckland = ask.ask_query(BRIGHT.id, far, Query(Intent.COVERAGE, clients=("Hooli",)))
    assert in_london.headline == "Hooli was last rated 2 days ago, on 20 Nov 2026."
    assert in_auckland.headline == "Hooli was last rated 3 days ago, on 20 Nov 2026."


def test_with_names_alone_a_question_is_understood_and_there_are_no_ratings() -> None:
    names = AskNames(["Acme Ltd", "Hooli"], date(2026, 11, 22))
    understanding, said = names.ask("how is hooli")
    assert understanding.query.clients == ("Hooli",)
    assert said.headline == "Nobody has rated Hooli yet."
