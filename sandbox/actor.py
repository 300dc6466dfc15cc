"""What a person does in Slack. Each action ends when the app acknowledged it, or failed to."""

import re
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sandbox.backend import Backend
from sandbox.blocks import interactive
from sandbox.checks import many
from sandbox.delivery import Answer
from sandbox.elements import option
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
from sandbox.values import action_of, chosen, flat, state_values
from sandbox.web_api.chat import refuse_bad
from sandbox.world import Channel, Json, Message, Person, SlackError, View

Where = Message | View
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
            sent = [backend.emit_message(message, where, {"client_msg_id": world.new_id("M")})]
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

    def click(self, where: Where, action_id: str, value: Any = None, *, block_id: str | None = None) -> Outcome:
        """Use an element: press a button (`value` tells apart those of one action), choose in a menu, pick a date.

        A confirmation that it asks for is given. LookupError: it is not there, or the choice is not offered.
        """
        with self.backend.world.changed:
            block, element = self._find(where, action_id, block_id, value)
            at = (block["block_id"], element["action_id"])
            held = value
            if element["type"] != "button":
                held = chosen(element, value, self.suggested.get(at, []))
                self._entered(where)[at] = held
                self.backend.world.touch()
            if block["type"] == "input" and not block.get("dispatch_action"):
                return Outcome()
            payload = self._action_payload(where, action_of(element, block, held, self.backend.world.new_ts()))
        answer = self.backend.deliveries.send("interactive", payload).result()
        if answer.problem and isinstance(where, Message):
            channel = self.person.team.channels[where.channel]
            return self._told(channel, f"Something went wrong: {SILENT}.", answer.problem)
        return Outcome(problem=answer.problem)

    def choose(self, action_id: str, value: Any, *, block_id: str | None = None) -> Outcome:
        """Choose in the open modal: an option by its value or words, a list of them, a date, a person's id."""
        return self.click(self._top(), action_id, value, block_id=block_id)

    def type(self, action_id: str, text: str, *, block_id: str | None = None) -> Outcome:
        """Type into an input of the open modal."""
        return self.click(self._top(), action_id, text, block_id=block_id)

    def suggest(self, action_id: str, typed: str, where: Where | None = None) -> list[Json]:
        """Type into an external select and get the app's options; too few characters ask nobody."""
        place = where or self._top()
        with self.backend.world.changed:
            block, element = self._find(place, action_id, None, None)
            if len(typed) < element.get("min_query_length", 3):
                return []
            payload = interaction(
                "block_suggestion",
                self.person,
                action_id=element["action_id"],
                block_id=block["block_id"],
                value=typed,
                **self._container(place),
            )
        answer = self.backend.deliveries.send("interactive", payload).result().payload or {}
        options: list[Json] = answer.get("options") or [
            option for group in answer.get("option_groups") or [] for option in group["options"]
        ]
        if check_options(options):
            return []
        self.suggested[block["block_id"], element["action_id"]] = options
        return options

    def _top(self) -> View:
        if self.modal is None:
            raise LookupError(f"{self.person.name} has no modal open")
        return self.modal

    def _entered(self, where: Where) -> dict[tuple[str, str], Any]:
        return where.values if isinstance(where, View) else where.values.setdefault(self.person.id, {})

    def _find(self, where: Where, action_id: str, block_id: str | None, value: Any) -> tuple[Json, Json]:
        found = [
            (block, element)
            for block in flat(where.blocks)
            for element in interactive(block)
            if element["action_id"] == action_id and block_id in (None, block["block_id"])
        ]
        exact = [pair for pair in found if pair[1]["type"] == "button" and value in (None, pair[1].get("value"))]
        usable = exact or [pair for pair in found if pair[1]["type"] != "button"]
        if not usable:
            raise LookupError(f"nothing to use as {action_id!r} with {value!r} in:\n{where.words}")
        return usable[0]

    def _container(self, where: Where) -> Json:
        team = self.person.team
        if isinstance(where, View):
            return {"container": {"type": "view", "view_id": where.id}, "view": view_object(where, team)}
        channel = team.channels[where.channel]
        held: Json = {
            "container": {
                "type": "message",
                "message_ts": where.ts,
                "channel_id": channel.id,
                "is_ephemeral": bool(where.only_for),
                **({"thread_ts": where.thread_ts} if where.thread_ts else {}),
            },
            "channel": {"id": channel.id, "name": "directmessage" if channel.user else channel.name},
            "state": {"values": state_values(where.blocks, where.values.get(self.person.id, {}))},
        }
        # Slack does not send the content of ephemeral messages back.
        return held if where.only_for else held | {"message": message_object(where, team)}

    def _action_payload(self, where: Where, action: Json) -> Json:
        urls = {}
        if isinstance(where, Message):
            channel = self.person.team.channels[where.channel]
            urls = {"response_url": self.backend.urls.issue(self.person, channel, where)}
        return interaction(
            "block_actions",
            self.person,
            trigger_id=self.backend.triggers.issue(self.person),
            actions=[action],
            **self._container(where),
            **urls,
        )

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
                channel = self.person.team.channels[message.channel]
                more |= {
                    "message_ts": message.ts,
                    "message": message_object(message, self.person.team),
                    "channel": {"id": channel.id, "name": channel.name},
                    "response_url": self.backend.urls.issue(self.person, channel),
                }
            kind = "message_action" if message else "shortcut"
            payload = interaction(kind, self.person, action_ts=world.new_ts(), **more)
        return Outcome(problem=self.backend.deliveries.send("interactive", payload).result().problem)


def check_options(options: list[Json]) -> list[str]:
    """What Slack would say of suggested options."""
    complaints: list[str] = []
    many(option(plain=True), 100, 0)(options, "/options", complaints)
    return complaints


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
