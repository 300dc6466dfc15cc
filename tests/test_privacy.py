"""Whatever happens, in any order: nobody is shown a name, a note or a score that is not theirs to see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bot.answers import answer_text
from bot.company import Client, Invoice, Member, Subscription, Visit, Workspace
from bot.digests import Digest, Material, compose
from bot.digests.text import digest_text
from bot.ports import Database, Posted
from bot.privacy import EVERYBODY, WHO_SEES_WHAT, asked_of, may_score, viewer
from bot.qualities import Quality, Role
from bot.questions.query import Intent, Query
from bot.ratings import Scores
from bot.refusals import Refused
from bot.services.ask import Ask
from bot.services.clues import Clues
from bot.services.digest_material import gather
from bot.services.notes import Notes
from bot.services.open_visits import OpenVisits
from bot.services.rate import Draft, Rate
from bot.services.standings import StandingsCache
from bot.visits.question import Question
from tests.answers.test_permitted import queries
from tests.people import ACME, ACME_DENTAL, ADA, ALAN, CLIENTS, HOOLI, MAYA, OLGA, PEOPLE, PRIYA, TOM, company

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
A_SCORE = re.compile(r"\b[1-5]\.\d\b")
RUDE = "what an idiot"
OWED = 77_077
OF_INVOICES = re.compile(rf"{OWED:,}|measured|\d invoice", re.IGNORECASE)
QUESTIONS = [
    "who are our good clients?",
    "tell me about hooli",
    "why is hooli difficult?",
    "compare hooli and acme ltd",
    "who rated hooli?",
    "what did tom say about hooli?",
    "notes on hooli",
    "which clients did tom rate?",
    "how strict is tom?",
    "my ratings",
    "who rated most?",
    "and for payment?",
    "how did hooli change this year?",
    "which clients have nobody rated lately?",
    "who pays late?",
    "does hooli pay on time?",
]
TELLING = [
    Intent.CLIENT_REPORT,
    Intent.EXPLAIN_CLIENT,
    Intent.COMPARE_CLIENTS,
    Intent.RANK_CLIENTS,
    Intent.TREND_MOVERS,
    Intent.NOTES_FLAGS,
    Intent.RATER_ACTIVITY,
]
members = st.sampled_from(PEOPLE)
clients = st.sampled_from([ACME, ACME_DENTAL, HOOLI])


@dataclass
class Ears:
    """Implements bot.ports.Asker as far as sentences go: who was told what."""

    heard: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, workspace_id: str, members: Sequence[Member], sentence: str) -> list[Member]:
        self.heard += [(member.id, sentence) for member in members]
        return list(members)

    def direct(self, workspace_id: str, member: Member) -> str:
        return f"D-{member.id}"

    def ask(self, workspace_id: str, member: Member, questions: Sequence[Question], ref: str) -> Posted:
        raise NotImplementedError

    def find(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        raise NotImplementedError

    def renew(self, workspace_id: str, member: Member, at: Posted, questions: Sequence[Question]) -> None:
        raise NotImplementedError


class Whispers(RuleBasedStateMachine):
    """People rate, visit, decline, reword, deal with clues and ask, alone and in channels; all that is said is read."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        super().__init__()
        self.database = database
        self.workspace_id = company(database, Workspace(id=workspace_id, name="Bright IT")).id
        self.now = START
        self.numbers = count()
        self.ears = Ears()
        self.cache = StandingsCache()
        self.rate_ = Rate(database, lambda: self.now, self.new_id)
        self.ask_ = Ask(database, self.cache, lambda: self.now)
        self.notes_ = Notes(database, lambda: self.now)
        self.visits_ = OpenVisits(database, lambda: self.now, self.new_id)
        self.clues_ = Clues(database, self.ears, lambda: self.now)
        self.notes: dict[str, tuple[str, str]] = {}
        self.open: dict[str, Visit] = {}
        self.saw: set[tuple[str, str]] = set()

    def new_id(self) -> str:
        return f"id-{next(self.numbers):05}"

    @initialize()
    def some_ratings(self) -> None:
        for member, client in ((TOM, HOOLI), (PRIYA, HOOLI), (TOM, ACME), (PRIYA, ACME_DENTAL)):
            self.rate(member, client, 1, "risk.no_ups", rude=False)
        with self.database.store(self.workspace_id) as store:
            due = START.date() - timedelta(days=40)
            store.invoices.put(
                [
                    Invoice(client_id=one.id, number="1", due=due, amount_due=OWED * 100, known_on=START.date())
                    for one in CLIENTS
                ]
            )

    @rule(
        member=members,
        client=clients,
        overall=st.integers(1, 5),
        clue=st.sampled_from(["", "risk.no_ups", "time.prepared"]),
        rude=st.booleans(),
    )
    def rate(self, member: Member, client: Client, overall: int, clue: str, *, rude: bool) -> None:
        note = f"note-{next(self.numbers)}-of-{member.id}" + (f" {RUDE}" if rude else "")
        scores = Scores(overall=overall, qualities={Quality.RISK: overall}, clues=frozenset({clue} - {""}), note=note)
        draft = Draft(on=self.now.date(), scores=scores, submission=self.new_id(), client_id=client.id)
        self.rate_.rate(self.workspace_id, member, draft)
        self.notes[note] = (member.id, "" if rude else client.id)
        self.saw |= {(member.id, clue)} if clue else set()
        pair = (member.id, client.id)
        self.open = {id_: one for id_, one in self.open.items() if (one.member_id, one.client_id) != pair}

    @rule(member=members)
    def keep_scores_only(self, member: Member) -> None:
        for waiting in self.notes_.waiting(self.workspace_id, member):
            assert waiting.note in [note for note, (author, _) in self.notes.items() if author == member.id]
            self.notes_.keep_scores_only(self.workspace_id, member, waiting.rating.id)

    @rule(member=members, client=clients)
    def visit(self, member: Member, client: Client) -> None:
        if any((one.member_id, one.client_id) == (member.id, client.id) for one in self.open.values()):
            return
        self.now += timedelta(days=1)
        id_ = self.new_id()
        visit = Visit(
            id=id_,
            client_id=client.id,
            member_id=member.id,
            ended_at=self.now,
            on=self.now.date(),
            source="person",
            ref=id_,
        )
        with self.database.store(self.workspace_id) as store:
            store.visits.add(visit)
        self.open[visit.id] = visit

    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        if self.open:
            visit = data.draw(st.sampled_from(list(self.open.values())))
            member = next(one for one in PEOPLE if one.id == visit.member_id)
            self.visits_.decline(self.workspace_id, member, visit.id)
            self.open.pop(visit.id)

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)
        week = timedelta(days=7)
        self.open = {id_: visit for id_, visit in self.open.items() if self.now - visit.ended_at <= week}

    @rule(member=members, client=clients)
    def deal(self, member: Member, client: Client) -> None:
        before = len(self.ears.heard)
        try:
            self.clues_.deal(self.workspace_id, member, client.id, "risk.no_ups")
        except Refused:
            assert member not in (ALAN, ADA)
        else:
            assert member in (ALAN, ADA)
        for heard, sentence in self.ears.heard[before:]:
            assert heard != member.id
            assert (heard, "risk.no_ups") in self.saw
            assert not any(one.name in sentence for one in PEOPLE)

    @rule(member=st.none() | members, query=queries)
    def ask_query(self, member: Member | None, query: Query) -> None:
        self.read(member, answer_text(self.ask_.ask_query(self.workspace_id, member, query.with_(unmatched=None))))

    @rule(member=st.none() | members, intent=st.sampled_from(TELLING), client=clients, named=st.booleans())
    def ask_what_tells_most(self, member: Member | None, intent: Intent, client: Client, *, named: bool) -> None:
        self.asked_most(member, intent, client, named=named)

    def asked_most(self, member: Member | None, intent: Intent, client: Client, *, named: bool) -> None:
        query = Query(intent, clients=(client.name,) if named else ())
        self.read(member, answer_text(self.ask_.ask_query(self.workspace_id, member, query)))

    @rule(data=st.data(), intent=st.sampled_from(TELLING))
    def ask_after_a_visit(self, data: st.DataObject, intent: Intent) -> None:
        if self.open:
            visit = data.draw(st.sampled_from(list(self.open.values())))
            member = next(one for one in PEOPLE if one.id == visit.member_id)
            client = next(one for one in CLIENTS if one.id == visit.client_id)
            self.asked_most(member, intent, client, named=data.draw(st.booleans()))

    @rule(member=st.none() | members, question=st.sampled_from(QUESTIONS))
    def ask(self, member: Member | None, question: str) -> None:
        thread = f"thread of {member.id if member else 'everybody'}"
        self.read(member, answer_text(self.ask_.ask(self.workspace_id, member, question, thread).answer))

    @rule(reader=st.sampled_from([None, ALAN, ADA]))
    def digest(self, reader: Member | None) -> None:
        to = Subscription(id="digest", channel="C1") if reader is None else Subscription(id="own", member_id=reader.id)
        material: Material = gather(self.database, self.cache, self.workspace_id, to, self.now)
        digest: Digest = compose(material)
        said = digest_text(digest)
        assert not OF_INVOICES.search(said)
        assert not any(note in said for note in self.notes)
        assert not any(member.name in said for member in PEOPLE)

    def read(self, reader: Member | None, said: str) -> None:
        """Hold what was said to somebody (None: to a channel) against what they may see."""
        for note, (author, client_id) in self.notes.items():
            looks_after = reader == ALAN and client_id == ACME_DENTAL.id
            may = reader is not None and (author == reader.id or (bool(client_id) and (reader == ADA or looks_after)))
            assert may or note not in said
        for colleague in PEOPLE:
            assert colleague.name not in said or reader in (ADA, colleague)
        assert not OF_INVOICES.search(said) or (reader is not None and reader.role is not Role.TECHNICIAN)
        if reader is None or reader.role in (Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR):
            return
        waits_for = {visit.client_id for visit in self.open.values() if visit.member_id == reader.id}
        for client in CLIENTS:
            if client.id in waits_for:
                lines = [line for line in said.splitlines() if client.name in line]
                assert not any(A_SCORE.search(line) for line in lines)


