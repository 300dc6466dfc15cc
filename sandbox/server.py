"""The HTTP side: Web API, Socket Mode's connections, response URLs, and the loop in its thread."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.backend import Backend
from sandbox.faults import Fault
from sandbox.payloads import completed
from sandbox.tickets import wants
from sandbox.web_api import call
from sandbox.web_api.chat import refuse_bad
from sandbox.world import Json, SlackError

ROUTES = Callable[[web.Application], None]


class Server:
    """Runs the pretend Slack on loopback, in a thread of its own, until `stop`."""

    def __init__(self, backend: Backend, port: int, more_routes: ROUTES) -> None:
        self.backend = backend
        self.port = port
        self._more_routes = more_routes
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pretend-slack", daemon=True)
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        """Listen; afterwards `port` is the one that was given or found free."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        """End all connections and the thread."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Any) -> Any:
        """Run a coroutine on the server's loop from another thread, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> None:
        app = web.Application(client_max_size=4_000_000)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/socket/{ticket}", self.backend.deliveries.connect)
        app.router.add_post("/response/{token}", self._respond)
        self._more_routes(app)
        # Held requests and open streams are cut, not waited for.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        self.backend.deliveries.loop = self._loop
        self.backend.urls.base = f"http://127.0.0.1:{self.port}"

    async def _end(self) -> None:
        self.backend.faults.released.set()
        self.backend.deliveries.loop = None
        for socket in list(self.backend.deliveries.sockets):
            await socket.ws.close()
        if self._runner:
            await self._runner.cleanup()
        waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params, token = await _read(request)
        fault = self.backend.faults.take(method, params)
        if fault and fault.kind not in ("drop_after", "hold"):
            return _gone_wrong(request, fault)
        answer, team = call(self.backend, method, token, params)
        if fault and fault.kind == "hold":
            await asyncio.to_thread(self.backend.faults.released.wait)
        if fault and fault.kind == "drop_after":
            return _dropped(request)
        headers = {"x-oauth-scopes": ",".join(sorted(team.scopes))} if team else {}
        return web.json_response(answer, headers=headers)

    async def _respond(self, request: web.Request) -> web.Response:
        """A response_url."""
        try:
            body = await request.json()
            with self.backend.world.changed:
                _answer(self.backend, request.match_info["token"], body)
        except (SlackError, ValueError) as refusal:
            error = refusal.error if isinstance(refusal, SlackError) else "invalid_payload"
            status = 404 if error in ("expired_url", "used_url") else 400
            return web.json_response({"ok": False, "error": error}, status=status)
        return web.Response(text="ok")


async def _read(request: web.Request) -> tuple[Json, str | None]:
    """The arguments of a call, from the query, a JSON body or a form, and the token."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        body = json.loads(await request.text() or "{}")
        params |= body if isinstance(body, dict) else {}
    else:
        params |= dict(await request.post())
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or params.pop("token", None)
    return params, token


def _gone_wrong(request: web.Request, fault: Fault) -> web.Response:
    match fault.kind:
        case "429":
            headers = {"retry-after": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        case "500" | "503":
            return web.Response(status=int(fault.kind), text="upstream trouble")
        case "drop_before":
            return _dropped(request)
        case error:
            return web.json_response({"ok": False, "error": error})


def _dropped(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()


def _answer(backend: Backend, token: str, body: Json) -> None:
    """What a response_url does. SlackError: Slack does not take it."""
    url = backend.urls.use(token)
    channel, message = url.channel, url.message
    if wants(body, "delete_original"):
        if message and message in channel.messages:
            channel.messages.remove(message)
            backend.world.touch()
        return
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if not text and not blocks:
        raise SlackError("no_text")
    refuse_bad(text, blocks, channel.team)
    if wants(body, "replace_original") and message:
        message.text, message.blocks = text, completed(blocks)
        backend.world.touch()
        return
    only_for = None if body.get("response_type") == "in_channel" else url.person.id
    backend.bot_message(channel, text, blocks, thread_ts=body.get("thread_ts"), only_for=only_for)
