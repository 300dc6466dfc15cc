"""Calendars of technicians: kept secret, read by the heartbeat."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.company import Member
from bot.ports import Clock, Database, DueFor, NewId, Unavailable
from bot.refusals import Refused
from bot.services.visits import Visits
from bot.visits.calendars import ended
from bot.visits.prompt import Feed
from bot.visits.times import Day

EVERY = timedelta(minutes=10)
"""Calendars are read so often: sooner than a question is due after a visit."""

AS_FAR_AS = timedelta(days=3)
"""After the bot was away, appointments are looked for as far back as this."""

Fetch = Callable[[str], bytes]
"""What stands at a web address. Raises Refused with a reason that does not repeat the address."""

log = structlog.get_logger(__name__)


class Feeds:
    """The use cases around calendar feeds. No address is ever logged or shown."""

    def __init__(self, database: Database, visits: Visits, fetch: Fetch, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._visits = visits
        self._fetch = fetch
        self._clock = clock
        self._new_id = new_id

    def save(self, workspace_id: str, member: Member, address: str) -> Feed:
        """Read a member's calendar from now on. It is tried first. Raises Refused, naming the field."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            zone = Day.of(member, store.workspace()).zone
        try:
            ended(self._fetch(address.strip()), now - EVERY, now, zone)
        except Refused as refusal:
            raise Refused(refusal.sentence, field="calendar") from None
        feed = Feed(member_id=member.id, address=address.strip(), added_at=now, due_at=now + EVERY, checked_at=now)
        with self._database.store(workspace_id) as store:
            store.feeds.save(feed)
            store.memory.audit(member.id, "calendar added", {}, now)
        return feed

    def of(self, workspace_id: str, member: Member) -> Feed | None:
        """A member's own calendar."""
        with self._database.store(workspace_id) as store:
            return store.feeds.get(member.id)

    def remove(self, workspace_id: str, member: Member) -> None:
        """Read it no more and forget its address."""
        with self._database.store(workspace_id) as store:
            store.feeds.remove(member.id)
            store.memory.audit(member.id, "calendar removed", {}, self._clock())

    def read_due(self) -> None:
        """Read the calendars that are due. Trouble with one is kept for its member and holds up no other."""
        for due in self._database.feeds_due(self._clock()):
            try:
                self._read(due)
            except Unavailable as error:
                log.warning("a calendar is read later", workspace=due.workspace_id, exc_info=error)
            except Exception:
                log.exception("a calendar failed", reference=self._new_id()[-8:], workspace=due.workspace_id)

    def _read(self, due: DueFor) -> None:
        now = self._clock()
        with self._database.store(due.workspace_id) as store:
            member = store.members.get(due.member_id)
            feed = store.feeds.claim(due.member_id, now=now, again=now + EVERY)
            if feed is None or member is None:
                return
            zone = Day.of(member, store.workspace()).zone
        problem = None
        try:
            appointments = ended(self._fetch(feed.address), self._since(feed, now), now, zone)
        except Refused as refusal:
            problem = refusal.sentence
        else:
            self._visits.from_calendar(due.workspace_id, due.member_id, appointments)
        with self._database.store(due.workspace_id) as store:
            store.feeds.checked(due.member_id, now, problem)

    def _since(self, feed: Feed, now: datetime) -> datetime:
        return max(feed.added_at, now - AS_FAR_AS)
