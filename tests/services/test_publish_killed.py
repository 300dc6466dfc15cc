"""A process killed anywhere on the way leaves a digest that the next process brings to its one end."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.company import DigestState, Subscription
from bot.ports import Database
from bot.services.publish import LEASE
from tests.people import BRIGHT, company
from tests.services.doomed import Board, main

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def killed(url: str, board: Path, point: str, now: datetime) -> bool:
    """Whether a process of its own was killed as it published."""
    command = [sys.executable, "-m", "tests.services.doomed", url, str(board), point, now.isoformat()]
    return subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL


def publish(url: str, board: Path, now: datetime) -> None:
    main(url, str(board), "never", now.isoformat())


@pytest.mark.parametrize("point", ["composing", "before posting", "after posting"])
def test_killed_while(point: str, database: Database, database_url: str, tmp_path: Path) -> None:
    company(database)
    weekly = Subscription(id="weekly", channel="C1", due_at=MONDAY)
    with database.store(BRIGHT.id) as store:
        store.digests.save_subscription(weekly)
    board = tmp_path / "board"
    assert killed(database_url, board, point, MONDAY)
    publish(database_url, board, MONDAY + LEASE - timedelta(seconds=1))
    posted_at_once = 1 if point == "after posting" else 0
    assert len(Board(board).posts()) == posted_at_once, "nobody else touches it while the lease runs"
    publish(database_url, board, MONDAY + LEASE)
    publish(database_url, board, MONDAY + 3 * LEASE)
    assert len(Board(board).posts()) == 1
    with database.store(BRIGHT.id) as store:
        assert [record.state for record in store.digests.latest(weekly.id, limit=9)] == [DigestState.POSTED]
