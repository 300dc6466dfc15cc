"""Bright IT with the bot running: the pretend Slack on one side, a database on the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.company import Member
from bot.settings import Mode, Settings
from handlers.manifest import manifest
from sandbox import Actor, Channel, Message, PretendSlack
from storage.database import Database
from tests.database import KEYS
from tests.people import ADA, BRIGHT, CLIENTS, PEOPLE

MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class StoppedClock:
    """A clock that tests move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Bright:
    """Everything a test needs to act as somebody and to see what came of it."""

    slack: PretendSlack
    bot: Bot
    clock: StoppedClock
    desk: Channel

    @property
    def database(self) -> Database:
        return self.bot.terminal.database

    def as_(self, member: Member) -> Actor:
        return self.slack.as_(member.id)

    def answer_to(self, who: Actor, act: Callable[[], object], where: Channel | None = None) -> Message:
        """What somebody sees next after an action, in a channel or their direct message."""
        before = {message.ts for message in who.sees(where)}
        act()
        return self.slack.wait_for(lambda: [seen for seen in who.sees(where) if seen.ts not in before])[-1]

    def command(self, who: Actor, command: str, text: str = "") -> Message:
        """What a command in #service-desk is answered with."""
        return self.answer_to(who, lambda: who.command(command, text, self.desk), self.desk)


def settings_for(slack: PretendSlack, database_url: str) -> Settings:
    """What the environment of a bot in Socket Mode says."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it, its mypy plugin is not worth a line
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
        database_url=database_url,
        encryption_keys=SecretStr(KEYS[0]),
    )


def found(database: Database, slack: PretendSlack) -> None:
    """The people of Bright IT in the database, with the Slack users that the pretend Slack gave them."""
    database.create_workspace(BRIGHT)
    with database.store(BRIGHT.id) as store:
        for member in PEOPLE:
            user = slack.person(member.id, real_name=member.name, is_admin=member == ADA).id
            store.members.add(replace(member, slack_user=user))
        for client in CLIENTS:
            store.clients.add(client)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(MONDAY_MORNING)


@pytest.fixture
def slack(clock: StoppedClock) -> Iterator[PretendSlack]:
    with PretendSlack(clock=clock, ack_timeout=20, manifest=manifest(Mode.SOCKET, "")) as running:
        yield running


@pytest.fixture
def bright(slack: PretendSlack, database_url: str, clock: StoppedClock) -> Iterator[Bright]:
    """The bot, connected, with Bright IT's people in #service-desk and nothing rated yet."""
    bot = Bot(settings_for(slack, database_url), clock)
    found(bot.terminal.database, slack)
    desk = slack.channel("service-desk", [member.id for member in PEOPLE])
    bot.start()
    slack.wait_for_app()
    yield Bright(slack, bot, clock, desk)
    bot.stop()
