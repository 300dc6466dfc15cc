"""Ask about clients: a question in words or a button's query, answered with what the asker may see."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.answers import Answer, Facts, Note, answer, reply
from bot.clients import ClientIndex, KnownClient
from bot.company import Client, ClueSeen, Invoice, Member, Stage, Workspace
from bot.ports import Clock, Database, Store
from bot.privacy import EVERYBODY, Viewer
from bot.qualities import Role
from bot.questions import Certainty, Understanding, echo, understand
from bot.questions.query import Intent, Query
from bot.ratings import Rating, RatingTable
from bot.refusals import Refused
from bot.scoring import standings
from bot.services.people import eyes_of
from bot.services.standings import StandingsCache, constants_of, criteria_of

REMEMBERED = timedelta(hours=1)
"""How long a thread's last question is known, for “and for payment?”."""
OWN_NOTES = 500
"""Ratings of one member that are looked through for notes."""
_WITH_CLUES = {Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT, Intent.NOTES_FLAGS}
_WITH_INVOICES = {Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT, Intent.RANK_CLIENTS}


class Asked(NamedTuple):
    """How a question was read, and what is said to it."""

    understanding: Understanding
    answer: Answer


class Ask:
    """Answers questions. `member` is who sees the answer alone; None means a channel, and everybody in it."""

    def __init__(self, database: Database, known: StandingsCache, clock: Clock) -> None:
        self._database = database
        self._known = known
        self._clock = clock

    def ask(
        self,
        workspace_id: str,
        member: Member | None,
        text: str,
        thread: str | None = None,
        before: Query | None = None,
    ) -> Asked:
        """Understand a question, with the one `before` it or the last one of its thread, and answer it."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            clients = store.clients.all()
            today = _today(member, store.workspace(), now)
            context, phrases = before or _context(store, thread, now), store.phrases.all()
            understood = understand(text, _index(clients), today, context, phrases)
            facts, eyes = self._facts(store, clients, understood.query, member, today)
            said = reply(understood, facts, eyes)
            if understood.certainty in (Certainty.ANSWER, Certainty.ANSWER_PARTLY):
                _remember(store, understood.query, thread, now)
                _audit(store, facts, member, now)
            elif thread and understood.left_aside:
                words = _without_names(understood.left_aside, store)
                store.memory.remember(_unclear(thread), {"words": words}, until=now + REMEMBERED)
        return Asked(understood, said)

    def ask_query(self, workspace_id: str, member: Member | None, query: Query, thread: str | None = None) -> Answer:
        """Answer a query that was understood before: a button's."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            today = _today(member, store.workspace(), now)
            facts, eyes = self._facts(store, store.clients.all(), query, member, today)
            said = answer(query, facts, eyes)
            if thread and (left := store.memory.conversation(_unclear(thread), now)) and left["words"]:
                meaning = echo(replace(query, clients=(), ambiguous=(), unmatched=None, rater=None), today)
                store.phrases.note_unclear(left["words"], meaning, now)
                store.memory.remember(_unclear(thread), {"words": ""}, until=now)
            _remember(store, query, thread, now)
            _audit(store, facts, member, now)
        return said

    def _facts(
        self, store: Store, clients: list[Client], query: Query, member: Member | None, today: date
    ) -> tuple[Facts, Viewer]:
        """What the query needs; notes and invoices only as far as the viewer may see them."""
        eyes = eyes_of(store, member, clients, self._clock()) if member else EVERYBODY
        workspace = store.workspace()
        table, found = self._known.of(store, today)
        facts = Facts(
            today=today,
            clients=tuple(clients),
            members=tuple(store.members.all()),
            table=table,
            standings=found,
            criteria=criteria_of(workspace),
            constants=constants_of(workspace),
            clues=tuple(_clues(store, clients, query, today)),
            notes=tuple(_notes(store, clients, query, eyes, today)),
            invoices=tuple(_invoices(store, query, eyes)),
        )
        return facts, eyes


