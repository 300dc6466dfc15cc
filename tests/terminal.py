"""The command line, run in this process or as one of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.settings import Settings


@dataclass(frozen=True)
class Result:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed; JSON without NaN and infinities."""
        return strictly(self.out)

    @property
    def lines(self) -> list[Any]:
        """What it printed, each line JSON."""
        return [strictly(line) for line in self.out.splitlines()]


def strictly(text: str) -> Any:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


Cli = Callable[..., Result]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in, and an environment without settings."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return folder


@pytest.fixture
def cli(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs `good-clients …` in this process."""

    def run(*words: str | Path, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["good-clients", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def process(home: Path) -> Cli:
    """Runs `good-clients …` as a process of its own."""

    def run(*words: str | Path, stdin: str = "") -> Result:
        command = [str(Path(sys.executable).with_name("good-clients")), *map(str, words)]
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120, cwd=home
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def kept(home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that the commands find in their settings."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert os.environ["DATABASE_URL"] == database_url
    return database_url
