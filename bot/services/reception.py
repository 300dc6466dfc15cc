"""Visits are taken in, in one transaction: matched to a client, told from those known already, asked about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.company import Member, Visit
from bot.ports import NewId, Store
from bot.privacy import OPEN_FOR
from bot.refusals import Refused
from bot.services.rate import index_of
from bot.visits.files import VisitRow
from bot.visits.matching import Elsewhere, Placed, Places, Unsure
from bot.visits.prompt import Prompt, PromptState
from bot.visits.times import Day

SAME_VISIT = timedelta(hours=3)
"""Ends that two sources tell of one visit are no further apart."""

CALENDAR, WEBHOOK, FILE, PERSON = "calendar", "webhook", "file", "person"


class Reception:
    """Takes visits in, in one transaction."""

    def __init__(self, store: Store, now: datetime, new_id: NewId) -> None:
        store.visits.lock()
        self._store = store
        self._now = now
        self._new_id = new_id
        self._workspace = store.workspace()
        self.index = index_of(store.clients.all())
        self.places = Places(self.index, store.prompts.places())

    def take(self, member: Member, placed: Placed, ended_at: datetime, source: str, ref: str) -> bool:
        """A visit, unless it is known or none; where it is not sure which client it was, that is asked first.

        Whether it is new.
        """
        known = self._store.visits.seen(source, ref) or self._store.prompts.seen(source, ref)
        if known or isinstance(placed, Elsewhere):
            return False
        prompt = self._prompt(member, ended_at, source, ref)
        if isinstance(placed, Unsure):
            self._ask(member, replace(prompt, place=placed.place))
            return True
        visit = self._visit(prompt, placed.client_id)
        if _told_of(visit, prompt):
            self._ask(member, replace(prompt, visit_id=visit.id))
        return _told_of(visit, prompt)

    def take_row(self, row: VisitRow) -> bool:
        """A visit from a file; whoever is not known yet is from now on. Raises Refused for one still to come."""
        email = row.technician.casefold() if "@" in row.technician else None
        new = Member(id=self._new_id(), name=row.technician, email=email)
        member = self._store.members.add(new)
        zone = Day.of(member, self._workspace).zone
        ended_at = row.ended_at if row.ended_at.tzinfo else row.ended_at.replace(tzinfo=zone)
        if ended_at > self._now:
            raise Refused(f"{row.ended_at:%-d %B %Y %H:%M} is still to come.")
        return self.take(member, self.named(row.client, ended_at), ended_at.astimezone(UTC), FILE, row.ref)

    def named(self, name: str, ended_at: datetime) -> Placed:
        """The client that a file or another system names. Raises Refused for a strange name that it is too late to ask
        about."""
        placed = self.places.named(name)
        if isinstance(placed, Unsure) and self._now - ended_at > OPEN_FOR:
            raise Refused(f"There is no client “{placed.place}”.", field="client")
        return placed

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


def own_prompt(store: Store, member: Member, prompt_id: str) -> Prompt:
    """One's own question. Raises Refused if it is gone or another's."""
    prompt = store.prompts.get(prompt_id)
    if prompt is None or prompt.member_id != member.id:
        raise Refused("This question is not there any more. `/rate-client` rates any client.")
    return prompt
