"""conversations.*: channels, their members and what was said in them."""

from sandbox.backend import Backend
from sandbox.payloads import channel_object, message_object
from sandbox.web_api.arguments import flag, joined_channel, known_channel, known_person, needed, page
from sandbox.world import Channel, Json, Message, SlackError, Team


def info(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.info."""
    channel = known_channel(team, needed(params, "channel"))
    shown = channel_object(channel)
    if not flag(params, "include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


def members(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.members, in pages."""
    channel = known_channel(team, needed(params, "channel"))
    ids, cursor = page(channel.members, params)
    return {"members": ids, "response_metadata": {"next_cursor": cursor}}


def _listed(channels: list[Channel], params: Json) -> Json:
    types = str(params.get("types") or "public_channel").replace(" ", "").split(",")
    unknown = set(types) - {"public_channel", "private_channel", "im", "mpim"}
    if unknown:
        raise SlackError("invalid_types")
    shown = [
        channel
        for channel in channels
        if ("im" if channel.user else "private_channel" if channel.private else "public_channel") in types
        and not (flag(params, "exclude_archived") and channel.flags.get("is_archived"))
    ]
    some, cursor = page(shown, params)
    return {"channels": [channel_object(one) for one in some], "response_metadata": {"next_cursor": cursor}}


def list_all(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.list: public ones, and private ones that the bot is in."""
    return _listed([c for c in team.channels.values() if not c.private or team.bot.id in c.members], params)


def of_user(backend: Backend, team: Team, params: Json) -> Json:
    """users.conversations: those of a person, or the bot's own; private ones only where the bot is, too."""
    who = known_person(team, str(params.get("user") or team.bot.id))
    visible = [c for c in team.channels.values() if not c.private or team.bot.id in c.members]
    return _listed([c for c in visible if who.id in c.members], params)


def open_direct(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.open, with one person (the sandbox has no group messages)."""
    if params.get("channel"):
        channel = known_channel(team, str(params["channel"]))
    else:
        users = params.get("users")
        ids = users if isinstance(users, list) else needed(params, "users").split(",")
        if len(ids) != 1:
            raise SlackError("not_supported_by_the_sandbox")
        person = known_person(team, ids[0])
        if person.flags.get("deleted"):
            raise SlackError("user_disabled")
        if person.flags.get("is_bot"):
            raise SlackError("cannot_dm_bot")
        channel = backend.world.direct(team, person.id)
    shown = channel_object(channel) if flag(params, "return_im") else {"id": channel.id}
    return {"channel": shown}


def join(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.join, of a public channel."""
    channel = known_channel(team, needed(params, "channel"))
    if channel.flags.get("is_archived"):
        raise SlackError("is_archived")
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if team.bot.id not in channel.members:
        channel.members.append(team.bot.id)
        backend.world.touch()
    return {"channel": channel_object(channel)}


def _between(messages: list[Message], params: Json) -> list[Message]:
    oldest, latest = str(params.get("oldest") or "0"), str(params.get("latest") or "99999999999")
    inclusive = flag(params, "inclusive")
    low, high = float(oldest), float(latest)
    return [
        message
        for message in messages
        if low < float(message.ts) < high or (inclusive and float(message.ts) in (low, high))
    ]


def _told(channel: Channel, messages: list[Message], params: Json) -> Json:
    some, cursor = page(messages, params, most=999)
    metadata = flag(params, "include_all_metadata")
    shown = []
    for message in some:
        one = message_object(message, channel.team, metadata=metadata)
        replies = [m for m in channel.messages if m.thread_ts == message.ts != m.ts and not m.only_for]
        if replies:
            one |= {"reply_count": len(replies), "latest_reply": replies[-1].ts}
        shown.append(one)
    return {"messages": shown, "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}


def history(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.history: newest first, without replies and without ephemeral messages."""
    channel = joined_channel(team, needed(params, "channel"))
    posted = [m for m in channel.messages if (not m.only_for and m.thread_ts in (None, m.ts)) or m.also_channel]
    return _told(channel, list(reversed(_between(posted, params))), params)


def replies(backend: Backend, team: Team, params: Json) -> Json:
    """conversations.replies: the parent and its thread, oldest first."""
    channel = joined_channel(team, needed(params, "channel"))
    ts = needed(params, "ts")
    thread = [m for m in channel.messages if not m.only_for and ts in (m.ts, m.thread_ts)]
    if not thread:
        raise SlackError("thread_not_found")
    return _told(channel, thread[:1] + _between(thread[1:], params), params)
