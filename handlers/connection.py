"""How the bot is connected to Slack: Bolt's app, Socket Mode or HTTP, and the team it belongs to."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from waitress.server import create_server

from bot.company import Workspace
from bot.ports import Clock, Database, Installation, NewId
from bot.refusals import Refused
from bot.services.people import People
from bot.settings import Mode, Settings
from handlers.clients import clients_of, posting_client, reading_client
from handlers.directory import Directory
from handlers.gate import Gate

LISTENERS = 24
"""Threads for acks. Bolt's own 5 are shared by everything, and five slow ones make the sixth command time out."""

DRAIN = 10.0
"""Seconds that requests in hand have to end; Slack waits for three."""


class Connection(Protocol):
    """A way that Slack reaches the bot."""

    def open(self) -> None:
        """Begin; returns once Slack can reach it."""

    def close(self) -> None:
        """Take nothing new."""

    def is_open(self) -> bool: ...


@dataclass(frozen=True)
class Slack:
    """What is needed to speak to Slack. `client` has the token of the settings, if there is one, and only reads."""

    client: WebClient | None
    client_for: Callable[[Installation], WebClient]
    directory: Directory
    gate: Gate


def slack_of(settings: Settings, database: Database, *, clock: Clock, new_id: NewId) -> Slack:
    """The clients and the gate; nothing is sent yet."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    directory = Directory(clock)
    return Slack(
        client=reading_client(posting_client(token, settings.slack_api_url)) if token else None,
        client_for=clients_of(token, settings.slack_api_url),
        directory=directory,
        gate=Gate(database, People(database, clock, new_id), directory, clock, reader=reading_client),
    )


def bolt_app(settings: Settings, database: Database, client_for: Callable[[Installation], WebClient]) -> App:
    """Bolt's app without any listener. Tokens come from the installations."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        """None is what Bolt takes for “not installed”."""
        found = database.installation(enterprise_id, team_id) if team_id else None
        if found is None:
            return None
        token = client_for(found).token
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id=found.bot_user
        )

    secret = settings.slack_signing_secret
    return App(
        client=posting_client(None, settings.slack_api_url),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for a team without the app, its types do not
        signing_secret=secret.get_secret_value() if secret else "",  # in Socket Mode nothing is signed
        request_verification_enabled=settings.mode is Mode.HTTP,
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
    )


class SocketMode:
    """Slack is asked for a WebSocket; nothing has to be reachable from outside."""

    def __init__(self, app: App, settings: Settings) -> None:
        token = settings.slack_app_token
        self._handler = SocketModeHandler(app, token.get_secret_value() if token else None, concurrency=LISTENERS)
        # Whoever sets PORT wants to look: containers ask /healthz. Without it nothing listens.
        self._health = Pages(health_page(self.is_open), settings.port) if "port" in settings.model_fields_set else None

    def open(self) -> None:
        if self._health:
            self._health.open()
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it without types
        except SlackApiError as error:
            raise Refused(f"Slack does not take SLACK_APP_TOKEN ({error.response.get('error')}).") from error

    def close(self) -> None:
        """Close it at once: empty messages wake its worker, which else looks up only once a second.

        A receiver of slack_sdk that is just starting takes the end it was told back, and would never stop: it is told
        until it has.
        """
        client = self._handler.client
        closing = threading.Thread(target=self._close)
        closing.start()
        while closing.is_alive():
            client.current_session_state.terminated = True
            client.enqueue_message("")
            closing.join(0.02)
        if self._health:
            self._health.close()

    def _close(self) -> None:
        self._handler.close()  # type: ignore[no-untyped-call]  # Bolt leaves it without types

    def is_open(self) -> bool:
        return bool(self._handler.client.is_connected())


class Http:
    """Slack posts signed requests to /slack/events."""

    def __init__(self, app: App, settings: Settings, *pages: Blueprint) -> None:
        self._pages = Pages(web_app(app, *pages), settings.port)

    def open(self) -> None:
        self._pages.open()

    def close(self) -> None:
        self._pages.close()

    def is_open(self) -> bool:
        return True


class Pages:
    """A web server in a thread of its own. Raises Refused where the port is taken."""

    def __init__(self, flask: Flask, port: int) -> None:
        try:
            # Any: the type stubs of waitress do not know what closing needs.
            self._server: Any = create_server(flask, host="0.0.0.0", port=port, threads=LISTENERS)  # noqa: S104 - a server behind a load balancer
        except OSError as error:
            raise Refused(f"PORT {port} cannot be used: {error.strerror}.") from error
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="http")

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.effective_port)

    def open(self) -> None:
        self._thread.submit(self._server.run)

    def close(self) -> None:
        """Take nothing new, and let go once everybody has their answer: it tells them that a rating is saved."""
        self._server.accepting = False  # waitress stops at once, in the middle of answers
        until = time.monotonic() + DRAIN
        while self._busy() and time.monotonic() < until:
            threading.Event().wait(0.02)
        # Its workers first: one that is done with its answer still wakes the loop, and waitress would log a trace.
        self._server.task_dispatcher.shutdown(cancel_pending=False)
        # By its own loop: from here it could be in the middle of an accept, and waitress would log a trace.
        self._server.trigger.pull_trigger(self._let_go)
        self._thread.shutdown()

    def _let_go(self) -> None:
        """Close every connection: the loop ends with the last of them, however long its other end would keep it."""
        for channel in list(self._server.active_channels.values()):
            channel.handle_close()
        self._server.close()

    def _busy(self) -> bool:
        channels = list(self._server.active_channels.values())
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def web_app(app: App, *pages: Blueprint) -> Flask:
    """The pages of HTTP mode: Slack's, one for load balancers, and those of other systems."""
    flask = health_page(lambda: True)
    for page in pages:
        flask.register_blueprint(page)
    handler = SlackRequestHandler(app)

    @flask.post("/slack/events")
    def slack_events() -> Response:
        return handler.handle(request)

    return flask


def health_page(is_open: Callable[[], bool]) -> Flask:
    """/healthz, for containers and load balancers."""
    flask = Flask(__name__)

    @flask.get("/healthz")
    def healthy() -> Response:
        return Response("ok") if is_open() else Response("not connected to Slack", 503)

    return flask


def adopt(client: WebClient, database: Database, directory: Directory, new_id: NewId) -> Installation:
    """The team that the token belongs to; at the first start it takes over the local workspace.

    Raises Refused where Slack does not take the token or cannot be reached.
    """
    try:
        asked = client.auth_test()
    except SlackApiError as error:
        raise Refused(f"Slack does not take SLACK_BOT_TOKEN ({error.response.get('error')}).") from error
    except (SlackClientError, OSError) as error:
        raise Refused(f"Slack cannot be reached ({error}). Please check the network and SLACK_API_URL.") from error
    known = database.installation(asked.get("enterprise_id"), asked["team_id"])
    if known is not None:
        return known
    free = [each for each in database.workspace_ids() if database.installation_of(each) is None]
    if not free:
        owners = directory.owners(client, asked["team_id"])
        zone = next((owner.zone for owner in owners if owner.zone), "UTC")
        free = [new_id()]
        database.create_workspace(Workspace(id=free[0], name=asked.get("team", "Slack"), zone=zone))
    installation = Installation(
        enterprise_id=asked.get("enterprise_id"),
        team_id=asked["team_id"],
        workspace_id=free[0],
        team_name=asked.get("team", ""),
        bot_token=None,
        bot_user=asked["user_id"],
        scopes=tuple((asked.headers.get("x-oauth-scopes") or "").replace(" ", "").split(",")),
        installed_by=None,
    )
    database.install(installation)
    return installation
