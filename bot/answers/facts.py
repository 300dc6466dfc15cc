"""What is known in a workspace, as it was loaded: before it is decided who asks."""

from dataclasses import dataclass, field
from datetime import date

from bot.company import Client, ClueSeen, Invoice, Member
from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Standings


@dataclass(frozen=True)
class Note:
    """The free text of a rating."""

    client_id: str
    member_id: str
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything an answer may be made of. Composers never see it: they get a `Sight` of it.

    `standings` are those of `table` on `today`; `constants` None means that they are learned from the ratings.
    """

    today: date
    clients: tuple[Client, ...]
    members: tuple[Member, ...]
    table: RatingTable
    standings: Standings
    criteria: Criteria = field(default_factory=Criteria)
    constants: Constants | None = None
    clues: tuple[ClueSeen, ...] = ()
    notes: tuple[Note, ...] = ()
    invoices: tuple[Invoice, ...] = ()
