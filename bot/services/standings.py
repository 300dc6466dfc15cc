"""Standings of a workspace, worked out once for each state of its ratings."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from bot.company import Workspace
from bot.ports import Store
from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Standings, standings

KEPT = 64
"""Of how many workspaces and days the ratings stay in memory; the one asked for longest ago leaves first."""


def criteria_of(workspace: Workspace) -> Criteria:
    """The workspace's thresholds and weights."""
    return Criteria(good=workspace.good, difficult=workspace.difficult, weights=workspace.weights)


def constants_of(workspace: Workspace) -> Constants | None:
    """What was learned of the workspace's ratings last night; None before the first night."""
    try:
        return Constants(**workspace.constants) if workspace.constants else None
    except TypeError:  # learned by another version: the next night learns anew
        return None


class Known(NamedTuple):
    """A workspace's ratings and what follows from them on a day."""

    table: RatingTable
    standings: Standings


class StandingsCache:
    """Works standings out once for each workspace and day, and again when a rating or a setting has changed.

    A change means a full fit: it takes less time than reading the ratings, and figures do not depend on the order in
    which ratings came. Who asks for a state that is being worked out waits for it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, date], _Kept] = OrderedDict()
        self._lock = Lock()

    def of(self, store: Store, as_of: date) -> Known:
        """The standings on a day, from what the store holds now."""
        workspace = store.workspace()
        kept = self._kept_of(workspace.id, as_of)
        with kept.lock:
            if kept.known is None or kept.state != workspace:
                table = store.ratings.table()
                found = standings(table, as_of, criteria_of(workspace), constants_of(workspace))
                kept.state, kept.known = workspace, Known(table, found)
            return kept.known

    def _kept_of(self, workspace_id: str, as_of: date) -> "_Kept":
        key = (workspace_id, as_of)
        with self._lock:
            found = self._kept.setdefault(key, _Kept())
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


class _Kept:
    """What is known of one workspace on one day, in a state of its ratings and settings."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.state: Workspace | None = None
        self.known: Known | None = None
