"""Subscriptions, and who has which digest in hand."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, case, or_, select, update

from bot.company import DigestRecord, DigestState, Subscription
from storage.room import Room, fields_of
from storage.tables import digests, subscriptions

IN_HAND = (DigestState.CLAIMED, DigestState.POSTING)
_RECORD = [column for column in fields_of(digests) if column.name != "owner"]


def ready(now: datetime) -> ColumnElement[bool]:
    """Digests that can be claimed: their time has come, or whoever had them in hand is gone."""
    return or_(
        and_(digests.c.state == DigestState.DUE, digests.c.due_at <= now),
        and_(digests.c.state.in_(IN_HAND), digests.c.lease_until <= now),
    )


class Digests(Room):
    """Implements bot.ports.Digests."""

    def subscriptions(self) -> list[Subscription]:
        found = select(*fields_of(subscriptions)).where(self.mine(subscriptions)).order_by(subscriptions.c.id)
        return [Subscription(**row._asdict()) for row in self.connection.execute(found)]

    def subscription(self, subscription_id: str) -> Subscription | None:
        return next((known for known in self.subscriptions() if known.id == subscription_id), None)

    def save_subscription(self, subscription: Subscription) -> None:
        self.connection.execute(
            self.insert(subscriptions)
            .values(workspace_id=self.workspace_id, **vars(subscription))
            .on_conflict_do_update(index_elements=list(subscriptions.primary_key), set_=vars(subscription))
        )

    def claim(self, digest: DigestRecord, *, owner: str, now: datetime, lease: timedelta) -> DigestRecord | None:
        new = {**vars(digest), "state": DigestState.DUE, "lease_until": None}
        self.connection.execute(
            self.insert(digests).values(workspace_id=self.workspace_id, **new).on_conflict_do_nothing()
        )
        posting = digests.c.state == DigestState.POSTING
        claimed = (
            update(digests)
            .where(
                self.mine(digests),
                digests.c.subscription_id == digest.subscription_id,
                digests.c.period == digest.period,
                ready(now),
            )
            .values(
                state=case((posting, DigestState.POSTING), else_=DigestState.CLAIMED),
                owner=owner,
                lease_until=now + lease,
                attempts=digests.c.attempts + 1,
            )
            .returning(*_RECORD)
        )
        row = self.connection.execute(claimed).first()
        return DigestRecord(**row._asdict()) if row else None

    def posting(self, digest: DigestRecord, *, owner: str) -> bool:
        now = {"state": DigestState.POSTING, "content": digest.content, "channel": digest.channel}
        return self.connection.execute(self._held(digest, owner).values(now)).rowcount == 1

    def finish(self, digest: DigestRecord, *, owner: str) -> bool:
        now = vars(digest) | {"lease_until": None, "owner": None}
        return self.connection.execute(self._held(digest, owner).values(now)).rowcount == 1

    def latest(self, subscription_id: str, *, limit: int = 1) -> list[DigestRecord]:
        found = (
            select(*_RECORD)
            .where(self.mine(digests), digests.c.subscription_id == subscription_id)
            .order_by(digests.c.period.desc())
            .limit(limit)
        )
        return [DigestRecord(**row._asdict()) for row in self.connection.execute(found)]

    def get(self, digest_id: str) -> DigestRecord | None:
        found = select(*_RECORD).where(self.mine(digests), digests.c.id == digest_id)
        row = self.connection.execute(found).first()
        return DigestRecord(**row._asdict()) if row else None

    def _held(self, digest: DigestRecord, owner: str) -> Update:
        return update(digests).where(
            self.mine(digests), digests.c.id == digest.id, digests.c.owner == owner, digests.c.state.in_(IN_HAND)
        )
