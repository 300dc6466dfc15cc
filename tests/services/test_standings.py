"""Standings are worked out once for a state of the ratings, and are never those of another state."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.ports import Database
from bot.ratings import Rating, Scores
from bot.scoring import Standing
from bot.services.standings import Known, StandingsCache
from tests.people import BRIGHT, HOOLI, MAYA, TOM, company

TODAY = date(2026, 11, 22)


def rating(member_id: str, overall: int, on: date = TODAY) -> Rating:
    return Rating(
        id=f"{member_id} {on}",
        client_id=HOOLI.id,
        member_id=member_id,
        on=on,
        scores=Scores(overall=overall),
        recorded_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
    )


@pytest.fixture
def rated(database: Database) -> Database:
    """Bright IT, where Maya rated Hooli."""
    company(database)
    with database.store(BRIGHT.id) as store:
        store.ratings.add_many([rating(MAYA.id, 4)])
    return database


def known(cache: StandingsCache, database: Database, on: date = TODAY) -> Known:
    with database.store(BRIGHT.id) as store:
        return cache.of(store, on)


def hooli(cache: StandingsCache, database: Database) -> Standing:
    return known(cache, database).standings.clients[HOOLI.id]


def test_they_are_worked_out_once_while_nothing_changes(rated: Database) -> None:
    cache = StandingsCache()
    assert known(cache, rated) is known(cache, rated)


def test_days_are_kept_side_by_side(rated: Database) -> None:
    cache, yesterday = StandingsCache(), TODAY - timedelta(1)
    then = known(cache, rated, yesterday)
    assert then.standings.ratings == 0
    assert known(cache, rated).standings.ratings == 1
    assert known(cache, rated, yesterday) is then


def test_a_new_rating_counts_at_once(rated: Database) -> None:
    cache = StandingsCache()
    before = hooli(cache, rated)
    with rated.store(BRIGHT.id) as store:
        store.ratings.add_many([rating(TOM.id, 1)])
    after = hooli(cache, rated)
    assert after.ratings == 2
    assert after.overall.mean < before.overall.mean


def test_a_setting_counts_at_once(rated: Database) -> None:
    cache = StandingsCache()
    before = hooli(cache, rated)
    with rated.store(BRIGHT.id) as store:
        store.change_workspace(replace(store.workspace(), good=2.9))
    assert hooli(cache, rated).p_good > before.p_good


def test_figures_do_not_depend_on_what_was_asked_before(rated: Database) -> None:
    cache = StandingsCache()
    hooli(cache, rated)
    with rated.store(BRIGHT.id) as store:
        store.ratings.add_many([rating(TOM.id, 1)])
    assert known(cache, rated).standings == known(StandingsCache(), rated).standings


def test_several_threads_share_one_calculation(rated: Database) -> None:
    cache = StandingsCache()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: known(cache, rated), range(8)))
    assert all(one is found[0] for one in found)