def test_no_sequence_shows_what_somebody_may_not_see(database: Database) -> None:
    names = count()

    class OnThisDatabase(Whispers):
        def __init__(self) -> None:
            super().__init__(database, f"workspace-{next(names)}")

    few = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    run_state_machine_as_test(OnThisDatabase, settings=few)


def may(member: Member) -> dict[str, bool]:
    eyes = viewer(member, CLIENTS, [HOOLI.id])
    return {
        "a colleague's note": eyes.may_read_note(TOM.id, HOOLI.id),
        "a note of a client they look after": eyes.may_read_note(TOM.id, ACME_DENTAL.id),
        "a colleague's rating": eyes.may_see_rating(TOM.id),
        "a colleague's activity": eyes.may_see_activity_of(TOM.id),
        "a colleague's generosity": eyes.may_see_generosity_of(TOM.id),
        "team totals": eyes.may_see_team_totals(),
        "measured payment": eyes.may_see_measured_payment(),
        "scores before their own": eyes.may_see_scores_of(HOOLI.id),
        "deal with clues": eyes.may_deal_with_clues(),
    }


@pytest.mark.parametrize(
    ("member", "permitted"),
    [
        (MAYA, set()),
        (OLGA, {"measured payment"}),
        (
            ALAN,
            {
                "a note of a client they look after",
                "team totals",
                "measured payment",
                "scores before their own",
                "deal with clues",
            },
        ),
        (
            ADA,
            {
                "a colleague's note",
                "a note of a client they look after",
                "a colleague's activity",
                "team totals",
                "measured payment",
                "scores before their own",
                "deal with clues",
            },
        ),
    ],
)
def test_the_table_is_what_the_code_says(member: Member, permitted: set[str]) -> None:
    assert {what for what, allowed in may(member).items() if allowed} == permitted


