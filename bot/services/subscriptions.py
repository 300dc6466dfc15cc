"""Who gets a digest, where and when: changed while the bot runs."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.company import Cadence, Subscription
from bot.digests import next_due
from bot.ports import Clock, Database, NewId, Store
from bot.qualities import Role
from bot.refusals import Refused

WEEKDAYS = 7


class Subscriptions:
    """The use cases around when and where digests come."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def all(self, workspace_id: str) -> list[Subscription]:
        """Every subscription of the workspace."""
        with self._database.store(workspace_id) as store:
            return store.digests.subscriptions()

    def of_company(self, workspace_id: str) -> Subscription | None:
        """The company's weekly digest, if it is set up."""
        return next((one for one in self.all(workspace_id) if one.member_id is None), None)

    def of_member(self, workspace_id: str, member_id: str) -> list[Subscription]:
        """The digests that a member gets by direct message."""
        return [one for one in self.all(workspace_id) if one.member_id == member_id]

    def zone(self, workspace_id: str) -> str:
        """The workspace's zone: where a digest starts out."""
        with self._database.store(workspace_id) as store:
            return store.workspace().zone

    def save_settings(self, workspace_id: str, channel: str, weekday: int, at: time, zone: str) -> Subscription:
        """Where and when the company's weekly digest comes. Raises Refused, naming the field."""
        with self._database.store(workspace_id) as store:
            known = [one for one in store.digests.subscriptions() if one.member_id is None]
            subscription = known[0] if known else Subscription(id=self._new_id())
            return self._save(store, replace(subscription, channel=channel, weekday=weekday, at=at, zone=zone))

    def subscribe(
        self, workspace_id: str, member_id: str, cadence: Cadence, *, weekday: int, at: time, zone: str
    ) -> Subscription:
        """A digest by direct message: an account manager's own clients, or for an administrator all of them."""
        with self._database.store(workspace_id) as store:
            member = store.members.get(member_id)
            if member is None or member.role not in (Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR):
                raise Refused("A digest of one's own is for account managers and administrators.")
            known = [
                one for one in store.digests.subscriptions() if (one.member_id, one.cadence) == (member_id, cadence)
            ]
            new = Subscription(id=self._new_id(), member_id=member_id, cadence=cadence)
            return self._save(store, replace(known[0] if known else new, weekday=weekday, at=at, zone=zone))

    def pause(self, workspace_id: str, subscription_id: str, first: date, last: date | None = None) -> Subscription:
        """No digest from `first` to `last`, both included; without a last day until it is resumed."""
        if last and last < first:
            raise Refused("The last day of a pause is not before its first.", field="paused_until")
        with self._database.store(workspace_id) as store:
            subscription = subscription_of(store, subscription_id)
            return self._save(store, replace(subscription, paused_from=first, paused_until=last))

    def resume(self, workspace_id: str, subscription_id: str) -> Subscription:
        """End the pause."""
        with self._database.store(workspace_id) as store:
            subscription = subscription_of(store, subscription_id)
            return self._save(store, replace(subscription, paused_from=None, paused_until=None))

    def _save(self, store: Store, subscription: Subscription) -> Subscription:
        if subscription.weekday not in range(WEEKDAYS):
            raise Refused("Please choose a day of the week.", field="weekday")
        try:
            ZoneInfo(subscription.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise Refused(f"“{subscription.zone}” is not a time zone, such as Europe/London.", field="zone") from None
        now = self._clock()
        is_due = subscription.due_at is not None and subscription.due_at <= now
        saved = subscription if is_due else replace(subscription, due_at=next_due(subscription, now))
        store.digests.save_subscription(saved)
        return saved


def subscription_of(store: Store, subscription_id: str) -> Subscription:
    """The subscription. Raises Refused where there is none."""
    found = store.digests.subscription(subscription_id)
    if found is None:
        raise Refused("There is no digest set up yet. An administrator can choose a channel and a time.")
    return found


def advance(store: Store, subscription: Subscription, now: datetime) -> None:
    """Look at it again when it is next due, unless it is not due now: its settings were changed meanwhile."""
    if subscription.due_at and subscription.due_at <= now:
        store.digests.save_subscription(replace(subscription, due_at=next_due(subscription, now)))
