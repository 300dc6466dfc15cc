"""Each visit is asked about once, at a time that suits, whatever breaks; and taps under it do what they say."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.company import Member
from bot.ports import Closed, Database, Postponed, Uncertain
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from bot.services.prompts import AGAIN, LEASE, Prompts
from bot.services.rate import Draft, Rate
from bot.services.visit_answers import VisitAnswers
from bot.services.visits import VisitEvent, Visits
from bot.visits.prompt import Fault, Prompt, PromptState
from bot.visits.said import Said
from tests.people import ADA, ALAN, BRIGHT, MAYA, TOM, company
from tests.services.inbox import Inbox

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = 15 * MINUTE


class House:
    """The bot of Bright IT on a Monday morning; `now` is its clock."""

    def __init__(self, database: Database, inbox: Inbox | None = None, owner: str = "one") -> None:
        self.database = database
        self.now = MONDAY
        self.ids = (f"{owner}-{at:04}" for at in range(10_000))
        self.inbox = inbox or Inbox(self.clock)
        self.visits = Visits(database, self.clock, self.new_id)
        self.rate = Rate(database, self.clock, self.new_id)
        self.prompts = Prompts(database, self.inbox, self.clock, self.new_id, owner=owner)
        self.answers = VisitAnswers(database, self.rate, self.inbox, self.clock)

    def clock(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        return next(self.ids)

    def beat(self, at: datetime) -> None:
        self.now = at
        self.prompts.ask_due()

    def visit(self, client: str, ended_at: datetime, member: Member = MAYA) -> None:
        event = VisitEvent(event_id=self.new_id(), client=client, ended_at=ended_at)
        before, self.now = self.now, max(self.now, ended_at)
        assert self.visits.from_event(BRIGHT.id, member, event)
        self.now = before

    def standing(self) -> list[list[str]]:
        return [letter.names for letter in self.inbox.letters]

    def only(self) -> Prompt:
        (letter,) = self.inbox.letters
        (question,) = letter.questions
        return self.answers.question(BRIGHT.id, MAYA, question.prompt.id).prompt

    def change(self, member: Member) -> None:
        with self.database.store(BRIGHT.id) as store:
            store.members.change(member)

    def ratings(self) -> list[Rating]:
        with self.database.store(BRIGHT.id) as store:
            return store.ratings.of_member(MAYA.id, limit=9)


@pytest.fixture
def house(database: Database) -> House:
    company(database)
    return House(database)


@pytest.fixture
def asked(house: House) -> Prompt:
    """Maya was asked about Hooli a quarter of an hour after her visit."""
    house.visit("Hooli", MONDAY)
    house.beat(MONDAY + QUARTER)
    return house.only()


def test_a_quarter_of_an_hour_after_the_end(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.beat(MONDAY + QUARTER - MINUTE)
    assert house.standing() == []
    for later in (QUARTER, HOUR, 2 * HOUR):
        house.beat(MONDAY + later)
    assert house.standing() == [["Hooli"]]


def test_after_as_long_as_is_set(house: House) -> None:
    with house.database.store(BRIGHT.id) as store:
        store.change_workspace(replace(store.workspace(), prompt_delay=60))
    house.visit("Hooli", MONDAY)
    house.beat(MONDAY + HOUR - MINUTE)
    assert house.standing() == []
    house.beat(MONDAY + HOUR)
    assert house.standing() == [["Hooli"]]


@pytest.mark.parametrize(
    ("ended", "asked"),
    [
        ("2026-11-23T18:44Z", "2026-11-23T18:59Z"),
        ("2026-11-23T18:45Z", "2026-11-24T08:00Z"),
        ("2026-11-24T05:00Z", "2026-11-24T08:00Z"),
        ("2026-11-27T18:50Z", "2026-11-30T08:00Z"),
        ("2026-11-28T12:00Z", "2026-11-30T08:00Z"),
    ],
)
def test_quiet_hours_and_weekends_are_kept(house: House, ended: str, asked: str) -> None:
    house.visit("Hooli", datetime.fromisoformat(ended))
    house.beat(datetime.fromisoformat(asked) - MINUTE)
    assert house.standing() == []
    house.beat(datetime.fromisoformat(asked))
    assert house.standing() == [["Hooli"]]


def test_not_while_they_are_away_and_not_at_all_a_week_after_the_visit(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.change(replace(MAYA, away_until=date(2026, 11, 25)))
    house.beat(MONDAY + QUARTER)
    house.beat(datetime(2026, 11, 26, 7, 59, tzinfo=UTC))
    assert house.standing() == []
    house.beat(datetime(2026, 11, 26, 8, tzinfo=UTC))
    assert house.standing() == [["Hooli"]]
    house.change(replace(MAYA, away_until=date(2026, 12, 11)))
    house.visit("Globex", MONDAY + 3 * DAY)
    house.beat(datetime(2026, 12, 14, 8, tzinfo=UTC))
    assert house.standing() == [["Hooli"]]


def test_not_who_has_switched_it_off(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.change(replace(MAYA, prompts=False))
    house.beat(MONDAY + QUARTER)
    house.change(MAYA)
    house.beat(MONDAY + HOUR)
    assert house.standing() == []


def test_one_reminder_the_next_working_morning_and_never_a_second(house: House) -> None:
    friday = MONDAY + 4 * DAY
    house.visit("Hooli", friday)
    house.beat(friday + QUARTER)
    first = house.inbox.letters[0].at
    house.beat(datetime(2026, 11, 30, 7, 59, tzinfo=UTC))
    assert [letter.at for letter in house.inbox.letters] == [first]
    house.beat(datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert house.standing() == [["Hooli"]]
    assert house.inbox.letters[0].at != first
    for days in range(1, 12):
        house.beat(datetime(2026, 11, 30, 12, tzinfo=UTC) + days * DAY)
    assert house.inbox.count == 2
    assert house.only().state is PromptState.EXPIRED


def test_what_was_answered_is_not_asked_again(house: House, asked: Prompt) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 5, 0)
    house.beat(MONDAY + DAY)
    assert house.inbox.count == 1


def test_what_was_rated_otherwise_is_not_asked_about(house: House) -> None:
    house.visit("Hooli", MONDAY)
    draft = Draft(on=MONDAY.date(), scores=Scores(overall=3), submission="s", client_id="hooli")
    house.rate.rate(BRIGHT.id, MAYA, draft)
    house.beat(MONDAY + QUARTER)
    assert house.standing() == []


def test_several_visits_of_a_day_are_one_message(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.visit("Globex", MONDAY + MINUTE)
    house.beat(MONDAY + QUARTER + MINUTE)
    assert house.standing() == [["Hooli", "Globex Corporation"]]
    house.visit("Wayne & Sons", MONDAY + 3 * HOUR)
    house.beat(MONDAY + 4 * HOUR)
    assert house.standing() == [["Hooli", "Globex Corporation", "Wayne & Sons"]]


def test_what_was_answered_stays_where_it_is(house: House, asked: Prompt) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 5, 0)
    house.visit("Globex", MONDAY + HOUR)
    house.beat(MONDAY + 2 * HOUR)
    assert house.standing() == [["Hooli"], ["Globex Corporation"]]


def test_each_person_is_asked_about_their_own(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.visit("Hooli", MONDAY, TOM)
    house.beat(MONDAY + QUARTER)
    assert {letter.at.channel for letter in house.inbox.letters} == {"D-maya", "D-tom"}


def test_two_replicas_ask_once(house: House) -> None:
    other = House(house.database, house.inbox, owner="two")
    house.visit("Hooli", MONDAY)
    for each in (house, other, house, other):
        each.beat(MONDAY + QUARTER)
    assert house.standing() == [["Hooli"]]


@pytest.mark.parametrize("trouble", [Postponed(2 * MINUTE), Closed("a guest now")])
def test_slack_away_delays_a_question_and_loses_none(house: House, trouble: Exception) -> None:
    house.visit("Hooli", MONDAY)
    house.inbox.before.append(trouble)
    house.beat(MONDAY + QUARTER)
    assert house.standing() == []
    house.beat(MONDAY + QUARTER + AGAIN)
    assert house.standing() == [["Hooli"]]


@pytest.mark.parametrize("accepted", [True, False])
def test_a_broken_connection_doubles_and_loses_nothing(house: House, accepted: bool) -> None:
    house.visit("Hooli", MONDAY)
    (house.inbox.after if accepted else house.inbox.before).append(Uncertain("broke"))
    house.beat(MONDAY + QUARTER)
    house.beat(MONDAY + QUARTER + LEASE)
    house.beat(MONDAY + QUARTER + 2 * LEASE)
    assert house.standing() == [["Hooli"]]
    assert house.only().state is PromptState.ASKED


def test_where_nobody_may_look_it_is_not_asked_blindly(house: House) -> None:
    house.visit("Hooli", MONDAY)
    house.inbox.may_look = False
    house.inbox.after.append(Uncertain("broke"))
    house.beat(MONDAY + QUARTER)
    for days in range(9):
        house.beat(MONDAY + HOUR + days * DAY)
    assert house.inbox.count == 1
    assert house.only().state is PromptState.UNKNOWN


def test_an_older_message_that_could_not_be_changed_is_changed_later(house: House, asked: Prompt) -> None:
    house.visit("Globex", MONDAY + HOUR)
    house.inbox.renewing.append(Postponed(MINUTE))
    house.beat(MONDAY + 2 * HOUR)
    assert house.standing() == [["Hooli"], ["Hooli", "Globex Corporation"]]
    house.beat(MONDAY + 2 * HOUR + LEASE)
    assert house.standing() == [["Hooli", "Globex Corporation"]]


def test_an_answer_while_it_is_posted_again_counts(house: House, asked: Prompt) -> None:
    house.visit("Globex", MONDAY + HOUR)
    house.inbox.renewing.append(Postponed(MINUTE))
    house.beat(MONDAY + 2 * HOUR)
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 1, 0)
    house.beat(MONDAY + 2 * HOUR + LEASE)
    house.beat(MONDAY + DAY)
    question = house.answers.question(BRIGHT.id, MAYA, asked.id)
    assert question.prompt.state is PromptState.ANSWERED
    assert [rating.scores.overall for rating in house.ratings()] == [1]


def test_a_second_click_changes_nothing(house: House, asked: Prompt) -> None:
    for _ in range(2):
        house.answers.rate(BRIGHT.id, MAYA, asked.id, 5, 0)
    assert [(rating.scores.overall, rating.revision) for rating in house.ratings()] == [(5, 1)]
    assert house.ratings()[0].visit_id == asked.visit_id


def test_undo_goes_back_to_the_question_and_it_can_be_answered_anew(house: House, asked: Prompt) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 5, 0)
    house.answers.undo(BRIGHT.id, MAYA, asked.id, house.ratings()[0].id, 1)
    question = house.answers.question(BRIGHT.id, MAYA, asked.id)
    assert question.is_open
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 1, question.revision)
    assert [rating.scores.overall for rating in house.ratings()] == [1]


def test_clues_are_ticked_and_unticked_each_on_its_own(house: House, asked: Prompt) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 1, 0)
    for clue in ("time.no_access", "risk.one_password"):  # both drawn with the first revision
        house.answers.clue(BRIGHT.id, MAYA, asked.id, clue, seen=True, revision=1)
    assert house.ratings()[0].scores.clues == {"time.no_access", "risk.one_password"}
    house.answers.clue(BRIGHT.id, MAYA, asked.id, "time.no_access", seen=False, revision=3)
    assert house.ratings()[0].scores == Scores(overall=1, clues=frozenset({"risk.one_password"}))


@pytest.mark.parametrize(("overall", "red"), [(5, {False}), (3, {True, False}), (1, {True})])
def test_at_most_five_chips_that_fit(house: House, asked: Prompt, overall: int, red: set[bool]) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, overall, 0)
    chips = house.answers.question(BRIGHT.id, MAYA, asked.id).chips
    assert len(chips) == 5
    assert {clue.red for clue in chips} == red


def test_a_low_score_asks_once_whose_fault_it_was(house: House, asked: Prompt) -> None:
    house.answers.rate(BRIGHT.id, MAYA, asked.id, 1, 0)
    assert house.answers.question(BRIGHT.id, MAYA, asked.id).asks_fault
    house.answers.blame(BRIGHT.id, MAYA, asked.id, Fault.OURS)
    question = house.answers.question(BRIGHT.id, MAYA, asked.id)
    assert (question.fault, question.asks_fault) == (Fault.OURS, False)


def test_who_was_not_there_is_not_asked_again(house: House, asked: Prompt) -> None:
    house.answers.decline(BRIGHT.id, MAYA, asked.id)
    house.beat(MONDAY + DAY)
    assert house.inbox.count == 1
    house.answers.reopen(BRIGHT.id, MAYA, asked.id)
    assert house.answers.question(BRIGHT.id, MAYA, asked.id).is_open


def test_later_is_the_next_working_morning_and_the_last_time(house: House, asked: Prompt) -> None:
    assert house.answers.later(BRIGHT.id, MAYA, asked.id).due_at == datetime(2026, 11, 24, 8, tzinfo=UTC)
    house.beat(datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert house.inbox.count == 2
    assert house.answers.later(BRIGHT.id, MAYA, asked.id).reminded
    house.beat(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert house.inbox.count == 2


def test_felt_unsafe_goes_to_administrators_or_to_who_is_named_and_into_no_score(house: House, asked: Prompt) -> None:
    house.answers.felt_unsafe(BRIGHT.id, MAYA, asked.id)
    with house.database.store(BRIGHT.id) as store:
        store.change_workspace(replace(store.workspace(), unsafe_contact=ALAN.id))
    house.answers.felt_unsafe(BRIGHT.id, MAYA, asked.id)
    assert [who for who, _ in house.inbox.told] == [ADA.id, ALAN.id]
    assert "Maya Patel felt unsafe at Hooli on Monday 23 November." in house.inbox.told[0][1]
    assert house.ratings() == []


def test_nobody_answers_for_somebody_else(house: House, asked: Prompt) -> None:
    with pytest.raises(Refused, match="not there any more"):
        house.answers.rate(BRIGHT.id, TOM, asked.id, 1, 0)
    with pytest.raises(Refused, match="not there any more"):
        house.answers.shown(BRIGHT.id, TOM, asked.id)


def test_finished_at_is_asked_at_once_whatever_the_hour(house: House) -> None:
    house.now = datetime.combine(MONDAY.date(), time(21), UTC)
    house.visits.from_person(BRIGHT.id, MAYA, Said("Hooli", over=True))
    house.prompts.ask_one(BRIGHT.id, MAYA)
    assert house.standing() == [["Hooli"]]
