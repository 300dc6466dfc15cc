"""Questions after visits as they are shown to the one who is asked."""

from collections.abc import Sequence

from bot.company import Member, Workspace
from bot.ports import Store
from bot.qualities import Role
from bot.services.rate import index_of
from bot.visits.matching import Places
from bot.visits.prompt import Prompt
from bot.visits.question import Question
from bot.visits.times import Day


def questions(store: Store, member: Member, prompts: Sequence[Prompt]) -> list[Question]:
    """What each says now, with the member's own rating of the visit and nobody else's."""
    workspace = store.workspace()
    zone = Day.of(member, workspace).zone
    hears = ", ".join(one.name for one in who_hears(store, workspace, member))
    places = Places(index_of(store.clients.all()), {}) if any(one.visit_id is None for one in prompts) else None
    shown = []
    for prompt in prompts:
        visit = store.visits.get(prompt.visit_id) if prompt.visit_id else None
        rating = store.prompts.rating_of(visit) if visit else None
        shown.append(
            Question(
                prompt=prompt,
                ended=prompt.ended_at.astimezone(zone),
                client=store.clients.get(visit.client_id) if visit else None,
                choices=tuple(places.choices(prompt.place)) if places and prompt.place and not visit else (),
                rating=rating,
                fault=store.prompts.fault(rating.id) if rating else None,
                hears=hears,
            )
        )
    return shown


def who_hears(store: Store, workspace: Workspace, member: Member) -> list[Member]:
    """Who is told when this member felt unsafe: the person named for it, or else the administrators."""
    named = store.members.get(workspace.unsafe_contact) if workspace.unsafe_contact else None
    if named and named.id != member.id:
        return [named]
    return [one for one in store.members.all() if one.role is Role.ADMINISTRATOR and one.id != member.id]
