"""Publish the digests that are due, once and only once. The protocol is argued in docs/decisions/0006."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.company import DigestRecord, DigestState, Subscription
from bot.digests import CATCH_UP, Digest, compose, last_due
from bot.digests.words import long
from bot.ports import (
    Clock,
    Closed,
    Database,
    Due,
    Messenger,
    NewId,
    Notice,
    Posted,
    Postponed,
    Store,
    Unavailable,
    Uncertain,
)
from bot.refusals import Refused
from bot.services.digest_material import gather
from bot.services.standings import StandingsCache
from bot.services.subscriptions import advance, subscription_of

LEASE = timedelta(minutes=10)
"""So long a digest is in one process's hands; after that another finds out what became of it."""

CLOCKS_DIFFER = timedelta(minutes=10)
"""Slack's clock and ours may differ by so much when a post is looked for."""

HANDS = 4
"""Digests that one process has in hand at the same time: most of their time is spent waiting for Slack."""

RECORDS_BACK = 10

log = structlog.get_logger(__name__)


class Publish:
    """Digests from due to posted. `owner` names this process in its claims."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        known: StandingsCache,
        clock: Clock,
        new_id: NewId,
        *,
        owner: str,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._known = known
        self._clock = clock
        self._new_id = new_id
        self._owner = owner

    def publish_due(self) -> None:
        """Post whatever is due, until nothing is. Trouble of one workspace is logged and holds up no other."""
        with ThreadPoolExecutor(HANDS, thread_name_prefix="digest") as hands:
            while any(list(hands.map(self._publish, self._database.due(self._clock())))):
                pass

    def preview(self, workspace_id: str, subscription_id: str) -> Digest:
        """The digest as it would be posted now."""
        with self._database.store(workspace_id) as store:
            subscription = subscription_of(store, subscription_id)
        return self._compose(workspace_id, subscription, digest_id="")

    def published(self, workspace_id: str, digest_id: str) -> Digest:
        """A digest as it was published. Raises Refused where there is none."""
        with self._database.store(workspace_id) as store:
            record = store.digests.get(digest_id)
        if record is None or record.content is None:
            raise Refused("This digest is not there any more.")
        return Digest.from_json(record.content)

    def post_now(self, workspace_id: str, subscription_id: str) -> Posted:
        """Post today's digest without waiting for its time. Raises Refused where there is one, or it can't be."""
        now = self._clock()
        with self._database.store(workspace_id) as store:
            subscription = subscription_of(store, subscription_id)
            period = _free_day(store, subscription, now)
            claimed = self._claim(store, self._new(subscription, period, now), now)
        if claimed is None:
            raise Refused("Today's digest has been posted, or is being posted just now.")
        return _posted(self._deliver(workspace_id, subscription, claimed))

    def post_again(self, workspace_id: str, digest_id: str) -> Posted:
        """Post a new digest in place of one that may not have been posted. Raises Refused if there is one since."""
        with self._database.store(workspace_id) as store:
            missing = store.digests.get(digest_id)
            if missing is None or missing.state not in (DigestState.UNKNOWN, DigestState.SKIPPED):
                raise Refused("That digest has been posted, or is on its way.")
            since = store.digests.latest(missing.subscription_id, limit=RECORDS_BACK)
        if any(record.period > missing.period and record.state is DigestState.POSTED for record in since):
            raise Refused("A later digest has been posted since.")
        return self.post_now(workspace_id, missing.subscription_id)

    def _publish(self, due: Due) -> bool:
        """Whether there was something to do."""
        try:
            with self._database.store(due.workspace_id) as store:
                subscription = subscription_of(store, due.subscription_id)
                claimed = self._claim_due(store, subscription)
            if claimed:
                self._deliver(due.workspace_id, subscription, claimed)
        except (Unavailable, Postponed) as error:
            log.warning("a digest waits until its lease runs out", workspace=due.workspace_id, exc_info=error)
            return False
        except Exception:
            log.exception("a digest failed", reference=self._new_id()[-8:], workspace=due.workspace_id)
            return False
        return claimed is not None

    def _claim_due(self, store: Store, subscription: Subscription) -> DigestRecord | None:
        """Take in hand the digest that was begun, or else the latest that is due."""
        now = self._clock()
        records = store.digests.latest(subscription.id, limit=RECORDS_BACK)
        begun = next((record for record in records if _is_open(record)), None)
        if begun:
            return self._claim(store, begun, now)
        due = last_due(subscription, now)
        if due and all(record.period != due.period for record in records):
            return self._claim(store, self._new(subscription, due.period, due.at), now)
        advance(store, subscription, now)
        return None

    def _claim(self, store: Store, record: DigestRecord, now: datetime) -> DigestRecord | None:
        return store.digests.claim(record, owner=self._owner, now=now, lease=LEASE)

    def _new(self, subscription: Subscription, period: date, due_at: datetime) -> DigestRecord:
        return DigestRecord(
            id=self._new_id(),
            subscription_id=subscription.id,
            period=period,
            state=DigestState.DUE,
            due_at=due_at,
            ref=self._new_id(),
        )

    def _deliver(self, workspace_id: str, subscription: Subscription, record: DigestRecord) -> DigestRecord:
        """Bring a claimed digest to its end, or leave it to whoever finds it when the lease runs out."""
        may_stand = record.state is DigestState.POSTING
        if may_stand:
            try:
                found = self._messenger.find_post(
                    workspace_id, record.channel or "", record.ref, record.due_at - CLOCKS_DIFFER
                )
            except (Uncertain, Closed):
                return self._unknown(workspace_id, record)
            if found:
                return self._stands(workspace_id, subscription, record, found)
        if _today(subscription, self._clock()) - record.period >= CATCH_UP:
            reason = f"The digest of {long(record.period)} could not be posted within a week. The next comes as usual."
            return self._skip(workspace_id, record, Notice(reason))
        if may_stand and record.content:
            return self._post(workspace_id, subscription, record, Digest.from_json(record.content))
        return self._post(workspace_id, subscription, record, self._compose(workspace_id, subscription, record.id))

    def _compose(self, workspace_id: str, subscription: Subscription, digest_id: str) -> Digest:
        material = gather(self._database, self._known, workspace_id, subscription, self._clock())
        return compose(replace(material, id=digest_id))

    def _post(
        self, workspace_id: str, subscription: Subscription, record: DigestRecord, digest: Digest
    ) -> DigestRecord:
        if record.lease_until is None or record.lease_until - self._clock() < LEASE / 2:
            # Too slow: whoever takes it over must not find it absent while it is on its way.
            return record
        with self._database.store(workspace_id) as store:
            reader = store.members.get(subscription.member_id) if subscription.member_id else None
            channel = subscription.channel or (reader.slack_user if reader else None)
            record = replace(record, state=DigestState.POSTING, content=digest.to_json(), channel=channel)
            held = store.digests.posting(record, owner=self._owner)
        if not held:
            return record
        try:
            posted = self._messenger.post_digest(workspace_id, subscription, digest, record.ref)
        except Uncertain as error:
            # Not looked for at once: Slack may still be at it. It is when the lease has run out.
            log.warning("a digest may have been posted", workspace=workspace_id, digest=record.id, exc_info=error)
            return record
        except Postponed as later:
            again = self._clock() + later.after
            return self._finish(workspace_id, replace(record, state=DigestState.DUE, due_at=again))
        except Closed as closed:
            choose = Notice(f"The digest was not posted. {closed.reason}")
            if subscription.channel:
                choose = choose._replace(button="Choose a channel", action="choose_channel", value=subscription.id)
            return self._skip(workspace_id, record, choose)
        return self._stands(workspace_id, subscription, record, posted)

    def _stands(self, workspace_id: str, subscription: Subscription, record: DigestRecord, at: Posted) -> DigestRecord:
        """Record that it stands, and only then post its thread: the thread may get lost, the record may not."""
        posted = replace(record, state=DigestState.POSTED, channel=at.channel, message_ts=at.ts)
        posted = self._finish(workspace_id, posted)
        if record.content:
            self._messenger.post_thread(workspace_id, subscription, Digest.from_json(record.content), at)
        return posted

    def _skip(self, workspace_id: str, record: DigestRecord, notice: Notice) -> DigestRecord:
        self._tell(workspace_id, notice)
        return self._finish(workspace_id, replace(record, state=DigestState.SKIPPED, reason=notice.sentence))

    def _unknown(self, workspace_id: str, record: DigestRecord) -> DigestRecord:
        reason = (
            f"I can't tell whether the digest of {long(record.period)} was posted: something broke at that moment, "
            "and Slack won't let me look. If it isn't there, post it now."
        )
        notice = Notice(reason, button="Post it now", action="post_now", value=record.id)
        self._tell(workspace_id, notice)
        return self._finish(workspace_id, replace(record, state=DigestState.UNKNOWN, reason=reason))

    def _tell(self, workspace_id: str, notice: Notice) -> None:
        """Tell administrators, before it is recorded: a crash in between tells twice, the other way round nobody."""
        try:
            self._messenger.tell_administrators(workspace_id, notice)
        except Closed as closed:
            log.warning("administrators cannot be told", workspace=workspace_id, reason=closed.reason)

    def _finish(self, workspace_id: str, record: DigestRecord) -> DigestRecord:
        now = self._clock()
        if not _is_open(record):
            record = replace(record, finished_at=now)
        with self._database.store(workspace_id) as store:
            if not store.digests.finish(record, owner=self._owner):
                log.warning("a digest was taken over", workspace=workspace_id, digest=record.id)
            elif not _is_open(record):
                subscription = subscription_of(store, record.subscription_id)
                due = last_due(subscription, now)
                if due is None or due.period <= record.period:  # or else the next is due as well
                    advance(store, subscription, now)
        return record


def _is_open(record: DigestRecord) -> bool:
    return record.state in (DigestState.DUE, DigestState.CLAIMED, DigestState.POSTING)


def _today(subscription: Subscription, now: datetime) -> date:
    return now.astimezone(ZoneInfo(subscription.zone)).date()


def _free_day(store: Store, subscription: Subscription, now: datetime) -> date:
    """Today; where today's digest came to nothing, the next day, so that what is known of it stays on record."""
    records = store.digests.latest(subscription.id, limit=RECORDS_BACK)
    in_vain = {record.period for record in records if record.state in (DigestState.UNKNOWN, DigestState.SKIPPED)}
    day = _today(subscription, now)
    while day in in_vain:
        day += timedelta(days=1)
    return day


def _posted(record: DigestRecord) -> Posted:
    """Where it stands; Refused, saying why, where it does not."""
    if record.state is DigestState.POSTED and record.channel and record.message_ts:
        return Posted(record.channel, record.message_ts)
    if record.state is DigestState.DUE:
        raise Refused("Slack is busy or away just now. I keep trying, and post it as soon as I can.")
    raise Refused(record.reason or "I can't tell yet whether it was posted. I look again in a few minutes.")
