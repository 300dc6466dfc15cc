"""What the commands share: files, dates, progress and the local workspace."""

import gzip
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.progress import Progress, TaskID

from bot.app import Terminal, build_terminal
from bot.company import Workspace
from bot.refusals import Refused
from bot.settings import read_settings
from storage import migrate

SLOW = 1.0
"""Seconds after which a progress bar is worth its line."""

_TEXT: dict[str, Any] = {"encoding": "utf-8", "newline": ""}

errors = Console(stderr=True, highlight=False)


def local_terminal(workspace: str | None) -> tuple[Terminal, str]:
    """The database of the settings, up to date, and the id of the workspace to work in.

    At the first use there is a local workspace, which Slack adopts at its first start. Raises Refused where there
    are several and none is named.
    """
    settings = read_settings()
    migrate.upgrade(settings.database_url)
    terminal = build_terminal(settings)
    known = terminal.database.workspace_ids()
    if workspace is not None:
        if workspace not in known:
            raise Refused(f"There is no workspace {workspace}. There are: {', '.join(known) or 'none yet'}.")
        return terminal, workspace
    if len(known) > 1:
        raise Refused(f"There are {len(known)} workspaces: please name one with --workspace. {', '.join(known)}.")
    if not known:
        known = [terminal.new_id()]
        terminal.database.create_workspace(Workspace(id=known[0], name="Local"))
    return terminal, known[0]


def day(text: str | None, today: date) -> date:
    """A date as typed; today where none is. Raises Refused."""
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise Refused(f"A date is written like {today.isoformat()}, not “{text}”.") from None


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A text file, gzipped or not. Raises Refused where it cannot be read."""
    try:
        with gzip.open(path, "rt", **_TEXT) if path.suffix.casefold() == ".gz" else path.open(**_TEXT) as file:
            yield file
    except UnicodeDecodeError:
        raise Refused(f"{path} is not text in UTF-8. Please save it as “CSV UTF-8”.") from None
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise Refused(f"{path} is not a gzip file, or not a whole one.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}.") from None


class Bar:
    """A progress bar on standard error that appears once the work takes longer than a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._since = time.monotonic()
        self._progress = Progress(console=errors, transient=True)
        self._task: TaskID | None = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._task is not None:
            self._progress.stop()  # prints an empty line where nothing was begun

    def __call__(self, done: int) -> None:
        """So many rows are done."""
        if done % 500 or time.monotonic() - self._since < SLOW:
            return
        if self._task is None:
            self._progress.start()
            self._task = self._progress.add_task(self._what, total=None)
        self._progress.update(self._task, description=f"{self._what} {done:,}")


def say(text: str) -> None:
    """A result, to standard output."""
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{text}\n")
