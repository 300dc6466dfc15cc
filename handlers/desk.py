"""Where requests arrive: who asks is let in by the gate, the work is done after the ack on a pool of its own."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.ports import Clock, Database, Installation, NewId
from handlers.gate import Admitted, Gate
from handlers.guard import guarded
from handlers.message import Message

REDELIVERED_WITHIN = timedelta(hours=1)
"""Slack retries an event at once, after 1 and after 5 minutes; an hour leaves room."""


@dataclass
class Request:
    """Something a person did in Slack: a command, a click, a form, an event."""

    body: Mapping[str, Any]
    desk: "Desk"
    event: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def client(self) -> WebClient:
        """Slack, with the token of this workspace; it never sends a post twice."""
        return self.desk.client_for(self.installation)

    @cached_property
    def installation(self) -> Installation:
        """The workspace it belongs to. Raises Closed for an unknown team."""
        team = self.body.get("team_id") or (self.body.get("team") or {}).get("id")
        enterprise = self.body.get("enterprise_id") or (self.body.get("enterprise") or {}).get("id")
        return self.desk.gate.installation(enterprise, team)

    @property
    def user(self) -> str:
        """Slack's id of the person."""
        user: str = self.event.get("user") or self.body.get("user_id") or self.body["user"]["id"]
        return user

    @cached_property
    def person(self) -> Admitted:
        """The person, let in by the gate. Raises Closed."""
        return self.desk.gate.admit(self.client, self.installation, self.user)

    @property
    def workspace_id(self) -> str:
        return self.person.workspace_id

    @property
    def text(self) -> str:
        """What was typed. Slack escapes three characters in commands and messages."""
        text = str(self.event.get("text") or self.body.get("text") or "")
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()

    @property
    def action(self) -> Mapping[str, Any]:
        """The button or menu that was used."""
        action: Mapping[str, Any] = self.body["actions"][0]
        return action

    @property
    def response_url(self) -> str | None:
        """Where Slack takes an answer for this person alone, if it offers one."""
        return self.body.get("response_url") or None

    def reply(self, message: Message, *, response_url: str | None = None, replace: bool = False) -> None:
        """Answer this person alone: where they acted, or else by direct message."""
        url = response_url or self.response_url
        if url:
            self.desk.gate.answer(self.client, self.person, message, url, replace=replace)
        else:
            self.desk.gate.send(self.client, self.person, message)

    def tell(self, sentence: str) -> None:
        """Say a sentence without a word about clients: it may go to somebody the gate does not let in."""
        if self.response_url:
            WebhookClient(self.response_url).send(text=sentence, response_type="ephemeral", replace_original=False)
        elif (channel := self.event.get("channel")) and self.event.get("channel_type") != "im":
            self.desk.gate.refuse(self.client, channel, self.user, sentence)
        else:
            self.client.chat_postMessage(channel=self.user, text=sentence)


Handle = Callable[[Request], None]


class Desk:
    """Turns what people do into calls, and failures into sentences."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        client_for: Callable[[Installation], WebClient],
        *,
        clock: Clock,
        new_id: NewId,
        work: ThreadPoolExecutor,
    ) -> None:
        self.database = database
        self.gate = gate
        self.client_for = client_for
        self.clock = clock
        self.new_id = new_id
        self._work = work

    def later(self, handle: Handle) -> Callable[..., None]:
        """A listener for commands, buttons and shortcuts: acked at once, done on the work pool.

        Raising right after ack() can lose the ack in Bolt, so nothing but submitting happens here.
        """

        def listener(ack: Ack, body: dict[str, Any]) -> None:
            ack()
            request = Request(body, self)
            self.soon(request, lambda: handle(request))

        return listener

    def once(self, handle: Handle) -> Callable[..., None]:
        """A listener for events, which Slack delivers at least once."""

        def listener(ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
            ack()
            request = Request(body, self, event)
            self.soon(request, lambda: self._first_time(request, handle))

        return listener

    def soon(self, request: Request, act: Callable[[], None]) -> None:
        """Do it on the work pool; failures are told to the person."""
        self._work.submit(guarded, act, request.tell, self.new_id)

    def _first_time(self, request: Request, handle: Handle) -> None:
        now = self.clock()
        with self.database.store(request.installation.workspace_id) as store:
            first = store.memory.first_time(request.body["event_id"], now=now, until=now + REDELIVERED_WITHIN)
        if first:
            handle(request)
