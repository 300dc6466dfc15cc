"""A process that is killed at any moment loses no rating it has confirmed, and leaves nothing half done."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import IO

from bot.ports import Database
from bot.ratings import Rating, Scores
from tests.database import open_database
from tests.people import ACME, BRIGHT, MAYA, company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def rating(number: int) -> Rating:
    return Rating(
        id=f"r{number}",
        client_id=ACME.id,
        member_id=MAYA.id,
        on=MONDAY - timedelta(number),
        scores=Scores(overall=5, clues=frozenset({"risk.mfa"})),
        recorded_at=NOW,
    )


def confirm_without_end(url: str) -> None:
    """What the killed process does: rate, commit, and say so, again and again."""
    database = open_database(url)
    number = 0
    while True:
        with database.store(BRIGHT.id) as store:
            store.ratings.save(rating(number), submission=f"s{number}")
        print(number, flush=True)  # noqa: T201 - the parent reads it
        number += 1


def stop_before_the_commit(url: str) -> None:
    """What the other killed process does: it has written and not committed when it says so."""
    with open_database(url).store(BRIGHT.id) as store:
        store.ratings.save(rating(0), submission="s0")
        print("written", flush=True)  # noqa: T201 - the parent reads it
        sys.stdin.read()


@contextmanager
def killed_after(lines: int, work: str, url: str) -> Iterator[list[str]]:
    """Everything that the process said until it was killed."""
    program = f"from tests.storage.test_crashes import {work}; {work}({url!r})"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        said = [_line(process.stdout) for _ in range(lines)]
        process.kill()
        assert process.stdout is not None
        yield [*said, *process.stdout]


def _line(stream: IO[str] | None) -> str:
    line = stream.readline() if stream else ""
    assert line, "the process ended by itself"
    return line


def test_every_confirmed_rating_is_there_after_a_kill_and_no_other_is_half_there(
    database: Database, database_url: str
) -> None:
    company(database)
    for more in (1, 7, 40):
        with killed_after(more, "confirm_without_end", database_url) as said:
            confirmed = {f"r{int(line)}" for line in said}
        with database.store(BRIGHT.id) as store:
            kept = store.ratings.export()
            assert confirmed <= {saved.id for saved in kept}
            assert len(store.ratings.table()) == len(store.ratings.table(known_at=NOW)) == len(kept)
            assert [saved.scores for saved in kept] == [rating(0).scores] * len(kept)


def test_what_was_not_committed_is_not_there_and_holds_nobody_up(database: Database, database_url: str) -> None:
    company(database)
    with killed_after(1, "stop_before_the_commit", database_url):
        pass
    with database.store(BRIGHT.id) as store:
        assert store.ratings.export() == []
        assert store.ratings.submitted("s0") is None
        store.ratings.save(rating(0), submission="s0")
