"""Ask after visits: each visit once, whatever breaks. The protocol is argued in docs/decisions/0005."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog

from bot.company import Member
from bot.ports import (
    Asker,
    Clock,
    Closed,
    Database,
    DueFor,
    NewId,
    Posted,
    Postponed,
    Store,
    Unavailable,
    Uncertain,
)
from bot.privacy import OPEN_FOR
from bot.services.reception import PERSON
from bot.services.shown import questions
from bot.visits.prompt import Prompt, PromptState
from bot.visits.times import Day

LEASE = timedelta(minutes=5)
"""So long questions are in one process's hands; after that another finds out what became of them."""

LOOK_BACK = timedelta(hours=2)
"""A message is looked for from so long before the visit's end: clocks differ, and people leave early."""

AGAIN = timedelta(hours=1)
"""When to try again somebody who may not be written to now."""

ONE_MESSAGE = 8
"""Questions of one message."""

HANDS = 4
"""People asked at the same time by one process: most of the time is spent waiting for Slack."""

log = structlog.get_logger(__name__)


class Prompts:
    """Questions from due to asked. `owner` names this process in its claims."""

    def __init__(
        self, database: Database, asker: Asker, clock: Clock, new_id: NewId, *, owner: str, lease: timedelta = LEASE
    ) -> None:
        self._database = database
        self._asker = asker
        self._clock = clock
        self._new_id = new_id
        self._owner = owner
        self._lease = lease

    def ask_due(self) -> None:
        """Ask whatever is due, until nothing is. Trouble with one person is logged and holds up no other."""
        with ThreadPoolExecutor(HANDS, thread_name_prefix="prompt") as hands:
            while any(list(hands.map(self._ask, self._database.prompts_due(self._clock())))):
                pass

    def ask_one(self, workspace_id: str, member: Member) -> None:
        """Ask one person what is due for them, at once."""
        self._ask(DueFor(workspace_id, member.id))

    def _ask(self, due: DueFor) -> bool:
        """Whether there was something to do."""
        try:
            with self._database.store(due.workspace_id) as store:
                member = store.members.get(due.member_id)
                claimed = store.prompts.claim(
                    due.member_id, owner=self._owner, now=self._clock(), lease=self._lease, limit=ONE_MESSAGE
                )
            if claimed and member:
                self._deliver(due.workspace_id, member, claimed)
        except Unavailable as error:
            log.warning("a question waits until its lease runs out", workspace=due.workspace_id, exc_info=error)
            return False
        except Exception:
            log.exception("a question failed", reference=self._new_id()[-8:], workspace=due.workspace_id)
            return False
        return bool(claimed)

    def _deliver(self, workspace_id: str, member: Member, claimed: Sequence[Prompt]) -> None:
        """Bring claimed questions to the person, or leave them to whoever finds them when the lease runs out."""
        fresh = [prompt for prompt in claimed if prompt.state is PromptState.CLAIMED]
        may_stand = sorted((prompt for prompt in claimed if prompt.state is PromptState.POSTING), key=_ref)
        for ref, group in groupby(may_stand, key=_ref):
            fresh += self._reconciled(workspace_id, member, ref, list(group))
        with self._database.store(workspace_id) as store:
            fresh = self._sorted_out(store, member, fresh)
        if fresh:
            self._post(workspace_id, member, fresh)

    def _reconciled(self, workspace_id: str, member: Member, ref: str, group: list[Prompt]) -> list[Prompt]:
        """Questions that were being posted when somebody broke off: those that certainly do not stand."""
        since = min(min(prompt.ended_at, prompt.due_at) for prompt in group) - LOOK_BACK
        try:
            found = self._asker.find(workspace_id, group[0].channel or "", ref, since)
        except (Uncertain, Closed, Postponed) as error:
            # Never posted again blindly: looked for again when the lease runs out, as long as it is worth asking.
            log.warning("it can't be told whether a question stands", workspace=workspace_id, exc_info=error)
            if self._clock() - since > OPEN_FOR:
                self._finish(workspace_id, [replace(prompt, state=PromptState.UNKNOWN) for prompt in group])
            return []
        if found is None:
            return group
        self._stand(workspace_id, member, ref, group, found)
        return []

    def _sorted_out(self, store: Store, member: Member, fresh: Sequence[Prompt]) -> list[Prompt]:
        """The questions to be asked now; the others are put off or closed."""
        now = self._clock()
        day = Day.of(member, store.workspace())
        allowed = day.first_from(now)
        open_visits = {visit.id for visit in store.visits.open_of(member.id, now - 2 * OPEN_FOR)}
        asked = store.prompts.of_member(member.id, (PromptState.ASKED,))
        places = {prompt.place for prompt in asked if prompt.visit_id is None}
        stay: list[Prompt] = []
        for prompt in fresh:
            is_reply = prompt.source == PERSON and not prompt.was_asked
            decided = replace(prompt, state=PromptState.ASKED if prompt.was_asked else PromptState.DUE)
            if prompt.visit_id and prompt.visit_id not in open_visits:
                decided = replace(prompt, state=PromptState.ANSWERED)
            elif _is_over(prompt, now) or not (member.prompts or is_reply):
                decided = replace(prompt, state=PromptState.EXPIRED)
            elif allowed > now and not is_reply:
                decided = replace(decided, due_at=max(allowed, prompt.due_at))
            elif prompt.visit_id is None and prompt.place in places:
                decided = replace(decided, due_at=day.next_morning(now))
            else:
                places |= {prompt.place} if prompt.visit_id is None else set()
                stay.append(prompt)
                continue
            store.prompts.finish(decided, owner=self._owner)
        if any(_is_due(prompt, now) for prompt in stay):
            return stay
        for prompt in stay:  # they stand already, and nothing new is to be shown with them
            store.prompts.finish(replace(prompt, state=PromptState.ASKED), owner=self._owner)
        return []

    def _post(self, workspace_id: str, member: Member, fresh: Sequence[Prompt]) -> None:
        ref = self._new_id()
        try:
            channel = self._asker.direct(workspace_id, member)
            if any(_lease(prompt) - self._clock() < self._lease / 2 for prompt in fresh):
                # Too slow: whoever takes it over must not find it absent while it is on its way.
                return
            with self._database.store(workspace_id) as store:
                held = store.prompts.posting(fresh, owner=self._owner, ref=ref, channel=channel)
                shown = questions(store, member, held, self._clock())
            if not held:
                return
            posted = self._asker.ask(workspace_id, member, shown, ref)
        except Uncertain as error:
            # Not looked for at once: Slack may still be at it. It is when the lease has run out.
            log.warning("a question may have been posted", workspace=workspace_id, exc_info=error)
        except Postponed as later:
            self._put_back(workspace_id, fresh, later.after)
        except Closed as closed:
            log.warning("a question was not posted", workspace=workspace_id, reason=closed.reason)
            self._put_back(workspace_id, fresh, AGAIN)
        else:
            self._stand(workspace_id, member, ref, held, posted)

    def _put_back(self, workspace_id: str, fresh: Sequence[Prompt], after: timedelta) -> None:
        again = self._clock() + after
        back = [
            replace(
                prompt,
                state=PromptState.ASKED if prompt.was_asked else PromptState.DUE,
                due_at=max(prompt.due_at, again),
            )
            for prompt in fresh
        ]
        self._finish(workspace_id, back)

    def _stand(self, workspace_id: str, member: Member, ref: str, group: Sequence[Prompt], at: Posted) -> None:
        """The message stands: questions that it repeats go from where they stood before."""
        before = {Posted(at.channel, prompt.message_ts) for prompt in group if prompt.message_ts} - {at}
        for old in before:
            with self._database.store(workspace_id) as store:
                rest = [prompt for prompt in store.prompts.of_message(old) if prompt.ref != ref]
                shown = questions(store, member, rest, self._clock())
            try:
                self._asker.renew(workspace_id, member, old, shown)
            except (Uncertain, Postponed) as error:
                log.warning("an older message still shows a question", workspace=workspace_id, exc_info=error)
                return
            except Closed as closed:
                log.warning("an older message stays", workspace=workspace_id, reason=closed.reason)
        now = self._clock()
        with self._database.store(workspace_id) as store:
            day = Day.of(member, store.workspace())
            store.prompts.stand(ref, at)
            for prompt in group:
                store.prompts.finish(_asked(prompt, at, day, now), owner=self._owner)

    def _finish(self, workspace_id: str, prompts: Sequence[Prompt]) -> None:
        with self._database.store(workspace_id) as store:
            for prompt in prompts:
                store.prompts.finish(prompt, owner=self._owner)


def _asked(prompt: Prompt, at: Posted, day: Day, now: datetime) -> Prompt:
    """The question as it stands now: asked once more the next working morning, and then never again."""
    stands = replace(prompt, state=PromptState.ASKED, channel=at.channel, message_ts=at.ts)
    if not prompt.was_asked:
        return replace(stands, due_at=day.next_morning(now))
    if prompt.due_at <= now:
        return replace(stands, reminded=True, due_at=max(now, prompt.ended_at + OPEN_FOR))
    return stands


def _is_over(prompt: Prompt, now: datetime) -> bool:
    """Whether it was asked twice, or nobody remembers the visit well."""
    return (prompt.reminded and prompt.due_at <= now) or now - prompt.ended_at > OPEN_FOR


def _is_due(prompt: Prompt, now: datetime) -> bool:
    """Whether it has to be shown, and does not merely stand beside one that has to."""
    return not prompt.was_asked or prompt.due_at <= now


def _ref(prompt: Prompt) -> str:
    return prompt.ref or ""


def _lease(prompt: Prompt) -> datetime:
    if prompt.lease_until is None:
        raise LookupError(f"question {prompt.id} is in nobody's hands")
    return prompt.lease_until
