"""The control interface over HTTP, for the page and for tests in other processes.

Every verb is `POST /_control/VERB` with a JSON object; `as` names the person. `GET /_control/state?as=…` is all that a
person sees, `GET /_control/stream` sends a line whenever something changed.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.seeing import everything, view_seen
from sandbox.submission import Outcome
from sandbox.using import Where
from sandbox.world import Json, Message, SlackError

if TYPE_CHECKING:
    from sandbox.actor import Actor
    from sandbox.control import PretendSlack

PAGE = Path(__file__).parent / "page"
HANDS = 16
"""How many actions of people may wait for the app at once."""


@dataclass
class Control:
    """Carries out what the page asks for; actions wait for the app, so they run in threads."""

    slack: "PretendSlack"
    pool: ThreadPoolExecutor

    async def state(self, request: web.Request) -> web.Response:
        """All that a person sees."""
        actor = self.slack.as_(request.query["as"]) if request.query.get("as") else None
        return web.json_response(everything(self.slack, actor))

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the world's version, each time it changed."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        world = self.slack.backend.world

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        with world.changed:
            world.watchers.append(wake)
        try:
            with contextlib.suppress(ConnectionError):
                while True:
                    changed.clear()
                    await response.write(f"data: {world.version}\n\n".encode())
                    await changed.wait()
        finally:
            with world.changed:
                world.watchers.remove(wake)
        return response

    async def act(self, request: web.Request) -> web.Response:
        """One verb."""
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            raise web.HTTPNotFound
        asked = await request.json()
        loop = asyncio.get_running_loop()
        try:
            done = await loop.run_in_executor(self.pool, verb, self.slack, asked)
        except (LookupError, SlackError, ValueError) as wrong:
            return web.json_response({"problem": str(wrong)}, status=400)
        return web.json_response(done)


def _where(actor: "Actor", asked: Json) -> Where:
    """The message or view that an action is about."""
    if asked.get("view"):
        views = [*actor.person.modals, *([actor.home] if actor.home else [])]
        places: list[Where] = [view for view in views if view.id == asked["view"]]
    else:
        messages = actor.person.team.channels[asked["channel"]].messages
        places = [message for message in messages if message.ts == asked["message"]]
    if not places:
        raise LookupError("what this is about is gone")
    return places[0]


def _outcome(outcome: Outcome) -> Json:
    top = view_seen(outcome.view) if outcome.view else None
    return {"problem": outcome.problem, "closed": outcome.closed, "errors": outcome.errors, "view": top}


def _say(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    message = actor.say(asked["text"], actor.person.team.channels[asked["channel"]], asked.get("thread"))
    return {"ts": message.ts}


def _command(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    channel = actor.person.team.channels[asked["channel"]]
    return _outcome(actor.command(asked["command"], asked.get("text", ""), channel, asked.get("thread")))


def _click(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    where = _where(actor, asked)
    dispatch = asked.get("dispatch", True)
    done = actor.click(where, asked["action_id"], asked.get("value"), block_id=asked["block_id"], dispatch=dispatch)
    return _outcome(done)


def _suggest(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    where = _where(actor, asked)
    return {"options": actor.suggest(asked["action_id"], asked["typed"], where, block_id=asked["block_id"])}


def _submit(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    view = _where(actor, asked)
    return {} if isinstance(view, Message) else _outcome(actor.submit(view))


def _close(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    view = _where(actor, asked)
    if not isinstance(view, Message):
        actor.close(view)
    return {}


def _open_home(slack: "PretendSlack", asked: Json) -> Json:
    slack.as_(asked["as"]).open_home(asked.get("tab", "home"))
    return {}


def _shortcut(slack: "PretendSlack", asked: Json) -> Json:
    actor = slack.as_(asked["as"])
    about = _where(actor, asked) if asked.get("message") else None
    return _outcome(actor.shortcut(asked["callback_id"], about if isinstance(about, Message) else None))


def _reload(slack: "PretendSlack", asked: Json) -> Json:
    slack.as_(asked["as"]).reload()
    return {}


def _demo(slack: "PretendSlack", asked: Json) -> Json:
    slack.demo_actions[asked["label"]]()
    with slack.backend.world.changed:
        slack.backend.world.touch()
    return {}


def _fail_next(slack: "PretendSlack", asked: Json) -> Json:
    times, seconds = asked.get("times", 1), asked.get("retry_after", 1)
    slack.fail_next(asked["method"], asked["kind"], times=times, retry_after=seconds)
    return {}


def _redeliver(slack: "PretendSlack", asked: Json) -> Json:
    return {"problem": slack.redeliver().problem}


VERBS: dict[str, Callable[["PretendSlack", Json], Json]] = {
    "say": _say,
    "command": _command,
    "click": _click,
    "suggest": _suggest,
    "submit": _submit,
    "close": _close,
    "open_home": _open_home,
    "shortcut": _shortcut,
    "reload": _reload,
    "demo": _demo,
    "fail_next": _fail_next,
    "redeliver": _redeliver,
}


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


def add_routes(app: web.Application, slack: "PretendSlack") -> None:
    """Add the page's and the control interface's routes."""
    control = Control(slack, ThreadPoolExecutor(HANDS, "pretend-hands"))

    async def no_more_hands(_: Any) -> None:
        control.pool.shutdown(wait=False, cancel_futures=True)

    app.on_cleanup.append(no_more_hands)
    app.router.add_get("/", _page)
    app.router.add_static("/page", PAGE)
    app.router.add_get("/_control/state", control.state)
    app.router.add_get("/_control/stream", control.stream)
    app.router.add_post("/_control/{verb}", control.act)
