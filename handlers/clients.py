"""Slack clients: one kind for posting, which never sends twice, one for reading, which tries again."""

from collections.abc import Callable

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.ports import Closed, Installation

TIMEOUT = 10
"""Seconds for one call to Slack."""


def posting_client(token: str | None, base_url: str) -> WebClient:
    """A client without retries: slack_sdk's default sends a post again after a dropped connection."""
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[])


def reading_client(client: WebClient) -> WebClient:
    """The same token and server, with retries where Slack is slow, limited or away."""
    handlers = [
        ConnectionErrorRetryHandler(),
        RateLimitErrorRetryHandler(max_retry_count=1),
        ServerErrorRetryHandler(),
    ]
    return WebClient(token=client.token, base_url=client.base_url, timeout=TIMEOUT, retry_handlers=list(handlers))


def clients_of(token: str | None, base_url: str) -> Callable[[Installation], WebClient]:
    """Posting clients by installation: its own token, or the one that the settings name."""

    def client_for(installation: Installation) -> WebClient:
        chosen = installation.bot_token or token
        if chosen is None:
            raise Closed("Good Clients is not connected to this Slack any more. Please install it again.")
        return posting_client(chosen, base_url)

    return client_for
