"""A digest is in one pair of hands at a time, and never claimed again once it is done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.company import Cadence, DigestRecord, DigestState, Subscription, Workspace
from bot.ports import Database, Due, Store
from tests.people import ALAN, BRIGHT, company

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEASE = timedelta(minutes=5)
WEEKLY = Subscription(id="weekly", channel="C1", due_at=MONDAY)
DUE = DigestRecord(
    id="d1",
    subscription_id=WEEKLY.id,
    period=MONDAY.date(),
    state=DigestState.DUE,
    due_at=MONDAY,
    ref="opaque",
)


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.store(company(database).id) as store:
        store.digests.save_subscription(WEEKLY)
        yield store


def claim(store: Store, owner: str = "one", after: timedelta = timedelta(0)) -> DigestRecord | None:
    return store.digests.claim(DUE, owner=owner, now=MONDAY + after, lease=LEASE)


def test_subscriptions_come_back_as_they_were_and_change(store: Store) -> None:
    monthly = Subscription(
        id="monthly",
        cadence=Cadence.MONTHLY,
        member_id=ALAN.id,
        weekday=4,
        at=time(16, 30),
        zone="America/New_York",
        paused_from=date(2026, 12, 24),
        paused_until=date(2027, 1, 3),
    )
    store.digests.save_subscription(monthly)
    assert store.digests.subscriptions() == [monthly, WEEKLY]
    moved = replace(WEEKLY, channel="C2", due_at=MONDAY + timedelta(weeks=1))
    store.digests.save_subscription(moved)
    assert store.digests.subscription(WEEKLY.id) == moved
    assert store.digests.subscription("none") is None


def test_a_claim_is_one_owners_until_its_lease_runs_out(store: Store) -> None:
    first = claim(store)
    assert first == replace(DUE, state=DigestState.CLAIMED, attempts=1, lease_until=MONDAY + LEASE)
    assert claim(store, "two") is None
    second = claim(store, "two", LEASE)
    assert second == replace(first, attempts=2, lease_until=MONDAY + 2 * LEASE)
    assert not store.digests.posting(first, owner="one")
    assert not store.digests.finish(first, owner="one")
    assert store.digests.posting(second, owner="two")


def test_a_claim_lost_while_posting_comes_back_as_posting(store: Store) -> None:
    claimed = claim(store)
    assert claimed is not None
    store.digests.posting(replace(claimed, content="58% good", channel="C1"), owner="one")
    taken_over = claim(store, "two", LEASE)
    assert taken_over is not None
    assert (taken_over.state, taken_over.content, taken_over.channel, taken_over.ref) == (
        DigestState.POSTING,
        "58% good",
        "C1",
        "opaque",
    )


@pytest.mark.parametrize("state", [DigestState.POSTED, DigestState.UNKNOWN, DigestState.SKIPPED])
def test_a_digest_that_is_done_is_not_claimed_again(store: Store, state: DigestState) -> None:
    claimed = claim(store)
    assert claimed is not None
    done = replace(claimed, state=state, lease_until=None, message_ts="1.2", reason="why", finished_at=MONDAY)
    assert store.digests.finish(done, owner="one")
    assert claim(store, "two", 10 * LEASE) is None
    assert store.digests.get(DUE.id) == done
    assert not store.digests.finish(done, owner="one")


def test_a_digest_put_off_is_claimed_when_its_time_comes(store: Store) -> None:
    claimed = claim(store)
    assert claimed is not None
    store.digests.finish(replace(claimed, state=DigestState.DUE, due_at=MONDAY + LEASE), owner="one")
    assert claim(store, "two") is None
    retried = claim(store, "two", LEASE)
    assert retried is not None
    assert retried.attempts == 2


def test_each_period_has_one_digest_and_the_latest_comes_first(store: Store) -> None:
    claim(store)
    earlier = replace(DUE, id="d0", period=date(2026, 11, 16))
    store.digests.claim(earlier, owner="one", now=MONDAY, lease=LEASE)
    assert claim(store, "two", LEASE) is not None
    assert [digest.id for digest in store.digests.latest(WEEKLY.id, limit=5)] == ["d1", "d0"]
    assert [digest.id for digest in store.digests.latest(WEEKLY.id)] == ["d1"]
    assert store.digests.latest("none") == []


def test_what_is_due_is_listed_across_workspaces_longest_waiting_first(database: Database) -> None:
    for name, due_at in [("b", MONDAY), ("a", MONDAY - LEASE), ("later", MONDAY + LEASE), ("never", None)]:
        database.create_workspace(Workspace(id=name, name=name))
        with database.store(name) as store:
            store.digests.save_subscription(replace(WEEKLY, due_at=due_at))
    assert database.due(MONDAY) == [Due("a", "weekly"), Due("b", "weekly")]
    assert database.due(MONDAY, limit=1) == [Due("a", "weekly")]


def test_what_somebody_has_in_hand_is_due_again_when_the_lease_runs_out(database: Database) -> None:
    workspace = company(database)
    with database.store(workspace.id) as store:
        store.digests.save_subscription(WEEKLY)
        assert claim(store) is not None
    assert database.due(MONDAY) == []
    assert database.due(MONDAY + LEASE) == [Due(workspace.id, WEEKLY.id)]


def test_what_was_put_off_is_due_at_its_new_time_also_when_the_subscription_has_moved_on(database: Database) -> None:
    workspace = company(database)
    with database.store(workspace.id) as store:
        store.digests.save_subscription(WEEKLY)
        claimed = claim(store)
        assert claimed is not None
        store.digests.finish(replace(claimed, state=DigestState.DUE, due_at=MONDAY + LEASE), owner="one")
    assert database.due(MONDAY) == []
    with database.store(workspace.id) as store:
        store.digests.save_subscription(replace(WEEKLY, due_at=MONDAY + timedelta(weeks=1)))
    assert database.due(MONDAY + LEASE) == [Due(BRIGHT.id, WEEKLY.id)]
