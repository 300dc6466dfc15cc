"""Who may see what: the one table, as decisions over the data.

| | technician, office | account manager | administrator | a channel |
|---|---|---|---|---|
| standings, verdicts, trends, share, coverage | yes, blind first | yes | yes | yes |
| clues, without names | yes | yes | yes | yes |
| text of notes | own | own, and of clients they look after | yes, audited | no |
| a rating with its scores | own | own | own | no |
| who rated how many | own | own; team totals | yes | team totals |
| mark a clue as dealt with | no | yes | yes | no |
| severity and consistency of a rater | own | own | no, but own | no |
| measured payment | office | yes | yes | no |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.company import Client, Member
from bot.qualities import Quality, Role

FEWEST_RATERS_FOR_DAY = 2
"""Below so many raters of a client a clue shows its month, not its day: the day would name who was there."""

FEWEST_RATERS_FOR_BREAKDOWN = 3
"""Below so many raters nothing is broken down by rater, and a writer is told that people may guess."""

OPEN_FOR = timedelta(days=7)
"""How long after its end a visit that is neither rated nor declined keeps colleagues' scores from who made it."""

WHO_SEES_WHAT = (
    "Colleagues see standings and clues, never who said what. Until three people have rated a client, they may guess.",
    "Your scores are yours to see. Your notes are read by you, the client's account manager and administrators; "
    "what administrators read or export is in the audit log.",
    "After a visit I show you colleagues' scores of that client once yours are in, or you say you'd rather not. "
    "What I post in a channel everybody there reads.",
)
"""What people are told before they rate for the first time. Confidential, not anonymous."""


@dataclass(frozen=True)
class Viewer:
    """Whose eyes an answer is for. In a channel that is everybody in it: nobody's own, the least of all roles."""

    member_id: str | None
    role: Role
    looks_after: frozenset[str] = frozenset()
    """Ids of the clients whose account manager this is."""
    yet_to_rate: frozenset[str] = frozenset()
    """Ids of the clients at which this person has an open visit: see `OPEN_FOR`."""

    def owns(self, author_id: str) -> bool:
        """Whether this person wrote it."""
        return self.member_id is not None and self.member_id == author_id

    def may_read_note(self, author_id: str, client_id: str) -> bool:
        return self.owns(author_id) or self.role is Role.ADMINISTRATOR or client_id in self.looks_after

    def may_see_rating(self, author_id: str) -> bool:
        return self.owns(author_id)

    def may_see_activity_of(self, rater_id: str) -> bool:
        return self.owns(rater_id) or self.role is Role.ADMINISTRATOR

    def may_see_team_totals(self) -> bool:
        return self.member_id is None or self.role in {Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR}

    def may_see_generosity_of(self, rater_id: str) -> bool:
        return self.owns(rater_id)

    def may_see_measured_payment(self) -> bool:
        return self.member_id is not None and self.role is not Role.TECHNICIAN

    def may_see_scores_of(self, client_id: str) -> bool:
        """Blind first: those who visit see colleagues' scores after theirs, where they ask for themselves."""
        blind = self.member_id is not None and self.role in {Role.TECHNICIAN, Role.OFFICE}
        return not (blind and client_id in self.yet_to_rate)

    def may_deal_with_clues(self) -> bool:
        return self.member_id is not None and self.role in {Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR}


EVERYBODY = Viewer(None, Role.TECHNICIAN)
"""The viewer of a channel post."""


def viewer(member: Member, clients: Iterable[Client], yet_to_rate: Iterable[str] = ()) -> Viewer:
    """One person's eyes, in a direct message, an ephemeral message, a modal or App Home."""
    looks_after = frozenset(client.id for client in clients if client.account_manager == member.id)
    return Viewer(member.id, member.role, looks_after, frozenset(yet_to_rate))


def asked_of(role: Role) -> tuple[Quality, ...]:
    """The qualities that a role can see, and so is asked about."""
    return tuple(quality for quality in Quality if role in quality.about.seen_by)


def may_score(role: Role, quality: Quality) -> bool:
    """Whether a score is taken from a role. Who pays when is known to those who see the invoices; the rest to whoever
    was there, on site or on the telephone."""
    return quality is not Quality.PAYMENT or role in quality.about.seen_by
