"""One's own visits that are neither rated nor declined."""

from collections.abc import Sequence
from dataclasses import replace

from bot.company import Client, Member, Visit
from bot.ports import Clock, Database, NewId
from bot.privacy import OPEN_FOR
from bot.services.own import own_visit
from bot.visits.prompt import Prompt, PromptState

OPEN = [state for state in PromptState if state not in (PromptState.ANSWERED, PromptState.DECLINED)]


class OpenVisits:
    """The use cases around visits that wait for a word."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def of(self, workspace_id: str, member: Member, *, limit: int) -> Sequence[tuple[Visit, Client]]:
        """The member's latest ones."""
        with self._database.store(workspace_id) as store:
            visits = store.visits.open_of(member.id, self._clock() - OPEN_FOR)[:limit]
            return [(visit, client) for visit in visits if (client := store.clients.get(visit.client_id))]

    def decline(self, workspace_id: str, member: Member, visit_id: str) -> Client | None:
        """They were not there, or have nothing to say: it is not asked about any more."""
        with self._database.store(workspace_id) as store:
            visit = own_visit(store, member, visit_id)
            asked = next((one for one in store.prompts.of_member(member.id, OPEN) if one.visit_id == visit.id), None)
            if asked:
                store.prompts.settle(replace(asked, state=PromptState.DECLINED))
            else:
                store.prompts.add(self._declined(visit))
            return store.clients.get(visit.client_id)

    def _declined(self, visit: Visit) -> Prompt:
        return Prompt(
            id=self._new_id(),
            member_id=visit.member_id,
            visit_id=visit.id,
            ended_at=visit.ended_at,
            on=visit.on,
            source=visit.source,
            source_ref=visit.ref,
            due_at=visit.ended_at,
            state=PromptState.DECLINED,
        )
