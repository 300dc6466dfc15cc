"""Standings of a workspace, worked out once for each state of its ratings."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from bot.company import Workspace
from bot.ports import Store
from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Standings, standings

WORKSPACES_KEPT = 64
"""How many workspaces' ratings stay in memory; the least recently asked leaves first."""


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
    """Keeps each workspace's latest standings until a rating, a setting or the day changes."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[object, Known]] = OrderedDict()
        self._lock = Lock()

    def of(self, store: Store, as_of: date) -> Known:
        """The standings on a day, from what the store holds now."""
        workspace = store.workspace()
        state = (workspace, as_of)
        with self._lock:
            kept = self._known.get(workspace.id)
        if kept and kept[0] == state:
            return kept[1]
        table = store.ratings.table()
        known = Known(table, standings(table, as_of, criteria_of(workspace), constants_of(workspace)))
        with self._lock:
            self._known[workspace.id] = (state, known)
            self._known.move_to_end(workspace.id)
            while len(self._known) > WORKSPACES_KEPT:
                self._known.popitem(last=False)
        return known
