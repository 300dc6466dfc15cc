"""What can be wrong between the bot and Slack, looked at one by one."""

from collections.abc import Iterator
from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.company import Subscription
from bot.ports import Closed, Installation
from handlers.gate import Gate
from handlers.manifest import OPTIONAL_SCOPES, SCOPES


class Finding(NamedTuple):
    """One thing that was looked at; `advice` says what to do, where there is something to do."""

    fine: bool
    what: str
    advice: str = ""


def examine_tokens(client: WebClient, app_token: str | None) -> Iterator[Finding]:
    """Whether Slack takes the tokens, and whether the scopes are all there."""
    try:
        asked = client.auth_test()
    except SlackApiError as error:
        advice = "Copy SLACK_BOT_TOKEN anew from “OAuth & Permissions” of your app."
        yield Finding(False, f"Slack does not take the bot token ({error.response.get('error')}).", advice)
        return
    except (SlackClientError, OSError) as error:
        yield Finding(False, f"Slack cannot be reached ({error}).", "Check the network and SLACK_API_URL.")
        return
    yield Finding(True, f"The bot token belongs to {asked.get('team')}.")
    yield from _examine_scopes(set((asked.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")))
    if app_token is not None:
        yield _examine_app_token(client, app_token)


def _examine_scopes(granted: set[str]) -> Iterator[Finding]:
    if missing := sorted(SCOPES.keys() - granted):
        advice = "Paste the output of good-clients manifest into “App Manifest”, then install the app again."
        yield Finding(False, f"Scopes are missing: {', '.join(missing)}.", advice)
    else:
        yield Finding(True, "All scopes are granted.")
    if not OPTIONAL_SCOPES.keys() <= granted:
        what = "Without the optional history scopes a digest that broke off is handed to an administrator."
        yield Finding(True, what)


def _examine_app_token(client: WebClient, app_token: str) -> Finding:
    try:
        client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        advice = "Make an app-level token with connections:write under “Basic Information”, and switch Socket Mode on."
        return Finding(False, f"Slack does not take the app token ({error.response.get('error')}).", advice)
    return Finding(True, "Socket Mode can be opened.")


def examine_channel(client: WebClient, gate: Gate, installation: Installation, digest: Subscription | None) -> Finding:
    """Whether the digest's channel is set, and everybody in it may read about clients."""
    if digest is None or digest.channel is None:
        return Finding(False, "No channel is chosen for the digest.", "App Home, “The weekly digest”, “Set up”.")
    try:
        gate.check_channel(client, installation, digest.channel)
    except Closed as closed:
        return Finding(False, closed.reason, "Invite the bot, or choose another channel in App Home.")
    return Finding(True, "The digest's channel is open to the bot, and nobody in it is from outside.")
