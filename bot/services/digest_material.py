"""Gathers what a digest is made of: what was known when the one before was published, and what is known now."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.company import Cadence, Client, DigestState, Subscription, Visit
from bot.digests import Digest, Material, Moment
from bot.ports import Database, Store
from bot.qualities import Role
from bot.questions.periods import add_months
from bot.ratings import RatingTable
from bot.scoring import learn, standings
from bot.services.standings import StandingsCache, constants_of, criteria_of

POINTS = {Cadence.WEEKLY: 20, Cadence.MONTHLY: 13}
"""Points of the line, today's included: twenty weeks (Slack draws no more), or a year of months and one."""

RECORDS_BACK = 10
"""Records that are looked through for the digest before: some may have been skipped."""

VISITS = 500
"""A member's latest visits that are looked through for those of the period."""


def gather(
    database: Database, known: StandingsCache, workspace_id: str, subscription: Subscription, now: datetime
) -> Material:
    """What the digest of a subscription is made of. Figures are worked out after the transaction: they take a while."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    with database.store(workspace_id) as store:
        workspace = store.workspace()
        current = known.of(store, today)
        before = _published(store, subscription)
        table_then = store.ratings.table(known_at=before.known_at) if before else None
        clients, personal = _clients(store, subscription)
        clues, visits = store.ratings.clues(), _visits(store)
    criteria = criteria_of(workspace)
    constants = constants_of(workspace) or learn(current.table, today)
    then = None
    if before and table_then:
        then = Moment(before.known_at, table_then, standings(table_then, before.as_of, criteria, constants))
    known_earlier = then.table if then else current.table
    days = _days_before(before.as_of if before else today, subscription.cadence, POINTS[subscription.cadence] - 1)
    return Material(
        id="",
        now=Moment(now, *current),
        then=then,
        earlier=[standings(known_earlier, day, criteria, constants) for day in days if _rated_by(known_earlier, day)],
        clients=clients,
        clues=clues,
        visits=visits,
        criteria=criteria,
        cadence=subscription.cadence,
        personal=personal,
    )


def _published(store: Store, subscription: Subscription) -> Digest | None:
    """The digest that people read last."""
    records = store.digests.latest(subscription.id, limit=RECORDS_BACK)
    contents = (record.content for record in records if record.state is DigestState.POSTED)
    content = next(filter(None, contents), None)
    return Digest.from_json(content) if content else None


def _clients(store: Store, subscription: Subscription) -> tuple[list[Client], bool]:
    """Whom the digest is about, and whether that is one account manager's own clients."""
    clients = store.clients.all()
    reader = store.members.get(subscription.member_id) if subscription.member_id else None
    if reader is None or reader.role is not Role.ACCOUNT_MANAGER:
        return clients, False
    return [client for client in clients if client.account_manager == reader.id], True


def _visits(store: Store) -> list[Visit]:
    return [visit for member in store.members.all() for visit in store.visits.latest_of(member.id, limit=VISITS)]


def _days_before(day: date, cadence: Cadence, most: int) -> list[date]:
    """The days of the digests before `day`, oldest first."""
    if cadence is Cadence.WEEKLY:
        return [day - timedelta(weeks=back) for back in range(most, 0, -1)]
    return [add_months(day, -back) for back in range(most, 0, -1)]


def _rated_by(table: RatingTable, day: date) -> bool:
    return bool(len(table)) and table.day.min() <= day.toordinal()
