"""An empty, migrated database for each test: once on SQLite, once on PostgreSQL."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from storage import migrate
from storage.database import Database
from storage.ids import uuid7_ids
from storage.tables import metadata

SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with today's tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Engine]:
    """A PostgreSQL server that may be asked for databases, from TEST_DATABASE_URL or on this machine."""
    engine = create_engine(os.environ.get("TEST_DATABASE_URL", SERVER), isolation_level="AUTOCOMMIT")
    try:
        engine.connect().close()
    except OperationalError as error:
        missing = f"PostgreSQL is needed for half of these tests (TEST_DATABASE_URL): {error.orig}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    yield engine
    engine.dispose()


@contextmanager
def new_postgresql(server: Engine) -> Iterator[str]:
    """The address of a database without tables, which is dropped afterwards."""
    name = f"good_clients_test_{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server.url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: Engine) -> Iterator[str]:
    """A database of this test run (and worker) with today's tables, to be emptied before each test."""
    with new_postgresql(postgresql_server) as url:
        migrate.upgrade(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
    else:
        with new_postgresql(request.getfixturevalue("postgresql_server")) as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "good-clients.db")
        return f"sqlite:///{tmp_path}/good-clients.db"
    url: str = request.getfixturevalue("migrated_postgresql")
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database that is patient with a slow machine."""
    opened = open_database(database_url)
    yield opened
    opened.close()


def open_database(url: str, *, timeout: float = 20) -> Database:
    """A database as a process of its own would open it."""
    new_id = uuid7_ids(lambda: datetime.now(UTC), random.SystemRandom())
    return Database(url, new_id=new_id, timeout=timeout, keys=KEYS)


KEYS = ["dikAitYxasW_ZjlsrDfeYny5Bnsgh5_gq78s1LQS27A="]
"""A key of Fernet's, for tests only."""
