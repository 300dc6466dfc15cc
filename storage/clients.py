"""The clients of a workspace, their names, and which of them are one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update

from bot.clients import normalise
from bot.company import Client, ExternalId, Merge
from bot.refusals import Refused
from storage.external_ids import ExternalIds
from storage.room import Room, fields_of
from storage.tables import client_aliases, clients


class Merged:
    """Which clients were merged into which, chains followed to their end."""

    def __init__(self, into: dict[str, str]) -> None:
        self._into = into

    def into(self, client_id: str) -> str:
        """The client it is now: itself unless merged."""
        while client_id in self._into:
            client_id = self._into[client_id]
        return client_id

    def all_of(self, client_id: str) -> list[str]:
        """Every client that is one with it, the one they all are now first."""
        now = self.into(client_id)
        return [now, *(merged for merged in self._into if self.into(merged) == now)]


class Clients(Room):
    """Implements bot.ports.Clients. A client has the names of those merged into it among its aliases, by name."""

    def all(self) -> list[Client]:
        merged = self.merged()
        return sorted(self._read(merged, []), key=lambda client: (client.name.casefold(), client.id))

    def get(self, client_id: str) -> Client | None:
        merged = self.merged()
        return next(iter(self._read(merged, merged.all_of(client_id))), None)

    def add(self, client: Client) -> Client:
        self.lock_workspace()
        merged = self.merged()
        for owner in self._owners([client.name]).values():
            return self._read(merged, merged.all_of(owner))[0]
        names = self._names(client)
        self.connection.execute(insert(clients).values(workspace_id=self.workspace_id, **_row(client)))
        self._write(names)
        self.ratings_changed()
        return client

    def change(self, client: Client) -> None:
        self.lock_workspace()
        names = self._names(client)
        mine = self.mine(client_aliases), client_aliases.c.client_id == client.id
        self.connection.execute(delete(client_aliases).where(*mine))
        self.connection.execute(
            update(clients).where(self.mine(clients), clients.c.id == client.id).values(_row(client))
        )
        self._write(names)
        self.ratings_changed()

    def merge(self, client_id: str, into: str) -> None:
        self.lock_workspace()
        one, other = self.get(client_id), self.get(into)
        if one is None or other is None:
            raise Refused("One of the two clients is not there any more.", field="client")
        if one.id == other.id:
            raise Refused(f"“{other.name}” and the client you chose are one already.", field="client")
        self._merge(client_id, other.id)

    def unmerge(self, client_id: str) -> None:
        self.lock_workspace()
        self._merge(client_id, None)

    def merges(self) -> list[Merge]:
        merged = self.merged()
        now = {client.id: client for client in self._read(merged, [])}
        found = select(clients.c.id, clients.c.name).where(self.mine(clients), clients.c.merged_into.is_not(None))
        rows = sorted(self.connection.execute(found), key=lambda row: (row.name.casefold(), row.id))
        return [Merge(row.id, row.name, now[merged.into(row.id)]) for row in rows]

    def external_ids(self, client_id: str) -> list[ExternalId]:
        return ExternalIds(self.connection, self.workspace_id).of(self.merged().all_of(client_id))

    def set_external_ids(self, client_id: str, ids: Sequence[ExternalId]) -> None:
        self.lock_workspace()
        ExternalIds(self.connection, self.workspace_id).replace(self.merged().all_of(client_id), ids)

    def by_external_id(self, one: ExternalId) -> Client | None:
        owner = ExternalIds(self.connection, self.workspace_id).owner(one)
        return self.get(owner) if owner else None

    def merged(self) -> Merged:
        """The merges that stand."""
        found = select(clients.c.id, clients.c.merged_into).where(
            self.mine(clients), clients.c.merged_into.is_not(None)
        )
        return Merged({row.id: row.merged_into for row in self.connection.execute(found)})

    def _merge(self, client_id: str, into: str | None) -> None:
        self.connection.execute(
            update(clients).where(self.mine(clients), clients.c.id == client_id).values(merged_into=into)
        )
        self.ratings_changed()

    def _read(self, merged: Merged, ids: list[str]) -> list[Client]:
        """The clients of these ids, or all; the merged ones lend their names to what they are now."""
        chosen = [clients.c.id.in_(ids)] if ids else []
        named = [client_aliases.c.client_id.in_(ids)] if ids else []
        rows = self.connection.execute(select(*fields_of(clients)).where(self.mine(clients), *chosen)).all()
        aliases = defaultdict(set)
        found = select(client_aliases.c.client_id, client_aliases.c.alias).where(self.mine(client_aliases), *named)
        for client_id, alias in self.connection.execute(found.where(client_aliases.c.alias.is_not(None))):
            aliases[merged.into(client_id)].add(alias)
        for row in rows:
            if row.merged_into:
                aliases[merged.into(row.id)].add(row.name)
        return [
            Client(
                id=row.id,
                name=row.name,
                aliases=tuple(sorted(aliases[row.id])),
                stage=row.stage,
                account_manager=row.account_manager,
                since=row.since,
            )
            for row in rows
            if not row.merged_into
        ]

    def _owners(self, names: Iterable[str]) -> dict[str, str]:
        """Whose these names are, by normalised name."""
        found = select(client_aliases.c.normalised, client_aliases.c.client_id).where(
            self.mine(client_aliases), client_aliases.c.normalised.in_([normalise(name) for name in names])
        )
        return {row.normalised: row.client_id for row in self.connection.execute(found)}

    def _names(self, client: Client) -> list[dict[str, str | None]]:
        """The client's own names as rows; those of clients merged into it stay theirs. Raises Refused."""
        names: dict[str, str | None] = {_normalised(alias): alias for alias in client.aliases}
        names[_normalised(client.name)] = None
        merged = self.merged()
        for name, owner in self._owners([client.name, *client.aliases]).items():
            if owner == client.id:
                continue
            alias = names.pop(name)
            if alias is None or merged.into(owner) != client.id:
                raise Refused(
                    f"“{alias or client.name}” is a name of another client already. "
                    "Choose another name, or merge the two if they are one company.",
                    field="client",
                )
        return [
            {"workspace_id": self.workspace_id, "normalised": name, "client_id": client.id, "alias": alias}
            for name, alias in names.items()
        ]

    def _write(self, names: list[dict[str, str | None]]) -> None:
        self.connection.execute(insert(client_aliases), names)


def _normalised(name: str) -> str:
    if not (normalised := normalise(name)):
        raise Refused(f"“{name}” holds no letter and no digit: a client could not be found by it.", field="client")
    return normalised


def _row(client: Client) -> dict[str, Any]:
    return {name: value for name, value in vars(client).items() if name != "aliases"}
