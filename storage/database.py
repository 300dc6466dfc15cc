"""Everything that is stored, on SQLite or PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, insert, not_, or_, select, union
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.company import DigestState, Workspace
from bot.ports import Due, DueFor, Installation, NewId, Unavailable
from storage import engine, prompts
from storage.cipher import Cipher
from storage.digests import IN_HAND, ready
from storage.installations import Installations
from storage.store import Store, settings_of
from storage.tables import calendar_feeds, digests, subscriptions, workspaces


class Database:
    """Implements bot.ports.Database. Methods and stores raise Unavailable where it is away or busy.

    `timeout` is how many seconds a transaction waits for another one, `keys` (Fernet's; ValueError where one is
    not) encrypt tokens, addresses and secrets: the first writes, all read. `new_id` makes the ids of the audit log.
    """

    def __init__(self, url: str, *, new_id: NewId, timeout: float = 2, keys: Sequence[str] = ()) -> None:
        self._engine = engine.connect(url, timeout=timeout)
        self._new_id = new_id
        self._cipher = Cipher(keys)

    @contextmanager
    def store(self, workspace_id: str) -> Iterator[Store]:
        with self._transaction() as connection:
            yield Store(connection, workspace_id, self._new_id, self._cipher)

    def create_workspace(self, workspace: Workspace) -> None:
        with self._transaction() as connection:
            connection.execute(insert(workspaces).values(workspace_id=workspace.id, **settings_of(workspace)))

    def workspace_ids(self) -> list[str]:
        with self._transaction() as connection:
            return list(connection.scalars(select(workspaces.c.workspace_id).order_by(workspaces.c.workspace_id)))

    def due(self, now: datetime, *, limit: int = 100) -> list[Due]:
        waits = or_(
            and_(digests.c.state == DigestState.DUE, digests.c.due_at > now),
            and_(digests.c.state.in_(IN_HAND), digests.c.lease_until > now),
        )
        of_subscription = and_(
            digests.c.workspace_id == subscriptions.c.workspace_id, digests.c.subscription_id == subscriptions.c.id
        )
        in_hand = exists().where(of_subscription, waits)
        new = select(subscriptions.c.workspace_id, subscriptions.c.id, subscriptions.c.due_at).where(
            subscriptions.c.due_at <= now, not_(in_hand)
        )
        again = select(digests.c.workspace_id, digests.c.subscription_id, digests.c.due_at).where(ready(now))
        found = union(new, again).subquery()
        longest_first = (
            select(found.c.workspace_id, found.c.id)
            .group_by(found.c.workspace_id, found.c.id)
            .order_by(func.min(found.c.due_at))
            .limit(limit)
        )
        with self._transaction() as connection:
            return [Due(*row) for row in connection.execute(longest_first)]

    def prompts_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        with self._transaction() as connection:
            return [DueFor(*row) for row in connection.execute(prompts.members_due(now).limit(limit))]

    def feeds_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        feed = calendar_feeds.c
        longest_first = select(feed.workspace_id, feed.member_id).where(feed.due_at <= now).order_by(feed.due_at)
        with self._transaction() as connection:
            return [DueFor(*row) for row in connection.execute(longest_first.limit(limit))]

    def installation(self, enterprise_id: str | None, team_id: str) -> Installation | None:
        with self._installations() as installations:
            return installations.get(enterprise_id, team_id)

    def installation_of(self, workspace_id: str) -> Installation | None:
        with self._installations() as installations:
            return installations.of_workspace(workspace_id)

    def install(self, installation: Installation) -> None:
        with self._installations() as installations:
            installations.put(installation)

    def uninstall(self, enterprise_id: str | None, team_id: str) -> None:
        with self._installations() as installations:
            installations.forget_token(enterprise_id, team_id)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def _installations(self) -> Iterator[Installations]:
        with self._transaction() as connection:
            yield Installations(connection, self._cipher)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError, NoneFree) as error:
            raise Unavailable("The database is away or busy.") from error
