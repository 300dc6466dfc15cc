"""What a person does in Slack. Each action ends when the app acknowledged it, or failed to."""

import re
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sandbox.backend import Backend
from sandbox.delivery import Answer
from sandbox.payloads import (
    APP_ID,
    VERIFICATION_TOKEN,
    domain,
    escaped,
    interaction,
    message_object,
    view_object,
)
from sandbox.submission import Outcome, close_views, submit_view
from sandbox.using import Where, find, suggestions, use
from sandbox.web_api.chat import refuse_bad
from sandbox.world import Channel, Json, Message, Person, SlackError, View

SILENT = "the app did not respond"


@dataclass(eq=False)
class Actor:
    """One person's hands and eyes."""

    backend: Backend
    person: Person
    suggested: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    """The options that the app offered last, by block and action."""

    # --- looking ---

    @property
    def direct(self) -> Channel:
        """The direct message with the bot."""
        with self.backend.world.changed:
            return self.backend.world.direct(self.person.team, self.person.id)

    def sees(self, channel: Channel | None = None, thread: str | None = None) -> list[Message]:
        """Messages as this person sees them, oldest first, own ephemeral ones and threads included."""
        where = channel or self.direct
        with self.backend.world.changed:
            if self.person.id not in where.members:
                return []
            seen = [m for m in where.messages if m.only_for in (None, self.person.id)]
            return [m for m in seen if thread in (None, m.ts, m.thread_ts)]

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        return self.person.modals[-1] if self.person.modals else None

    @property
    def home(self) -> View | None:
        """The app's Home as it was published for this person."""
        return self.person.home

    def reload(self) -> None:
        """Load the page anew: ephemeral messages and open modals are gone."""
        with self.backend.world.changed:
            for channel in self.person.team.channels.values():
                channel.messages = [m for m in channel.messages if m.only_for != self.person.id]
            self.person.modals.clear()
            self.backend.world.touch()

    # --- typing ---

    def say(self, text: str, channel: Channel | None = None, thread: str | None = None) -> Message:
        """Post a message; without a channel it is a direct message to the bot."""
        where = channel or self.direct
        backend, world = self.backend, self.backend.world
        with world.changed:
            if where.flags.get("is_archived") or self.person.id not in where.members:
                raise SlackError("not_in_channel" if self.person.id not in where.members else "is_archived")
            typed = escaped(text)
            blocks = [
                {
                    "type": "rich_text",
                    "block_id": "typed",
                    "elements": [{"type": "rich_text_section", "elements": _leaves(text)}],
                }
            ]
            message = Message(world.new_ts(), where.id, self.person.id, typed, blocks, thread_ts=thread)
            world.post(where, message)
            content = message_object(message, where.team)
            sent = [backend.emit_message(where, {**content, "client_msg_id": world.new_id("M")})]
            bot = where.team.bot.id
            if f"<@{bot}>" in typed and not where.user and bot in where.members:
                mention = {
                    **message_object(message, where.team),
                    "type": "app_mention",
                    "channel": where.id,
                    "event_ts": message.ts,
                }
                sent.append(backend.emit(mention, where.team))
        for future in sent:
            _wait(future)
        return message

    def dm(self, text: str, thread: str | None = None) -> Message:
        """Write to the bot directly."""
        return self.say(text, None, thread)

    def mention(self, text: str, channel: Channel, thread: str | None = None) -> Message:
        """Write to the bot in a channel, with an @mention in front."""
        return self.say(f"<@{self.person.team.bot.id}> {text}", channel, thread)

    def command(
        self, command: str, text: str = "", channel: Channel | None = None, thread: str | None = None
    ) -> Outcome:
        """Run a slash command from a channel's composer (by default, from the direct message with the bot)."""
        where = channel or self.direct
        backend = self.backend
        if thread:
            return self._told(where, f"{command} is not supported in threads. Sorry!", "not_in_threads")
        known = backend.manifest and [c["command"] for c in backend.manifest["features"].get("slash_commands", [])]
        if known is not None and command not in known:
            return self._told(where, f"{command} is not a valid command.", "unknown_command")
        with backend.world.changed:
            payload = {
                "token": VERIFICATION_TOKEN,
                "team_id": self.person.team.id,
                "team_domain": domain(self.person.team),
                "channel_id": where.id,
                "channel_name": "directmessage" if where.user else "privategroup" if where.private else where.name,
                "user_id": self.person.id,
                "user_name": self.person.name,
                "command": command,
                "text": escaped(text.strip()),
                "api_app_id": APP_ID,
                "is_enterprise_install": "false",
                "response_url": backend.urls.issue(self.person, where),
                "trigger_id": backend.triggers.issue(self.person),
            }
        answer = backend.deliveries.send("slash_commands", payload).result()
        if answer.problem:
            return self._told(where, f"{command} failed because {SILENT}.", answer.problem)
        return self._replied(where, answer)

    def _told(self, where: Channel, sentence: str, problem: str) -> Outcome:
        with self.backend.world.changed:
            self.backend.told(where, self.person.id, sentence)
        return Outcome(problem=problem)

    def _replied(self, where: Channel, answer: Answer) -> Outcome:
        """A command's acknowledgement may hold a message."""
        reply = answer.payload or {}
        text, blocks = reply.get("text", ""), reply.get("blocks") or []
        if text or blocks:
            only_for = None if reply.get("response_type") == "in_channel" else self.person.id
            with self.backend.world.changed:
                try:
                    refuse_bad(text, blocks, self.person.team)
                    self.backend.bot_message(where, text, blocks, only_for=only_for)
                except SlackError as refusal:
                    return Outcome(problem=refusal.error)
        return Outcome()

    # --- blocks ---

    def click(
        self, where: Where, action_id: str, value: Any = None, *, block_id: str | None = None, dispatch: bool = True
    ) -> Outcome:
        """Use an element: press a button (`value` tells apart those of one action), choose in a menu, pick a date.

        A confirmation that it asks for is given. Without `dispatch` the value is kept and the app is not told, as while
        somebody types. LookupError: it is not there, or the choice is not offered.
        """
        found = find(where, action_id, block_id, value)
        suggested = self.suggested.get(found.at, [])
        outcome = use(self.backend, self.person, where, found, value, suggested=suggested, dispatch=dispatch)
        if outcome.problem and isinstance(where, Message):
            return self._told(self._channel(where), f"Something went wrong: {SILENT}.", outcome.problem)
        return outcome

    def choose(self, action_id: str, value: Any, *, block_id: str | None = None) -> Outcome:
        """Choose in the open modal: an option by its value or words, a list of them, a date, a person's id."""
        return self.click(self._top(), action_id, value, block_id=block_id)

    def type(self, action_id: str, text: str, *, block_id: str | None = None) -> Outcome:
        """Type into an input of the open modal."""
        return self.click(self._top(), action_id, text, block_id=block_id)

    def suggest(
        self, action_id: str, typed: str, where: Where | None = None, *, block_id: str | None = None
    ) -> list[Json]:
        """Type into an external select and get the app's options; too few characters ask nobody."""
        place = where or self._top()
        found = find(place, action_id, block_id, None)
        self.suggested[found.at] = suggestions(self.backend, self.person, place, found, typed)
        return self.suggested[found.at]

    def _top(self) -> View:
        if self.modal is None:
            raise LookupError(f"{self.person.name} has no modal open")
        return self.modal

    def _channel(self, message: Message) -> Channel:
        return self.person.team.channels[message.channel]

    # --- modals, Home, shortcuts ---

    def submit(self, view: View | None = None) -> Outcome:
        """Press the modal's submit button."""
        return submit_view(self.backend, self.person, view or self._top())

    def close(self, view: View | None = None) -> None:
        """Press the modal's close button or ×."""
        close_views(self.backend, self.person, view or self._top())

    def open_home(self, tab: str = "home") -> View | None:
        """Open the app's Home (or, with "messages", its direct message)."""
        with self.backend.world.changed:
            home = self.person.home
            event: Json = {"type": "app_home_opened", "user": self.person.id, "channel": self.direct.id, "tab": tab}
            if tab == "home" and home:
                event["view"] = view_object(home, self.person.team)
            sent = self.backend.emit(event, self.person.team)
        _wait(sent)
        return self.person.home

    def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        """Use a global shortcut, or, with a message, one of that message's."""
        with self.backend.world.changed:
            world = self.backend.world
            more: Json = {"callback_id": callback_id, "trigger_id": self.backend.triggers.issue(self.person)}
            if message:
                channel = self._channel(message)
                more |= {
                    "message_ts": message.ts,
                    "message": message_object(message, self.person.team),
                    "channel": {"id": channel.id, "name": channel.name},
                    "response_url": self.backend.urls.issue(self.person, channel),
                }
            kind = "message_action" if message else "shortcut"
            payload = interaction(kind, self.person, action_ts=world.new_ts(), **more)
        return Outcome(problem=self.backend.deliveries.send("interactive", payload).result().problem)


def _wait(future: "Future[Answer] | None") -> None:
    if future is not None:
        future.result()


def _leaves(text: str) -> list[Json]:
    """What was typed, as rich text: mentions apart from words."""
    leaves: list[Json] = []
    for part in re.split(r"(<@\w+>)", text):
        if part.startswith("<@"):
            leaves.append({"type": "user", "user_id": part[2:-1]})
        elif part:
            leaves.append({"type": "text", "text": part})
    return leaves
