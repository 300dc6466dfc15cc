"""How arguments are read: flags that come as words, pages, and what must exist."""

from collections.abc import Sequence
from typing import TypeVar

from sandbox.world import Channel, Json, Person, SlackError, Team

T = TypeVar("T")


def flag(params: Json, name: str, *, default: bool = False) -> bool:
    """A boolean argument, which forms send as "1", "0", "true" or "false"."""
    value = params.get(name)
    return default if value is None else value in (True, 1, "1", "true", "True")


def needed(params: Json, name: str) -> str:
    """A required argument. SlackError: it is missing."""
    value = params.get(name)
    if value in (None, ""):
        message = f"[ERROR] missing required field: {name}"
        raise SlackError("invalid_arguments", response_metadata={"messages": [message]})
    return str(value)


def page(items: Sequence[T], params: Json, *, default: int = 100, most: int = 1000) -> tuple[list[T], str]:
    """One page of a list, and the cursor of the next one ("" when there is none)."""
    try:
        limit = int(params.get("limit") or default)
        start = int(str(params.get("cursor") or "page:0").removeprefix("page:"))
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    end = start + limit
    return list(items[start:end]), f"page:{end}" if end < len(items) else ""


def known_person(team: Team, user_id: str) -> Person:
    """Somebody of this team. SlackError: nobody has this id."""
    person = team.people.get(user_id)
    if person is None:
        raise SlackError("user_not_found")
    return person


def known_channel(team: Team, channel_id: str) -> Channel:
    """A conversation the bot may know of. SlackError: there is none, or it is private and the bot is not in it."""
    channel = team.channels.get(channel_id)
    if channel is None or (channel.private and team.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(team: Team, channel_id: str) -> Channel:
    """A conversation the bot is in."""
    channel = known_channel(team, channel_id)
    if team.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel
