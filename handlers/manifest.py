"""The app's manifest: what Slack has to know of the bot."""

import json
from typing import Any
from urllib.parse import urlencode

from bot.settings import Mode
from handlers.ids import Callback, Command

SCOPES = {
    "app_mentions:read": "hears questions that mention it",
    "assistant:write": "Slack asks it of every app with an agent view",
    "channels:read": "checks before each post who is in a public channel, and whether it is shared outside",
    "chat:write": "posts answers and digests",
    "commands": "/rate-client, /clients and the shortcut",
    "groups:read": "the same check for private channels",
    "im:history": "reads the questions in its own direct messages, and after a crash whether it asked there",
    "im:write": "opens a direct message before it first asks there, so that what a crash did can be found out",
    "users:read": "tells members from guests and strangers, and knows everybody's time zone",
    "users:read.email": "joins a person with their name in imported visits and calendars",
}
"""Every scope with its reason; the docs show this list."""

OPTIONAL_SCOPES = {
    "channels:history": "finds out after a crash whether a digest was posted",
    "groups:history": "the same in private channels",
}

EVENTS = ("app_home_opened", "app_mention", "app_uninstalled", "message.im", "team_join", "user_change")

PROMPTS = ("Who are our good clients?", "Who pays late?", "Who has not been rated lately?")


def manifest(mode: Mode, address: str) -> dict[str, Any]:
    """The manifest for one mode; `address` is where Slack reaches the bot in HTTP mode."""
    url = f"{address.rstrip('/')}/slack/events"
    requests = {} if mode is Mode.SOCKET else {"request_url": url}
    options = {} if mode is Mode.SOCKET else {"message_menu_options_url": url}
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Good Clients",
            "description": "Shows which clients are good ones, from your technicians' ratings.",
            "background_color": "#1f6f54",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Good Clients", "always_online": True},
            "agent_view": {
                "agent_description": "Rate a client after a visit, and ask who the good ones are.",
                "suggested_prompts": [{"title": prompt, "message": prompt} for prompt in PROMPTS],
            },
            "shortcuts": [
                {
                    "name": "Rate a client",
                    "type": "global",
                    "callback_id": Callback.RATE_SHORTCUT.value,
                    "description": "A few taps after a visit",
                }
            ],
            "slash_commands": [
                _command(Command.RATE, "Rate a client after a visit", "acme dental yes", requests and url),
                _command(
                    Command.CLIENTS, "Ask about clients; only you see the answer", "who pays late?", requests and url
                ),
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **requests, **options},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode is Mode.SOCKET,
            "token_rotation_enabled": False,
        },
    }


def link(described: dict[str, Any]) -> str:
    """The address that opens Slack's page for a new app with the manifest filled in."""
    return "https://api.slack.com/apps?" + urlencode({"new_app": 1, "manifest_json": json.dumps(described)})


def _command(command: Command, description: str, hint: str, url: Any) -> dict[str, Any]:
    described = {"command": command.value, "description": description, "usage_hint": hint, "should_escape": False}
    return {**described, "url": url} if url else described
