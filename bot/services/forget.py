"""Forget: a person who asks for it, and what is older than the company wants to keep."""

from dataclasses import replace
from datetime import date

from bot.company import Member, Workspace
from bot.names import fold
from bot.ports import Clock, Database, Store
from bot.questions.periods import add_months
from bot.refusals import Refused

FEWEST_MONTHS = 3
"""Kept for less, ratings would hardly make a standing."""


class Forget:
    """Erasure and retention. Both are for good, reach revisions and published digests, and are put on record."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def person(self, workspace_id: str, who: str) -> tuple[Member, int]:
        """The one person of this e-mail address, Slack user or name, and how many ratings they made.

        Raises Refused where that is nobody, or several.
        """
        with self._database.store(workspace_id) as store:
            wanted = fold(who.strip())
            members = store.members.all()
            found = [one for one in members if wanted in [fold(key) for key in (one.email, one.slack_user) if key]]
            found = found or [one for one in members if fold(one.name) == wanted]
            if len(found) != 1:
                why = "Several people are called so: give their e-mail address." if found else "There is nobody."
                raise Refused(f"Who is “{who}”? {why}")
            return found[0], sum(rating.member_id == found[0].id for rating in store.ratings.export())

    def erase(self, workspace_id: str, member: Member) -> int:
        """Everything that this person wrote and everything that says who they are; how many ratings."""
        with self._database.store(workspace_id) as store:
            erased = store.erasure.member(member.id)
            store.memory.audit(None, "erased a person", {"ratings": erased}, self._clock())
            return erased

    def keep(self, workspace_id: str, *, notes: int | None, scores: int | None) -> None:
        """For how many months notes and scores are kept; None: for ever. Raises Refused."""
        for months in (notes, scores):
            if months is not None and months < FEWEST_MONTHS:
                raise Refused(f"Please keep them for {FEWEST_MONTHS} months at least.")
        with self._database.store(workspace_id) as store:
            store.change_workspace(replace(store.workspace(), keep_notes=notes, keep_scores=scores))
            told = {"notes": _months(notes), "scores": _months(scores)}
            store.memory.audit(None, "set how long ratings are kept", told, self._clock())

    def kept(self, workspace_id: str) -> str:
        """What holds now, in words."""
        with self._database.store(workspace_id) as store:
            workspace = store.workspace()
        return f"Notes are kept {_months(workspace.keep_notes)}, scores {_months(workspace.keep_scores)}."


def forget_old(store: Store, today: date) -> None:
    """What is older than the workspace keeps goes; nothing, unless that was set."""
    workspace: Workspace = store.workspace()
    if workspace.keep_notes:
        store.erasure.notes(add_months(today, -workspace.keep_notes))
    if workspace.keep_scores:
        before = add_months(today, -workspace.keep_scores)
        store.erasure.ratings(before)
        store.erasure.invoices(before)  # scores, too: of payment, as measured


def _months(months: int | None) -> str:
    return "for ever" if months is None else f"{months} months"
