"""What the Web API and people's hands share: the world, deliveries, tickets, faults, and the app's manifest."""

from concurrent.futures import Future
from dataclasses import dataclass, field

from sandbox.delivery import Answer, Deliveries
from sandbox.faults import Faults
from sandbox.payloads import APP_ID, bot_id, channel_type, completed, event_callback
from sandbox.tickets import ResponseUrls, Triggers
from sandbox.world import Channel, Json, Message, Team, World

EVENTS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_id_changed",
        "channel_left",
        "channel_rename",
        "channel_shared",
        "channel_unarchive",
        "channel_unshared",
        "group_archive",
        "group_left",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.im",
        "team_join",
        "tokens_revoked",
        "user_change",
    }
)
"""What the app hears of when no manifest says otherwise."""


@dataclass(eq=False)
class Backend:
    """One pretend Slack. `calls` is what the app asked of the Web API, in order."""

    world: World
    deliveries: Deliveries
    triggers: Triggers
    urls: ResponseUrls
    app_token: str
    manifest: Json | None = None
    faults: Faults = field(default_factory=Faults)
    calls: list[tuple[str, Json]] = field(default_factory=list)

    def listens(self, event: str) -> bool:
        """Whether the app subscribed to this event."""
        if self.manifest is None:
            return event in EVENTS
        settings = self.manifest.get("settings", {})
        return event in settings.get("event_subscriptions", {}).get("bot_events", [])

    def emit(self, event: Json, team: Team, *, kind: str | None = None) -> "Future[Answer] | None":
        """Send an event when the app listens; `kind` where the subscription's name differs from the type."""
        if not self.listens(kind or event["type"]):
            return None
        event.setdefault("event_ts", self.world.new_ts())
        return self.deliveries.send("events_api", event_callback(event, team, self.world))

    def emit_message(self, channel: Channel, content: Json) -> "Future[Answer] | None":
        """Tell the app of a message, or of a change of one, in a conversation that it reads."""
        kind = channel_type(channel)
        event = {"type": "message", "channel": channel.id, "channel_type": kind, **content}
        return self.emit(event, channel.team, kind="message.im" if kind == "im" else f"message.{kind}s")

    def bot_message(
        self,
        channel: Channel,
        text: str,
        blocks: list[Json],
        *,
        thread_ts: str | None = None,
        only_for: str | None = None,
    ) -> Message:
        """Something that the bot says, put where people see it. Ephemeral ones are events to nobody."""
        team = channel.team
        message = Message(
            self.world.new_ts(),
            channel.id,
            team.bot.id,
            text,
            completed(blocks),
            thread_ts=thread_ts,
            only_for=only_for,
            by_bot=True,
        )
        self.world.post(channel, message)
        if thread_ts and not only_for:
            parent = next((one for one in channel.messages if one.ts == thread_ts), None)
            if parent and not parent.thread_ts:
                parent.thread_ts = parent.ts
        return message

    def told(self, channel: Channel, person_id: str, sentence: str) -> None:
        """What Slack itself tells one person, as Slackbot."""
        note = Message(self.world.new_ts(), channel.id, "USLACKBOT", sentence, [], only_for=person_id)
        self.world.post(channel, note)


def bot_profile(team: Team) -> Json:
    """Who the bot is, as posted messages carry it."""
    return {"id": bot_id(team), "app_id": APP_ID, "name": team.bot.real_name, "team_id": team.id}
