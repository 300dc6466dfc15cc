"""Visits come in: from calendars, from other systems, from files, from people. One visit that two saw is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.company import Client, Member, Visit
from bot.names import normalise
from bot.ports import Clock, Database, NewId, Store
from bot.privacy import OPEN_FOR
from bot.refusals import Refused
from bot.services.rate import index_of
from bot.visits.calendars import Appointment
from bot.visits.matching import Elsewhere, Placed, Places, Unsure
from bot.visits.prompt import Prompt, PromptState
from bot.visits.said import Said
from bot.visits.times import Day

SAME_VISIT = timedelta(hours=3)
"""Ends that two sources tell of one visit are no further apart."""

CLOCKS_DIFFER = timedelta(minutes=5)
STAY = timedelta(hours=1)
"""How long somebody stays who says that they have arrived."""

REMEMBERED = timedelta(days=30)
"""How long an event that was delivered is known."""

CALENDAR, WEBHOOK, FILE, PERSON = "calendar", "webhook", "file", "person"


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
            desk = _Reception(store, self._clock(), self._new_id)
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

        Raises Refused for a visit that is still to come.
        """
        now = self._clock()
        if event.ended_at > now + CLOCKS_DIFFER:
            raise Refused("ended_at is still to come: a visit is told of once it has ended.", field="ended_at")
        with self._database.store(workspace_id) as store:
            if not store.memory.first_time(f"visit:{event.event_id}", now=now, until=now + REMEMBERED):
                return False
            desk = _Reception(store, now, self._new_id)
            on = Day.of(member, store.workspace()).date_of(event.ended_at)
            ref = f"{event.ref}/{on}" if event.ref else event.event_id
            desk.take(member, desk.places.named(event.client), event.ended_at, WEBHOOK, ref)
            return True

    def from_person(
        self, workspace_id: str, member: Member, said: Said, *, client_id: str | None = None
    ) -> Visit | Sequence[Client]:
        """Somebody says where they are, or were: their visit, or the clients that it may be (none: nobody's name).

        With `client_id` they have said which one.
        """
        now = self._clock()
        with self._database.store(workspace_id) as store:
            desk = _Reception(store, now, self._new_id)
            match = desk.index.match(said.place)
            client_id = client_id or (match.client.id if match.client else None)
            if client_id is None:
                return [found for known in match.candidates if (found := store.clients.get(known.id))]
            visit = desk.told(member, client_id, now if said.over else now + STAY)
            if said.over:
                store.prompts.hasten(visit.id, now)
            return visit

    def placed(
        self, workspace_id: str, member: Member, prompt_id: str, client_id: str | None, *, new: str | None = None
    ) -> None:
        """Somebody says which client a place is (one known, or the name of a new one), or that it is none.

        It is kept for everybody who has been there. Raises Refused.
        """
        with self._database.store(workspace_id) as store:
            desk = _Reception(store, self._clock(), self._new_id)
            asked = own_prompt(store, member, prompt_id)
            if asked.place is None or asked.visit_id is not None:
                return  # answered before, by a second click or for another visit there
            if new is not None:
                client_id = store.clients.add(Client(id=self._new_id(), name=new, since=asked.on)).id
            store.prompts.remember_place(normalise(asked.place), client_id)
            for prompt in store.prompts.at_place(asked.place):
                desk.settle_place(prompt, client_id)


def own_prompt(store: Store, member: Member, prompt_id: str) -> Prompt:
    """One's own question. Raises Refused if it is gone or another's."""
    prompt = store.prompts.get(prompt_id)
    if prompt is None or prompt.member_id != member.id:
        raise Refused("This question is not there any more. `/rate-client` rates any client.")
    return prompt


class _Reception:
    """Takes visits in, in one transaction."""

    def __init__(self, store: Store, now: datetime, new_id: NewId) -> None:
        store.visits.lock()
        self._store = store
        self._now = now
        self._new_id = new_id
        self._workspace = store.workspace()
        self.index = index_of(store.clients.all())
        self.places = Places(self.index, store.prompts.places())

    def take(self, member: Member, placed: Placed, ended_at: datetime, source: str, ref: str) -> None:
        """A visit, unless it is known or none; where it is not sure which client it was, that is asked first."""
        known = self._store.visits.seen(source, ref) or self._store.prompts.seen(source, ref)
        if known or isinstance(placed, Elsewhere):
            return
        prompt = self._prompt(member, ended_at, source, ref)
        if isinstance(placed, Unsure):
            self._ask(member, replace(prompt, place=placed.place))
            return
        visit = self._visit(prompt, placed.client_id)
        if _told_of(visit, prompt):
            self._ask(member, replace(prompt, visit_id=visit.id))

    def told(self, member: Member, client_id: str, ended_at: datetime) -> Visit:
        """A visit that the member speaks of: the one that is known of at that time, or a new one."""
        prompt = self._prompt(member, ended_at, PERSON, self._new_id())
        for visit in self._store.visits.on(member.id, client_id, prompt.on):
            if abs(visit.ended_at - ended_at) <= SAME_VISIT:
                return visit
        visit = self._visit(prompt, client_id)
        self._store.prompts.add(replace(prompt, visit_id=visit.id))
        return visit

    def settle_place(self, prompt: Prompt, client_id: str | None) -> None:
        """A question about a place becomes one about a visit, or none."""
        visit = self._visit(prompt, client_id) if client_id else None
        if visit and _told_of(visit, prompt):
            self._store.prompts.about(prompt.id, visit.id)
        else:
            self._store.prompts.settle(replace(prompt, state=PromptState.DECLINED))

    def _prompt(self, member: Member, ended_at: datetime, source: str, ref: str) -> Prompt:
        day = Day.of(member, self._workspace)
        delay = timedelta(minutes=0 if source == PERSON else self._workspace.prompt_delay)
        return Prompt(
            id=self._new_id(),
            member_id=member.id,
            ended_at=ended_at,
            on=day.date_of(ended_at),
            source=source,
            source_ref=ref,
            due_at=day.first_from(max(ended_at + delay, self._now)),
        )

    def _visit(self, prompt: Prompt, client_id: str) -> Visit:
        """The visit itself: one that another source told of a little earlier or later, or a new one."""
        visits = self._store.visits
        told = [
            visit
            for visit in visits.on(prompt.member_id, client_id, prompt.on)
            if abs(visit.ended_at - prompt.ended_at) <= SAME_VISIT and prompt.source not in visits.sources(visit.id)
        ]
        if told:
            same = min(told, key=lambda visit: abs(visit.ended_at - prompt.ended_at))
            visits.also_seen(same.id, prompt.source, prompt.source_ref)
            return same
        visit = Visit(
            id=self._new_id(),
            client_id=client_id,
            member_id=prompt.member_id,
            ended_at=prompt.ended_at,
            on=prompt.on,
            source=prompt.source,
            ref=prompt.source_ref,
        )
        return visits.add(visit)

    def _ask(self, member: Member, prompt: Prompt) -> None:
        if member.prompts and prompt.due_at - prompt.ended_at <= OPEN_FOR:
            self._store.prompts.add(prompt)


def _told_of(visit: Visit, prompt: Prompt) -> bool:
    """Whether the visit is new with this report of it: another source's is asked about already."""
    return (visit.source, visit.ref) == (prompt.source, prompt.source_ref)
