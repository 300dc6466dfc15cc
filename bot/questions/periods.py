"""Periods as people name them, in a form that can be stored, resolved to days and said again."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.refusals import Refused

UNITS = ("days", "weeks", "months", "quarters", "years")
NAMED = (
    "today",
    "yesterday",
    *(f"{which}_{unit}" for which in ("this", "last") for unit in ("week", "month", "quarter", "year")),
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}

Days = tuple[date | None, date]
"""First and last day, both included; no first day means "since the beginning"."""


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(years, month, min(day.day, calendar.monthrange(years, month)[1]))


def start_of(unit: str, day: date) -> date:
    """The first day of the calendar week (from Monday), month, quarter or year that `day` is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return date(day.year, 1, 1)


def _step(unit: str, start: date, steps: int) -> date:
    return start + timedelta(weeks=steps) if unit == "week" else add_months(start, _MONTHS[unit] * steps)


@dataclass(frozen=True)
class Named:
    """A calendar period by its name: one of NAMED."""

    name: str

    def resolve(self, today: date) -> Days:
        """Its days, the end cut at `today`."""
        if self.name == "today":
            return today, today
        if self.name == "yesterday":
            yesterday = today - timedelta(days=1)
            return yesterday, yesterday
        which, unit = self.name.split("_")
        start = start_of(unit, today)
        if which == "this":
            return start, today
        return _step(unit, start, -1), start - timedelta(days=1)

    def label(self) -> dict[str, Any]:
        """As it is stored."""
        return {"named": self.name}

    def words(self) -> str:
        """As it is said."""
        return self.name.replace("_", " ")


@dataclass(frozen=True)
class Last:
    """A rolling period that ends today: `n` of one of UNITS."""

    n: int
    unit: str

    def resolve(self, today: date) -> Days:
        """Its days; a period that would begin before our calendar has no first day."""
        try:
            if self.unit in ("days", "weeks"):
                return today - timedelta(days=self.n * (7 if self.unit == "weeks" else 1)), today
            return add_months(today, -self.n * _MONTHS[self.unit.removesuffix("s")]), today
        except (OverflowError, ValueError):
            return None, today

    def label(self) -> dict[str, Any]:
        """As it is stored."""
        return {"last": {"n": self.n, "unit": self.unit}}

    def words(self) -> str:
        """As it is said."""
        return f"last {self.n} {self.unit if self.n != 1 else self.unit.removesuffix('s')}"


@dataclass(frozen=True)
class Since:
    """From `day`, included, until today."""

    day: date

    def resolve(self, today: date) -> Days:
        """Its days."""
        return self.day, today

    def label(self) -> dict[str, Any]:
        """As it is stored."""
        return {"since": self.day.isoformat()}

    def words(self) -> str:
        """As it is said."""
        return f"since {say(self.day)}"


@dataclass(frozen=True)
class Before:
    """Everything until the day before `day`."""

    day: date

    def resolve(self, today: date) -> Days:
        """Its days, the end cut at `today`."""
        return None, min(self.day - timedelta(days=1), today)

    def label(self) -> dict[str, Any]:
        """As it is stored."""
        return {"before": self.day.isoformat()}

    def words(self) -> str:
        """As it is said."""
        return f"before {say(self.day)}"


@dataclass(frozen=True)
class Between:
    """From `start` to `end`, both included."""

    start: date
    end: date

    def resolve(self, today: date) -> Days:
        """Its days, the end cut at `today`."""
        return self.start, min(self.end, today)

    def label(self) -> dict[str, Any]:
        """As it is stored."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}

    def words(self) -> str:
        """As it is said."""
        return f"{say(self.start)} to {say(self.end)}"


Period = Named | Last | Since | Before | Between


def before(period: Period, today: date) -> Period:
    """The period of the same length that ends where `period` begins."""
    if isinstance(period, Named) and period.name.startswith("this_"):
        return Named(period.name.replace("this", "last"))
    if period == Named("today"):
        return Named("yesterday")
    start, end = period.resolve(today)
    if start is None:
        return period
    if isinstance(period, Named) and "_" in period.name:
        return Between(_step(period.name.split("_")[1], start, -1), start - timedelta(days=1))
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if whole:
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        return Between(add_months(start, -months), start - timedelta(days=1))
    return Between(start - (end - start) - timedelta(days=1), start - timedelta(days=1))


def say(day: date) -> str:
    """A day as it is written in a sentence: 3 Jun 2026."""
    return f"{day.day} {calendar.month_abbr[day.month]} {day.year}"


def words(period: Period) -> str:
    """The period as it is said, and understood again."""
    return period.words()


def period_from(label: dict[str, Any]) -> Period:
    """The period that was stored as `label`; Refused where it is none."""
    try:
        return _period_from(label)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(f"“{label}” is not a period.", field="period") from None


def _period_from(label: dict[str, Any]) -> Period:
    if "named" in label and label["named"] in NAMED:
        return Named(label["named"])
    if "last" in label:
        n, unit = int(label["last"]["n"]), label["last"]["unit"].removesuffix("s") + "s"
        if n < 1 or unit not in UNITS:
            raise ValueError(unit)
        return Last(n, unit)
    if "since" in label:
        return Since(date.fromisoformat(label["since"]))
    if "before" in label:
        return Before(date.fromisoformat(label["before"]))
    return Between(date.fromisoformat(label["from"]), date.fromisoformat(label["to"]))
