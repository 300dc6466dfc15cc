"""Questions after visits, and who has which in hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, case, func, or_, select, update

from bot.company import Visit
from bot.ports import Posted
from bot.ratings import Rating
from bot.visits.prompt import Fault, Prompt, PromptState
from storage.ratings import Ratings
from storage.room import Room, fields_of
from storage.tables import places, prompts, ratings

IN_HAND = (PromptState.CLAIMED, PromptState.POSTING)
_PROMPT = [column for column in fields_of(prompts) if column.name != "owner"]


def ready(now: datetime) -> ColumnElement[bool]:
    """Questions to be taken in hand: their time has come (again), or whoever had them in hand is gone."""
    waiting = prompts.c.state.in_((PromptState.DUE, PromptState.ASKED))
    return or_(
        and_(waiting, prompts.c.due_at <= now),
        and_(prompts.c.state.in_(IN_HAND), prompts.c.lease_until <= now),
    )


def members_due(now: datetime) -> Select[Any]:
    """Workspace and member of questions that are ready, longest due first."""
    member = prompts.c.workspace_id, prompts.c.member_id
    return select(*member).where(ready(now)).group_by(*member).order_by(func.min(prompts.c.due_at))


class Prompts(Room):
    """Implements bot.ports.Prompts."""

    def add(self, prompt: Prompt) -> None:
        self.connection.execute(
            self.insert(prompts).values(workspace_id=self.workspace_id, **vars(prompt)).on_conflict_do_nothing()
        )

    def get(self, prompt_id: str) -> Prompt | None:
        return next(iter(self._where(prompts.c.id == prompt_id)), None)

    def seen(self, source: str, source_ref: str) -> Prompt | None:
        return next(iter(self._where(prompts.c.source == source, prompts.c.source_ref == source_ref)), None)

    def of_ref(self, ref: str) -> list[Prompt]:
        return self._where(prompts.c.ref == ref)

    def of_message(self, at: Posted) -> list[Prompt]:
        return self._where(prompts.c.channel == at.channel, prompts.c.message_ts == at.ts)

    def of_member(self, member_id: str, states: Sequence[PromptState]) -> list[Prompt]:
        return self._where(prompts.c.member_id == member_id, prompts.c.state.in_(states))

    def at_place(self, place: str) -> list[Prompt]:
        closed = (PromptState.DECLINED, PromptState.EXPIRED)
        return self._where(prompts.c.place == place, prompts.c.visit_id.is_(None), prompts.c.state.not_in(closed))

    def claim(self, member_id: str, *, owner: str, now: datetime, lease: timedelta, limit: int) -> list[Prompt]:
        theirs = self.mine(prompts), prompts.c.member_id == member_id
        first = select(prompts.c.id).where(*theirs, ready(now)).order_by(prompts.c.due_at, prompts.c.id).limit(limit)
        posting = prompts.c.state == PromptState.POSTING
        taken: dict[str, Any] = {
            "state": case((posting, PromptState.POSTING), else_=PromptState.CLAIMED),
            "owner": owner,
            "lease_until": now + lease,
            "attempts": prompts.c.attempts + 1,
        }
        found = self._changed(update(prompts).where(*theirs, prompts.c.id.in_(first), ready(now)).values(taken))
        days = {prompt.on for prompt in found}
        if days:
            beside = prompts.c.state == PromptState.ASKED, prompts.c.on.in_(days)
            found += self._changed(update(prompts).where(*theirs, *beside).values(taken))
        return sorted(found, key=lambda prompt: (prompt.ended_at, prompt.id))

    def posting(self, prompts_: Sequence[Prompt], *, owner: str, ref: str, channel: str) -> list[Prompt]:
        held = self._held(owner).where(prompts.c.id.in_([prompt.id for prompt in prompts_]))
        now = self._changed(held.values(state=PromptState.POSTING, ref=ref, channel=channel))
        return sorted(now, key=lambda prompt: (prompt.ended_at, prompt.id))

    def finish(self, prompt: Prompt, *, owner: str) -> bool:
        now = vars(prompt) | {"lease_until": None, "owner": None}
        return bool(self._changed(self._held(owner).where(prompts.c.id == prompt.id).values(now)))

    def stand(self, ref: str, at: Posted) -> None:
        self.connection.execute(
            update(prompts).where(self.mine(prompts), prompts.c.ref == ref).values(channel=at.channel, message_ts=at.ts)
        )

    def about(self, prompt_id: str, visit_id: str) -> None:
        self.connection.execute(
            update(prompts).where(self.mine(prompts), prompts.c.id == prompt_id).values(visit_id=visit_id)
        )

    def hasten(self, visit_id: str, at: datetime) -> None:
        waits = prompts.c.visit_id == visit_id, prompts.c.state == PromptState.DUE
        self.connection.execute(update(prompts).where(self.mine(prompts), *waits).values(due_at=at))

    def settle(self, prompt: Prompt) -> None:
        now = {"state": prompt.state, "due_at": prompt.due_at, "reminded": prompt.reminded}
        self.connection.execute(
            update(prompts)
            .where(self.mine(prompts), prompts.c.id == prompt.id)
            .values(now | {"lease_until": None, "owner": None})
        )

    def rating_of(self, visit: Visit) -> Rating | None:
        found = select(ratings.c.id).where(*self._of_visit(visit), ratings.c.deleted_at.is_(None))
        rating_id = self.connection.scalar(found)
        return Ratings(self.connection, self.workspace_id).get(rating_id) if rating_id else None

    def revision_of(self, visit: Visit) -> int:
        return self.connection.scalar(select(func.max(ratings.c.revision)).where(*self._of_visit(visit))) or 0

    def fault(self, rating_id: str) -> Fault | None:
        return self.connection.scalar(select(ratings.c.fault).where(self.mine(ratings), ratings.c.id == rating_id))

    def blame(self, rating_id: str, fault: Fault) -> None:
        self.connection.execute(
            update(ratings).where(self.mine(ratings), ratings.c.id == rating_id).values(fault=fault)
        )

    def places(self) -> Mapping[str, str | None]:
        found = self.connection.execute(select(places.c.place, places.c.client_id).where(self.mine(places)))
        return {row.place: row.client_id for row in found}

    def remember_place(self, place: str, client_id: str | None) -> None:
        self.connection.execute(
            self.insert(places)
            .values(workspace_id=self.workspace_id, place=place, client_id=client_id)
            .on_conflict_do_update(index_elements=list(places.primary_key), set_={"client_id": client_id})
        )

    def _of_visit(self, visit: Visit) -> tuple[ColumnElement[bool], ...]:
        return self.mine(ratings), ratings.c.visit_id == visit.id, ratings.c.member_id == visit.member_id

    def _held(self, owner: str) -> Update:
        return update(prompts).where(self.mine(prompts), prompts.c.owner == owner, prompts.c.state.in_(IN_HAND))

    def _changed(self, change: Update) -> list[Prompt]:
        return [Prompt(**row._asdict()) for row in self.connection.execute(change.returning(*_PROMPT))]

    def _where(self, *conditions: ColumnElement[bool]) -> list[Prompt]:
        found = select(*_PROMPT).where(self.mine(prompts), *conditions).order_by(prompts.c.ended_at, prompts.c.id)
        return [Prompt(**row._asdict()) for row in self.connection.execute(found)]
