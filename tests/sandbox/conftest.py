import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox import PretendSlack


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> dict[str, Any] | None:
    """None: the pretend Slack lets everything work."""
    return None


@pytest.fixture
def slack(clock: Clock, manifest: dict[str, Any] | None) -> Iterator[PretendSlack]:
    with PretendSlack(clock=clock, ack_timeout=1.0, manifest=manifest) as running:
        running.person("maya", is_admin=True)
        running.person("tom", tz="America/New_York")
        running.channel("service-desk", ["maya", "tom"])
        yield running


@pytest.fixture
def client(slack: PretendSlack) -> WebClient:
    """The real client, without retries, so that each call is one."""
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def app(slack: PretendSlack) -> App:
    """A Bolt app without listeners; tests give it what they need."""
    return App(client=WebClient(token=slack.bot_token, base_url=slack.api_url), signing_secret=slack.signing_secret)


@pytest.fixture
def connected(slack: PretendSlack, app: App) -> Iterator[App]:
    """The same app, in Socket Mode."""
    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    slack.wait_for_app()
    yield app
    close(handler)


def close(handler: SocketModeHandler) -> None:
    """Close a handler; empty messages wake its worker, which would otherwise look up only once a second."""
    closing = threading.Thread(target=handler.close)
    closing.start()
    while closing.is_alive():
        handler.client.enqueue_message("")
        closing.join(0.02)
