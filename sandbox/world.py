"""What exists in the pretend Slack: teams, people, channels, messages and open views."""

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.reading import words

Json = dict[str, Any]
Clock = Callable[[], datetime]
Entered = dict[tuple[str, str], Any]
"""What was entered, by block id and action id, as Slack's value under `selected_…` or `value`."""


class SlackError(Exception):
    """A refusal as the Web API writes it: `error`, and what else the answer holds."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass(eq=False)
class Person:
    """Somebody in a team, or its bot. `flags` are the fields of Slack's user object that differ from False."""

    id: str
    team: "Team"
    name: str
    real_name: str
    email: str
    tz: str
    flags: Json = field(default_factory=dict)
    modals: list["View"] = field(default_factory=list)
    """The open stack; the last one is on top."""
    home: "View | None" = None


@dataclass(eq=False)
class Channel:
    """A conversation. A direct message has `user`, the person who talks with the bot."""

    id: str
    team: "Team"
    name: str
    created: int
    members: list[str]
    private: bool = False
    user: str | None = None
    flags: Json = field(default_factory=dict)
    messages: list["Message"] = field(default_factory=list)


@dataclass(eq=False)
class Message:
    """Something posted. An ephemeral one has `only_for`, the person who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    by_bot: bool = False
    edited: str | None = None
    also_channel: bool = False
    values: dict[str, Entered] = field(default_factory=dict)
    """What each person entered in the message's inputs."""

    @property
    def words(self) -> str:
        """Everything that can be read in it: the blocks, or the text where there are none."""
        return words(self.blocks) or self.text


@dataclass(eq=False)
class View:
    """A modal or a Home, as Slack holds it: `shape` is the view object without id, hash and state."""

    id: str
    hash: str
    shape: Json
    root: str
    previous: str | None = None
    values: Entered = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The blocks as they stand."""
        blocks: list[Json] = self.shape["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """The heading; a Home has none."""
        return str((self.shape.get("title") or {}).get("text", ""))

    @property
    def words(self) -> str:
        """Everything that can be read in it, the title included."""
        return "\n".join(part for part in (self.title, words(self.blocks)) if part)


@dataclass(eq=False)
class Team:
    """One workspace with the app installed: its token, its people, its channels."""

    id: str
    name: str
    token: str
    scopes: frozenset[str]
    bot: Person = field(init=False)
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    """Block types that this workspace refuses."""
    installed: bool = True


class World:
    """All teams, behind one lock. Whoever changes something does it inside `with world.changed:` and calls `touch`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.changed = threading.Condition()
        self.version = 0
        self.teams: dict[str, Team] = {}
        self.tokens: dict[str, Team] = {}
        self.watchers: list[Callable[[], None]] = []
        self._serial = itertools.count(1)
        self._last_ts = 0

    def touch(self) -> None:
        """Tell everybody who waits that something changed."""
        self.version += 1
        self.changed.notify_all()
        for watcher in self.watchers:
            watcher()

    def now(self) -> float:
        """Seconds since the epoch, by the sandbox's clock."""
        return self.clock().timestamp()

    def new_id(self, prefix: str) -> str:
        """An id like Slack's: a letter that says of what, then capitals and digits."""
        return f"{prefix}0{next(self._serial):04d}{secrets.token_hex(3).upper()}"

    def new_ts(self) -> str:
        """A message time stamp: unique, and rising even when the clock stands still."""
        micro = max(int(self.now() * 1_000_000), self._last_ts + 1)
        self._last_ts = micro
        return f"{micro // 1_000_000}.{micro % 1_000_000:06d}"

    def direct(self, team: Team, user_id: str) -> Channel:
        """The direct message between the bot and a person; made when it is first needed."""
        for channel in team.channels.values():
            if channel.user == user_id:
                return channel
        channel = Channel(
            self.new_id("D"), team, "directmessage", int(self.now()), [user_id, team.bot.id], True, user_id
        )
        team.channels[channel.id] = channel
        return channel

    def post(self, channel: Channel, message: Message) -> Message:
        """Append a message."""
        channel.messages.append(message)
        self.touch()
        return message
