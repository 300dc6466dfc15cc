"""Visits come in: from calendars, from other systems, from files, from people. One visit that two saw is one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.company import Client, Member, Visit
from bot.names import normalise
from bot.ports import Clock, Database, NewId
from bot.refusals import Refused
from bot.services.reception import CALENDAR, WEBHOOK, Reception, own_prompt
from bot.services.transfer import ImportReport, Progress
from bot.spreadsheets import RejectedRow
from bot.visits.calendars import Appointment
from bot.visits.files import read_visits
from bot.visits.said import Said
from bot.visits.times import Day

CLOCKS_DIFFER = timedelta(minutes=5)
STAY = timedelta(hours=1)
"""How long somebody stays who says that they have arrived."""

REMEMBERED = timedelta(days=30)
"""How long an event that was delivered is known."""


@dataclass(frozen=True, kw_only=True)
class VisitEvent:
    """What another system says: a visit was completed. `ref` is what it calls the visit, if it has a name for it."""

    event_id: str
    client: str
    ended_at: datetime
    ref: str | None = None


class Visits:
    """The use cases around visits as they come in."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def from_calendar(self, workspace_id: str, member_id: str, appointments: Sequence[Appointment]) -> None:
        """Appointments of a member that have ended; those known already are left as they are."""
        with self._database.store(workspace_id) as store:
            desk = Reception(store, self._clock(), self._new_id)
            member = store.members.get(member_id)
            if member is None:
                raise LookupError(f"a calendar of member {member_id}, who is not there")
            for one in appointments:
                placed = desk.places.find(one.title, one.location, one.description)
                desk.take(member, placed, one.ended_at, CALENDAR, f"{member_id}/{one.ref}")

    def by_email(self, workspace_id: str, email: str) -> Member | None:
        """The member with this address."""
        wanted = email.strip().casefold()
        with self._database.store(workspace_id) as store:
            return next((one for one in store.members.all() if one.email == wanted), None)

    def from_event(self, workspace_id: str, member: Member, event: VisitEvent) -> bool:
        """A visit that another system tells of; False if this event was delivered before.

        Raises Refused for a visit that is still to come, or long ago at a client that nobody knows.
        """
        now = self._clock()
        if event.ended_at > now + CLOCKS_DIFFER:
            raise Refused("ended_at is still to come: a visit is told of once it has ended.", field="ended_at")
        with self._database.store(workspace_id) as store:
            if not store.memory.first_time(f"visit:{event.event_id}", now=now, until=now + REMEMBERED):
                return False
            desk = Reception(store, now, self._new_id)
            on = Day.of(member, store.workspace()).date_of(event.ended_at)
            ref = f"{event.ref}/{on}" if event.ref else event.event_id
            desk.take(member, desk.named(event.client, event.ended_at), event.ended_at, WEBHOOK, ref)
            return True

    def from_person(
        self, workspace_id: str, member: Member, said: Said, *, client_id: str | None = None
    ) -> Visit | Sequence[Client]:
        """Somebody says where they are, or were: their visit, or the clients that it may be (none: nobody's name).

        With `client_id` they have said which one.
        """
        now = self._clock()
        with self._database.store(workspace_id) as store:
            desk = Reception(store, now, self._new_id)
            match = desk.index.match(said.place)
            client_id = client_id or (match.client.id if match.client else None)
            if client_id is None:
                return [found for known in match.candidates if (found := store.clients.get(known.id))]
            visit = desk.told(member, client_id, now if said.over else now + STAY)
            if said.over:
                store.prompts.hasten(visit.id, now)
            return visit

    def from_file(self, workspace_id: str, lines: Iterable[str], progress: Progress) -> ImportReport:
        """Visits of a CSV file, in one transaction. Running it again doubles nothing.

        Raises Refused for a file that is not of this kind.
        """
        new = there = 0
        rejected: list[RejectedRow] = []
        with self._database.store(workspace_id) as store:
            desk = Reception(store, self._clock(), self._new_id)
            for count, row in enumerate(read_visits(lines), 1):
                try:
                    if isinstance(row, RejectedRow):
                        rejected.append(row)
                    elif desk.take_row(row):
                        new += 1
                    else:
                        there += 1
                except Refused as refusal:
                    rejected.append(RejectedRow(row.line, refusal.sentence))
                progress(count)
        return ImportReport(new, there, rejected)

    def placed(
        self, workspace_id: str, member: Member, prompt_id: str, client_id: str | None, *, new: str | None = None
    ) -> None:
        """Somebody says which client a place is (one known, or the name of a new one), or that it is none.

        It is kept for everybody who has been there. Raises Refused.
        """
        with self._database.store(workspace_id) as store:
            desk = Reception(store, self._clock(), self._new_id)
            asked = own_prompt(store, member, prompt_id)
            if asked.place is None or asked.visit_id is not None:
                return  # answered before, by a second click or for another visit there
            if new is not None:
                client_id = store.clients.add(Client(id=self._new_id(), name=new, since=asked.on)).id
            store.prompts.remember_place(normalise(asked.place), client_id)
            for prompt in store.prompts.at_place(asked.place):
                desk.settle_place(prompt, client_id)
