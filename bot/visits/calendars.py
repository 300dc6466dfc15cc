"""Appointments that have ended, from a calendar in iCalendar format (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped]  # 3.8 has no types
from icalendar import Calendar, Event, vRecur
from icalendar.error import InvalidCalendar

from bot.refusals import Refused

LONGEST = timedelta(days=2)
"""A longer appointment is a project or a holiday, not a visit."""

_CANCELLED_TITLES = ("canceled:", "cancelled:")
"""Exchange leaves cancelled meetings in the calendar, with such a title."""

_WORDS = ("SUMMARY", "LOCATION", "DESCRIPTION")


@dataclass(frozen=True)
class Appointment:
    """What the calendar says of one appointment. `ref` stays the same when it is moved."""

    ref: str
    title: str
    location: str
    description: str
    ended_at: datetime


def ended(calendar: bytes, since: datetime, until: datetime, zone: ZoneInfo) -> list[Appointment]:
    """Appointments that ended after `since` and not after `until`, first ended first.

    All-day, cancelled and private ones are left out. Times without a zone are in `zone`. Raises Refused for
    what is not a calendar.
    """
    read = _read(calendar)
    repeated = {
        str(event.get("UID")) for event in read.walk("VEVENT") if event.keys() & {"RRULE", "RDATE", "RECURRENCE-ID"}
    }
    occurrences = recurring_ical_events.of(read, skip_bad_series=True).between(since.astimezone(zone), until)
    found = [one for event in occurrences if (one := _appointment(event, repeated, zone))]
    return sorted((one for one in found if since < one.ended_at <= until), key=lambda one: (one.ended_at, one.ref))


def _read(text: bytes) -> Calendar:
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, InvalidCalendar, LookupError) as error:
        raise Refused("There is no calendar at this address.") from error
    if not isinstance(calendar, Calendar):
        raise Refused("There is no calendar at this address.")
    calendar.subcomponents = [
        part for part in calendar.subcomponents if not isinstance(part, Event) or _is_usable(part)
    ]
    return calendar


def _is_usable(event: Event) -> bool:
    """Whether it begins at some time and repeats seldom enough: every minute is no visit, and keeps the reader busy."""
    rules = event.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    read = (rule for rule in rules if isinstance(rule, vRecur))  # broken ones are left out by the library
    often = any(name in {"HOURLY", "MINUTELY", "SECONDLY"} for rule in read for name in rule.get("FREQ", []))
    return "DTSTART" in event and not often


def _appointment(event: Any, repeated: set[str], zone: ZoneInfo) -> Appointment | None:
    start, end = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    if not isinstance(start, datetime) or not isinstance(end, datetime) or _is_left_out(event):
        return None
    start, end = (at if at.tzinfo else at.replace(tzinfo=zone) for at in (start, end))
    if end - start > LONGEST:
        return None
    ref = str(event.get("UID", ""))
    if ref in repeated:
        ref = f"{ref}/{event['RECURRENCE-ID'].dt.isoformat()}"
    title, location, description = (str(event.get(name, "")).strip() for name in _WORDS)
    return Appointment(ref, title, location, description, end.astimezone(UTC))


def _is_left_out(event: Event) -> bool:
    private = str(event.get("CLASS", "PUBLIC")).upper() in {"PRIVATE", "CONFIDENTIAL"}
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    return private or cancelled or str(event.get("SUMMARY", "")).strip().casefold().startswith(_CANCELLED_TITLES)
