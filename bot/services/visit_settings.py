"""When a company's people are asked after visits, and who hears that somebody felt unsafe."""

from dataclasses import replace
from datetime import time

from bot.company import Member, Workspace
from bot.ports import Clock, Database
from bot.refusals import Refused
from bot.services.administrators import administrator

LONGEST_DELAY = 480
"""Minutes: later than that it is another day."""


class VisitSettings:
    """The use cases around the company's settings of questions after visits."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of(self, workspace_id: str, actor: Member) -> tuple[Workspace, Member | None]:
        """The settings, and the person named to hear of it. Raises Refused unless an administrator asks."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            workspace = store.workspace()
            return workspace, store.members.get(workspace.unsafe_contact) if workspace.unsafe_contact else None

    def save(
        self, workspace_id: str, actor: Member, *, delay: int, quiet_from: time, quiet_until: time, hears: Member | None
    ) -> None:
        """Change them. Raises Refused, naming the field."""
        if delay not in range(LONGEST_DELAY + 1):
            raise Refused(f"Minutes after the end: a whole number from 0 to {LONGEST_DELAY}.", field="delay")
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            settings = replace(
                store.workspace(),
                prompt_delay=delay,
                quiet_from=quiet_from,
                quiet_until=quiet_until,
                unsafe_contact=hears.id if hears else None,
            )
            store.change_workspace(settings)
            store.memory.audit(actor.id, "settings of visits changed", {"delay": delay}, self._clock())
