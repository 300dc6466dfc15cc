"""What was known on earlier days, kept between questions: what was rated by then does not change when more comes in."""

from collections import OrderedDict
from datetime import date
from hashlib import blake2b
from threading import Lock

from bot.ratings import RatingTable
from bot.scoring.constants import Constants
from bot.scoring.fit import Fit
from bot.scoring.standings import Criteria, Past

KEPT = 256
"""Days that are kept, of all workspaces; the one asked for longest ago leaves first."""


class Pasts:
    """The pasts worked out last, each known by everything that goes into it. Several threads may ask at once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Past] = OrderedDict()
        self._lock = Lock()

    def on(self, day: date, table: RatingTable, criteria: Criteria, constants: Constants) -> Past:
        """What the ratings up to a day said on it."""
        table = table.where(table.day <= day.toordinal())
        key = _key(day, table, criteria, constants)
        with self._lock:
            found = self._kept.get(key)
        found = found or Fit.of(table, day, criteria, constants).past()
        with self._lock:
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def _key(day: date, table: RatingTable, criteria: Criteria, constants: Constants) -> bytes:
    found = blake2b(repr((day, criteria.good, criteria.difficult, criteria.shares, constants)).encode(), digest_size=32)
    found.update(repr((table.clients, table.raters)).encode())
    for column in (table.client, table.rater, table.day, table.scores):
        found.update(column.tobytes())
    return found.digest()
