"""Calendar feeds and the webhook's secret, encrypted."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.visits.prompt import Feed
from storage.cipher import Cipher
from storage.room import Room, fields_of
from storage.tables import calendar_feeds, webhook_secrets

_ADDRESS = "The address of a calendar"
_WEBHOOK = "The secret of the webhook"


class Feeds(Room):
    """Implements bot.ports.Feeds."""

    def __init__(self, connection: Connection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._cipher = cipher

    def save(self, feed: Feed) -> None:
        kept = vars(feed) | {"address": self._cipher.encrypted(feed.address, _ADDRESS)}
        self.connection.execute(
            self.insert(calendar_feeds)
            .values(workspace_id=self.workspace_id, **kept)
            .on_conflict_do_update(index_elements=list(calendar_feeds.primary_key), set_=kept)
        )

    def get(self, member_id: str) -> Feed | None:
        return next(iter(self._where(calendar_feeds.c.member_id == member_id)), None)

    def all(self) -> list[Feed]:
        return self._where()

    def remove(self, member_id: str) -> None:
        self.connection.execute(delete(calendar_feeds).where(*self._of(member_id)))

    def claim(self, member_id: str, *, now: datetime, again: datetime) -> Feed | None:
        due = calendar_feeds.c.due_at <= now
        taken = self.connection.execute(update(calendar_feeds).where(*self._of(member_id), due).values(due_at=again))
        return self.get(member_id) if taken.rowcount else None

    def checked(self, member_id: str, at: datetime, problem: str | None) -> None:
        now = {"problem": problem} if problem else {"problem": None, "checked_at": at}
        self.connection.execute(update(calendar_feeds).where(*self._of(member_id)).values(now))

    def webhook_secret(self) -> str | None:
        stored = self.connection.scalar(select(webhook_secrets.c.secret).where(self.mine(webhook_secrets)))
        return self._cipher.decrypted(stored, _WEBHOOK)

    def set_webhook_secret(self, secret: str, at: datetime) -> None:
        now = {"secret": self._cipher.encrypted(secret, _WEBHOOK), "rotated_at": at}
        self.connection.execute(
            self.insert(webhook_secrets)
            .values(workspace_id=self.workspace_id, **now)
            .on_conflict_do_update(index_elements=list(webhook_secrets.primary_key), set_=now)
        )

    def _of(self, member_id: str) -> tuple[ColumnElement[bool], ...]:
        return self.mine(calendar_feeds), calendar_feeds.c.member_id == member_id

    def _where(self, *conditions: ColumnElement[bool]) -> list[Feed]:
        found = select(*fields_of(calendar_feeds)).where(self.mine(calendar_feeds), *conditions)
        rows = self.connection.execute(found.order_by(calendar_feeds.c.member_id))
        return [Feed(**row._asdict() | {"address": self._cipher.decrypted(row.address, _ADDRESS)}) for row in rows]
