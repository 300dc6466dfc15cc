"""Digests of many workspaces fall due within one minute while replicas are killed and Slack misbehaves.

    python -m benchmarks.digests_once [--workspaces 2000] [--replicas 4] [--database postgresql://…]

Replicas are real processes that share a database and are killed with -9 at random; the pretend Slack answers 429 and
500 and drops connections before and after accepting. One fifth of the workspaces did not grant the history scope.
Afterwards every workspace has exactly one digest, or an administrator who was told that it can't be known.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import create_engine, func, make_url, select, text

from bot.app import build_terminal, wait_for_signal
from bot.company import Client, DigestState, Member, Subscription, Workspace
from bot.digests import next_due
from bot.ports import Installation
from bot.qualities import Role
from bot.ratings import Rating, Scores
from bot.schedule import HEARTBEAT, heartbeat
from bot.services.publish import Publish
from bot.settings import read_settings
from handlers.connection import slack_of
from handlers.messenger import SlackMessenger
from sandbox import PretendSlack
from sandbox.faults import Fault
from sandbox.team import Workspace as Team
from storage import migrate
from storage.database import Database
from storage.ids import uuid7_ids
from storage.tables import digests

DUE = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""Half past one in London, in the hour that comes twice on this day."""

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
FINAL = (DigestState.POSTED, DigestState.UNKNOWN, DigestState.SKIPPED)
SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
Life = tuple[float, float]
"""Seconds that a replica lives, at least and at most; starting takes it a few of them."""

TROUBLE = ("429", "500", "drop_before", "drop_after")


@dataclass
class Outcome:
    """What became of each workspace's digest, and how it went."""

    counts: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    closest: float = float("inf")
    """Seconds between two posts in one channel."""

    def __str__(self) -> str:
        named = " · ".join(f"{name} {self.counts[name]}" for name in ("once", "alerted", "twice", "lost"))
        faults = ", ".join(f"{kind} {times}" for kind, times in sorted(self.faults.items()))
        return (
            f"{named}\n"
            f"posted, and told as uncertain: {self.counts['posted and told']}\n"
            f"{self.seconds:.0f} s, {self.kills} kills, faults: {faults}\n"
            f"closest two posts in one channel: {self.closest:.2f} s"
        )


@dataclass
class Trouble:
    """Chooses what goes wrong: one post in five, one other call in twenty."""

    seed: int
    chosen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)

    def __call__(self, method: str, _params: object) -> Fault | None:
        if self._rng.random() > (0.2 if method == "chat.postMessage" else 0.05):
            return None
        kind = self._rng.choice(TROUBLE)
        self.chosen[kind] += 1
        return Fault(kind)


@dataclass
class StoryClock:
    """Begins five seconds before the digests are due, at a real time, and goes so many times faster."""

    began: float
    speed: float
    later: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return DUE + self.later + timedelta(seconds=(time.time() - self.began) * self.speed - 5)


def run(
    database_url: str, *, workspaces: int, replicas: int, speed: float, beat: float, life: Life, patience: float
) -> Outcome:
    """The whole story on an empty, migrated database; it ends when every digest has, or after `patience` seconds.

    `speed` is how much faster than real time the clock of bot and Slack goes, `beat` the heartbeat in real seconds.
    """
    key = Fernet.generate_key().decode()
    outcome, trouble = Outcome(), Trouble(seed=6)
    clock = StoryClock(time.time(), speed)
    with PretendSlack(clock=clock) as slack:
        database = Database(database_url, new_id=uuid7_ids(lambda: DUE, random.SystemRandom()), timeout=20, keys=[key])
        teams = [seed(slack, database, number) for number in range(workspaces)]
        database.close()
        slack.fail_when(trouble)
        clock.began = time.time()
        settings = [database_url, slack.api_url, key, str(clock.began), str(speed), str(beat)]
        outcome.kills = kill_at_random(settings, replicas, lambda: finished(database_url) >= workspaces, life, patience)
        outcome.seconds = time.time() - clock.began
        slack.fail_when(None)
        # The repeated hour comes once more, and nothing with it.
        publisher(database_url, slack.api_url, key, replace(clock, later=timedelta(minutes=65))).publish_due()
        count(slack, teams, outcome)
    outcome.closest /= speed
    outcome.faults = trouble.chosen
    return outcome


