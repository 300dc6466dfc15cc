"""Standings of a workspace, worked out once for each state of its ratings."""

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import NamedTuple

from bot.company import Workspace
from bot.ports import Store
from bot.ratings import RatingTable, Snapshot
from bot.scoring import Constants, Criteria, Standings, standings

WORKSPACES, DAYS = 64, 8
"""Of how many workspaces the ratings stay in memory (who was asked about longest ago leaves first), and of how many
days the standings of each."""


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

    A change means a full fit, so that figures do not depend on the order in which ratings came; but only what
    changed is read from the database, which would take much longer. Who asks for a state that is being worked out
    waits for it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def of(self, store: Store, as_of: date) -> Known:
        """The standings on a day, from what the store holds now."""
        workspace = store.workspace()
        with self._lock:
            kept = self._kept.setdefault(workspace.id, _Kept())
            self._kept.move_to_end(workspace.id)
            if len(self._kept) > WORKSPACES:
                self._kept.popitem(last=False)
        with kept.lock:
            return kept.of(store, workspace, as_of)


class _Kept:
    """The ratings of one workspace in a state of them, and what is known on some days in a state of its settings."""

    def __init__(self) -> None:
        self.lock = Lock()
        self._state: Workspace | None = None
        self._snapshot: Snapshot | None = None
        self._days: OrderedDict[date, Known] = OrderedDict()

    def of(self, store: Store, workspace: Workspace, as_of: date) -> Known:
        if self._snapshot is None or self._state != workspace:
            self._snapshot, self._state = store.ratings.snapshot(self._snapshot), workspace
            self._days.clear()
        if as_of not in self._days:
            table = self._snapshot.table
            found = standings(table, as_of, criteria_of(workspace), constants_of(workspace))
            self._days[as_of] = Known(table, found)
            if len(self._days) > DAYS:
                self._days.popitem(last=False)
        return self._days[as_of]
