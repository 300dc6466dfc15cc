"""Questions after visits as they are shown to the one who is asked."""

from collections.abc import Sequence
from datetime import datetime

from bot.company import Member, Workspace
from bot.ports import Store
from bot.qualities import Role
from bot.services.own import saved
from bot.services.rate import index_of
from bot.visits.matching import Places
from bot.visits.prompt import Prompt
from bot.visits.question import Question
from bot.visits.times import Day


def questions(store: Store, member: Member, prompts: Sequence[Prompt], now: datetime) -> list[Question]:
    """What each says now, with the member's own rating of the visit and nobody else's."""
    workspace = store.workspace()
    day = Day.of(member, workspace)
    known = store.members.get(member.id) or member
    hears = ", ".join(one.name for one in who_hears(store, workspace, member))
    places = Places(index_of(store.clients.all()), {}) if any(one.visit_id is None for one in prompts) else None
    shown = []
    for prompt in prompts:
        visit = store.visits.get(prompt.visit_id) if prompt.visit_id else None
        rating = store.prompts.rating_of(visit) if visit else None
        about = saved(store, rating) if rating else None
        shown.append(
            Question(
                prompt=prompt,
                ended=prompt.ended_at.astimezone(day.zone),
                client=store.clients.get(visit.client_id) if visit else None,
                choices=tuple(places.choices(prompt.place)) if places and prompt.place and not visit else (),
                rating=rating,
                revision=store.prompts.revision_of(visit) if visit else 0,
                fault=store.prompts.fault(rating.id) if rating else None,
                today=day.date_of(now),
                hears=hears,
                told=known.told,
                held=about.held if about else "",
                few_raters=about.few_raters if about else False,
            )
        )
    return shown


def who_hears(store: Store, workspace: Workspace, member: Member) -> list[Member]:
    """Who is told when this member felt unsafe: the person named for it, or else the administrators."""
    named = store.members.get(workspace.unsafe_contact) if workspace.unsafe_contact else None
    if named and named.id != member.id:
        return [named]
    return [one for one in store.members.all() if one.role is Role.ADMINISTRATOR and one.id != member.id]
