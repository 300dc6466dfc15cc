"""Clients, the names they go by, and merges that lose nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.company import Client, Stage
from bot.ports import Database, Store
from bot.refusals import Refused
from tests.people import ACME, ACME_DENTAL, ALAN, CLIENTS, GLOBEX, HOOLI, WAYNE, company


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.store(company(database).id) as store:
        yield store


def test_clients_come_back_as_they_were_by_name(store: Store) -> None:
    assert store.clients.all() == sorted(CLIENTS, key=lambda client: client.name)
    assert store.clients.get(GLOBEX.id) == GLOBEX
    assert store.clients.get("none") is None


@pytest.mark.parametrize(
    ("written", "known"), [("ACME LIMITED", ACME), ("wayne and sons", WAYNE), ("globex", GLOBEX), ("Hooli", HOOLI)]
)
def test_adding_a_known_name_or_alias_returns_the_client_that_has_it(store: Store, written: str, known: Client) -> None:
    assert store.clients.add(Client(id="new", name=written)) == known
    assert len(store.clients.all()) == len(CLIENTS)


def test_a_name_without_letters_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no letter"):
        store.clients.add(Client(id="new", name="???"))


def test_a_client_in_another_script_is_found_by_its_name(store: Store) -> None:
    tokyo = store.clients.add(Client(id="tokyo", name="東京歯科"))
    assert store.clients.add(Client(id="new", name="東京歯科")) == tokyo


def test_a_change_is_kept_and_frees_the_names_it_gave_up(store: Store) -> None:
    changed = Client(
        id=GLOBEX.id,
        name="Globex International",
        aliases=("GI", "Globex Intl"),
        stage=Stage.ARCHIVED,
        account_manager=ALAN.id,
        since=date(2026, 11, 2),
    )
    store.clients.change(changed)
    assert store.clients.get(GLOBEX.id) == changed
    assert store.clients.add(Client(id="new", name="Globex")).id == "new"


@pytest.mark.parametrize(
    "changed", [replace(HOOLI, name="acme ltd."), replace(HOOLI, aliases=("Globex",)), replace(HOOLI, aliases=("--",))]
)
def test_a_name_of_another_client_is_refused_and_nothing_changes(store: Store, changed: Client) -> None:
    with pytest.raises(Refused):
        store.clients.change(changed)
    assert store.clients.all() == sorted(CLIENTS, key=lambda client: client.name)


def test_an_alias_that_is_the_name_itself_does_not_count(store: Store) -> None:
    store.clients.change(replace(HOOLI, aliases=("HOOLI", "Hooli Inc")))
    found = store.clients.get(HOOLI.id)
    assert found is not None
    assert found.aliases == ("Hooli Inc",)


def test_a_merged_client_is_the_other_one_from_now_on_with_its_names(store: Store) -> None:
    store.clients.merge(ACME_DENTAL.id, ACME.id)
    one = replace(ACME, aliases=("Acme Dental",))
    assert store.clients.get(ACME_DENTAL.id) == store.clients.get(ACME.id) == one
    assert store.clients.add(Client(id="new", name="Acme Dental")) == one
    assert ACME_DENTAL.id not in [client.id for client in store.clients.all()]


def test_chains_of_merges_lead_to_their_end_and_come_apart_where_they_are_undone(store: Store) -> None:
    store.clients.merge(HOOLI.id, ACME_DENTAL.id)
    store.clients.merge(ACME_DENTAL.id, ACME.id)
    found = store.clients.get(HOOLI.id)
    assert found == replace(ACME, aliases=("Acme Dental", "Hooli"))
    store.clients.unmerge(ACME_DENTAL.id)
    assert store.clients.get(HOOLI.id) == replace(ACME_DENTAL, aliases=("Hooli",))
    store.clients.unmerge(HOOLI.id)
    assert store.clients.all() == sorted(CLIENTS, key=lambda client: client.name)


def test_a_client_is_not_merged_into_itself_not_even_by_a_detour(store: Store) -> None:
    store.clients.merge(HOOLI.id, ACME.id)
    for client, into in [(ACME.id, ACME.id), (ACME.id, HOOLI.id)]:
        with pytest.raises(Refused, match="are one already"):
            store.clients.merge(client, into)
    with pytest.raises(Refused, match="not there"):
        store.clients.merge(ACME.id, "none")


def test_saving_a_client_with_the_names_of_merged_ones_leaves_those_names_theirs(store: Store) -> None:
    store.clients.merge(ACME_DENTAL.id, ACME.id)
    one = store.clients.get(ACME.id)
    assert one is not None
    store.clients.change(replace(one, aliases=(*one.aliases, "Acme Group")))
    with pytest.raises(Refused):
        store.clients.change(replace(one, name="Acme Dental"))
    store.clients.unmerge(ACME_DENTAL.id)
    assert store.clients.get(ACME_DENTAL.id) == ACME_DENTAL
    assert store.clients.get(ACME.id) == replace(ACME, aliases=("Acme Group",))


def test_standings_are_out_of_date_after_a_merge_or_an_archiving(store: Store) -> None:
    before = store.workspace().ratings_version
    store.clients.merge(HOOLI.id, ACME.id)
    store.clients.change(replace(GLOBEX, stage=Stage.ARCHIVED))
    assert store.workspace().ratings_version > before + 1
