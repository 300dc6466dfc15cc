"""Asking in plain words: a mention, a direct message, `/clients`, and the buttons under answers."""

import json
import re

from slack_bolt import App

from bot.questions.query import Query
from bot.services.ask import Ask
from handlers.desk import Desk, Request
from handlers.ids import Action, Command
from handlers.views.answers import answer_message
from handlers.whereabouts import Whereabouts

_EDITED_OR_BOT = ("subtype", "bot_id")
"""Keys of message events that nobody typed just now."""


class Asking:
    """The listeners to questions."""

    def __init__(self, desk: Desk, ask: Ask, whereabouts: Whereabouts) -> None:
        self._desk = desk
        self._ask = ask
        self._whereabouts = whereabouts

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.command(Command.CLIENTS)(self._desk.later(self.command))
        app.event("app_mention")(self._desk.once(self.mention))
        app.event("message")(self._desk.once(self.direct_message))
        app.action(re.compile(f"^{Action.ASK}(:|$)"))(self._desk.later(self.step))

    def command(self, request: Request) -> None:
        """`/clients who pays late`: answered to the asker alone."""
        thread = f"{request.user}:{request.body['channel_id']}"
        asked = self._ask.ask(request.workspace_id, request.person.member, request.text or "help", thread)
        request.reply(answer_message(asked.answer))

    def mention(self, request: Request) -> None:
        """A mention in a channel: answered in its thread, for everybody who is there."""
        channel = request.event["channel"]
        top = request.event.get("thread_ts") or request.event["ts"]
        workspace_id = request.workspace_id  # lets the person in first
        self._desk.gate.check_channel(request.client, request.installation, channel)
        text = request.text.replace(f"<@{request.installation.bot_user}>", " ").strip() or "help"
        asked = self._ask.ask(workspace_id, None, text, f"{channel}:{top}")
        message = answer_message(asked.answer)
        self._desk.gate.post(request.client, request.installation, channel, message, thread_ts=top)

    def direct_message(self, request: Request) -> None:
        """A direct message, which needs no mention. Edits and the bot's own messages are no questions."""
        event = request.event
        if event.get("channel_type") != "im" or any(key in event for key in _EDITED_OR_BOT):
            return
        if self._whereabouts.heard(request, event.get("text", "")):
            return
        top = event.get("thread_ts")
        thread = f"{event['channel']}:{top or ''}"
        asked = self._ask.ask(request.workspace_id, request.person.member, request.text, thread)
        self._desk.gate.send(request.client, request.person, answer_message(asked.answer), thread_ts=top)

    def step(self, request: Request) -> None:
        """A button under an answer. Under one for everybody its answer is for everybody too."""
        query = Query.from_label(json.loads(request.action["value"]))
        container = request.body.get("container") or {}
        channel = container.get("channel_id", "")
        if not channel.startswith("D") and container.get("type") == "message" and not container.get("is_ephemeral"):
            self._step_in_channel(request, query, channel, container)
            return
        answer = self._ask.ask_query(request.workspace_id, request.person.member, query, f"{request.user}:{channel}")
        request.reply(answer_message(answer))

    def _step_in_channel(self, request: Request, query: Query, channel: str, container: dict[str, str]) -> None:
        top = container.get("thread_ts") or container["message_ts"]
        workspace_id = request.workspace_id
        self._desk.gate.check_channel(request.client, request.installation, channel)
        answer = self._ask.ask_query(workspace_id, None, query, f"{channel}:{top}")
        self._desk.gate.post(request.client, request.installation, channel, answer_message(answer), thread_ts=top)
