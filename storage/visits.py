"""The visits of a workspace."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from bot.company import Visit
from bot.visits.prompt import PromptState
from storage.clients import Clients
from storage.room import Room, fields_of
from storage.tables import prompts, ratings, visit_sources, visits


class Visits(Room):
    """Implements bot.ports.Visits."""

    def add(self, visit: Visit) -> Visit:
        self.connection.execute(
            self.insert(visits).values(workspace_id=self.workspace_id, **vars(visit)).on_conflict_do_nothing()
        )
        return self._read(self._mine().where(visits.c.source == visit.source, visits.c.ref == visit.ref))[0]

    def latest_of(self, member_id: str, *, limit: int) -> list[Visit]:
        return self._read(self._mine().where(visits.c.member_id == member_id).limit(limit))

    def on(self, member_id: str, client_id: str, day: date) -> list[Visit]:
        same = Clients(self.connection, self.workspace_id).merged().all_of(client_id)
        return self._read(
            self._mine().where(visits.c.member_id == member_id, visits.c.client_id.in_(same), visits.c.on == day)
        )

    def get(self, visit_id: str) -> Visit | None:
        return next(iter(self._read(self._mine().where(visits.c.id == visit_id))), None)

    def open_of(self, member_id: str, since: datetime) -> list[Visit]:
        declined = select(prompts.c.visit_id).where(
            self.mine(prompts), prompts.c.visit_id.is_not(None), prompts.c.state == PromptState.DECLINED
        )
        found = self._read(
            self._mine().where(
                visits.c.member_id == member_id, visits.c.ended_at >= since, visits.c.id.not_in(declined)
            )
        )
        if not found:
            return []
        merged = Clients(self.connection, self.workspace_id).merged()
        own = select(ratings.c.client_id, ratings.c.visit_id, ratings.c.on).where(
            self.mine(ratings), ratings.c.member_id == member_id, ratings.c.deleted_at.is_(None)
        )
        rated = self.connection.execute(own.where(ratings.c.on >= min(visit.on for visit in found))).all()
        of_visits = {row.visit_id for row in rated}
        without = [(merged.into(row.client_id), row.on) for row in rated if row.visit_id is None]
        return [
            visit
            for visit in found
            if visit.id not in of_visits
            and not any(client_id == visit.client_id and on >= visit.on for client_id, on in without)
        ]

    def lock(self) -> None:
        self.lock_workspace()

    def seen(self, source: str, ref: str) -> Visit | None:
        called = visit_sources.c.source == source, visit_sources.c.ref == ref
        other = select(visit_sources.c.visit_id).where(self.mine(visit_sources), *called)
        own = (visits.c.source == source) & (visits.c.ref == ref)
        return next(iter(self._read(self._mine().where(own | visits.c.id.in_(other)))), None)

    def sources(self, visit_id: str) -> set[str]:
        others = select(visit_sources.c.source).where(self.mine(visit_sources), visit_sources.c.visit_id == visit_id)
        own = select(visits.c.source).where(self.mine(visits), visits.c.id == visit_id)
        return set(self.connection.scalars(own.union(others)))

    def also_seen(self, visit_id: str, source: str, ref: str) -> None:
        seen = {"source": source, "ref": ref, "visit_id": visit_id}
        self.connection.execute(
            self.insert(visit_sources).values(workspace_id=self.workspace_id, **seen).on_conflict_do_nothing()
        )

    def _mine(self) -> Select[Any]:
        latest = visits.c.ended_at.desc(), visits.c.id.desc()
        return select(*fields_of(visits)).where(self.mine(visits)).order_by(*latest)

    def _read(self, found: Select[Any]) -> list[Visit]:
        merged = Clients(self.connection, self.workspace_id).merged()
        return [
            Visit(**row._asdict() | {"client_id": merged.into(row.client_id)}) for row in self.connection.execute(found)
        ]
