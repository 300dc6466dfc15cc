"""Keep the list of clients in order: names, stages, who looks after them, which of them are one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.clients import ClientIndex, KnownClient
from bot.company import Client, ExternalId, Member, Merge, Stage
from bot.ports import Clock, Database, NewId, Store
from bot.qualities import Role
from bot.refusals import Refused
from bot.services.administrators import administrator


@dataclass(frozen=True)
class Entry:
    """All that is kept about one client; `merged` are those that are read as it."""

    client: Client
    external_ids: Sequence[ExternalId]
    merged: Sequence[Merge]


class ClientBook:
    """The use cases around the list of clients; for administrators, each put on record."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def page(
        self, workspace_id: str, actor: Member, search: str, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Client], bool]:
        """Clients for what was typed, best first; by name where nothing was. Whether there are more."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            clients = store.clients.all()
        if search.strip():
            by_id = {client.id: client for client in clients}
            clients = [by_id[known.id] for known in _index(clients).search(search, limit=offset + limit + 1)]
        return clients[offset : offset + limit], len(clients) > offset + limit

    def names(self, workspace_id: str, typed: str, *, limit: int) -> list[KnownClient]:
        """Clients of any stage for what was typed, to choose one."""
        with self._database.store(workspace_id) as store:
            return _index(store.clients.all()).search(typed, limit=limit)

    def entry(self, workspace_id: str, actor: Member, client_id: str) -> Entry:
        """One client, to be changed. Raises Refused where it is gone."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            client = _there(store, client_id)
            merged = [merge for merge in store.clients.merges() if merge.into.id == client.id]
            return Entry(client, store.clients.external_ids(client.id), merged)

    def managers(self, workspace_id: str) -> Sequence[Member]:
        """Who can look after clients."""
        with self._database.store(workspace_id) as store:
            able = (Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR)
            return [member for member in store.members.all() if member.role in able]

    def save(
        self, workspace_id: str, actor: Member, client: Client, external_ids: Sequence[ExternalId] | None = None
    ) -> Client:
        """Add a client (its id is empty), or change name, aliases, stage, account manager and ids elsewhere.

        Raises Refused where a name or id belongs to another client.
        """
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            manager = store.members.get(client.account_manager) if client.account_manager else None
            if client.account_manager and (manager is None or manager.role in (Role.TECHNICIAN, Role.OFFICE)):
                raise Refused("Clients are looked after by an account manager or administrator.", field="manager")
            if not client.id:
                return self._add(store, actor, client, external_ids)
            known = _there(store, client.id)
            client = replace(client, id=known.id, since=known.since)
            store.clients.change(client)
            changed = {
                field: (getattr(known, field), getattr(client, field))
                for field in ("name", "aliases", "stage", "account_manager")
                if getattr(known, field) != getattr(client, field)
            }
            if external_ids is not None and set(external_ids) != set(store.clients.external_ids(known.id)):
                store.clients.set_external_ids(known.id, external_ids)
                changed["ids"] = ([], [f"{one.source} {one.id}" for one in external_ids])
            if changed:
                told = {field: _told(after) for field, (_, after) in changed.items()}
                was = {"was": known.name} if "name" in changed else {"client": known.id}
                self._record(store, actor, "changed a client", {**was, **told})
            return _there(store, known.id)

    def merge(self, workspace_id: str, actor: Member, client_id: str, into: str) -> Client:
        """Read one client as another from now on; nothing is moved. Raises Refused."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            one, other = _there(store, client_id), _there(store, into)
            store.clients.merge(one.id, other.id)
            self._record(store, actor, "merged clients", {"client": one.id, "into": other.id})
            return _there(store, other.id)

    def unmerge(self, workspace_id: str, actor: Member, client_id: str) -> Client:
        """Undo a merge: it is a client of its own again, with every rating that was made of it."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            store.clients.unmerge(client_id)
            self._record(store, actor, "undid a merge", {"client": client_id})
            return _there(store, client_id)

    def _add(self, store: Store, actor: Member, client: Client, ids: Sequence[ExternalId] | None) -> Client:
        today = self._clock().astimezone(store.workspace().tz).date()
        new = replace(client, id=self._new_id(), name=" ".join(client.name.split()), since=today)
        known = store.clients.add(new)
        if known.id != new.id:
            raise Refused(f"“{known.name}” is there already.", field="name")
        if ids:
            store.clients.set_external_ids(new.id, ids)
        self._record(store, actor, "added a client", {"client": new.id})
        return new

    def _record(self, store: Store, actor: Member, action: str, detail: dict[str, object]) -> None:
        store.memory.audit(actor.id, action, detail, self._clock())


def _index(clients: Sequence[Client]) -> ClientIndex:
    return ClientIndex(KnownClient(client.id, client.name, client.aliases) for client in clients)


def _there(store: Store, client_id: str) -> Client:
    client = store.clients.get(client_id)
    if client is None:
        raise Refused("This client is not there any more.", field="client")
    return client


def _told(value: object) -> object:
    """A value as the audit log keeps it."""
    if isinstance(value, tuple | list):
        return list(value)
    return value.value if isinstance(value, Stage) else value or "nobody"
