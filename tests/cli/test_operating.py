"""`good-clients digest`, `migrate`, `manifest` and what they share."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.ports import Database
from bot.settings import Mode
from handlers.manifest import manifest
from storage import migrate
from tests.people import company
from tests.terminal import Cli

RATED = "client,rater,date,overall\n" + "".join(
    f"Acme Ltd,{rater},2026-11-{day:02},5\n"
    for day in range(1, 9)
    for rater in ("Maya Patel", "Tom Baker", "Priya Shah")
)


def test_the_digest_is_printed_and_nothing_kept(cli: Cli, kept: str, database: Database, home: Path) -> None:
    workspace = company(database)
    (home / "rated.csv").write_text(RATED)
    cli("import", "rated.csv")
    done = cli("digest", "--preview")
    assert done.status == 0
    assert "24 ratings by 3 people went into this." in done.out
    with database.store(workspace.id) as store:
        assert store.digests.subscriptions() == []


def test_a_digest_before_anything_was_rated_says_so(cli: Cli, kept: str) -> None:
    done = cli("digest", "--preview")
    assert (done.status, done.err) == (0, "")
    assert done.out.strip()


def test_the_terminal_posts_nothing(cli: Cli, kept: str) -> None:
    done = cli("digest")
    assert (done.status, done.out) == (2, "")
    assert done.err == "Please add --preview. Posting is done in Slack: App Home, “Post it now”.\n"


def test_migrations_are_applied_once(cli: Cli, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url)
    count = len(migrate.pending(empty_url))
    assert cli("migrate").err == f"{count} migrations applied.\n"
    assert cli("migrate").err == "The database is up to date.\n"


@pytest.mark.parametrize("words", [[], ["--link"], ["--http", "https://bot.bright.example"]])
def test_the_manifest_is_what_slack_takes(cli: Cli, words: list[str]) -> None:
    done = cli("manifest", *words)
    assert (done.status, done.err) == (0, "")
    expected = manifest(Mode.HTTP if "--http" in words else Mode.SOCKET, words[-1] if "--http" in words else "")
    if "--link" in words:
        assert json.loads(parse_qs(urlsplit(done.out.strip()).query)["manifest_json"][0]) == expected
    else:
        assert done.json == expected


@pytest.mark.parametrize("address", ["bot.bright.example", "http://bot.bright.example", ""])
def test_slack_sends_to_secure_addresses_only(cli: Cli, address: str) -> None:
    done = cli("manifest", "--http", address)
    assert (done.status, done.out) == (2, "")
    assert done.err == "The address is like https://bot.example.com: Slack sends to https alone.\n"


@pytest.mark.parametrize("command", ["export", "migrate", "doctor"])
def test_a_wrong_setting_stops_every_command_that_needs_it(cli: Cli, home: Path, command: str) -> None:
    (home / ".env").write_text("DATABASE_URL=here\n")
    done = cli(command)
    assert (done.status, done.out) == (2, "")
    assert done.err == "DATABASE_URL is wrong: begins with sqlite:/// or postgresql://.\n"


def test_without_a_word_the_commands_are_shown(cli: Cli) -> None:
    shown = cli("--help").out
    for command in ["run", "demo", "ask", "score", "import", "export", "digest", "doctor", "migrate", "manifest"]:
        assert f" {command} " in shown
