"""Slack's shapes of what the world holds: users, channels, messages, views, and the payloads the app gets."""

import re
import secrets
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.blocks import flat, interactive
from sandbox.values import state_values
from sandbox.world import Channel, Json, Message, Person, Team, View, World

APP_ID = "A0SANDBOX01"
VERIFICATION_TOKEN = "legacy-verification-token"  # noqa: S105 - Slack's deprecated field; it opens nothing
FLAGS = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_bot")


def user_object(person: Person, world: World) -> Json:
    """The user as users.info shows it. A person of another organisation has no administrator's flags."""
    offset = world.clock().astimezone(ZoneInfo(person.tz)).utcoffset()
    profile = {
        "real_name": person.real_name,
        "display_name": person.name,
        "email": person.email,
        "team": home_team(person),
    }
    return {
        "id": person.id,
        "team_id": person.team.id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "updated": 0,
        "is_app_user": False,
        **dict.fromkeys(FLAGS, False),
        **person.flags,
        "profile": profile,
    }


def channel_object(channel: Channel) -> Json:
    """The conversation as conversations.info shows it."""
    if channel.user:
        return {
            "id": channel.id,
            "created": channel.created,
            "is_im": True,
            "is_org_shared": False,
            "user": channel.user,
            "is_user_deleted": False,
            "is_archived": False,
            "context_team_id": channel.team.id,
            "is_open": True,
        }
    flags = channel.flags
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "created": channel.created,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": False,
        "is_general": False,
        "is_shared": bool(flags.get("is_ext_shared")),
        "is_ext_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": channel.team.id,
        "shared_team_ids": [channel.team.id],
        "is_member": channel.team.bot.id in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        **flags,
    }


def message_object(message: Message, team: Team, *, metadata: bool = False) -> Json:
    """The message as histories and payloads show it; `metadata` only where it was asked for."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.user in team.people:
        shown["team"] = home_team(team.people[message.user])
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.by_bot:
        shown |= {"bot_id": bot_id(team), "app_id": APP_ID}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown


def bot_id(team: Team) -> str:
    """The id of the bot itself, which is not its user's."""
    return "B" + team.bot.id[1:]


def view_object(view: View, team: Team) -> Json:
    """The view as answers and payloads hold it, with the state of its inputs."""
    shape = {"title": None, "close": None, "submit": None} | view.shape
    return {
        "id": view.id,
        "team_id": team.id,
        "app_id": APP_ID,
        "app_installed_team_id": team.id,
        "bot_id": bot_id(team),
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **shape,
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "state": {"values": state_values(view.blocks, view.values)},
    }


def person_object(person: Person) -> Json:
    """Who acted, as interactions say it."""
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": home_team(person)}


def home_team(person: Person) -> str:
    """The id of the team that somebody belongs to, which is another one for people from outside."""
    return str(person.flags.get("team_id", person.team.id))


def team_object(team: Team) -> Json:
    """The team as interactions say it."""
    return {"id": team.id, "domain": domain(team)}


def domain(team: Team) -> str:
    """The part of the team's address that is its name."""
    return slug(team.name)


def slug(name: str) -> str:
    """A name as it stands in addresses."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def interaction(kind: str, person: Person, **more: Any) -> Json:
    """What every interaction's payload has, and `more`."""
    return {
        "type": kind,
        "user": person_object(person),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": team_object(person.team),
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def event_callback(event: Json, team: Team, world: World) -> Json:
    """The outer envelope of the Events API."""
    channel = team.channels.get(str(event.get("channel")))
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(channel and channel.flags.get("is_ext_shared")),
    }


def channel_type(channel: Channel) -> str:
    """Slack's word in message events."""
    return "im" if channel.user else "group" if channel.private else "channel"


def completed(blocks: list[Json]) -> list[Json]:
    """Blocks as Slack gives them back: with ids where they had none, and the texts' defaults."""
    done = [_with_defaults(block) for block in blocks]
    for block in flat(done):
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in interactive(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return done


def _with_defaults(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_defaults(part) for part in value]
    if not isinstance(value, dict):
        return value
    done = {name: _with_defaults(part) for name, part in value.items() if part is not None}
    if done.get("type") == "plain_text":
        done.setdefault("emoji", True)
    elif done.get("type") == "mrkdwn":
        done.setdefault("verbatim", False)
    return done


def escaped(text: str) -> str:
    """Text as Slack passes on what people typed: `& < >` as entities, but for mentions and channel links."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"&lt;([@#]\w+)(\|[^&]*)?&gt;", lambda found: f"<{found[1]}{found[2] or ''}>", safe)


def echoed(value: Any) -> Any:
    """Texts as interactions send them back: `& < >` are entities there, even in plain text (bolt-python#513)."""
    if isinstance(value, list):
        return [echoed(part) for part in value]
    if not isinstance(value, dict):
        return value
    done = {name: echoed(part) for name, part in value.items()}
    if done.get("type") == "plain_text":
        bare = re.sub(r"&(?!(amp|lt|gt);)", "&amp;", done["text"])
        done["text"] = bare.replace("<", "&lt;").replace(">", "&gt;")
    return done
