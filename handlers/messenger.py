"""The messenger over Slack: digests and notices, through the gate."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from slack_sdk import WebClient
from slackblocks import ActionsBlock, Block, Button, PlainText, SectionBlock

from bot.company import Subscription
from bot.digests import Digest
from bot.ports import Closed, Database, Installation, Notice, Posted, Postponed, Uncertain
from bot.qualities import Role
from handlers.clients import reading_client
from handlers.gate import Gate
from handlers.ids import Action
from handlers.message import Message
from handlers.posting import carefully, find
from handlers.views.digest import digest_message, digest_thread

DOORS = {"choose_channel": Action.DIGEST_SETTINGS, "post_now": Action.DIGEST_POST_UNKNOWN}
"""The buttons behind what a notice offers."""

BETWEEN_POSTS = timedelta(seconds=1)
"""Slack takes one message a second in a channel."""

THREAD_TRIES = 3
LONGEST_WAIT = timedelta(seconds=30)
"""Where Slack asks for a longer wait, the thread is tried earlier, and may be given up."""

log = structlog.get_logger(__name__)


class SlackMessenger:
    """Implements bot.ports.Messenger."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        client_for: Callable[[Installation], WebClient],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._database = database
        self._gate = gate
        self._client_for = client_for

    def post_digest(self, workspace_id: str, subscription: Subscription, content: Digest, ref: str) -> Posted:
        installation = self._installation(workspace_id)
        client = self._client_for(installation)
        return carefully(lambda: self._post(client, installation, subscription, digest_message(content), ref=ref))

    def post_thread(self, workspace_id: str, subscription: Subscription, content: Digest, under: Posted) -> None:
        installation = self._installation(workspace_id)
        client = self._client_for(installation)
        thread, wait = digest_thread(content), BETWEEN_POSTS
        for _ in range(THREAD_TRIES):
            self._pause(wait.total_seconds())
            try:
                carefully(lambda: self._post(client, installation, subscription, thread, thread_ts=under.ts))
            except Postponed as later:
                wait = min(later.after, LONGEST_WAIT)
            except (Uncertain, Closed) as error:
                log.warning("a digest stands without its thread", workspace=workspace_id, exc_info=error)
                return
            else:
                return
        log.warning("a digest stands without its thread: Slack is busy", workspace=workspace_id)

    def find_post(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        return find(reading_client(self._client_for(self._installation(workspace_id))), channel, ref, since)

    def tell_administrators(self, workspace_id: str, notice: Notice) -> None:
        installation = self._installation(workspace_id)
        client = self._client_for(installation)
        with self._database.store(workspace_id) as store:
            members = store.members.all()
        users = [one.slack_user for one in members if one.role is Role.ADMINISTRATOR and one.slack_user]
        message, told, again = notice_message(notice), False, False
        for user in users:
            try:
                carefully(partial(self._send, client, installation, user, message))
                told = True
            except (Closed, Postponed, Uncertain) as error:
                again = again or not isinstance(error, Closed)
                log.warning("an administrator could not be told", workspace=workspace_id, exc_info=error)
        if again and not told:
            raise Postponed(BETWEEN_POSTS)

    def _send(self, client: WebClient, installation: Installation, user: str, message: Message) -> Posted:
        return self._gate.send(client, self._gate.admit(client, installation, user), message)

    def _installation(self, workspace_id: str) -> Installation:
        installation = self._database.installation_of(workspace_id)
        if installation is None:
            raise Closed("This workspace is not connected to Slack.")
        return installation

    def _post(
        self,
        client: WebClient,
        installation: Installation,
        subscription: Subscription,
        message: Message,
        *,
        thread_ts: str | None = None,
        ref: str | None = None,
    ) -> Posted:
        if subscription.channel:
            return self._gate.post(client, installation, subscription.channel, message, thread_ts=thread_ts, ref=ref)
        with self._database.store(installation.workspace_id) as store:
            member = store.members.get(subscription.member_id or "")
        if member is None or member.slack_user is None:
            raise Closed("The person this digest is for has no Slack user.")
        reader = self._gate.admit(client, installation, member.slack_user)
        return self._gate.send(client, reader, message, thread_ts=thread_ts, ref=ref)


def notice_message(notice: Notice) -> Message:
    """What an administrator is told."""
    blocks: list[Block] = [SectionBlock(PlainText(notice.sentence))]
    if notice.button and notice.action:
        button = Button(PlainText(notice.button), DOORS[notice.action], value=notice.value or "-")
        blocks.append(ActionsBlock([button]))
    return Message(notice.sentence, blocks)
