"""Bringing a database to today's tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.ports import Unavailable
from bot.refusals import Refused
from storage import engine

PATIENCE = 60
"""Seconds to wait for another process that migrates the same database."""


def configuration(target: Engine | None = None) -> Config:
    """Alembic's configuration: the migrations that come with the product, for this database."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["connection"] = target
    return config


def upgrade(url: str) -> None:
    """Apply what is pending. Several processes may do so at once.

    Raises Unavailable; Refused where a newer Good Clients has migrated it.
    """
    with _opened(url) as target:
        command.upgrade(configuration(target), "head")


def pending(url: str) -> list[str]:
    """What has to be applied yet, in order, in words; empty if the database is up to date. Raises as `upgrade`."""
    with _opened(url) as target, target.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(configuration())
        return [revision.doc for revision in reversed(list(script.iterate_revisions("head", current)))]


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    target = connect(url)
    try:
        yield target
    except OperationalError as error:
        raise Unavailable("The database is away or busy.") from error
    except (CommandError, RevisionError) as error:
        raise Refused("A newer Good Clients has changed this database. Please update Good Clients.") from error
    finally:
        target.dispose()


def connect(url: str) -> Engine:
    """An engine for migrations: patient, and free to copy tables, which is how SQLite changes them."""
    return engine.connect(url, timeout=PATIENCE, foreign_keys=False)
