"""One line of migrations that makes the tables, undoes them, and may be run by several processes at once."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from alembic.config import Config
from pytest_alembic.tests import (  # noqa: F401 - pytest collects them here, on both databases
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect, text

from bot.ports import Unavailable
from bot.refusals import Refused
from storage import migrate
from storage.tables import metadata


@pytest.fixture
def alembic_config() -> Config:
    return migrate.configuration()


@pytest.fixture
def alembic_engine(empty_url: str) -> Iterator[Engine]:
    engine = migrate.connect(empty_url)
    yield engine
    engine.dispose()


def test_a_new_database_has_migrations_pending_and_none_after_the_upgrade(empty_url: str) -> None:
    assert migrate.pending(empty_url)[0] == "The first tables."
    migrate.upgrade(empty_url)
    assert migrate.pending(empty_url) == []


def test_replicas_that_migrate_at_once_migrate_once(empty_url: str) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as replicas:
        list(replicas.map(migrate.upgrade, [empty_url] * 3))
    assert migrate.pending(empty_url) == []


def test_a_database_of_a_newer_version_is_refused_with_what_to_do(alembic_engine: Engine, empty_url: str) -> None:
    migrate.upgrade(empty_url)
    with alembic_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (migrate.pending, migrate.upgrade):
        with pytest.raises(Refused, match="update Good Clients"):
            ask(empty_url)


def test_every_table_but_the_installations_leads_its_key_with_the_workspace(database_url: str) -> None:
    engine = migrate.connect(database_url)
    inspector = inspect(engine)
    keys = {
        name: inspector.get_pk_constraint(name)["constrained_columns"]
        for name in metadata.tables
        if name != "installations"
    }
    engine.dispose()
    assert {name for name, key in keys.items() if key[0] != "workspace_id"} == set()


@pytest.mark.parametrize("url", ["postgresql://postgres@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_is_away_is_unavailable(url: str) -> None:
    with pytest.raises(Unavailable):
        migrate.upgrade(url)
    with pytest.raises(Unavailable):
        migrate.pending(url)