def seed(slack: PretendSlack, database: Database, number: int) -> Team:
    """One company: a channel, an administrator, a few rated clients, an encrypted token, and its digest's time."""
    team = slack.add_workspace(f"Company {number}")
    admin = team.person("ada", is_admin=True)
    channel = team.channel("clients", [admin])
    if number % 5 == 0:
        team.team.scopes = frozenset(scope for scope in team.team.scopes if not scope.endswith(":history"))
    zone = ZONES[number % len(ZONES)]
    due = DUE + timedelta(seconds=number % 60)
    local = due.astimezone(ZoneInfo(zone))
    weekly = Subscription(id="weekly", channel=channel.id, weekday=local.weekday(), at=local.time(), zone=zone)
    due_at = next_due(weekly, DUE - timedelta(minutes=1))
    assert due_at == due, f"{zone}: {due_at}"
    workspace_id = f"w{number:05}"
    database.create_workspace(Workspace(id=workspace_id, name=team.team.name, zone=zone))
    with database.store(workspace_id) as store:
        people = [Member(id=name, name=name) for name in ("maya", "tom")]
        people.append(Member(id="ada", name="Ada", role=Role.ADMINISTRATOR, slack_user=admin.id))
        for person in people:
            store.members.add(person)
        clients = [store.clients.add(Client(id=f"c{at}", name=f"Client {at}")) for at in range(3)]
        store.ratings.add_many(list(ratings(clients, people[:2])))
        store.digests.save_subscription(replace(weekly, due_at=due_at))
    database.install(
        Installation(
            enterprise_id=None,
            team_id=team.team.id,
            workspace_id=workspace_id,
            team_name=team.team.name,
            bot_token=team.token,
            bot_user=team.bot.id,
            scopes=tuple(sorted(team.team.scopes)),
            installed_by=admin.id,
        )
    )
    return team


def ratings(clients: list[Client], people: list[Member]) -> Iterator[Rating]:
    """Two visits of each to each."""
    for at, client in enumerate(clients):
        for by, person in enumerate(people):
            for weeks in (1, 3):
                on = (DUE - timedelta(weeks=weeks)).date()
                yield Rating(
                    id=str(uuid4()),
                    client_id=client.id,
                    member_id=person.id,
                    on=on,
                    scores=Scores(overall=5 - at - by),
                    recorded_at=DUE - timedelta(weeks=weeks),
                )


def publisher(database_url: str, api_url: str, key: str, clock: StoryClock) -> Publish:
    """The bot's publishing as it puts it together."""
    settings = read_settings(
        database_url=database_url, slack_api_url=api_url, encryption_keys=key, slack_signing_secret="unused"
    )
    terminal = build_terminal(settings, clock)
    slack = slack_of(settings, terminal.database, clock=clock, new_id=terminal.new_id)
    messenger = SlackMessenger(terminal.database, slack.gate, slack.client_for)
    return Publish(terminal.database, messenger, terminal.cache, clock, terminal.new_id, owner=str(os.getpid()))


def replica(database_url: str, api_url: str, key: str, began: str, speed: str, beat: str) -> None:
    """One process: the heartbeat, until it is killed."""
    publish = publisher(database_url, api_url, key, StoryClock(float(began), float(speed)))
    heartbeat(publish.publish_due, every=timedelta(seconds=float(beat))).start()
    wait_for_signal()


def kill_at_random(settings: list[str], replicas: int, done: Callable[[], bool], life: Life, patience: float) -> int:
    """Keep so many replicas running, killing one every few seconds, until it is done; how many were killed."""
    rng, kills, began = random.Random(9), 0, time.monotonic()
    command = [sys.executable, "-m", "benchmarks.digests_once", "--replica", *settings]

    def start() -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    running = [start() for _ in range(replicas)]
    try:
        while not done():
            if time.monotonic() - began > patience:
                break
            time.sleep(rng.uniform(*life) / replicas)
            victim = rng.randrange(replicas)
            if running[victim].poll() is not None:
                raise RuntimeError("a replica ended by itself")
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            running[victim] = start()
            kills += 1
    finally:
        for process in running:
            process.kill()
            process.wait()
    return kills


def finished(database_url: str) -> int:
    """How many digests came to their end."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(digests).where(digests.c.state.in_(FINAL)))
    engine.dispose()
    return int(found or 0)


def count(slack: PretendSlack, teams: list[Team], outcome: Outcome) -> None:
    """What stands in each workspace, and what its administrator was told."""
    for team in teams:
        posts = slack.posts(workspace=team)
        stand = sum(1 for post in posts if post.metadata and post.metadata.get("event_payload", {}).get("ref"))
        told = any("Post it now" in post.words or "not posted" in post.words for post in posts)
        if stand == 1:
            outcome.counts["once"] += 1
            outcome.counts["posted and told"] += told
        else:
            outcome.counts["twice" if stand else "alerted" if told else "lost"] += 1
        channel = team.find_channel("clients").id
        times = sorted(float(post.ts) for post in posts if post.channel == channel)
        outcome.closest = min([outcome.closest, *(later - earlier for earlier, later in pairwise(times))])


@contextmanager
def empty_postgresql(server: str) -> Iterator[str]:
    """A migrated database of its own."""
    name = f"good_clients_chaos_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    try:
        migrate.upgrade(url)
        yield url
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspaces", type=int, default=2000)
    parser.add_argument("--replicas", type=int, default=4)
    parser.add_argument("--database", default=SERVER)
    parser.add_argument("--patience", type=float, default=3600)
    parser.add_argument("--replica", nargs=6, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.replica:
        replica(*given.replica)
        return
    with empty_postgresql(given.database) as url:
        outcome = run(
            url,
            workspaces=given.workspaces,
            replicas=given.replicas,
            speed=1,
            beat=HEARTBEAT.total_seconds(),
            life=(8, 40),
            patience=given.patience,
        )
    print(f"{given.workspaces} workspaces, {given.replicas} replicas\n{outcome}")


if __name__ == "__main__":
    main()
