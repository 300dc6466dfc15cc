"""`good-clients run` where it cannot: one sentence, exit status 2, and nothing touched."""

import socket
from pathlib import Path

import pytest

from sandbox import PretendSlack
from storage import migrate
from tests.terminal import Cli

NOBODY = "http://127.0.0.1:1/"


@pytest.fixture
def tokens(slack: PretendSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)


def test_without_tokens_the_start_stops_before_anything_is_touched(process: Cli, home: Path) -> None:
    done = process("run")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("SLACK_APP_TOKEN is not set")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-old", "Slack does not take SLACK_BOT_TOKEN (invalid_auth)."),
        ("SLACK_APP_TOKEN", "xapp-old", "Slack does not take SLACK_APP_TOKEN (invalid_auth)."),
        ("SLACK_API_URL", NOBODY, "Slack cannot be reached ("),
    ],
)
def test_what_slack_does_not_take_is_named(
    process: Cli, tokens: None, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    done = process("run")
    assert done.status == 2
    assert done.err.splitlines()[-1].startswith(sentence)
    assert "Traceback" not in done.err


def test_a_port_that_is_taken_is_named(process: Cli, tokens: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.delenv("SLACK_APP_TOKEN")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
        monkeypatch.setenv("PORT", str(port))
        done = process("run")
    assert done.status == 2
    assert done.err == f"PORT {port} cannot be used: Address already in use.\n"
    assert list(home.iterdir()) == []


def test_a_shared_database_is_migrated_by_a_step_of_its_own(
    process: Cli, tokens: None, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    monkeypatch.setenv("SLACK_API_URL", NOBODY)
    done = process("run")
    assert done.status == 2
    if empty_url.startswith("sqlite"):
        assert migrate.pending(empty_url) == []
    else:
        assert done.err.splitlines()[-1].endswith("Please run: good-clients migrate")


def test_a_demo_beside_another_one_says_how_to_start_it(process: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = process("demo", "--port", str(port), "--no-browser")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"Port {port} cannot be used: Address already in use. Another port: good-clients demo --port {port + 1}\n"
    )
