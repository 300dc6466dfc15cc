"""When a person may be asked, in any zone, at any hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.visits.times import Day

ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo")
DAYS = st.builds(
    Day,
    st.sampled_from(ZONES).map(ZoneInfo),
    st.times(),
    st.times(),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone itself


def is_quiet(day: Day, at: datetime) -> bool:
    now = at.astimezone(day.zone).time()
    if day.quiet_from <= day.quiet_until:
        return day.quiet_from <= now < day.quiet_until
    return not day.quiet_until <= now < day.quiet_from


@given(DAYS, INSTANTS)
def test_never_before_never_at_a_weekend_never_while_away(day: Day, at: datetime) -> None:
    asked = day.first_from(at)
    local = asked.astimezone(day.zone)
    assert asked >= at
    assert local.weekday() < 5
    assert day.away_until is None or local.date() > day.away_until
    assert day.first_from(asked) == asked or is_quiet(day, asked)


@given(INSTANTS, st.sampled_from(ZONES).map(ZoneInfo))
def test_never_in_quiet_hours_and_at_once_outside_them(at: datetime, zone: ZoneInfo) -> None:
    day = Day(zone, time(19), time(8))
    asked = day.first_from(at)
    assert not is_quiet(day, asked)
    local = at.astimezone(zone)
    if local.weekday() < 5 and not is_quiet(day, at):
        assert asked == at


@given(DAYS, INSTANTS)
def test_the_next_morning_is_another_day_within_reach(day: Day, at: datetime) -> None:
    morning = day.next_morning(at)
    away = day.away_until or day.date_of(at)
    assert day.date_of(morning) > max(day.date_of(at), away) or is_quiet(day, morning)
    assert day.date_of(morning) - max(day.date_of(at), away) <= timedelta(days=4)
