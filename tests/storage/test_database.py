"""One transaction, one workspace; and what is said when the database is away or busy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.company import Visit, Workspace
from bot.ports import Database, Unavailable
from bot.qualities import Quality
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from storage.database import Database as Opened
from tests.database import open_database
from tests.people import ACME, BRIGHT, HOOLI, MAYA, company

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
RATING = Rating(id="r1", client_id=ACME.id, member_id=MAYA.id, on=NOW.date(), scores=Scores(overall=5), recorded_at=NOW)


def test_a_workspace_comes_back_as_it_was_and_its_settings_change(database: Database) -> None:
    database.create_workspace(BRIGHT)
    changed = replace(
        BRIGHT,
        name="Brighter IT",
        zone="Australia/Lord_Howe",
        good=4.0,
        difficult=2.5,
        weights={Quality.PAYMENT: 2.0, Quality.RISK: 1.5},
        quiet_from=time(18, 30),
        quiet_until=time(7),
        constants={"prior": 0.7},
    )
    with database.store(BRIGHT.id) as store:
        assert store.workspace() == BRIGHT
        store.change_workspace(replace(changed, ratings_version=99))
    with database.store(BRIGHT.id) as store:
        assert store.workspace() == changed
        assert [type(quality) for quality in store.workspace().weights] == [Quality, Quality]


def test_workspaces_are_listed_oldest_first(database: Database) -> None:
    for name in ("b", "a"):
        database.create_workspace(Workspace(id=name, name=name))
    assert database.workspace_ids() == ["a", "b"]


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    workspace = company(database)

    def save_and_refuse() -> None:
        with database.store(workspace.id) as store:
            store.ratings.save(RATING, submission="s1")
            raise Refused("No.")

    with pytest.raises(Refused):
        save_and_refuse()
    with database.store(workspace.id) as store:
        assert store.ratings.export() == []


def test_two_workspaces_with_the_same_people_clients_and_ratings_do_not_meet(database: Database) -> None:
    other = Workspace(id="other", name="Other")
    for workspace, overall in [(BRIGHT, 5), (other, 1)]:
        company(database, workspace)
        with database.store(workspace.id) as store:
            store.ratings.save(replace(RATING, scores=Scores(overall=overall)), submission="s1")
    with database.store(other.id) as store:
        store.clients.merge(ACME.id, HOOLI.id)
        store.members.change(replace(MAYA, name="Maya Other"))
        store.ratings.delete("r1", NOW)
    with database.store(BRIGHT.id) as store:
        assert store.clients.get(ACME.id) == ACME
        assert store.members.get(MAYA.id) == MAYA
        assert [rating.scores.overall for rating in store.ratings.export()] == [5]


def test_a_row_cannot_point_into_another_workspace(database: Database) -> None:
    company(database)
    database.create_workspace(Workspace(id="other", name="Other"))
    with pytest.raises(IntegrityError), database.store("other") as store:
        store.ratings.save(RATING, submission="s1")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is executed meanwhile."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_every_statement_of_a_store_names_the_workspace(database: Database) -> None:
    workspace = company(database)
    with statements() as seen, database.store(workspace.id) as store:
        store.ratings.save(RATING, submission="s1")
        store.ratings.save(replace(RATING, scores=Scores(overall=1)), submission="s2")
        store.ratings.undo("r1", 2, NOW)
        store.ratings.delete("r1", NOW)
        store.ratings.add_many([replace(RATING, id="r2", client_id=HOOLI.id)])
        store.ratings.table()
        store.ratings.table(known_at=NOW)
        store.ratings.clues(client_id=ACME.id, since=date(2026, 1, 1))
        store.ratings.of_client(ACME.id)
        store.clients.merge(ACME.id, HOOLI.id)
        store.clients.unmerge(ACME.id)
        store.clients.change(ACME)
        store.memory.forget_expired(NOW)
        store.change_workspace(store.workspace())
    said = [statement for statement in seen if not statement.startswith("BEGIN")]
    assert len(said) > 40
    assert [one for one in said if "workspace_id = " not in one and "INSERT INTO" not in one] == []


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    workspace = company(database)
    naive = datetime(2026, 11, 20, 17)  # noqa: DTZ001 - what is refused
    with pytest.raises(StatementError, match="no time zone"), database.store(workspace.id) as store:
        store.ratings.save(replace(RATING, recorded_at=naive), submission="s1")


def test_instants_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    workspace = company(database)
    ended = datetime.fromisoformat("2026-10-25T01:30:00.123456+02:00")
    visit = Visit(
        id="v1", client_id=ACME.id, member_id=MAYA.id, ended_at=ended, on=ended.date(), source="test", ref="1"
    )
    with database.store(workspace.id) as store:
        store.visits.add(visit)
        (found,) = store.visits.latest_of(MAYA.id, limit=1)
    assert found == visit
    assert found.ended_at.tzinfo is UTC


@pytest.mark.parametrize("url", ["postgresql://postgres@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_is_away_is_unavailable(url: str) -> None:
    away = open_database(url, timeout=1)
    uses: list[Callable[[], object]] = [away.workspace_ids, lambda: away.due(NOW), lambda: away.installation(None, "T")]
    for use in uses:
        with pytest.raises(Unavailable):
            use()
    with pytest.raises(Unavailable), away.store("w"):
        pass


def test_a_database_that_stays_busy_is_unavailable_and_nothing_is_written(
    database: Database, database_url: str
) -> None:
    workspace = company(database)
    hasty = open_database(database_url, timeout=0.1)
    with database.store(workspace.id) as store:
        store.ratings.save(RATING, submission="s1")
        with pytest.raises(Unavailable), hasty.store(workspace.id) as other:
            other.ratings.save(replace(RATING, id="r2"), submission="s2")
    with database.store(workspace.id) as store:
        assert [rating.id for rating in store.ratings.export()] == ["r1"]
    hasty.close()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(Refused, match="SQLite or PostgreSQL"):
        Opened("mysql://root@localhost/clients", new_id=lambda: "id")


def drop_connections(url: str) -> None:
    """What a restart of the server does to those who are connected."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
    engine.dispose()


def test_a_server_that_restarted_is_used_again_and_what_it_cut_off_was_not_written(migrated_postgresql: str) -> None:
    opened = open_database(migrated_postgresql)
    workspace = Workspace(id="restarted", name="Bright IT")
    company(opened, workspace)

    def rate_while_it_restarts() -> None:
        with opened.store(workspace.id) as store:
            store.ratings.save(RATING, submission="s1")
            drop_connections(migrated_postgresql)

    with pytest.raises(Unavailable):
        rate_while_it_restarts()
    with opened.store(workspace.id) as store:
        assert store.ratings.export() == []
    opened.close()
