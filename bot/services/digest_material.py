"""Gathers what a digest is made of: what was known when the one before was published, and what is known now."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.company import Cadence, Client, DigestState, Subscription, Visit
from bot.digests import POINTS, Digest, Material, Moment
from bot.ports import Database, Store
from bot.qualities import Role
from bot.questions.periods import add_months
from bot.ratings import RatingTable
from bot.scoring import learn, standings
from bot.services.standings import StandingsCache, constants_of, criteria_of

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
        table, now_standings = known.of(store, today)
        before = _published(store, subscription)
        table_then = store.ratings.table(known_at=before.known_at) if before else None
        clients, personal = _clients(store, subscription)
        clues, visits = store.ratings.clues(), _visits(store)
    criteria = criteria_of(workspace)
    constants = constants_of(workspace) or learn(table, today)
    then = None
    if before and table_then:
        then = Moment(before.known_at, table_then, standings(table_then, before.as_of, criteria, constants))
    days = [] if before else _days_before(today, subscription.cadence)
    return Material(
        id="",
        now=Moment(now, table, now_standings),
        then=then,
        line=before.line if before else (),
        earlier=[standings(table, day, criteria, constants) for day in days if _rated_by(table, day)],
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
    """Latest visits. Of somebody who is only a name in a spreadsheet none is known."""
    members = [member for member in store.members.all() if member.slack_user or member.email]
    return [visit for member in members for visit in store.visits.latest_of(member.id, limit=VISITS)]


def _days_before(day: date, cadence: Cadence) -> list[date]:
    """The days on which digests would have come before `day`, oldest first."""
    backwards = range(POINTS[cadence] - 1, 0, -1)
    if cadence is Cadence.WEEKLY:
        return [day - timedelta(weeks=back) for back in backwards]
    return [add_months(day, -back) for back in backwards]


def _rated_by(table: RatingTable, day: date) -> bool:
    return bool(len(table)) and table.day.min() <= day.toordinal()
