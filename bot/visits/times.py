"""When a person is asked: after the visit, in their own day, never at night, at a weekend or while they are away."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.company import Member, Workspace

SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """One person's working day: their zone, the quiet hours, and the last day on which they are away."""

    zone: ZoneInfo
    quiet_from: time
    quiet_until: time
    away_until: date | None = None

    @staticmethod
    def of(member: Member, workspace: Workspace) -> "Day":
        """The day of a member; whoever has no zone of their own has the company's."""
        zone = ZoneInfo(member.zone or workspace.zone)
        return Day(zone, workspace.quiet_from, workspace.quiet_until, member.away_until)

    def date_of(self, at: datetime) -> date:
        """The local date of an instant."""
        return at.astimezone(self.zone).date()

    def first_from(self, at: datetime) -> datetime:
        """The first instant from `at` on at which they may be asked."""
        local = at.astimezone(self.zone)
        day, now = local.date(), local.time()
        if not self._works(day):
            return self._next_morning(day)
        if not self._is_quiet(now):
            return at
        if self.quiet_from > self.quiet_until and now >= self.quiet_from:
            return self._next_morning(day)
        return self._at(day, self.quiet_until)

    def next_morning(self, at: datetime) -> datetime:
        """The beginning of their next working day."""
        return self._next_morning(self.date_of(at))

    def _next_morning(self, day: date) -> datetime:
        day = max(day, self.away_until or day) + timedelta(days=1)
        while not self._works(day):
            day += timedelta(days=1)
        return self._at(day, self.quiet_until)

    def _works(self, day: date) -> bool:
        return day.weekday() < SATURDAY and (self.away_until is None or day > self.away_until)

    def _is_quiet(self, now: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= now < self.quiet_until
        return now >= self.quiet_from or now < self.quiet_until

    def _at(self, day: date, at: time) -> datetime:
        """A wall time; in the hour that a clock change leaves out, an hour later."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)
