"""`good-clients doctor` against the pretend Slack: each thing that can be wrong, with what to do about it."""

from datetime import time

import pytest

from bot.settings import Settings
from sandbox import PretendSlack
from tests.bot import Bright, settings_for
from tests.people import BRIGHT
from tests.terminal import Cli


@pytest.fixture
def connected(slack: PretendSlack, database_url: str, home: object, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a bot in Socket Mode, in the environment."""
    settings = settings_for(slack, database_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    return settings


def said(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("    ")]


def set_up_digest(bright: Bright) -> None:
    bright.bot.terminal.subscriptions.save_settings(BRIGHT.id, bright.desk.id, 0, time(9), "Europe/London")


def test_all_is_well(cli: Cli, connected: Settings, bright: Bright) -> None:
    set_up_digest(bright)
    done = cli("doctor")
    assert said(done.out) == [
        "ok  Socket Mode.",
        "ok  The database answers.",
        "ok  The migrations are applied.",
        "ok  The bot token belongs to Northwind IT.",
        "ok  All scopes are granted.",
        "ok  Without the optional history scopes a digest that broke off is handed to an administrator.",
        "ok  Socket Mode can be opened.",
        "ok  The digest's channel is open to the bot, and nobody in it is from outside.",
        "ok  The next digest is due Monday, 30 November 2026, 09:00 UTC.",
    ]
    assert done.status == 0


def test_before_the_first_start(cli: Cli, connected: Settings) -> None:
    done = cli("doctor")
    assert done.status == 0
    assert "BAD" not in done.out


def test_no_channel_for_the_digest(cli: Cli, connected: Settings, bright: Bright) -> None:
    done = cli("doctor")
    assert done.status == 1
    assert done.out.endswith("BAD No channel is chosen for the digest.\n    App Home, “The weekly digest”, “Set up”.\n")


def test_a_channel_that_is_shared_outside(cli: Cli, connected: Settings, bright: Bright) -> None:
    set_up_digest(bright)
    bright.slack.workspace.share(bright.desk, pending=True)
    done = cli("doctor")
    assert done.status == 1
    assert "Invite the bot, or choose another channel in App Home." in done.out


def test_scopes_that_are_missing(cli: Cli, connected: Settings, slack: PretendSlack) -> None:
    slack.workspace.team.scopes = slack.workspace.team.scopes - {"users:read"}
    done = cli("doctor")
    assert done.status == 1
    assert "BAD Scopes are missing: users:read.\n    Paste the output of good-clients manifest" in done.out


@pytest.mark.parametrize(
    ("variable", "value", "finding"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-old", "BAD Slack does not take the bot token (invalid_auth)."),
        ("SLACK_APP_TOKEN", "xapp-old", "BAD Slack does not take the app token (invalid_auth)."),
        ("SLACK_API_URL", "http://127.0.0.1:1/", "BAD Slack cannot be reached ("),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "BAD The database cannot be reached."),
        ("SLACK_APP_TOKEN", "", "BAD SLACK_APP_TOKEN is not set"),
    ],
)
def test_what_cannot_work_is_told_with_advice(
    cli: Cli, connected: Settings, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, finding: str
) -> None:
    monkeypatch.setenv(variable, value)
    done = cli("doctor")
    lines = done.out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(finding))
    assert lines[at + 1].startswith("    ")
    assert done.status == 1


def test_migrations_that_wait(cli: Cli, connected: Settings, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    done = cli("doctor")
    if empty_url.startswith("sqlite"):
        assert (done.status, "The next start brings the database file to today's tables." in done.out) == (0, True)
    else:
        assert (done.status, "not applied.\n    Run: good-clients migrate" in done.out) == (1, True)


def test_http_mode(cli: Cli, connected: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    assert "ok  HTTP mode on port 3000." in cli("doctor").out
