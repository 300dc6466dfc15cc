"""Small things that expire, and the audit log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.ports import AuditEntry, NewId
from storage.room import Room
from storage.tables import audit_log, conversations, seen_events


class Memory(Room):
    """Implements bot.ports.Memory."""

    def __init__(self, connection: Connection, workspace_id: str, new_id: NewId) -> None:
        super().__init__(connection, workspace_id)
        self.new_id = new_id

    def conversation(self, thread: str, now: datetime) -> Mapping[str, Any] | None:
        found = select(conversations.c.query).where(
            self.mine(conversations), conversations.c.thread == thread, conversations.c.until > now
        )
        query: Mapping[str, Any] | None = self.connection.scalar(found)
        return query

    def remember(self, thread: str, query: Mapping[str, Any], *, until: datetime) -> None:
        said = {"query": dict(query), "until": until}
        self.connection.execute(
            self.insert(conversations)
            .values(workspace_id=self.workspace_id, thread=thread, **said)
            .on_conflict_do_update(index_elements=list(conversations.primary_key), set_=said)
        )

    def first_time(self, event: str, *, now: datetime, until: datetime) -> bool:
        written = (
            self.insert(seen_events)
            .values(workspace_id=self.workspace_id, event=event, until=until)
            .on_conflict_do_update(
                index_elements=list(seen_events.primary_key),
                set_={"until": until},
                where=seen_events.c.until <= now,
            )
        )
        return self.connection.execute(written.returning(seen_events.c.event)).first() is not None

    def audit(self, actor: str | None, action: str, detail: Mapping[str, Any], at: datetime) -> None:
        entry = {"id": self.new_id(), "at": at, "actor": actor, "action": action, "detail": dict(detail)}
        self.connection.execute(insert(audit_log).values(workspace_id=self.workspace_id, **entry))

    def audited(self, *, limit: int, offset: int = 0) -> list[AuditEntry]:
        found = select(audit_log.c.at, audit_log.c.actor, audit_log.c.action, audit_log.c.detail)
        latest = audit_log.c.at.desc(), audit_log.c.id.desc()
        return [
            AuditEntry(*row)
            for row in self.connection.execute(
                found.where(self.mine(audit_log)).order_by(*latest).limit(limit).offset(offset)
            )
        ]

    def forget_expired(self, now: datetime) -> None:
        for table in (conversations, seen_events):
            self.connection.execute(delete(table).where(self.mine(table), table.c.until <= now))
