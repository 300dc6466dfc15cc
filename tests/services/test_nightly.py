"""What is done once a day."""

from datetime import UTC, datetime, timedelta

from bot.services.nightly import Nightly
from storage.database import Database
from tests.people import BRIGHT, company

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_constants_are_learned_and_what_expired_is_forgotten(database: Database) -> None:
    company(database)
    with database.store(BRIGHT.id) as store:
        store.memory.remember("a thread", {"intent": "help"}, until=NOW - timedelta(hours=1))
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        assert store.workspace().constants is not None
        assert store.memory.conversation("a thread", NOW - timedelta(days=1)) is None


def test_of_two_processes_one_does_it(database: Database) -> None:
    company(database)
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        store.memory.remember("a thread", {"intent": "help"}, until=NOW - timedelta(hours=1))
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        assert store.memory.conversation("a thread", NOW - timedelta(days=1)) is not None