class AskNames:
    """Answers questions where nothing but clients' names is known: no database, no ratings."""

    def __init__(self, names: Iterable[str], today: date) -> None:
        clients = tuple(Client(id=name, name=name) for name in dict.fromkeys(names))
        table = RatingTable.of((), (client.id for client in clients))
        self._index = _index(clients)
        self._facts = Facts(today=today, clients=clients, members=(), table=table, standings=standings(table, today))

    def ask(self, text: str, context: Query | None = None) -> Asked:
        """Understand a question, with the one before it, and say what can be said."""
        understood = understand(text, self._index, self._facts.today, context)
        return Asked(understood, reply(understood, self._facts, EVERYBODY))


def _unclear(thread: str) -> str:
    """Where the words that were not understood in a thread wait for what their asker chooses instead."""
    return f"{thread} unclear"


def _without_names(words: Iterable[str], store: Store) -> str:
    names = {part for member in store.members.all() for part in member.name.casefold().split()}
    kept = (word.casefold() for word in words)
    return " ".join(word for word in kept if word.isalpha() and word not in names)


def _index(clients: Iterable[Client]) -> ClientIndex:
    return ClientIndex(
        KnownClient(client.id, client.name, client.aliases) for client in clients if client.stage is not Stage.ARCHIVED
    )


def _today(member: Member | None, workspace: Workspace, now: datetime) -> date:
    zone = ZoneInfo(member.zone) if member and member.zone else workspace.tz
    return now.astimezone(zone).date()


def _context(store: Store, thread: str | None, now: datetime) -> Query | None:
    kept = store.memory.conversation(thread, now) if thread else None
    try:
        return Query.from_label(kept) if kept else None
    except Refused:  # stored by an earlier version: better no context than no answer
        return None


def _remember(store: Store, query: Query, thread: str | None, now: datetime) -> None:
    if thread and query.intent.answered:
        store.memory.remember(thread, query.to_label(), until=now + REMEMBERED)


def _audit(store: Store, facts: Facts, member: Member | None, now: datetime) -> None:
    """Put on record that an administrator was given others' notes."""
    read = sorted({note.client_id for note in facts.notes if member and note.member_id != member.id})
    if member and member.role is Role.ADMINISTRATOR and read:
        store.memory.audit(member.id, "read notes", {"clients": read}, now)


def _clues(store: Store, clients: list[Client], query: Query, today: date) -> list[ClueSeen]:
    if query.intent not in _WITH_CLUES:
        return []
    since = query.period.resolve(today)[0] if query.period else None
    wanted = [client.id for client in clients if client.name in query.clients]
    if not wanted:
        return store.ratings.clues(since=since)
    return [clue for client in wanted for clue in store.ratings.clues(since=since, client_id=client)]


def _notes(store: Store, clients: list[Client], query: Query, eyes: Viewer, today: date) -> list[Note]:
    """The notes that the answer may quote and the viewer may read."""
    if query.intent is not Intent.NOTES_FLAGS or query.qualities or eyes.member_id is None:
        return []
    first, last = query.period.resolve(today) if query.period else (None, today)
    wanted = [client.id for client in clients if client.name in query.clients]
    return [
        Note(rating.client_id, rating.member_id, rating.on, rating.scores.note)
        for rating in _ratings(store, wanted, query, eyes)
        if rating.scores.note
        and eyes.may_read_note(rating.member_id, rating.client_id)
        and rating.on <= last
        and (first is None or rating.on >= first)
    ]


def _invoices(store: Store, query: Query, eyes: Viewer) -> list[Invoice]:
    return store.invoices.all() if query.intent in _WITH_INVOICES and eyes.may_see_measured_payment() else []


def _ratings(store: Store, wanted: list[str], query: Query, eyes: Viewer) -> list[Rating]:
    if query.rater == "me" and eyes.member_id:
        return store.ratings.of_member(eyes.member_id, limit=OWN_NOTES)
    if wanted:
        return [rating for client in wanted for rating in store.ratings.of_client(client)]
    if eyes.role is Role.ADMINISTRATOR:
        return store.ratings.export()
    own = store.ratings.of_member(eyes.member_id, limit=OWN_NOTES) if eyes.member_id else []
    others = [rating for client in sorted(eyes.looks_after) for rating in store.ratings.of_client(client)]
    return list({rating.id: rating for rating in (*own, *others)}.values())
