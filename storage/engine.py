"""Connections to SQLite and PostgreSQL that wait a little for a lock, and never long."""

import math
import sqlite3
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from bot.refusals import Refused

STATEMENT_PATIENCE = 5
"""A PostgreSQL statement may run this many times as long as it may wait for a lock."""


def connect(url: str, *, timeout: float, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions wait `timeout` seconds for a lock. `foreign_keys` may be off for migrations.

    Raises Refused for another kind of database.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, timeout, foreign_keys)
    if parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed, timeout)
    raise Refused(
        f"Good Clients keeps its data in SQLite or PostgreSQL: “sqlite:///good-clients.db” or "
        f"“postgresql://user@host/name”, not “{parsed.drivername}”."
    )


def _sqlite(url: URL, timeout: float, foreign_keys: bool) -> Engine:
    engine = create_engine(url, pool_timeout=timeout, connect_args={"timeout": timeout})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver would begin transactions by its own rules
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then writes fails at once where another wrote in between.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL, timeout: float) -> Engine:
    milliseconds = round(timeout * 1000)
    options: dict[str, Any] = {
        "connect_timeout": math.ceil(timeout),
        "tcp_user_timeout": milliseconds,  # of a server that vanished with its network
        "options": f"-c lock_timeout={milliseconds} -c statement_timeout={STATEMENT_PATIENCE * milliseconds}",
    }
    return create_engine(url, pool_timeout=timeout, pool_pre_ping=True, connect_args=options)
