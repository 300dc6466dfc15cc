"""Slots that rules find in the words, and whether a "not" turns a phrase round."""

from typing import NamedTuple

from bot.questions import numbers
from bot.questions.matching import Hit
from bot.questions.periods import Period
from bot.questions.query import Bound
from bot.questions.signals import Signals
from bot.questions.tokens import Kind

_REACH = 3
"""How many words before a phrase a "not" is still about it."""
_SMALL = frozenset({"be", "been", "being", "described", "called", "considered", "classed", "seen", "regarded", "as"})
"""Words that are not counted there: "may not be described as good"."""
_ME = frozenset({"i", "me", "my", "mine", "myself", "ive", "im", "id"})


class Candidates(NamedTuple):
    """What may be meant as a slot; the model says whether it is. `likely`: `limit` stands where clients are counted."""

    period: Period | None
    limit: int | None
    likely: bool
    score: Bound | None
    rater: str | None
    me: bool


def candidates(signals: Signals) -> Candidates:
    """The slots that the words may hold."""
    bound = numbers.score(signals)
    taken = bound[1] if bound else set()
    limit = numbers.limit(signals, taken)
    return Candidates(
        signals.period,
        limit or numbers.any_number(signals, taken),
        limit is not None,
        bound[0] if bound else None,
        signals.raters[0] if signals.raters else None,
        not _ME.isdisjoint(signals.words()),
    )


def negated(signals: Signals, hit: Hit) -> bool:
    """Whether "not", "never", "least" and the like turn a phrase round."""
    turns = apart = 0
    for at in range(hit.end, -1, -1):
        if at in hit.at or (at > hit.start and hit.tag.endswith(".bad")):
            continue  # "an excuse for not paying" is bad as it stands
        if at < hit.start and (apart >= _REACH or _stops(signals, at)):
            break
        apart += at < hit.start and signals.word(at) not in _SMALL
        if signals.is_(at, "not") or signals.is_(at, "less"):
            turns += 1
    return turns % 2 == 1


def _stops(signals: Signals, at: int) -> bool:
    token = signals.tokens[at]
    return token.kind is Kind.BREAK or token.word in ("but", "and", "yet") or token.kind is Kind.CLIENT