@pytest.mark.parametrize("member", PEOPLE)
def test_ones_own_is_ones_own_whatever_the_role(member: Member) -> None:
    eyes = viewer(member, CLIENTS)
    assert eyes.may_read_note(member.id, HOOLI.id)
    assert eyes.may_see_rating(member.id)
    assert eyes.may_see_activity_of(member.id)
    assert eyes.may_see_generosity_of(member.id)


def test_a_channel_may_see_nothing_of_anybodys() -> None:
    assert not EVERYBODY.may_read_note(MAYA.id, ACME.id)
    assert not EVERYBODY.may_see_rating(MAYA.id)
    assert not EVERYBODY.may_see_measured_payment()
    assert not EVERYBODY.may_deal_with_clues()
    assert EVERYBODY.may_see_scores_of(HOOLI.id)


def test_everybody_is_asked_only_what_their_role_can_see() -> None:
    assert Quality.PAYMENT not in asked_of(Role.TECHNICIAN)
    assert not may_score(Role.TECHNICIAN, Quality.PAYMENT)
    for role in Role:
        assert all(may_score(role, quality) for quality in asked_of(role))
    assert asked_of(Role.ADMINISTRATOR) == tuple(Quality)


def test_who_sees_what_is_said_in_three_lines() -> None:
    assert len(WHO_SEES_WHAT) == 3
    assert "anonymous" not in " ".join(WHO_SEES_WHAT)


def test_a_week_old_visit_keeps_nothing_from_anybody(database: Database) -> None:
    company(database)
    ended = START - timedelta(days=7, seconds=1)
    with database.store("bright-it") as store:
        store.visits.add(
            Visit(
                id="v",
                client_id=HOOLI.id,
                member_id=MAYA.id,
                ended_at=ended,
                on=date(2026, 11, 16),
                source="person",
                ref="v",
            )
        )
    visits = OpenVisits(database, lambda: START, lambda: "id")
    assert visits.of("bright-it", MAYA, limit=5) == []
