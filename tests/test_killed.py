"""`good-clients run` as a real process: stopped politely it finishes its work, killed it loses nothing it confirmed."""

import os
import random
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.company import Member
from bot.settings import Mode
from handlers.manifest import manifest
from sandbox import Actor, Channel, PretendSlack
from storage.database import Database
from tests.bot import found
from tests.people import BRIGHT, HOOLI, MAYA, PEOPLE, TOM
from tests.test_manifest import METHODS

PATIENCE = 60.0
"""Seconds that a process may take to start on a busy machine."""
SIGNING_SECRET = "pretend-signing-secret"


@pytest.fixture
def slack() -> Iterator[PretendSlack]:
    """On this machine's clock, as the process is."""
    with PretendSlack(ack_timeout=20, manifest=manifest(Mode.SOCKET, "")) as running:
        yield running


@pytest.fixture
def desk(slack: PretendSlack, database: Database) -> Channel:
    found(database, slack)
    return slack.channel("service-desk", [member.id for member in PEOPLE])


class Process:
    """The bot, started with nothing but its settings."""

    def __init__(self, slack: PretendSlack, database_url: str, mode: Mode, folder: Path) -> None:
        port = free_port()
        secrets = {"SLACK_APP_TOKEN": slack.app_token, "PORT": str(port)}
        if mode is Mode.HTTP:
            secrets = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "PORT": str(port)}
            slack.use_http(f"http://127.0.0.1:{port}/slack/events")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "PORT"))}
        settings = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url, "DATABASE_URL": database_url}
        self.slack = slack
        self.health = f"http://127.0.0.1:{port}/healthz"
        self.log = folder / "log"
        with self.log.open("ab") as log:
            command = [str(Path(sys.executable).with_name("good-clients")), "run"]
            self.running = subprocess.Popen(command, cwd=folder, env=inherited | settings | secrets, stderr=log)

    def wait_until_healthy(self) -> None:
        self.slack.wait_for(lambda: self.ended or self.healthy(), PATIENCE)
        assert not self.ended, self.log.read_text()

    @property
    def ended(self) -> bool:
        return self.running.poll() is not None

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(self.health, timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(slack: PretendSlack, database_url: str, mode: Mode, folder: Path) -> Iterator[Process]:
    process = Process(slack, database_url, mode, folder)
    try:
        process.wait_until_healthy()
        yield process
    finally:
        process.running.kill()
        process.running.wait()
        slack.wait_for(lambda: not slack.backend.deliveries.sockets)


@pytest.mark.parametrize("mode", Mode)
def test_asked_to_stop_it_finishes_what_it_has_begun(
    mode: Mode, slack: PretendSlack, database_url: str, desk: Channel, tmp_path: Path
) -> None:
    with running(slack, database_url, mode, tmp_path) as bot:
        slack.fail_next("conversations.info", "hold")
        question = slack.as_(MAYA.id).mention("who are our good clients?", desk)
        slack.wait_for(lambda: slack.calls("conversations.info"))
        bot.running.send_signal(signal.SIGTERM)
        slack.wait_for(lambda: not bot.healthy())
        assert not bot.ended, "it waits for the answer that is on its way"
        slack.release()
        assert bot.running.wait(PATIENCE) == 0
    assert [post.thread_ts for post in slack.posts(desk)] == [question.ts]
    assert "Traceback" not in bot.log.read_text()
    assert {name for name, _ in slack.backend.calls} <= METHODS.keys()


def opened_form(slack: PretendSlack, actor: Actor, desk: Channel, on: date, score: int) -> None:
    """The form for Hooli, filled in."""
    actor.command("/rate-client", "hooli", desk)
    slack.wait_for(lambda: actor.modal)
    actor.choose("on", on.isoformat())
    actor.choose("overall", str(score))


def kept(database: Database) -> dict[tuple[str, date], tuple[int | None, int]]:
    """Score and revision of each rating, by who and when."""
    with database.store(BRIGHT.id) as store:
        ratings = store.ratings.export()
    by_visit = {(each.member_id, each.on): (each.scores.overall, each.revision) for each in ratings}
    assert len(by_visit) == len(ratings), "a rating is there twice"
    assert {each.client_id for each in ratings} <= {HOOLI.id}
    return by_visit


@pytest.mark.parametrize("mode", Mode)
def test_killed_at_any_moment_it_keeps_every_rating_that_was_confirmed(
    mode: Mode, slack: PretendSlack, database: Database, database_url: str, desk: Channel, tmp_path: Path
) -> None:
    chance = random.Random(mode)
    confirmed: dict[tuple[str, date], tuple[int, int]] = {}
    tried: dict[tuple[str, date], tuple[int, int]] = {}
    day = datetime.now(UTC).date()

    def submit(member: Member, on: date) -> None:
        if slack.as_(member.id).submit().closed:
            confirmed[member.id, on] = tried[member.id, on]

    for _ in range(2):
        with running(slack, database_url, mode, tmp_path) as bot, ThreadPoolExecutor(2) as hands:
            for last in (False, True):
                day -= timedelta(days=1)
                for member in (MAYA, TOM):
                    score = chance.choice([1, 3, 5])
                    tried[member.id, day] = (score, 1)
                    opened_form(slack, slack.as_(member.id), desk, day, score)
                submissions = [hands.submit(submit, member, day) for member in (MAYA, TOM)]
                if last:
                    kill_within(bot, chance.uniform(0, 0.08))
                for submission in submissions:
                    submission.result()
        assert confirmed.items() <= kept(database).items() <= tried.items()
        for member in (MAYA, TOM):
            slack.as_(member.id).reload()
    with running(slack, database_url, mode, tmp_path):
        slack.redeliver()
    assert confirmed.items() <= kept(database).items() <= tried.items()
    assert len(confirmed) >= 4, "what was submitted in peace is confirmed"


def kill_within(bot: Process, seconds: float) -> None:
    """Kill it in the middle of its work."""
    try:
        bot.running.wait(seconds)
    except subprocess.TimeoutExpired:
        bot.running.kill()
