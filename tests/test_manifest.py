"""The app's manifest: what Slack is told of the bot is what the bot does, and no more."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_bolt import App

import handlers
from bot.app import Bot
from bot.settings import Mode, read_settings
from handlers.ids import Action, Callback
from handlers.manifest import EVENTS, OPTIONAL_SCOPES, SCOPES, link, manifest

Json = dict[str, Any]
SOCKET = manifest(Mode.SOCKET, "")
HTTP = manifest(Mode.HTTP, "https://bot.bright.example")
URL = "https://bot.bright.example/slack/events"

METHODS = {
    "apps.connections.open": (),  # needs the app-level token's connections:write
    "auth.test": (),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history"),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "oauth.v2.access": (),
    "users.info": ("users:read", "users:read.email"),
    "users.lookupByEmail": ("users:read.email",),
    "users.list": ("users:read", "users:read.email"),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Web API methods with the scopes that Slack's reference names for what is done with them."""

EVENT_SCOPES = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "message.im": ("im:history",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
FEATURE_SCOPES = ("commands", "assistant:write")
"""What slash commands, shortcuts and the agent view need."""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, list[Any]]:
    """What the bot listens to, by Bolt's kinds of listeners."""
    recorded: dict[str, list[Any]] = {}
    for kind in ("command", "shortcut", "event", "action", "options", "view"):
        recorded[kind] = []
        monkeypatch.setattr(App, kind, recording(getattr(App, kind), recorded[kind]))
    monkeypatch.chdir(tmp_path)
    bot = Bot(read_settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1", database_url=f"sqlite:///{tmp_path}/x"))
    bot.terminal.database.close()
    return recorded


def recording(original: Callable[..., Any], into: list[Any]) -> Callable[..., Any]:
    def method(app: App, constraint: Any, *more: Any, **named: Any) -> Any:
        into.append(constraint)
        return original(app, constraint, *more, **named)

    return method


def matches(constraint: Any, name: str) -> bool:
    return bool(constraint.search(name)) if isinstance(constraint, re.Pattern) else constraint == name


def test_every_command_of_the_manifest_is_listened_to_and_no_other(heard: dict[str, list[Any]]) -> None:
    assert sorted(each["command"] for each in SOCKET["features"]["slash_commands"]) == sorted(heard["command"])


def test_every_shortcut_of_the_manifest_is_listened_to_and_no_other(heard: dict[str, list[Any]]) -> None:
    assert sorted(each["callback_id"] for each in SOCKET["features"]["shortcuts"]) == sorted(heard["shortcut"])


def test_every_event_of_the_manifest_is_listened_to_and_no_other(heard: dict[str, list[Any]]) -> None:
    subscribed = SOCKET["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == set(heard["event"])
    assert len(subscribed) == len(set(subscribed))


@pytest.mark.parametrize("action", Action)
def test_every_button_has_one_listener(heard: dict[str, list[Any]], action: Action) -> None:
    for sent in (action.value, f"{action}:0"):
        assert len([each for each in heard["action"] if matches(each, sent)]) <= 1
    assert any(matches(each, action) or matches(each, f"{action}:0") for each in heard["action"])


def test_no_listener_waits_for_what_nobody_sends(heard: dict[str, list[Any]]) -> None:
    sent = [name for action in Action for name in (action.value, f"{action}:0")]
    assert [each for each in heard["action"] if not any(matches(each, name) for name in sent)] == []
    assert sorted([*heard["view"], *heard["shortcut"]]) == sorted(Callback)


def called_methods() -> set[str]:
    """The Web API methods that stand in the code."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(handlers.__file__).parent.rglob("*.py"))
    families = {name.partition(".")[0] for name in METHODS} | {"team", "reactions", "files", "bots", "chat", "oauth"}
    calls = re.findall(rf"\.((?:{'|'.join(sorted(families))})_\w+)\(", code)
    return {re.sub(r"_(.)", lambda found: found[1].upper(), call.replace("_", ".", 1)) for call in calls}


def test_only_methods_of_slacks_reference_are_called() -> None:
    known = {name.replace("connections.open", "connectionsOpen").replace("v2.access", "v2Access") for name in METHODS}
    assert called_methods() >= {"chat.postMessage", "views.open", "users.info"}
    assert called_methods() - known == set()


def test_every_scope_is_used_and_justified_and_none_is_missing() -> None:
    methods = {name: scopes for name, scopes in METHODS.items() if name in called_methods()}
    needed = {scope for scopes in methods.values() for scope in scopes}
    needed |= {scope for event in EVENTS for scope in EVENT_SCOPES[event]} | set(FEATURE_SCOPES)
    assert needed == SCOPES.keys() | OPTIONAL_SCOPES.keys()
    assert all(len(reason.split()) > 2 for reason in [*SCOPES.values(), *OPTIONAL_SCOPES.values()])


def test_scopes_without_which_the_bot_works_are_optional() -> None:
    scopes = SOCKET["oauth_config"]["scopes"]
    assert scopes == {"bot": sorted(SCOPES), "bot_optional": sorted(OPTIONAL_SCOPES)}
    assert not SCOPES.keys() & OPTIONAL_SCOPES.keys()


@pytest.mark.parametrize("described", [SOCKET, HTTP])
def test_slacks_limits_are_kept(described: Json) -> None:
    about, features = described["display_information"], described["features"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert re.fullmatch(r"#[0-9a-f]{6}", about["background_color"])
    assert re.fullmatch(r"[\w .-]{1,80}", features["bot_user"]["display_name"])
    assert len(features["slash_commands"]) <= 50
    assert len(features["shortcuts"]) <= 10
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
    for shortcut in features["shortcuts"]:
        assert shortcut["type"] in {"global", "message"}
        assert 0 < len(shortcut["name"]) <= 24
        assert 0 < len(shortcut["description"]) <= 150
        assert 0 < len(shortcut["callback_id"]) <= 255
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4


def test_the_agent_view_is_todays_and_direct_messages_can_be_written() -> None:
    assert "assistant_view" not in SOCKET["features"]
    assert SOCKET["features"]["agent_view"]["suggested_prompts"]
    home = SOCKET["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (
        True,
        True,
        False,
    )


def without_addresses(part: Any) -> Any:
    """The manifest without what may differ between the modes."""
    if isinstance(part, dict):
        return {key: without_addresses(value) for key, value in part.items() if not key.endswith("url")}
    return [without_addresses(each) for each in part] if isinstance(part, list) else part


def test_the_modes_differ_in_settings_and_addresses_only() -> None:
    assert SOCKET["settings"]["socket_mode_enabled"]
    assert not HTTP["settings"]["socket_mode_enabled"]
    assert without_addresses({**SOCKET, "settings": {}}) == without_addresses({**HTTP, "settings": {}})
    assert "url" not in {key for command in SOCKET["features"]["slash_commands"] for key in command}


def test_in_http_mode_slack_knows_where_to_send_everything() -> None:
    settings = HTTP["settings"]
    assert {command["url"] for command in HTTP["features"]["slash_commands"]} == {URL}
    assert settings["event_subscriptions"]["request_url"] == URL
    assert settings["interactivity"] == {"is_enabled": True, "request_url": URL, "message_menu_options_url": URL}
    assert manifest(Mode.HTTP, "https://bot.bright.example/") == HTTP


@pytest.mark.parametrize("described", [SOCKET, HTTP])
def test_the_link_holds_the_whole_manifest(described: Json) -> None:
    address = urlsplit(link(described))
    query = parse_qs(address.query, strict_parsing=True)
    assert (address.scheme, address.netloc, address.path) == ("https", "api.slack.com", "/apps")
    assert query["new_app"] == ["1"]
    assert json.loads(query["manifest_json"][0]) == described
