"""Who may see what: the one table, as decisions over the data.

| | technician, office | account manager | administrator | a channel |
|---|---|---|---|---|
| standings, verdicts, trends, share, coverage | yes, blind first | yes | yes | yes |
| clues, without names | yes | yes | yes | yes |
| text of notes | own | own, and of clients they look after | yes, audited | no |
| a rating with its scores | own | own | own | no |
| who rated how many | own | own; team totals | yes | team totals |
| severity and consistency of a rater | own | own | no, but own | no |
| measured payment | office | yes | yes | no |
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.company import Client, Member
from bot.qualities import Role

FEWEST_RATERS_FOR_DAY = 2
"""Below so many raters of a client a clue shows its month, not its day: the day would name who was there."""

FEWEST_RATERS_FOR_BREAKDOWN = 3
"""Below so many raters nothing is broken down by rater."""


@dataclass(frozen=True)
class Viewer:
    """Whose eyes an answer is for. In a channel that is everybody in it: nobody's own, the least of all roles."""

    member_id: str | None
    role: Role
    looks_after: frozenset[str] = frozenset()
    """Ids of the clients whose account manager this is."""

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

    @property
    def is_blind(self) -> bool:
        """Whether blind first holds for them: those who visit, where they ask for themselves."""
        return self.member_id is not None and self.role in {Role.TECHNICIAN, Role.OFFICE}


EVERYBODY = Viewer(None, Role.TECHNICIAN)
"""The viewer of a channel post."""


def viewer(member: Member, clients: Iterable[Client]) -> Viewer:
    """One person's eyes, in a direct message, an ephemeral message, a modal or App Home."""
    looks_after = frozenset(client.id for client in clients if client.account_manager == member.id)
    return Viewer(member.id, member.role, looks_after)
