"""The visits of a workspace."""

from datetime import date
from typing import Any

from sqlalchemy import Select, select

from bot.company import Visit
from storage.clients import Clients
from storage.room import Room, fields_of
from storage.tables import visits


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

    def _mine(self) -> Select[Any]:
        latest = visits.c.ended_at.desc(), visits.c.id.desc()
        return select(*fields_of(visits)).where(self.mine(visits)).order_by(*latest)

    def _read(self, found: Select[Any]) -> list[Visit]:
        merged = Clients(self.connection, self.workspace_id).merged()
        return [
            Visit(**row._asdict() | {"client_id": merged.into(row.client_id)}) for row in self.connection.execute(found)
        ]
