"""The Web API: the methods that the bot uses, and every refusal of Slack's that their arguments can earn."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.backend import Backend
from sandbox.web_api import chat, conversations, identity, users, views
from sandbox.world import Json, SlackError, Team

Method = Callable[[Backend, Team, Json], Json]
READ_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
READ_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


@dataclass(frozen=True)
class Served:
    """A method and the scopes of which the token needs one."""

    call: Method
    scopes: tuple[str, ...] = ()


METHODS: dict[str, Served] = {
    "auth.test": Served(identity.auth_test),
    "team.info": Served(identity.team_info, ("team:read",)),
    "chat.postMessage": Served(chat.post_message, ("chat:write",)),
    "chat.postEphemeral": Served(chat.post_ephemeral, ("chat:write",)),
    "chat.update": Served(chat.update, ("chat:write",)),
    "chat.delete": Served(chat.delete, ("chat:write",)),
    "chat.getPermalink": Served(chat.get_permalink),
    "conversations.info": Served(conversations.info, READ_CHANNELS),
    "conversations.members": Served(conversations.members, READ_CHANNELS),
    "conversations.list": Served(conversations.list_all, READ_CHANNELS),
    "conversations.open": Served(conversations.open_direct, ("im:write", "mpim:write")),
    "conversations.history": Served(conversations.history, READ_HISTORY),
    "conversations.replies": Served(conversations.replies, READ_HISTORY),
    "conversations.join": Served(conversations.join, ("channels:join",)),
    "users.conversations": Served(conversations.of_user, READ_CHANNELS),
    "users.info": Served(users.info, ("users:read",)),
    "users.list": Served(users.list_all, ("users:read",)),
    "users.lookupByEmail": Served(users.lookup_by_email, ("users:read.email",)),
    "views.open": Served(views.open_modal),
    "views.push": Served(views.push),
    "views.update": Served(views.update),
    "views.publish": Served(views.publish),
}
WITHOUT_BOT_TOKEN = {"apps.connections.open": identity.connections_open, "oauth.v2.access": identity.oauth_access}
JSON_ARGUMENTS = ("blocks", "view", "metadata", "attachments")


def call(backend: Backend, method: str, token: str | None, params: Json) -> tuple[Json, Team | None]:
    """Answer one call, with the team it was for. Refusals come as Slack's error answers, nothing is raised."""
    team = backend.world.tokens.get(token or "")
    try:
        with backend.world.changed:
            backend.calls.append((method, params))
            return {"ok": True, **_served(backend, method, token, team, params)}, team
    except SlackError as refusal:
        return {"ok": False, "error": refusal.error, **refusal.more}, team


def _served(backend: Backend, method: str, token: str | None, team: Team | None, params: Json) -> Json:
    if method in WITHOUT_BOT_TOKEN:
        return WITHOUT_BOT_TOKEN[method](backend, token, params)
    served = METHODS.get(method)
    if served is None:
        raise SlackError("unknown_method", req_method=method)
    if not token:
        raise SlackError("not_authed")
    if team is None:
        raise SlackError("not_allowed_token_type" if token == backend.app_token else "invalid_auth")
    if not team.installed:
        raise SlackError("account_inactive")
    if served.scopes and not team.scopes.intersection(served.scopes):
        raise SlackError("missing_scope", needed=",".join(served.scopes), provided=",".join(sorted(team.scopes)))
    return served.call(backend, team, _decoded(params))


def _decoded(params: Json) -> Json:
    """Form bodies carry their structures as JSON text; JSON bodies may, too."""
    decoded = dict(params)
    for name in JSON_ARGUMENTS:
        if isinstance(decoded.get(name), str):
            try:
                decoded[name] = json.loads(decoded[name])
            except ValueError:
                error = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
                raise SlackError(error) from None
    return decoded
