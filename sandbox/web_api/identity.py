"""Who the token is: auth.test, team.info, Socket Mode's address, and the end of an installation."""

import secrets

from sandbox.backend import Backend
from sandbox.payloads import APP_ID, bot_id, domain
from sandbox.world import Json, SlackError, Team


def auth_test(backend: Backend, team: Team, params: Json) -> Json:
    """auth.test."""
    return {
        "url": f"{backend.urls.base}/",
        "team": team.name,
        "user": team.bot.name,
        "team_id": team.id,
        "user_id": team.bot.id,
        "bot_id": bot_id(team),
        "is_enterprise_install": False,
    }


def team_info(backend: Backend, team: Team, params: Json) -> Json:
    """team.info, of the token's own team."""
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": domain(team),
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def connections_open(backend: Backend, token: str | None, params: Json) -> Json:
    """apps.connections.open: an address that is good for one connection."""
    if not token:
        raise SlackError("not_authed")
    if token != backend.app_token:
        raise SlackError("not_allowed_token_type" if token in backend.world.tokens else "invalid_auth")
    ticket = secrets.token_urlsafe(16)
    backend.deliveries.tickets.add(ticket)
    return {"url": f"{backend.urls.base.replace('http', 'ws', 1)}/socket/{ticket}?ticket={ticket}&app_id={APP_ID}"}


def oauth_access(backend: Backend, token: str | None, params: Json) -> Json:
    """oauth.v2.access: the code is the id of the team that the app is installed to."""
    team = backend.world.teams.get(str(params.get("code", "")))
    if team is None:
        raise SlackError("invalid_code")
    installer = next((p for p in team.people.values() if p.flags.get("is_admin")), team.bot)
    return {
        "access_token": team.token,
        "token_type": "bot",
        "scope": ",".join(sorted(team.scopes)),
        "bot_user_id": team.bot.id,
        "app_id": APP_ID,
        "team": {"id": team.id, "name": team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": installer.id},
    }
