"""What is done once a day for each workspace: forget what is not kept, learn how its ratings scatter."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import structlog

from bot.ports import Clock, Database, Unavailable
from bot.scoring import learn
from bot.services.forget import forget_old

log = structlog.get_logger(__name__)


class Nightly:
    """The daily work of all workspaces; with several processes, each workspace is one's."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._done: date | None = None

    def run(self) -> None:
        """Do what is to be done today (UTC); a second call on a day does nothing."""
        today = self._clock().date()
        if self._done == today:
            return
        for workspace_id in self._database.workspace_ids():
            try:
                self._look_after(workspace_id, today)
            except Unavailable as error:
                log.warning("database unavailable", workspace=workspace_id, exc_info=error)
        self._done = today

    def _look_after(self, workspace_id: str, today: date) -> None:
        now = self._clock()
        with self._database.store(workspace_id) as store:
            if not store.memory.first_time(f"night of {today}", now=now, until=now + timedelta(days=2)):
                return
            store.memory.forget_expired(now)
            forget_old(store, today)
            table = store.ratings.table()
        constants = learn(table, today)  # takes a while: outside any transaction
        with self._database.store(workspace_id) as store:
            store.change_workspace(replace(store.workspace(), constants=asdict(constants)))
