"""What happens at once happens once: threads and processes at the same rating, digest, event and name.

Every one of them opens the database for itself, as a replica would.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from typing import TypeVar

import pytest

from bot.company import Client, DigestRecord, DigestState, Member, Subscription
from bot.ports import Database, Store
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from tests.database import open_database
from tests.people import ACME, BRIGHT, CLIENTS, HOOLI, MAYA, PEOPLE, company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LEASE = timedelta(minutes=5)
WEEKLY = Subscription(id="weekly", channel="C1", due_at=NOW)

Result = TypeVar("Result")


@pytest.fixture(scope="module", params=["threads", "processes"])
def workers(request: pytest.FixtureRequest) -> Iterator[Executor]:
    threads = request.param == "threads"
    pool = ThreadPoolExecutor(8) if threads else ProcessPoolExecutor(3, mp_context=get_context("spawn"))
    with pool:
        yield pool


def in_a_store(url: str, work: Callable[[Store, int], Result], number: int) -> Result:
    opened = open_database(url)
    with opened.store(BRIGHT.id) as store:
        result = work(store, number)
    opened.close()
    return result


def eight_times(workers: Executor, url: str, work: Callable[[Store, int], Result]) -> list[Result]:
    return list(workers.map(partial(in_a_store, url, work), range(8)))


def rating(number: int) -> Rating:
    return Rating(
        id=f"r{number}",
        client_id=ACME.id,
        member_id=MAYA.id,
        on=NOW.date(),
        scores=Scores(overall=1 + number % 5),
        recorded_at=NOW,
    )


def deliver(store: Store, number: int) -> Rating:
    return store.ratings.save(rating(number), submission="the same")


def submit(store: Store, number: int) -> int:
    return store.ratings.save(rating(number), submission=f"s{number}").revision


def undo(rating_id: str, store: Store, _number: int) -> Scores | None:
    return store.ratings.undo(rating_id, 8, NOW)


def claim(store: Store, number: int) -> DigestRecord | None:
    digest = DigestRecord(
        id=f"d{number}",
        subscription_id=WEEKLY.id,
        period=NOW.date(),
        state=DigestState.DUE,
        due_at=NOW,
        ref=f"ref{number}",
    )
    return store.digests.claim(digest, owner=f"replica {number}", now=NOW, lease=LEASE)


def take_over(store: Store, number: int) -> DigestRecord | None:
    digest = store.digests.latest(WEEKLY.id)[0]
    return store.digests.claim(digest, owner=f"heir {number}", now=NOW + LEASE, lease=LEASE)


def see(store: Store, _number: int) -> bool:
    return store.memory.first_time("Ev1", now=NOW, until=NOW + LEASE)


def add_client(store: Store, number: int) -> str:
    return store.clients.add(Client(id=f"new{number}", name="Stark Industries")).id


def add_member(store: Store, number: int) -> str:
    return store.members.add(Member(id=f"new{number}", name="Sam")).id


def merge(store: Store, number: int) -> bool:
    try:
        store.clients.merge(*(ACME.id, HOOLI.id) if number % 2 else (HOOLI.id, ACME.id))
    except Refused:
        return False
    return True


def import_file(store: Store, number: int) -> int:
    return store.ratings.add_many([rating(number)])


def test_one_submission_delivered_eight_times_is_one_rating(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    delivered = eight_times(workers, database_url, deliver)
    assert len({(saved.id, saved.revision, saved.scores.overall) for saved in delivered}) == 1
    with database.store(BRIGHT.id) as store:
        assert [saved.id for saved in store.ratings.export()] == [delivered[0].id]


def test_eight_submissions_about_one_visit_are_one_rating_with_eight_revisions_and_one_undo(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    assert sorted(eight_times(workers, database_url, submit)) == [1, 2, 3, 4, 5, 6, 7, 8]
    with database.store(BRIGHT.id) as store:
        (saved,) = store.ratings.export()
    assert saved.revision == 8
    undone = eight_times(workers, database_url, partial(undo, saved.id))
    assert [left == undone[0] for left in undone] == [True] * 8
    with database.store(BRIGHT.id) as store:
        assert [left.revision for left in store.ratings.export()] == [9]


def test_of_eight_claimers_one_gets_the_digest_and_one_takes_it_over(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    with database.store(BRIGHT.id) as store:
        store.digests.save_subscription(WEEKLY)
    claimed = [got for got in eight_times(workers, database_url, claim) if got]
    assert [got.attempts for got in claimed] == [1]
    taken = [got for got in eight_times(workers, database_url, take_over) if got]
    assert [(got.id, got.ref, got.attempts) for got in taken] == [(claimed[0].id, claimed[0].ref, 2)]


def test_an_event_seen_eight_times_at_once_is_new_once(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    assert sum(eight_times(workers, database_url, see)) == 1


def test_a_client_and_a_member_added_eight_times_at_once_are_one(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    assert len(set(eight_times(workers, database_url, add_client))) == 1
    assert len(set(eight_times(workers, database_url, add_member))) == 1
    with database.store(BRIGHT.id) as store:
        assert len(store.clients.all()) == len(CLIENTS) + 1
        assert len(store.members.all()) == len(PEOPLE) + 1


def test_two_clients_merged_into_each_other_at_once_are_merged_once(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    assert sum(eight_times(workers, database_url, merge)) == 1
    with database.store(BRIGHT.id) as store:
        assert store.clients.get(ACME.id) == store.clients.get(HOOLI.id)


def test_a_file_imported_eight_times_at_once_is_imported_once(
    database: Database, database_url: str, workers: Executor
) -> None:
    company(database)
    assert sum(eight_times(workers, database_url, import_file)) == 1
