"""When a digest is due: once a week at the wall time asked for, or the next moment that exists."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.company import Cadence, Subscription
from bot.digests.times import due_times, instant, last_due, next_due

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
MONDAY_NINE = Subscription(id="weekly", weekday=0, at=time(9), zone="Europe/London")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("weekday", [0, 4, 6])
@pytest.mark.parametrize("at", [time(0), time(1, 30), time(2, 15), time(9), time(23, 45)])
def test_three_years_have_one_due_time_a_week_at_the_wall_time_asked_for(zone: str, weekday: int, at: time) -> None:
    subscription = Subscription(id="weekly", weekday=weekday, at=at, zone=zone)
    now = utc("2025-01-01")
    seen = []
    while now < utc("2028-01-01"):
        due = next_due(subscription, now)
        assert due is not None
        seen.append(due.astimezone(ZoneInfo(zone)))
        now = due
    days = [local.date() for local in seen]
    assert all(later - earlier == timedelta(days=7) for earlier, later in pairwise(days))
    assert 156 <= len(days) <= 158
    for local in seen:
        assert local.weekday() == weekday
        asked = datetime.combine(local.date(), at)
        if local.replace(tzinfo=None) != asked:
            assert _is_skipped(asked, ZoneInfo(zone))
            assert not _is_skipped(local.replace(tzinfo=None), ZoneInfo(zone))
            assert _is_skipped(local.replace(tzinfo=None) - timedelta(minutes=1), ZoneInfo(zone))
        else:
            assert local.fold == 0


def _is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks were put forward over this wall time: the offset after it is the larger one."""
    before, after = wall.replace(tzinfo=zone, fold=0).utcoffset(), wall.replace(tzinfo=zone, fold=1).utcoffset()
    assert before is not None
    assert after is not None
    return before < after


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/London", date(2026, 3, 29), time(1, 30), "2026-03-29T01:00"),  # 01:00 to 02:00 does not exist
        ("Europe/London", date(2026, 10, 25), time(1, 30), "2026-10-25T00:30"),  # the first 01:30, still in BST
        ("Asia/Beirut", date(2026, 3, 29), time(0), "2026-03-28T22:00"),  # midnight does not exist: 01:00
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), "2026-10-03T15:30"),  # half an hour is skipped
        ("Asia/Kathmandu", date(2026, 10, 4), time(9), "2026-10-04T03:15"),
        ("Pacific/Apia", date(2011, 12, 30), time(9), "2011-12-30T10:00"),  # a day that Samoa did not have
    ],
)
def test_a_wall_time_that_is_skipped_or_comes_twice(zone: str, day: date, at: time, expected: str) -> None:
    assert instant(day, at, ZoneInfo(zone)) == utc(expected)


def test_the_next_one_is_later_than_now() -> None:
    assert next_due(MONDAY_NINE, utc("2026-11-23T09:00")) == utc("2026-11-30T09:00")
    assert next_due(MONDAY_NINE, utc("2026-11-23T08:59")) == utc("2026-11-23T09:00")


def test_monthly_is_the_first_such_weekday_of_the_month() -> None:
    monthly = Subscription(id="monthly", cadence=Cadence.MONTHLY, weekday=1, at=time(9))
    dues = due_times(monthly, date(2026, 11, 5))
    assert [next(dues).period for _ in range(3)] == [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2)]


def test_not_over_christmas() -> None:
    paused = Subscription(
        id="weekly", at=time(9), zone="UTC", paused_from=date(2026, 12, 21), paused_until=date(2027, 1, 3)
    )
    assert next_due(paused, utc("2026-12-15")) == utc("2027-01-04T09:00")
    assert last_due(paused, utc("2026-12-23")) is None


def test_a_pause_that_has_not_begun_holds_nothing_up() -> None:
    paused = Subscription(id="weekly", at=time(9), zone="UTC", paused_from=date(2026, 12, 21))
    assert next_due(paused, utc("2026-12-08")) == utc("2026-12-14T09:00")


def test_paused_for_good() -> None:
    paused = Subscription(id="weekly", at=time(9), zone="UTC", paused_from=date(2026, 12, 14))
    assert next_due(paused, utc("2026-12-08")) is None


def test_a_missed_monday_is_caught_up_within_the_week() -> None:
    due = last_due(MONDAY_NINE, utc("2026-11-26T15:00"))
    assert due is not None
    assert (due.period, due.at) == (date(2026, 11, 23), utc("2026-11-23T09:00"))


def test_of_several_missed_weeks_only_the_last_is_caught_up() -> None:
    due = last_due(MONDAY_NINE, utc("2026-12-10T15:00"))
    assert due is not None
    assert due.period == date(2026, 12, 7)


def test_a_month_that_was_missed_for_more_than_a_week_is_not_caught_up() -> None:
    monthly = Subscription(id="monthly", cadence=Cadence.MONTHLY, weekday=0, at=time(9), zone="UTC")
    assert last_due(monthly, utc("2026-11-05")) is not None
    assert last_due(monthly, utc("2026-11-12")) is None
