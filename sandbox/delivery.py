"""How the app gets what happened: Socket Mode envelopes, or signed requests to its request URL."""

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from sandbox.payloads import APP_ID
from sandbox.world import Json, World

PING_SECONDS = 0.2


@dataclass(frozen=True)
class Answer:
    """What the app said: its payload when it acknowledged, the problem as Slack names it when it did not."""

    payload: Json | None = None
    problem: str | None = None


@dataclass(eq=False)
class Delivery:
    """One thing sent to the app, with how often and what came back."""

    kind: str
    payload: Json
    envelope_id: str
    attempts: int = 0
    answer: Answer | None = None


@dataclass(eq=False)
class Socket:
    """One open connection of the app, and the envelopes that it has not acknowledged."""

    ws: web.WebSocketResponse
    pending: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)


class Deliveries:
    """Sends to one of the app's connections, or to its request URL when that is set."""

    def __init__(self, world: World, signing_secret: str, wall_clock: Callable[[], float], ack_timeout: float) -> None:
        self.world = world
        self.signing_secret = signing_secret
        self.wall_clock = wall_clock
        self.ack_timeout = ack_timeout
        self.request_url: str | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.log: list[Delivery] = []
        self.sockets: list[Socket] = []
        self.tickets: set[str] = set()
        self._turn = itertools.count()

    def send(self, kind: str, payload: Json) -> "Future[Answer]":
        """Hand over a slash command, event or interaction; the future ends when the app acknowledged or failed to."""
        delivery = Delivery(kind, payload, secrets.token_hex(16))
        self.log.append(delivery)
        return self.again(delivery)

    def again(self, delivery: Delivery) -> "Future[Answer]":
        """Send the same envelope, as Slack does when it believes that the first one was lost."""
        if self.loop is None:
            raise RuntimeError("the pretend Slack is not running")
        return asyncio.run_coroutine_threadsafe(self._deliver(delivery), self.loop)

    async def _deliver(self, delivery: Delivery) -> Answer:
        # Slack repeats an unacknowledged event at once (and later); commands and interactions never.
        answer = await self._attempt(delivery)
        if answer.problem == "operation_timeout" and delivery.kind == "events_api":
            answer = await self._attempt(delivery)
        with self.world.changed:
            delivery.answer = answer
            self.world.touch()
        return answer

    async def _attempt(self, delivery: Delivery) -> Answer:
        delivery.attempts += 1
        try:
            if self.request_url:
                return Answer(await asyncio.wait_for(self._post(delivery), self.ack_timeout))
            if not self.sockets:
                return Answer(problem="dispatch_failed")
            socket = self.sockets[next(self._turn) % len(self.sockets)]
            return Answer(await asyncio.wait_for(self._envelope(socket, delivery), self.ack_timeout))
        except TimeoutError:
            return Answer(problem="operation_timeout")
        except (ConnectionError, aiohttp.ClientError):
            return Answer(problem="operation_timeout" if delivery.kind == "events_api" else "dispatch_failed")

    async def _envelope(self, socket: Socket, delivery: Delivery) -> Json:
        envelope: Json = {
            "envelope_id": delivery.envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            late = delivery.attempts > 1
            envelope |= {"retry_attempt": delivery.attempts - 1, "retry_reason": "timeout" if late else ""}
        acked: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        socket.pending[delivery.envelope_id] = acked
        try:
            await socket.ws.send_json(envelope)
            return await acked
        finally:
            socket.pending.pop(delivery.envelope_id, None)

    async def _post(self, delivery: Delivery) -> Json:
        body, content_type = _body(delivery)
        # The receiver compares this with its machine's clock, whatever the story's time is.
        stamp = str(int(self.wall_clock()))
        signed = hmac.new(self.signing_secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        if delivery.attempts > 1:
            headers |= {"X-Slack-Retry-Num": str(delivery.attempts - 1), "X-Slack-Retry-Reason": "http_timeout"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.request_url or "", data=body.encode(), headers=headers) as response,
        ):
            text = await response.text()
            if response.status != 200:
                raise aiohttp.ClientError(f"the app answered {response.status}")
            if not text.strip():
                return {}
            return dict(json.loads(text)) if "json" in response.content_type else {"text": text}

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one Socket Mode connection until it ends."""
        ticket = request.match_info["ticket"]
        if ticket not in self.tickets:
            raise web.HTTPNotFound
        self.tickets.discard(ticket)
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        socket = Socket(ws)
        with self.world.changed:
            self.sockets.append(socket)
            count = len(self.sockets)
        await ws.send_json(
            {
                "type": "hello",
                "num_connections": count,
                "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
                "connection_info": {"app_id": APP_ID},
            }
        )
        with self.world.changed:
            self.world.touch()
        pings = asyncio.create_task(_ping(ws))
        try:
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._acknowledged(socket, message.data)
        finally:
            pings.cancel()
            self._ended(socket)
        return ws

    def _acknowledged(self, socket: Socket, text: str) -> None:
        said: Any = json.loads(text)
        acked = socket.pending.get(said.get("envelope_id", ""))
        if acked and not acked.done():
            acked.set_result(said.get("payload") or {})

    def _ended(self, socket: Socket) -> None:
        for acked in socket.pending.values():
            if not acked.done():
                acked.set_exception(ConnectionResetError("the connection ended before the acknowledgement"))
        with self.world.changed:
            self.sockets.remove(socket)
            self.world.touch()

    async def disconnect(self, reason: str) -> None:
        """Ask every connection to come back on a new one, as Slack does now and then; the old ones are closed."""
        for socket in list(self.sockets):
            await socket.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
            if reason != "warning":
                await socket.ws.close()


async def _ping(ws: web.WebSocketResponse) -> None:
    # Slack pings, too. slack_sdk's close() waits for the next frame, so pings let tests end soon. They need a payload:
    # its parser waits for more after a frame of two bytes, and the next envelope would come late.
    with contextlib.suppress(ConnectionError):
        while not ws.closed:
            await ws.ping(b"Ping from the sandbox")
            await asyncio.sleep(PING_SECONDS)


def _body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"
