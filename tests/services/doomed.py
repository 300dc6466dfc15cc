"""A process that publishes what is due and is killed on the way; its arguments are those of `main`."""

import os
import signal
import sys
from datetime import date, datetime
from itertools import count
from pathlib import Path

from bot.company import Subscription
from bot.digests import Digest
from bot.ports import Notice, Posted, Store
from bot.services.publish import Publish
from bot.services.standings import Known, StandingsCache
from tests.database import open_database


class Board:
    """Implements bot.ports.Messenger on a file that outlives the process."""

    def __init__(self, path: Path, point: str = "never") -> None:
        self.path = path
        self.point = point

    def posts(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []

    def post_digest(self, workspace_id: str, subscription: Subscription, content: Digest, ref: str) -> Posted:
        die_if(self.point == "before posting")
        with self.path.open("a") as board:
            board.write(f"{ref}\n")
        die_if(self.point == "after posting")
        return Posted(subscription.channel or "", "1.0")

    def post_thread(self, workspace_id: str, subscription: Subscription, content: Digest, under: Posted) -> None:
        pass

    def find_post(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        return Posted(channel, "1.0") if ref in self.posts() else None

    def tell_administrators(self, workspace_id: str, notice: Notice) -> None:
        raise AssertionError("nothing here is uncertain")


class DoomedCache(StandingsCache):
    """Standings that are never worked out."""

    def of(self, store: Store, as_of: date) -> Known:
        die_if(True)
        return super().of(store, as_of)


def die_if(doomed: bool) -> None:
    if doomed:
        os.kill(os.getpid(), signal.SIGKILL)


def main(url: str, board: str, point: str, now: str) -> None:
    """Publish what is due at `now`; killed while composing, before posting, after posting, or never."""
    ids = (f"{point} {number}" for number in count())
    cache = DoomedCache() if point == "composing" else StandingsCache()
    messenger = Board(Path(board), point)
    at = datetime.fromisoformat(now)
    database = open_database(url)
    Publish(database, messenger, cache, lambda: at, lambda: next(ids), owner=point).publish_due()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
