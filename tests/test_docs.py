"""What people read is true: every command in the documents runs, every setting and permission is told."""

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.cli import app
from bot.settings import Mode, Settings, read_settings
from handlers.manifest import EVENTS, OPTIONAL_SCOPES, SCOPES
from sandbox import PretendSlack
from tests.terminal import Cli

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
RATINGS = "client,rater,date,overall,risk\n" + "".join(
    f"Acme Ltd,{rater},2026-11-{day:02},5,4\n" for day in range(1, 9) for rater in ("Maya", "Tom", "Priya")
)
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def commands(document: Path) -> list[str]:
    """The lines of its shell blocks."""
    blocks = BLOCK.findall(document.read_text(encoding="utf-8"))
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


SAID = sorted({line for document in DOCUMENTS for line in commands(document)})
OURS = [line for line in SAID if line.removeprefix(".venv/bin/").startswith("good-clients ")]
MAKE = [line for line in SAID if line.split()[0] == "make"]
OTHERS = {
    "cp .env.example .env",
    "docker compose up --detach",
    "docker compose logs --follow bot",
    "docker compose run --rm bot doctor",
    "openssl rand -base64 32 | tr '+/' '-_'",
    ".venv/bin/pytest tests/test_oneline.py",
    ".venv/bin/pytest -k undo tests/handlers",
}
"""Commands that no test can run, or that would run the tests; what they name is looked at below."""


def test_every_command_in_the_documents_is_known_here() -> None:
    assert set(SAID) - set(OURS) - set(MAKE) == OTHERS


@pytest.mark.parametrize("line", OURS)
def test_commands_run_as_written(
    line: str, cli: Cli, slack: PretendSlack, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "ratings.csv").write_text(RATINGS)
    (home / "invoices.csv").write_text("client,invoice,due,paid,amount_due\nAcme Ltd,INV-1,2026-09-15,2026-09-27,\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    words = shlex.split(line)[1:]
    if "invoices.csv" in words:
        cli("import", "ratings.csv")  # invoices are of clients that are known
    blocks = words[0] in {"run", "demo"}
    done = cli(*words, *(["--help"] if blocks else []))
    assert (done.status, "Traceback" in done.err) == (0, False), done.err
    assert done.out or done.err


@pytest.mark.parametrize("line", MAKE)
def test_make_has_what_is_told(line: str) -> None:
    done = subprocess.run([*line.split(), "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_files_that_are_named_are_there() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
            assert (document.parent / link).exists(), f"{document.name} points to {link}"
    for line in OTHERS:
        for word in line.split():
            if "/" in word and not word.startswith((".venv", "'")):
                assert (ROOT / word).exists()


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs/images").iterdir())
    assert pictures
    assert all(picture.stat().st_size < 300_000 for picture in pictures)


def table(text: str, head: str) -> dict[str, list[str]]:
    """A table's rows by the word in backticks that they begin with."""
    rows = text[text.index(head) :].split("\n\n", maxsplit=1)[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_the_readme_tells_every_command() -> None:
    told = {name.removeprefix("good-clients ") for name in table(README, "| In the terminal |")}
    assert told == {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }


def test_the_readme_tells_every_setting_with_its_default(home: Path) -> None:
    told = {name.lower(): default.strip("`") for name, (default, _) in table(README, "| Variable |").items()}
    defaults = read_settings().model_dump()
    assert told == {name: "" if default is None else str(default) for name, default in defaults.items()}


def test_the_example_of_a_dot_env_tells_every_setting_and_works(home: Path) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == {name.upper() for name in Settings.model_fields}
    (home / ".env").write_text(example)
    assert read_settings() == Settings.model_construct()
    filled = example.replace("BOT_TOKEN=", "BOT_TOKEN=xoxb-1").replace("APP_TOKEN=", "APP_TOKEN=xapp-1")
    (home / ".env").write_text(filled)
    assert read_settings().mode is Mode.SOCKET


def test_every_scope_and_event_stands_in_the_documents_with_its_reason() -> None:
    page = (ROOT / "docs/slack-scopes.md").read_text(encoding="utf-8")
    required, optional = page.split("## Optional scopes")
    for text, scopes in ((required, SCOPES), (optional, OPTIONAL_SCOPES)):
        assert {scope: reason for scope, (reason,) in table(text, "| Scope |").items()} == scopes
    assert set(re.findall(r"`([a-z_.]+)`", page[page.index("## Events") :].split("\n\n")[1])) == set(EVENTS)


def test_what_the_container_is_made_of_is_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.*) \S+$", dockerfile, re.MULTILINE) for word in line.split()
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "requirements.lock"} <= set(copied)
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in kept
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert re.search(r"^USER good-clients$", dockerfile, re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Packages of a lock file with their versions, each with a hash."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text) if "==" in entry)
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_locks_hold_what_the_product_needs_in_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, development = locked("requirements.lock"), locked("requirements-dev.lock")
    needed = {re.split(r"[^\w.-]", need)[0] for need in project["project"]["dependencies"]}
    assert needed <= runtime.keys()
    assert runtime.items() <= development.items()
    assert not {"pytest", "playwright", "mypy", "hypothesis"} & runtime.keys()
