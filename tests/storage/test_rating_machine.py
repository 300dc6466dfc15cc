"""Whatever is saved, undone, deleted, merged and taken apart, in any order, ratings are what a simple model says."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.company import Stage, Workspace
from bot.ports import Database
from bot.qualities import Quality
from bot.ratings import Rating, RatingTable, Row, Scores, Snapshot
from bot.refusals import Refused
from tests.people import ACME, ACME_DENTAL, HOOLI, MAYA, company

START = datetime(2026, 11, 20, 17, tzinfo=UTC)
client_ids = st.sampled_from([ACME.id, ACME_DENTAL.id, HOOLI.id])
FRIDAY = START.date()
"""One member and one date only, so that most steps meet a rating that is there."""
scores = st.builds(
    Scores,
    overall=st.none() | st.integers(1, 5),
    qualities=st.dictionaries(st.sampled_from(Quality), st.integers(1, 5), max_size=2),
    clues=st.frozensets(st.sampled_from(["risk.mfa", "risk.no_ups", "time.prepared"])),
    note=st.sampled_from(["", "Cheque is in the post", "東京 🦷 & <b>"]),
)


@dataclass
class Modelled:
    """A rating with the states that undo goes back through: None is deleted, and before the first is nothing."""

    id: str
    client_id: str
    states: list[Scores | None] = field(default_factory=list)
    revision: int = 0
    at: datetime = START

    @property
    def now(self) -> Scores | None:
        return self.states[-1] if self.states else None


class RatingMachine(RuleBasedStateMachine):
    """Drives a store and a model side by side. Each run has a workspace of its own."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        super().__init__()
        self.database = database
        self.workspace = company(database, Workspace(id=workspace_id, name="Bright IT"))
        self.ratings: list[Modelled] = []
        self.into: dict[str, str] = {}
        self.archived: set[str] = set()
        self.known: list[tuple[datetime, dict[str, Scores]]] = []
        self.step = 0
        self.snapshot: Snapshot | None = None

    def later(self) -> datetime:
        self.step += 1
        return START + timedelta(minutes=self.step)

    def now_is(self, client_id: str) -> str:
        return self.now_is(self.into[client_id]) if client_id in self.into else client_id

    def find(self, client_id: str) -> Modelled | None:
        latest = sorted(self.ratings, key=lambda rating: (rating.at, rating.id), reverse=True)
        fits = [rating for rating in latest if self.now_is(rating.client_id) == self.now_is(client_id)]
        return min(fits, key=lambda rating: (rating.now is None, rating.client_id != client_id), default=None)

    def changed(self, rating: Modelled, at: datetime) -> None:
        rating.revision += 1
        rating.at = at
        self.known.append((at, {rating.id: rating.now for rating in self.ratings if rating.now is not None}))

    @rule(client_id=client_ids, said=scores)
    def save(self, client_id: str, said: Scores) -> None:
        at = self.later()
        modelled = self.find(client_id)
        with self.database.store(self.workspace.id) as store:
            locked = store.ratings.lock(client_id=client_id, member_id=MAYA.id, visit_id=None, on=FRIDAY)
            assert (locked and locked.scores) == (modelled and modelled.now)
            new = Rating(
                id=f"r{self.step:03}", client_id=client_id, member_id=MAYA.id, on=FRIDAY, scores=said, recorded_at=at
            )
            saved = store.ratings.save(new, submission=f"s{self.step}")
        if modelled is None:
            modelled = Modelled(new.id, client_id)
            self.ratings.append(modelled)
        modelled.states.append(said)
        self.changed(modelled, at)
        assert (saved.id, saved.revision, saved.scores) == (modelled.id, modelled.revision, said)

    @rule(data=st.data(), stale=st.integers(0, 1))
    def undo(self, data: st.DataObject, stale: int) -> None:
        if not self.ratings:
            return
        modelled, at = data.draw(st.sampled_from(self.ratings)), self.later()
        with self.database.store(self.workspace.id) as store:
            left = store.ratings.undo(modelled.id, modelled.revision - stale, at)
        if modelled.states and not stale:
            modelled.states.pop()
            self.changed(modelled, at)
        assert left == modelled.now

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if not self.ratings:
            return
        modelled, at = data.draw(st.sampled_from(self.ratings)), self.later()
        with self.database.store(self.workspace.id) as store:
            store.ratings.delete(modelled.id, at)
        if modelled.now is not None:
            modelled.states.append(None)
            self.changed(modelled, at)

    @rule(client_id=client_ids, into=client_ids)
    def merge(self, client_id: str, into: str) -> None:
        try:
            with self.database.store(self.workspace.id) as store:
                store.clients.merge(client_id, into)
        except Refused:
            assert self.now_is(client_id) == self.now_is(into)
        else:
            assert self.now_is(client_id) != self.now_is(into)
            self.into[client_id] = self.now_is(into)

    @rule(client_id=client_ids)
    def unmerge(self, client_id: str) -> None:
        with self.database.store(self.workspace.id) as store:
            store.clients.unmerge(client_id)
        self.into.pop(client_id, None)

    @rule(client_id=client_ids)
    def archive_or_bring_back(self, client_id: str) -> None:
        with self.database.store(self.workspace.id) as store:
            client = store.clients.get(client_id)
            assert client is not None
            self.archived ^= {client.id}
            stage = Stage.ARCHIVED if client.id in self.archived else Stage.ACTIVE
            store.clients.change(type(client)(**vars(client) | {"stage": stage}))

    @invariant()
    def every_rating_is_what_the_model_says(self) -> None:
        with self.database.store(self.workspace.id) as store:
            exported = {rating.id: rating for rating in store.ratings.export()}
            self.snapshot = store.ratings.snapshot(self.snapshot)
            table = store.ratings.table()
        standing = {rating.id: rating for rating in self.ratings if rating.now is not None}
        assert {id_: rating.scores for id_, rating in exported.items()} == {
            id_: rating.now for id_, rating in standing.items()
        }
        for id_, rating in standing.items():
            assert exported[id_].client_id == self.now_is(rating.client_id)
            assert exported[id_].revision == rating.revision
        assert rows_of(table) == self.rows({id_: rating.scores for id_, rating in exported.items()})
        assert rows_of(self.snapshot.table) == rows_of(table)
        assert self.snapshot.table.clients == table.clients

    def teardown(self) -> None:
        with self.database.store(self.workspace.id) as store:
            for at, standing in self.known:
                assert rows_of(store.ratings.table(known_at=at)) == self.rows(standing)

    def rows(self, standing: dict[str, Scores]) -> list[str]:
        """The rows of a table that has these ratings, as today's merges and archive have them."""
        by_id = {rating.id: rating for rating in self.ratings}
        rows = [
            Row(
                self.now_is(by_id[id_].client_id),
                MAYA.id,
                FRIDAY,
                [said.overall, *(said.qualities.get(quality) for quality in Quality)],
            )
            for id_, said in standing.items()
            if self.now_is(by_id[id_].client_id) not in self.archived
        ]
        return rows_of(RatingTable.of(rows))


def rows_of(table: RatingTable) -> list[str]:
    """The rows in words, in an order of their own."""
    return sorted(
        f"{table.clients[client]} {table.raters[rater]} {day} {np.array2string(said)}"
        for client, rater, day, said in zip(table.client, table.rater, table.day, table.scores, strict=True)
    )


def test_ratings_are_what_a_simple_model_says(database: Database) -> None:
    names = count()

    class OnThisDatabase(RatingMachine):
        def __init__(self) -> None:
            super().__init__(database, f"workspace-{next(names)}")

    few = settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    run_state_machine_as_test(OnThisDatabase, settings=few)
