"""Small things that expire, and the audit log that does not."""

from datetime import UTC, datetime, timedelta

from bot.ports import AuditEntry, Database
from tests.people import company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_thread_remembers_its_last_query_until_it_expires(database: Database) -> None:
    with database.store(company(database).id) as store:
        assert store.memory.conversation("C1:1.0", NOW) is None
        store.memory.remember("C1:1.0", {"intent": "help"}, until=NOW + HOUR)
        query = {"intent": "rank_clients", "slots": {"quality": ["payment"]}}
        store.memory.remember("C1:1.0", query, until=NOW + HOUR)
        assert store.memory.conversation("C1:1.0", NOW) == query
        assert store.memory.conversation("C1:2.0", NOW) is None
        assert store.memory.conversation("C1:1.0", NOW + HOUR) is None


def test_an_event_is_new_once_until_it_is_forgotten(database: Database) -> None:
    with database.store(company(database).id) as store:
        seen = [store.memory.first_time("Ev1", now=NOW, until=NOW + HOUR) for _ in range(3)]
        assert seen == [True, False, False]
        assert store.memory.first_time("Ev2", now=NOW, until=NOW + HOUR)
        assert store.memory.first_time("Ev1", now=NOW + HOUR, until=NOW + 2 * HOUR)


def test_only_what_has_expired_is_forgotten(database: Database) -> None:
    with database.store(company(database).id) as store:
        store.memory.remember("old", {}, until=NOW)
        store.memory.remember("new", {"intent": "help"}, until=NOW + HOUR)
        store.memory.first_time("old", now=NOW - HOUR, until=NOW)
        store.memory.first_time("new", now=NOW, until=NOW + HOUR)
        store.memory.forget_expired(NOW)
        assert store.memory.conversation("old", NOW - HOUR) is None
        assert store.memory.conversation("new", NOW) == {"intent": "help"}
        assert store.memory.first_time("old", now=NOW - HOUR, until=NOW)
        assert not store.memory.first_time("new", now=NOW, until=NOW)


def test_the_audit_log_says_who_did_what_latest_first(database: Database) -> None:
    workspace = company(database)
    for at, actor in [(NOW, "ada"), (NOW + HOUR, None), (NOW, "tom")]:
        with database.store(workspace.id) as store:
            store.memory.audit(actor, "export", {"rows": 3}, at)
    with database.store(workspace.id) as store:
        assert [entry.actor for entry in store.memory.audited(limit=3)] == [None, "tom", "ada"]
        assert store.memory.audited(limit=1) == [AuditEntry(NOW + HOUR, None, "export", {"rows": 3})]
