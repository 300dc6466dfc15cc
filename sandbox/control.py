"""`PretendSlack`: starting it, building its world, acting in it, breaking it, and reading what happened."""

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from sandbox.actor import Actor
from sandbox.backend import Backend
from sandbox.control_http import add_routes
from sandbox.delivery import Answer, Deliveries, Delivery
from sandbox.faults import Chooser, Fault
from sandbox.server import Server
from sandbox.team import Workspace
from sandbox.tickets import ResponseUrls, Triggers
from sandbox.world import Channel, Clock, Json, Message, Person, World

T = TypeVar("T")
PATIENCE = 10.0
"""Seconds that `wait_for` waits for what should come; a test that ends there has failed."""
OUTSIDE = 0.05
"""Seconds after which `wait_for` asks again although nothing changed here."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class PretendSlack:
    """A Slack on loopback. Use it as a context manager; the package's docstring has an example."""

    def __init__(
        self,
        *,
        clock: Clock = _utc_now,
        wall_clock: Callable[[], float] = time.time,
        ack_timeout: float = 3.0,
        manifest: Json | None = None,
        port: int = 0,
        team: str = "Northwind IT",
    ) -> None:
        """`clock` is the story's time; `wall_clock` signs requests; with a `manifest` only what it has works.

        `ack_timeout`: real seconds within which the app must acknowledge.
        """
        world = World(clock)
        self.signing_secret = "pretend-signing-secret"  # noqa: S105 - of a server that exists on loopback only
        self.app_token = "xapp-1-A0SANDBOX01-1-pretend"  # noqa: S105 - as above
        deliveries = Deliveries(world, self.signing_secret, wall_clock, ack_timeout)
        self.backend = Backend(world, deliveries, Triggers(world), ResponseUrls(world), self.app_token, manifest)
        self.workspace = self.add_workspace(team)
        self.demo_actions: dict[str, Callable[[], object]] = {}
        self._actors: dict[str, Actor] = {}
        self._server = Server(self.backend, port, self._routes)

    def _routes(self, app: web.Application) -> None:
        add_routes(app, self)

    # --- life ---

    def start(self) -> "PretendSlack":
        """Listen on loopback."""
        self._server.start()
        return self

    def stop(self) -> None:
        """End everything; held calls are let go."""
        self._server.stop()

    def __enter__(self) -> "PretendSlack":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.port}/"

    @property
    def api_url(self) -> str:
        """What the bot gets as its base URL (SLACK_API_URL)."""
        return f"{self.url}api/"

    @property
    def bot_token(self) -> str:
        """The token of the bot in the first workspace."""
        return self.workspace.token

    # --- world ---

    def add_workspace(self, name: str) -> Workspace:
        """One more team with the app installed; the first one is `self.workspace`."""
        return Workspace.made(self.backend, name)

    def person(self, name: str, **flags: Any) -> Person:
        """Somebody in the first workspace: see `Workspace.person`."""
        return self.workspace.person(name, **flags)

    def channel(self, name: str, members: Iterable[str | Person] = (), **flags: Any) -> Channel:
        """A channel in the first workspace: see `Workspace.channel`."""
        return self.workspace.channel(name, members, **flags)

    def as_(self, who: str | Person) -> Actor:
        """The hands of somebody, by name in the first workspace or by the person itself."""
        person = self.workspace.find(who)
        return self._actors.setdefault(person.id, Actor(self.backend, person))

    def demo_action(self, label: str, callback: Callable[[], object]) -> None:
        """Offer a button in the page's slim bar."""
        self.demo_actions[label] = callback

    # --- reading ---

    def posts(self, channel: Channel | None = None, workspace: Workspace | None = None) -> list[Message]:
        """Everything that the bot posted and that still stands, with metadata; ephemeral messages are not posts."""
        team = (workspace or self.workspace).team
        with self.backend.world.changed:
            places = [channel] if channel else list(team.channels.values())
            return [m for place in places for m in place.messages if m.user == place.team.bot.id and not m.only_for]

    def calls(self, method: str) -> list[Json]:
        """The arguments of every call of one method, in order; refused ones are among them."""
        with self.backend.world.changed:
            return [params for name, params in self.backend.calls if name == method]

    def wait_for(self, condition: Callable[[], T], patience: float = PATIENCE) -> T:
        """Wait until the condition gives something true, and give it back. AssertionError: it never did."""
        world, until = self.backend.world, time.monotonic() + patience
        while True:
            # The condition is asked without the lock, for it may call the API itself, and now and then although nothing
            # changed, for it may look at something outside this world.
            before = world.version
            if value := condition():
                return value
            if time.monotonic() > until:
                raise AssertionError(f"it did not come within {patience} s; the last calls: {self.backend.calls[-5:]}")
            with world.changed:
                world.changed.wait_for(lambda: world.version != before, OUTSIDE)  # noqa: B023 - asked in this turn only

    def wait_for_app(self, connections: int = 1) -> None:
        """Wait until the app has so many Socket Mode connections."""
        self.wait_for(lambda: len(self.backend.deliveries.sockets) >= connections)

    # --- trouble ---

    def fail_next(self, method: str, kind: str, *, times: int = 1, retry_after: int = 1) -> None:
        """Make the next calls of a method ("*": of any) go wrong; the kinds are in `sandbox.faults.Fault`."""
        self.backend.faults.queued.setdefault(method, []).append(Fault(kind, retry_after, times))

    def fail_when(self, chooser: Chooser | None) -> None:
        """Let a function of method and arguments decide what goes wrong, for chaos."""
        self.backend.faults.chooser = chooser

    def release(self) -> None:
        """Let the calls go that "hold" holds."""
        self.backend.faults.released.set()
        self.backend.faults.released = threading.Event()

    @property
    def deliveries(self) -> list[Delivery]:
        """What was sent to the app, in order."""
        return self.backend.deliveries.log

    def redeliver(self, delivery: Delivery | None = None) -> Answer:
        """Send the last delivery (or the given one) once more, as Slack does when an acknowledgement gets lost."""
        return self.backend.deliveries.again(delivery or self.deliveries[-1]).result()

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send the app's connections away; it should come back by itself."""
        self._server.run(self.backend.deliveries.disconnect(reason))

    def use_http(self, request_url: str | None) -> None:
        """HTTP mode: send signed requests to this address instead of Socket Mode envelopes."""
        self.backend.deliveries.request_url = request_url
