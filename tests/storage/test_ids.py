"""Ids are UUIDs of version 7 that sort by the time they were made."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from storage.ids import uuid7_ids

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_that_holds_its_millisecond() -> None:
    made = UUID(uuid7_ids(lambda: NOW, random.Random(1))())
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == int(NOW.timestamp()) * 1000 + 123


def test_ids_ascend_while_the_clock_stands_still_or_goes_back() -> None:
    times = [NOW, NOW, NOW - timedelta(hours=1), NOW, NOW + timedelta(microseconds=1)]
    clock = iter(times)
    new_id = uuid7_ids(lambda: next(clock), random.Random(1))
    ids = [new_id() for _ in times]
    assert ids == sorted(set(ids))


def test_threads_never_get_the_same_id() -> None:
    new_id = uuid7_ids(lambda: NOW, random.Random(1))
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: new_id(), range(2000)))
    assert len(set(ids)) == 2000
