"""Round trips through the pretend Slack: command sent → answer seen, as ratios to an app that only acknowledges.

Run: python -m benchmarks.round_trips [--times 60]. The three take turns, so that a busy moment meets all of them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient

from bot.app import Bot
from bot.company import Client, Member, Workspace
from bot.logs import set_up_logging
from bot.ratings import Rating, Scores
from bot.settings import Mode, read_settings
from handlers.manifest import manifest
from sandbox import Actor, Channel, PretendSlack
from storage import migrate

CLIENTS = [f"{name} {trade}" for name in ("Acme", "Hooli", "Globex", "Wayne") for trade in ("Dental", "Legal", "Foods")]
MONTHS = 6


def bare_app(slack: PretendSlack) -> SocketModeHandler:
    """The least that a Bolt app can do: acknowledge, with a word."""
    app = App(client=WebClient(token=slack.bot_token, base_url=slack.api_url))

    @app.command("/clients")
    def acknowledge(ack: Any) -> None:
        ack("OK")

    handler = SocketModeHandler(app, slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it without types
    return handler


def good_clients(slack: PretendSlack, folder: Path) -> Bot:
    """The bot, with half a year of ratings by one person."""
    url = f"sqlite:///{folder / 'bot.db'}"
    migrate.upgrade(url)
    settings = read_settings(
        slack_bot_token=slack.bot_token, slack_app_token=slack.app_token, slack_api_url=slack.api_url, database_url=url
    )
    bot = Bot(settings)
    database, now = bot.terminal.database, datetime.now(UTC)
    database.create_workspace(Workspace(id="w", name="Bright IT"))
    with database.store("w") as store:
        member = store.members.add(Member(id="m", name="maya", slack_user=slack.person("maya").id))
        clients = [store.clients.add(Client(id=name, name=name)) for name in CLIENTS]
        store.ratings.add_many(
            [
                Rating(
                    id=f"{client.id} {week}",
                    client_id=client.id,
                    member_id=member.id,
                    on=now.date() - timedelta(weeks=week),
                    scores=Scores(overall=1 + (week + at) % 5),
                    recorded_at=now,
                )
                for at, client in enumerate(clients)
                for week in range(1, 4 * MONTHS)
            ]
        )
    bot.start()
    return bot


def round_trip(slack: PretendSlack, who: Actor, channel: Channel, command: str, text: str) -> float:
    """Seconds from the command to its answer on the screen."""
    who.reload()
    began = time.perf_counter()
    who.command(command, text, channel)
    slack.wait_for(lambda: who.sees(channel))
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=60)
    times = options.parse_args().times
    set_up_logging("ERROR")
    with ExitStack() as stack:
        ours = stack.enter_context(PretendSlack(manifest=manifest(Mode.SOCKET, ""), ack_timeout=30))
        theirs = stack.enter_context(PretendSlack(ack_timeout=30))
        bot = good_clients(ours, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        stack.callback(bot.stop)
        theirs.person("maya")
        bare = bare_app(theirs)
        stack.callback(bare.close)
        desks = {slack: slack.channel("desk", ["maya"]) for slack in (ours, theirs)}
        for slack in desks:
            slack.wait_for_app()

        def trip(slack: PretendSlack, command: str, text: str) -> Callable[[], float]:
            return lambda: round_trip(slack, slack.as_("maya"), desks[slack], command, text)

        runs = {
            "a bare Bolt app's ack": trip(theirs, "/clients", "hello"),
            "/rate-client acme dental 4": trip(ours, "/rate-client", "acme dental 4"),
            "/clients who are our good clients?": trip(ours, "/clients", "who are our good clients?"),
        }
        taken: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(times + 3):
            for name, run in runs.items():
                taken[name].append(run())
    medians = {name: statistics.median(each[3:]) for name, each in taken.items()}
    bare_median = medians["a bare Bolt app's ack"]
    for name, median in medians.items():
        print(f"{name:36} median {median * 1000:6.1f} ms   ratio {median / bare_median:5.1f}")


if __name__ == "__main__":
    main()
