"""What administrators do is permitted here, by the role of who acts, and put on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.company import Member
from bot.ports import AuditEntry, Database, Store
from bot.qualities import Role
from bot.refusals import Refused


def administrator(store: Store, actor: Member) -> Member:
    """The administrator who acts, by the role they have now. Raises Refused for anybody else."""
    member = store.members.get(actor.id)
    if member is None or member.role is not Role.ADMINISTRATOR:
        raise Refused("This is for administrators of Good Clients. Please ask one of them.")
    return member


@dataclass(frozen=True)
class Recorded:
    """A line of the audit log: `who` is a name, or what did it by itself."""

    at: datetime
    who: str
    what: str


class AuditLog:
    """What was put on record, for administrators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, workspace_id: str, actor: Member, *, limit: int, offset: int = 0) -> Sequence[Recorded]:
        """Latest first."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            entries = store.memory.audited(limit=limit, offset=offset)
            names = {member.id: member.name for member in store.members.all()}
            names |= {client.id: client.name for client in store.clients.all()}
            names |= {merge.client_id: merge.name for merge in store.clients.merges()}
        return [
            Recorded(entry.at, names.get(entry.actor or "", entry.actor or "the terminal"), _words(entry, names))
            for entry in entries
        ]


def _words(entry: AuditEntry, names: dict[str, str]) -> str:
    """The action, and its detail with ids read as names."""
    told = [f"{key}: {_value(value, names)}" for key, value in entry.detail.items()]
    return f"{entry.action} ({', '.join(told)})" if told else entry.action


def _value(value: object, names: dict[str, str]) -> str:
    if isinstance(value, list | tuple):
        return " and ".join(_value(one, names) for one in value) or "none"
    return names.get(str(value), str(value))
