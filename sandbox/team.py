"""Building and changing a workspace. Changes made while the app runs are events to it, as in Slack."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.backend import Backend
from sandbox.payloads import slug, user_object
from sandbox.world import Channel, Json, Person, Team

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:read",
        "team:read",
        "users:read",
        "users:read.email",
    }
)
"""What the bot may do when no manifest says otherwise."""


@dataclass(eq=False)
class Workspace:
    """A handle on one team."""

    backend: Backend
    team: Team

    @staticmethod
    def made(backend: Backend, name: str) -> "Workspace":
        """A new team with the app and its bot; scopes are the manifest's where there is one."""
        world, manifest = backend.world, backend.manifest
        scopes = frozenset(manifest["oauth_config"]["scopes"]["bot"]) if manifest else SCOPES
        display = manifest["features"]["bot_user"]["display_name"] if manifest else "Good Clients"
        with world.changed:
            team_id = world.new_id("T")
            team = Team(team_id, name, f"xoxb-pretend-{team_id}", scopes)
            handle = re.sub(r"\W+", "", display.lower())
            team.bot = Person(world.new_id("U"), team, handle, display, "", "UTC", {"is_bot": True})
            team.people[team.bot.id] = team.bot
            world.teams[team_id] = world.tokens[team.token] = team
            world.touch()
        return Workspace(backend, team)

    @property
    def token(self) -> str:
        """The bot's token here."""
        return self.team.token

    @property
    def bot(self) -> Person:
        """The bot's user."""
        return self.team.bot

    def find(self, who: str | Person) -> Person:
        """Somebody by name. LookupError: nobody is called so."""
        if isinstance(who, Person):
            return who
        for person in self.team.people.values():
            if who in (person.name, person.id):
                return person
        raise LookupError(f"nobody is called {who!r} in {self.team.name}")

    def find_channel(self, channel: str | Channel) -> Channel:
        """A channel by name. LookupError: there is none."""
        if isinstance(channel, Channel):
            return channel
        for one in self.team.channels.values():
            if channel in (one.name, one.id):
                return one
        raise LookupError(f"no channel {channel!r} in {self.team.name}")

    def person(
        self,
        name: str,
        *,
        real_name: str | None = None,
        email: str | None = None,
        tz: str = "Europe/London",
        joining: bool = False,
        **flags: Any,
    ) -> Person:
        """Somebody new. `flags` are Slack's: is_admin, is_owner, is_restricted, is_stranger, deleted, team_id, is_bot…

        `joining` tells the app by a `team_join`.
        """
        world = self.backend.world
        with world.changed:
            shown = real_name or name.replace(".", " ").title()
            person = Person(world.new_id("U"), self.team, name, shown, email or f"{slug(name)}@example.com", tz, flags)
            self.team.people[person.id] = person
            world.touch()
        if joining:
            self._tell({"type": "team_join", "user": user_object(person, world)})
        return person

    def channel(
        self,
        name: str,
        members: Iterable[str | Person] = (),
        *,
        private: bool = False,
        bot: bool = True,
        **flags: Any,
    ) -> Channel:
        """A channel with these people, and the bot unless `bot` is false. `flags` are Slack's: is_ext_shared…"""
        world = self.backend.world
        with world.changed:
            ids = [self.find(one).id for one in members] + ([self.bot.id] if bot else [])
            channel = Channel(world.new_id("C"), self.team, name, int(world.now()), ids, private, flags=flags)
            self.team.channels[channel.id] = channel
            world.touch()
        return channel

    def change(self, who: str | Person, **flags: Any) -> None:
        """Change somebody's flags, for instance deleted=True."""
        person = self.find(who)
        with self.backend.world.changed:
            person.flags |= flags
            self.backend.world.touch()
        self._tell({"type": "user_change", "user": user_object(person, self.backend.world)})

    def join(self, who: str | Person, channel: str | Channel) -> None:
        """Add somebody, or the bot, to a channel."""
        person, where = self.find(who), self.find_channel(channel)
        with self.backend.world.changed:
            where.members.append(person.id)
            self.backend.world.touch()
        self._tell(
            {
                "type": "member_joined_channel",
                "user": person.id,
                "channel": where.id,
                "channel_type": "G" if where.private else "C",
                "team": self.team.id,
            }
        )

    def leave(self, who: str | Person, channel: str | Channel) -> None:
        """Take somebody, or the bot, out of a channel."""
        person, where = self.find(who), self.find_channel(channel)
        with self.backend.world.changed:
            where.members.remove(person.id)
            self.backend.world.touch()
        if person is self.bot:
            kind = "group_left" if where.private else "channel_left"
            self._tell({"type": kind, "channel": where.id, "actor_id": self.bot.id})
        else:
            self._tell({"type": "member_left_channel", "user": person.id, "channel": where.id, "team": self.team.id})

    def archive(self, channel: str | Channel) -> None:
        """Archive a channel."""
        where = self._flagged(channel, is_archived=True)
        self._tell({"type": "group_archive" if where.private else "channel_archive", "channel": where.id})

    def rename(self, channel: str | Channel, name: str) -> None:
        """Give a channel another name."""
        where = self.find_channel(channel)
        with self.backend.world.changed:
            where.name = name
            self.backend.world.touch()
        kind = "group_rename" if where.private else "channel_rename"
        self._tell({"type": kind, "channel": {"id": where.id, "name": name, "created": where.created}})

    def share(self, channel: str | Channel, *, pending: bool = False) -> None:
        """Share a channel with another organisation, or begin to (`pending`)."""
        where = self._flagged(channel, is_pending_ext_shared=pending, is_ext_shared=not pending)
        if not pending:
            self._tell({"type": "channel_shared", "channel": where.id, "connected_team_id": "T0ELSEWHERE"})

    def change_id(self, channel: str | Channel) -> None:
        """Give a channel another id, which can happen when it begins to be shared."""
        where, world = self.find_channel(channel), self.backend.world
        with world.changed:
            old = where.id
            self.team.channels = {one.id: one for one in self.team.channels.values() if one is not where}
            where.id = world.new_id("C")
            self.team.channels[where.id] = where
            for message in where.messages:
                message.channel = where.id
            world.touch()
        self._tell({"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": where.id})

    def uninstall(self) -> None:
        """Remove the app: its token is good for nothing any more."""
        with self.backend.world.changed:
            self.team.installed = False
            self.backend.world.touch()
        self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot.id]}})
        self._tell({"type": "app_uninstalled"})

    def refuse_newest_blocks(self) -> None:
        """Make this a workspace that does not have charts and data tables yet."""
        self.team.without = frozenset({"data_table", "data_visualization"})

    def _flagged(self, channel: str | Channel, **flags: Any) -> Channel:
        where = self.find_channel(channel)
        with self.backend.world.changed:
            where.flags |= flags
            self.backend.world.touch()
        return where

    def _tell(self, event: Json) -> None:
        with self.backend.world.changed:
            if self.backend.deliveries.loop:
                self.backend.emit(event, self.team)
