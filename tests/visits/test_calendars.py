"""Appointments that ended, as calendars tell them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.refusals import Refused
from bot.visits.calendars import ended

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def calendar(*lines: str) -> bytes:
    event = ["BEGIN:VEVENT", "UID:a", "DTSTART:20261123T100000Z", "DTEND:20261123T110000Z", "SUMMARY:Hooli", *lines]
    around = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *event, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(around).encode()


def titles(text: bytes, *, since: datetime = NOON - timedelta(days=1), until: datetime = NOON) -> list[str]:
    return [one.title for one in ended(text, since, until, LONDON)]


def test_one_that_ended_in_between() -> None:
    (found,) = ended(calendar("LOCATION:12 High Street\\, Leeds"), NOON - timedelta(hours=2), NOON, LONDON)
    assert (found.ref, found.location, found.ended_at) == (
        "a",
        "12 High Street, Leeds",
        datetime(2026, 11, 23, 11, tzinfo=UTC),
    )


@pytest.mark.parametrize(("minutes", "found"), [(-1, []), (0, ["Hooli"]), (1, ["Hooli"])])
def test_not_before_it_has_ended(minutes: int, found: list[str]) -> None:
    assert titles(calendar(), until=datetime(2026, 11, 23, 11, tzinfo=UTC) + timedelta(minutes=minutes)) == found


def test_not_what_ended_before() -> None:
    assert titles(calendar(), since=datetime(2026, 11, 23, 11, tzinfo=UTC)) == []


@pytest.mark.parametrize("line", ["CLASS:PRIVATE", "CLASS:CONFIDENTIAL", "STATUS:CANCELLED"])
def test_private_and_cancelled_ones_are_left_out(line: str) -> None:
    assert titles(calendar(line)) == []


def test_projects_and_holidays_are_left_out() -> None:
    text = calendar().replace(b"DTSTART:20261123T100000Z", b"DTSTART:20261116T100000Z")
    assert titles(text) == []


def test_a_series_every_second_keeps_nobody_busy() -> None:
    assert titles(calendar("RRULE:FREQ=SECONDLY")) == []


@pytest.mark.parametrize("text", [b"", b"<html></html>", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_said_so(text: bytes) -> None:
    with pytest.raises(Refused, match="There is no calendar at this address"):
        titles(text)


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20261123T100000Z", "RRULE:FREQ=WEEKLY;UNTIL=never"],
        ["DTSTART:sometime"],
        ["SUMMARY:without a beginning"],
        ["DTSTART:20261123T100000Z", "DURATION:-PT1H"],
    ],
)
def test_one_bad_appointment_hides_no_other(lines: list[str]) -> None:
    bad = "\r\n".join(["BEGIN:VEVENT", "UID:b", *lines, "END:VEVENT", ""])
    assert "Hooli" in titles(calendar().replace(b"END:VCALENDAR", bad.encode() + b"END:VCALENDAR"))
