"""chat.*: what the bot posts, changes and deletes."""

import json
from typing import Any

from sandbox.backend import Backend, bot_profile
from sandbox.blocks import check_blocks
from sandbox.payloads import completed, message_object
from sandbox.web_api.arguments import flag, joined_channel, known_channel, needed
from sandbox.world import Channel, Json, Message, SlackError, Team

TEXT_LENGTH = 40_000
UPDATED_TEXT_BYTES = 4_000
"""chat.update's own, smaller limit, counted in bytes after `& < >` were escaped."""
MARKDOWN_LENGTH = 12_000


def refuse_bad(text: str, blocks: list[Json], team: Team) -> None:
    """SlackError for text or blocks that Slack does not take in a message."""
    if len(text) > TEXT_LENGTH:
        raise SlackError("msg_too_long")
    complaints = check_blocks(blocks, "message", without=team.without)
    if complaints:
        raise SlackError("invalid_blocks", errors=complaints, response_metadata={"messages": complaints})
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_LENGTH:
        raise SlackError("msg_blocks_too_long")


def _content(params: Json, team: Team) -> tuple[str, list[Json]]:
    text, blocks = str(params.get("text") or ""), params.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not text and not blocks:
        raise SlackError("no_text")
    refuse_bad(text, blocks, team)
    return text, blocks


def _metadata(params: Json) -> Json | None:
    metadata: Any = params.get("metadata")
    if metadata is None:
        return None
    well_formed = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not well_formed:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > 8_000:
        raise SlackError("metadata_too_large")
    return dict(metadata)


def _target(backend: Backend, team: Team, params: Json) -> Channel:
    """Where to post: a channel's id, its #name, or a person's id, which means their direct message."""
    wanted = needed(params, "channel")
    if wanted in team.people:
        return backend.world.direct(team, wanted)
    by_name = next((c.id for c in team.channels.values() if wanted == f"#{c.name}" and not c.user), wanted)
    channel = known_channel(team, by_name)
    if channel.flags.get("is_archived"):
        raise SlackError("is_archived")
    if team.bot.id not in channel.members and "chat:write.public" not in team.scopes:
        raise SlackError("not_in_channel")
    return channel


def post_message(backend: Backend, team: Team, params: Json) -> Json:
    """chat.postMessage."""
    channel = _target(backend, team, params)
    text, blocks = _content(params, team)
    metadata = _metadata(params)
    thread_ts = params.get("thread_ts")
    if thread_ts and not any(m.ts == thread_ts and not m.only_for for m in channel.messages):
        raise SlackError("thread_not_found")
    message = backend.bot_message(channel, text, blocks, thread_ts=thread_ts)
    message.metadata = metadata
    message.also_channel = flag(params, "reply_broadcast")
    backend.emit_message(channel, message_object(message, team))
    shown = message_object(message, team, metadata=True) | {"bot_profile": bot_profile(team)}
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def post_ephemeral(backend: Backend, team: Team, params: Json) -> Json:
    """chat.postEphemeral."""
    channel, user = _target(backend, team, params), needed(params, "user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(params, team)
    message = backend.bot_message(channel, text, blocks, thread_ts=params.get("thread_ts"), only_for=user)
    return {"message_ts": message.ts}


def _own(team: Team, params: Json, error: str) -> tuple[Channel, Message]:
    channel = known_channel(team, needed(params, "channel"))
    ts = needed(params, "ts")
    message = next((m for m in channel.messages if m.ts == ts and not m.only_for), None)
    if message is None:
        raise SlackError("message_not_found")
    if message.user != team.bot.id:
        raise SlackError(error)
    return channel, message


def update(backend: Backend, team: Team, params: Json) -> Json:
    """chat.update. Blocks that are not given stay as they were; an empty list takes them away."""
    channel, message = _own(team, params, "cant_update_message")
    if channel.flags.get("is_archived"):
        raise SlackError("is_archived")
    text, blocks = str(params.get("text") or ""), params.get("blocks")
    if not text and blocks is None:
        raise SlackError("no_text")
    if len(text.encode()) > UPDATED_TEXT_BYTES:
        raise SlackError("msg_too_long")
    refuse_bad(text, blocks or [], team)
    before = message_object(message, team)
    if params.get("metadata") is not None:
        message.metadata = _metadata(params)
    message.text = text or message.text
    message.blocks = message.blocks if blocks is None else completed(blocks)
    message.edited = backend.world.new_ts()
    backend.world.touch()
    _emit_change(backend, channel, "message_changed", message=message_object(message, team), previous_message=before)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_object(message, team, metadata=True),
    }


def _emit_change(backend: Backend, channel: Channel, subtype: str, **more: Any) -> None:
    backend.emit_message(channel, {"subtype": subtype, "hidden": True, "ts": backend.world.new_ts(), **more})


def delete(backend: Backend, team: Team, params: Json) -> Json:
    """chat.delete."""
    channel, message = _own(team, params, "cant_delete_message")
    channel.messages.remove(message)
    backend.world.touch()
    previous = message_object(message, team)
    _emit_change(backend, channel, "message_deleted", deleted_ts=message.ts, previous_message=previous)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(backend: Backend, team: Team, params: Json) -> Json:
    """chat.getPermalink."""
    channel = joined_channel(team, needed(params, "channel"))
    ts = needed(params, "message_ts")
    if not any(m.ts == ts and not m.only_for for m in channel.messages):
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": f"{backend.urls.base}/archives/{channel.id}/p{ts.replace('.', '')}"}
