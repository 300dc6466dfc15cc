"""One workspace's data in one transaction."""

from functools import cached_property

from sqlalchemy import Connection, select, update

from bot.company import Workspace
from bot.ports import NewId
from bot.qualities import Quality
from storage.cipher import Cipher
from storage.clients import Clients
from storage.digests import Digests
from storage.erasure import Erasure
from storage.feeds import Feeds
from storage.invoices import Invoices
from storage.members import Members
from storage.memory import Memory
from storage.phrases import Phrases
from storage.prompts import Prompts
from storage.ratings import Ratings
from storage.room import Room, fields_of
from storage.tables import workspaces
from storage.visits import Visits


class Store(Room):
    """Implements bot.ports.Store."""

    def __init__(self, connection: Connection, workspace_id: str, new_id: NewId, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._new_id = new_id
        self._cipher = cipher

    @cached_property
    def clients(self) -> Clients:
        return Clients(self.connection, self.workspace_id)

    @cached_property
    def members(self) -> Members:
        return Members(self.connection, self.workspace_id)

    @cached_property
    def ratings(self) -> Ratings:
        return Ratings(self.connection, self.workspace_id)

    @cached_property
    def visits(self) -> Visits:
        return Visits(self.connection, self.workspace_id)

    @cached_property
    def invoices(self) -> Invoices:
        return Invoices(self.connection, self.workspace_id)

    @cached_property
    def digests(self) -> Digests:
        return Digests(self.connection, self.workspace_id)

    @cached_property
    def prompts(self) -> Prompts:
        return Prompts(self.connection, self.workspace_id)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self.connection, self.workspace_id, self._cipher)

    @cached_property
    def erasure(self) -> Erasure:
        return Erasure(self.connection, self.workspace_id)

    @cached_property
    def memory(self) -> Memory:
        return Memory(self.connection, self.workspace_id, self._new_id)

    @cached_property
    def phrases(self) -> Phrases:
        return Phrases(self.connection, self.workspace_id)

    def workspace(self) -> Workspace:
        row = self.connection.execute(select(*fields_of(workspaces)).where(self.mine(workspaces))).one()
        weights = {Quality(key): weight for key, weight in row.weights.items()}
        return Workspace(id=self.workspace_id, **row._asdict() | {"weights": weights})

    def change_workspace(self, workspace: Workspace) -> None:
        settings = settings_of(workspace)
        del settings["ratings_version"]
        self.connection.execute(update(workspaces).where(self.mine(workspaces)).values(settings))


def settings_of(workspace: Workspace) -> dict[str, object]:
    """The columns of a workspace but its id."""
    settings = {name: value for name, value in vars(workspace).items() if name != "id"}
    return settings | {
        "weights": {str(quality): weight for quality, weight in workspace.weights.items()},
        "constants": None if workspace.constants is None else dict(workspace.constants),
    }
