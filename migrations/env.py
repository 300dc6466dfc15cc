"""How Alembic runs the migrations: all in one transaction, one process at a time, on either database."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, Engine, func, select

from storage.columns import Instant
from storage.migrate import connect
from storage.tables import metadata

_ONE_AT_A_TIME = 0x600DC11E475


def _render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration stays what it is when the product's own types change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=_render,
        render_as_batch=True,  # SQLite cannot alter a table: Alembic copies it
        transactional_ddl=True,  # SQLite can undo a failed migration, contrary to Alembic's default
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        context.run_migrations()


def _target() -> Engine:
    given: Engine | None = context.config.attributes.get("connection")
    return given or connect(context.config.get_main_option("sqlalchemy.url") or "")


with _target().connect() as _connection:
    _run(_connection)
