"""The database: one workspace in one transaction, and what is known across workspaces."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.company import (
    Workspace,
)
from bot.ports.memory import Erasure, Memory, Phrases
from bot.ports.records import Clients, Invoices, Members, Ratings, Visits
from bot.ports.work import Digests, Feeds, Prompts


class Store(Protocol):
    """One workspace's data in one transaction."""

    @property
    def clients(self) -> Clients: ...
    @property
    def members(self) -> Members: ...
    @property
    def ratings(self) -> Ratings: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def invoices(self) -> Invoices: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def erasure(self) -> Erasure: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def phrases(self) -> Phrases: ...

    def workspace(self) -> Workspace: ...

    def change_workspace(self, workspace: Workspace) -> None:
        """Write its settings; `ratings_version` is not one of them."""


class Due(NamedTuple):
    """Something that is due, by ids only."""

    workspace_id: str
    subscription_id: str


class DueFor(NamedTuple):
    """A member for whom something is due, by ids only."""

    workspace_id: str
    member_id: str


class Installation(NamedTuple):
    """A Slack team and the workspace it belongs to. `bot_token` is encrypted at rest."""

    enterprise_id: str | None
    team_id: str
    workspace_id: str
    team_name: str
    bot_token: str | None
    bot_user: str
    scopes: tuple[str, ...]
    installed_by: str | None


class Database(Protocol):
    """Everything that is stored. A store is opened for one workspace: there is no way to ask across."""

    def store(self, workspace_id: str) -> AbstractContextManager[Store]:
        """One transaction: committed when the block ends, rolled back when it raises."""

    def create_workspace(self, workspace: Workspace) -> None: ...

    def workspace_ids(self) -> list[str]:
        """Oldest first."""

    def due(self, now: datetime, *, limit: int = 100) -> list[Due]:
        """Across workspaces, ids only: subscriptions whose time has come, and claims that ran out."""

    def prompts_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        """Across workspaces, ids only: members who have questions after visits to be asked."""

    def feeds_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        """Across workspaces, ids only: members whose calendar is to be read."""

    def installation(self, enterprise_id: str | None, team_id: str) -> Installation | None: ...

    def installation_of(self, workspace_id: str) -> Installation | None: ...

    def install(self, installation: Installation) -> None:
        """Add or replace it."""

    def uninstall(self, enterprise_id: str | None, team_id: str) -> None:
        """Forget the token; the workspace's data stays."""
