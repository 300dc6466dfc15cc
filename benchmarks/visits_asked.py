"""A thousand visits end within the hour while replicas are killed and Slack misbehaves: each is asked about once.

    python -m benchmarks.visits_asked [--members 200] [--replicas 3] [--database postgresql://…]

Every member makes five visits, at five clients, and each event of a visit is delivered twice. Replicas are real
processes that share a database and are killed with -9 at random; the pretend Slack answers 429 and 500 and drops
connections before and after accepting. Afterwards every visit stands in exactly one message: the day's latest one.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.fernet import Fernet
from sqlalchemy import create_engine, func, select

from benchmarks.digests_once import SERVER, Life, Trouble, empty_postgresql
from bot.app import build_terminal, wait_for_signal
from bot.company import Client, Member, Workspace
from bot.ports import Installation, NewId
from bot.schedule import heartbeat
from bot.services.prompts import Prompts
from bot.services.visits import VisitEvent, Visits
from bot.settings import read_settings
from bot.visits.prompt import PromptState
from handlers.asker import SlackAsker
from handlers.connection import slack_of
from sandbox import PretendSlack
from storage.database import Database
from storage.ids import uuid7_ids
from storage.tables import prompts

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
"""When the first questions are due."""

DELAY = timedelta(minutes=15)
CLIENTS = ("Acme Dental", "Globex", "Hooli", "Initech", "Umbrella")
WORKSPACE = "bright-it"


@dataclass
class Outcome:
    """In how many standing messages each visit is asked about, and how it went."""

    counts: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        named = " · ".join(f"{name} {self.counts[name]}" for name in ("once", "twice", "lost"))
        faults = ", ".join(f"{kind} {times}" for kind, times in sorted(self.faults.items()))
        return f"{named} (in {self.messages} messages)\n{self.seconds:.0f} s, {self.kills} kills, faults: {faults}"


@dataclass
class StoryClock:
    """Is at the first due time at a real time, and goes so many times faster."""

    began: float
    speed: float

    def __call__(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self.began) * self.speed)


def run(
    database_url: str,
    *,
    members: int,
    replicas: int,
    speed: float,
    apart: timedelta,
    life: Life,
    patience: float,
) -> Outcome:
    """The whole story on an empty, migrated database; it ends when every visit was asked about, or after `patience`.

    `speed` is how much faster than real time the clock of bot and Slack goes, `apart` the time between two visits of
    a member, `life` how many seconds a replica lives.
    """
    key = Fernet.generate_key().decode()
    outcome, trouble = Outcome(), Trouble(seed=5)
    clock = StoryClock(time.time(), speed)
    with PretendSlack(clock=clock) as slack:
        database = Database(database_url, new_id=new_ids(), timeout=20, keys=[key])
        seed(slack, database, members, apart)
        slack.fail_when(trouble)
        clock.began = time.time()
        given = [database_url, slack.api_url, key, str(clock.began), str(speed)]
        outcome.kills = kill_at_random(given, replicas, database_url, members * len(CLIENTS), life, patience)
        outcome.seconds = time.time() - clock.began
        slack.fail_when(None)
        database.close()
        posts = slack.posts()
        asked = Counter(
            (post.channel, name) for post in posts for name in CLIENTS if name in post.text.replace("\n", " ")
        )
        outcome.messages = len(posts)
        outcome.counts = Counter("once" if times == 1 else "twice" for times in asked.values())
        outcome.counts["lost"] = members * len(CLIENTS) - len(asked)
    outcome.faults = trouble.chosen
    return outcome


def new_ids() -> NewId:
    """Ids as the bot makes them."""
    return uuid7_ids(lambda: datetime.now(UTC), random.SystemRandom())


def seed(slack: PretendSlack, database: Database, members: int, apart: timedelta) -> None:
    """One company whose technicians made their rounds; every event of a visit comes twice."""
    team = slack.workspace
    database.create_workspace(Workspace(id=WORKSPACE, name="Bright IT", zone="Europe/London"))
    people = [Member(id=f"m{at}", name=f"M {at}", slack_user=slack.person(f"m{at}").id) for at in range(members)]
    with database.store(WORKSPACE) as store:
        for person in people:
            store.members.add(person)
        for name in CLIENTS:
            store.clients.add(Client(id=name, name=name))
    database.install(
        Installation(
            enterprise_id=None,
            team_id=team.team.id,
            workspace_id=WORKSPACE,
            team_name=team.team.name,
            bot_token=team.token,
            bot_user=team.bot.id,
            scopes=tuple(sorted(team.team.scopes)),
            installed_by=None,
        )
    )
    for at, name in enumerate(CLIENTS):
        ended = MONDAY - DELAY + at * apart
        visits = Visits(database, lambda: ended, new_ids())  # noqa: B023 - used up within the loop
        for person in people:
            event = VisitEvent(event_id=f"{person.id} {name}", client=name, ended_at=ended)
            assert visits.from_event(WORKSPACE, person, event)
            assert not visits.from_event(WORKSPACE, person, event)


def replica(database_url: str, api_url: str, key: str, began: str, speed: str) -> None:
    """One process: the heartbeat, until it is killed."""
    settings = read_settings(
        database_url=database_url, slack_api_url=api_url, encryption_keys=key, slack_signing_secret="unused"
    )
    clock = StoryClock(float(began), float(speed))
    terminal = build_terminal(settings, clock)
    slack = slack_of(settings, terminal.database, clock=clock, new_id=terminal.new_id)
    asker = SlackAsker(terminal.database, slack.gate, slack.client_for)
    asking = Prompts(terminal.database, asker, clock, terminal.new_id, owner=str(os.getpid()))
    heartbeat(asking.ask_due, every=timedelta(seconds=1)).start()
    wait_for_signal()


def kill_at_random(given: list[str], replicas: int, database_url: str, visits: int, life: Life, patience: float) -> int:
    """Keep so many replicas running, killing one every few seconds, until all is asked; how many were killed."""
    rng, kills, began = random.Random(9), 0, time.monotonic()
    command = [sys.executable, "-m", "benchmarks.visits_asked", "--replica", *given]

    with ExitStack() as at_end:
        said = at_end.enter_context(tempfile.TemporaryFile())

        def start() -> "subprocess.Popen[bytes]":
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
            at_end.callback(process.kill)
            return process

        running = [start() for _ in range(replicas)]
        while asked(database_url) < visits and time.monotonic() - began < patience:
            time.sleep(rng.uniform(*life) / replicas)
            victim = rng.randrange(replicas)
            if running[victim].poll() is not None:
                said.seek(0)
                raise RuntimeError(f"a replica ended by itself: {said.read()[-2000:].decode(errors='replace')}")
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            running[victim] = start()
            kills += 1
    for process in running:
        process.wait()
    return kills


def asked(database_url: str) -> int:
    """How many questions stand, in nobody's hands."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(prompts).where(prompts.c.state == PromptState.ASKED))
    engine.dispose()
    return int(found or 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--database", default=SERVER)
    parser.add_argument("--patience", type=float, default=1800)
    parser.add_argument("--replica", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.replica:
        replica(*given.replica)
        return
    with empty_postgresql(given.database) as url:
        outcome = run(
            url,
            members=given.members,
            replicas=given.replicas,
            speed=10,
            apart=timedelta(minutes=10),
            life=(8, 40),
            patience=given.patience,
        )
    print(f"{given.members * len(CLIENTS)} visits, {given.replicas} replicas\n{outcome}")


if __name__ == "__main__":
    main()
