"""A question as it is shown: about a visit, about which client it was, or what was answered."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.clients import KnownClient
from bot.company import Client
from bot.qualities import CLUES, LOWEST, Clue
from bot.ratings import Rating
from bot.visits.prompt import Fault, Prompt, PromptState

CHIPS = 5
LOW = 2
"""An overall score up to this is low: whose fault it was is asked."""
BAD = 1
"""A quality at this is low too."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One visit in a message. `ended` is in the zone of the one who is asked; `rating` is theirs, once there is one.

    As long as `client` is None it is asked which one it was; `choices` are those that come to mind. `today` is the
    local date, `hears` is who is told when somebody felt unsafe, `told` whether they know who sees what.
    """

    prompt: Prompt
    ended: datetime
    today: date
    client: Client | None = None
    choices: tuple[KnownClient, ...] = ()
    rating: Rating | None = None
    revision: int = 0
    """The rating's, also of one that was taken back: a tap names it, so that a second one is known as such."""
    fault: Fault | None = None
    hears: str = ""
    told: bool = True
    held: str = ""
    """Why the note waits for rewording; empty where none does."""
    few_raters: bool = False
    """Whether so few people have rated this client that colleagues may guess who said what."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.rating is None and self.prompt.state not in (PromptState.DECLINED, PromptState.ANSWERED)

    @property
    def asks_fault(self) -> bool:
        """Whether a low score's fault is still to be asked about."""
        return self.rating is not None and self.fault is None and is_low(self.rating)

    @property
    def chips(self) -> tuple[Clue, ...]:
        """Clues that fit the answer, at most five."""
        return chips_for(self.rating) if self.rating else ()


def is_low(rating: Rating) -> bool:
    """Whether a rating says that something was wrong: at theirs, or at ours."""
    overall = rating.scores.overall
    return (overall is not None and overall <= LOW) or BAD in rating.scores.qualities.values()


_FITTING = {
    True: ("listening.ignored", "time.no_access", "command.no_signoff", "priorities.while_here", "risk.one_password"),
    False: ("time.prepared", "listening.advice_done", "command.contacts", "priorities.job_list", "risk.backups"),
    None: ("time.prepared", "priorities.job_list", "priorities.while_here", "time.no_access", "listening.ignored"),
}
"""What technicians see most: red for a No, green for a Yes, of both for an OK."""


def chips_for(rating: Rating) -> tuple[Clue, ...]:
    """Clues that fit the overall answer, always in one order, and those that were ticked; five in all."""
    overall = rating.scores.overall
    if overall is None:
        return ()
    red = True if overall <= LOW else False if overall > LOWEST + LOW else None
    ticked = rating.scores.clues
    others = sorted(ticked - set(_FITTING[red]))
    room = CHIPS - len(others)
    fitting = [key for key in _FITTING[red] if key in ticked]
    free = [key for key in _FITTING[red] if key not in ticked][: max(room - len(fitting), 0)]
    kept = [key for key in _FITTING[red] if key in {*fitting, *free}]
    return tuple(CLUES[key] for key in [*kept, *others])[:CHIPS]
