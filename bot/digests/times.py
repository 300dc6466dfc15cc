"""When a digest is due: a weekday at a wall time in a zone, as instants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.company import Cadence, Subscription

CATCH_UP = timedelta(days=7)
"""A digest that was missed still comes within this time; later than that, the next one says it better."""


class DueTime(NamedTuple):
    """One time at which a digest is due. `period` is the local date asked for, even where a zone skipped it."""

    period: date
    at: datetime


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall time: the first of two in a repeated hour, the next that exists in a skipped one."""
    wall = datetime.combine(day, at)
    while (found := wall.replace(tzinfo=zone).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != wall:
        wall += timedelta(minutes=1)
    return found


def due_times(subscription: Subscription, start: date) -> Iterator[DueTime]:
    """Every due time from a local date on that is not in a pause. It ends where a pause has no end."""
    zone = ZoneInfo(subscription.zone)
    day = start + timedelta(days=(subscription.weekday - start.weekday()) % 7)
    while not _paused_for_good(subscription, day):
        first_of_month = day.day <= 7
        if (subscription.cadence is Cadence.WEEKLY or first_of_month) and not _paused(subscription, day):
            yield DueTime(day, instant(day, subscription.at, zone))
        day += timedelta(days=7)


def next_due(subscription: Subscription, after: datetime) -> datetime | None:
    """The first due time later than `after`; None where it is paused for good."""
    start = after.astimezone(ZoneInfo(subscription.zone)).date() - timedelta(days=1)
    return next((due.at for due in due_times(subscription, start) if due.at > after), None)


def last_due(subscription: Subscription, now: datetime) -> DueTime | None:
    """The latest due time that has come, if it is recent enough to be caught up."""
    start = (now - CATCH_UP).astimezone(ZoneInfo(subscription.zone)).date() - timedelta(days=1)
    come = takewhile(lambda due: due.at <= now, due_times(subscription, start))
    return max((due for due in come if now - due.at < CATCH_UP), default=None)


def _paused(subscription: Subscription, day: date) -> bool:
    if subscription.paused_from is None:
        return False
    return subscription.paused_from <= day <= (subscription.paused_until or date.max)


def _paused_for_good(subscription: Subscription, day: date) -> bool:
    return subscription.paused_until is None and _paused(subscription, day)
