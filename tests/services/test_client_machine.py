"""Merging, undoing, renaming and archiving, in any order, keep every rating, and standings follow."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.company import Client, ExternalId, Member, Stage, Workspace
from bot.ports import Database
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from bot.services.clients import ClientBook
from bot.services.standings import StandingsCache
from tests.people import ACME, ACME_DENTAL, ADA, ALAN, HOOLI, MAYA, TOM, company

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CLIENTS = (ACME, ACME_DENTAL, HOOLI)
client_ids = st.sampled_from([client.id for client in CLIENTS])


class ClientMachine(RuleBasedStateMachine):
    """An administrator at work beside a model that knows which clients are one. Each run has a workspace of its own."""

    def __init__(self, database: Database, workspace_id: str) -> None:
        super().__init__()
        self.database = database
        self.workspace = company(database, Workspace(id=workspace_id, name="Bright IT"))
        self.book = ClientBook(database, lambda: NOW, lambda: "unused")
        self.cache = StandingsCache()
        self.numbers = count()
        self.ratings: dict[str, str] = {}
        self.into: dict[str, str] = {}
        self.said: dict[str, Client] = {client.id: client for client in CLIENTS}

    def now_is(self, client_id: str) -> str:
        return self.now_is(self.into[client_id]) if client_id in self.into else client_id

    @rule(client_id=client_ids, member=st.sampled_from([MAYA, TOM]), overall=st.integers(1, 5))
    def rate(self, client_id: str, member: Member, overall: int) -> None:
        number = next(self.numbers)
        rating = Rating(
            id=f"r{number}",
            client_id=client_id,
            member_id=member.id,
            on=NOW.date() - timedelta(days=number),
            scores=Scores(overall=overall),
            recorded_at=NOW,
        )
        with self.database.store(self.workspace.id) as store:
            store.ratings.add_many([rating])
        self.ratings[rating.id] = client_id

    @rule(client_id=client_ids, into=client_ids)
    def merge(self, client_id: str, into: str) -> None:
        one, other = self.now_is(client_id), self.now_is(into)
        try:
            self.book.merge(self.workspace.id, ADA, client_id, into)
        except Refused:
            assert one == other
        else:
            self.into[one] = other

    @rule(client_id=client_ids)
    def undo(self, client_id: str) -> None:
        self.book.unmerge(self.workspace.id, ADA, client_id)
        self.into.pop(client_id, None)

    @rule(
        client_id=client_ids,
        name=st.sampled_from(["Foundry", "Bakery", "Acme Ltd", "Hooli"]),
        stage=st.sampled_from(Stage),
    )
    def change(self, client_id: str, name: str, stage: Stage) -> None:
        now = self.now_is(client_id)
        changed = replace(self.said[now], name=name, stage=stage, account_manager=ALAN.id)
        try:
            self.book.save(self.workspace.id, ADA, changed, [ExternalId("xero", now)])
        except Refused:  # the name, that of a client merged into it included, is another's
            assert name in {other.name for id_, other in self.said.items() if id_ != now}
        else:
            self.said[now] = changed

    @invariant()
    def every_rating_is_there_and_counts_for_the_client_it_is_of_now(self) -> None:
        with self.database.store(self.workspace.id) as store:
            exported = {rating.id: rating.client_id for rating in store.ratings.export()}
            standings = self.cache.of(store, NOW.date()).standings.clients
            clients = {client.id: client for client in store.clients.all()}
            merges = {merge.client_id: merge.into.id for merge in store.clients.merges()}
        assert exported == {rating: self.now_is(client) for rating, client in self.ratings.items()}
        assert merges == {client: self.now_is(client) for client in self.into}
        for client in CLIENTS:
            here = self.now_is(client.id) == client.id
            assert (client.id in clients) == here
            if not here:
                continue
            said = self.said[client.id]
            assert (clients[client.id].name, clients[client.id].stage) == (said.name, said.stage)
            if said.stage is Stage.ARCHIVED:
                assert client.id not in standings
            else:
                assert standings[client.id].ratings == list(exported.values()).count(client.id)


def test_the_list_of_clients_is_what_a_simple_model_says(database: Database) -> None:
    names = count()

    class OnThisDatabase(ClientMachine):
        def __init__(self) -> None:
            super().__init__(database, f"workspace-{next(names)}")

    few = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    run_state_machine_as_test(OnThisDatabase, settings=few)
