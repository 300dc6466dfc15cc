"""Numbers in a question: a bound on a score, or how many clients are asked for."""

from typing import NamedTuple

from bot.questions.query import Bound
from bot.questions.signals import Signals
from bot.questions.tokens import Kind, word_set

_SKIPPED = ("a", "an", "than", "the", "of", "score", "average", "rating", "full")
_END_TAGS = ("verdicts.best", "verdicts.worst", "verdicts.good", "verdicts.difficult")
_MOST = 500
"""Clients that can be asked for by number."""
_HIGHEST = 5
_PLURALS = {"twos": 2, "threes": 3, "fours": 4, "fives": 5}
_WHOLE = word_set("straight flat perfect full clean solid")
"""Words before a number that is a score: "a straight 5"."""
_FALLS = word_set("drop drops fall falls dip dips slip slips go goes get gets score scores be ever anything")
_REACHES = word_set("reach reached reaches manage managed manages hit hits even make makes scrape touch break")
_REFUSALS = word_set("no not never nothing nobody none without")
_ABOUT = word_set("on for in")
_COUNTED = word_set("client clients customer customers account accounts ones site sites firms")
_AFTER = word_set("star stars overall altogether composite combined please average points")
"""Words after a score that count nothing."""
_PAIRS = frozenset({"couple", "pair"})


class _Mark(NamedTuple):
    """A number that may be a score, the token after it, and whether several such are spoken of: "5s"."""

    value: float
    next: int
    plural: bool = False


def score(signals: Signals) -> tuple[Bound, set[int]] | None:
    """A numeric bound on a score, and the tokens that say it."""
    told = {at for hit in signals.qualities() for at in range(hit.start, hit.end + 1)}
    for at in range(len(signals.tokens)):
        mark = _mark(signals, at)
        if not mark:
            continue
        if several := _several(signals, at, mark):
            return several
        found = _after(signals, mark.next)
        if not found and (found := _before(signals, at)) and not _of_score(signals, at, mark):
            found = None
        if not found and _exactly(signals, at, mark, told):
            found = "=", set()
        if found and (found[0], mark.value) not in (("<=", 5), (">=", 0), (">", 5), ("<", 0)):
            return Bound(found[0], mark.value), found[1] | set(range(at, mark.next))
    return None


def _mark(signals: Signals, at: int) -> _Mark | None:
    token = signals.tokens[at]
    if token.kind is Kind.NUMBER and 0 <= float(token.value) <= _HIGHEST and signals.word(at - 1) != "p":
        plural = signals.word(at + 1) == "s" and token.text[-1:].isdigit()
        return _Mark(float(token.value), at + 1 + plural, plural)
    if token.word in _PLURALS:
        return _Mark(_PLURALS[token.word], at + 1, True)
    if token.word == "full" and signals.word(at + 1) == "marks":
        return _Mark(_HIGHEST, at + 2, True)
    return None


def _several(signals: Signals, at: int, mark: _Mark) -> tuple[Bound, set[int]] | None:
    """ "1s and 2s", "a 4 or a 5": all up to the higher, or all from the lower."""
    if signals.word(mark.next) not in ("or", "and"):
        return None
    place = mark.next + 1 + (signals.word(mark.next + 1) in ("a", "an"))
    other = _mark(signals, place) if place < len(signals.tokens) else None
    if not other or not (mark.plural or other.plural or _spoken(signals, at)):
        return None
    low, high = sorted((mark.value, other.value))
    if high - low != 1 or (low != 1 and high != _HIGHEST):
        return None
    return Bound(*(("<=", high) if low == 1 else (">=", low))), set(range(at, other.next))


def _after(signals: Signals, at: int) -> tuple[str, set[int]] | None:
    """ "3 or less", "4+": the bound that follows a number."""
    if signals.word(at) in ("+", "plus"):
        return ">=", {at}
    if signals.word(at) in ("or", "and"):
        for op, rule in (("<=", "or_less"), (">=", "or_more")):
            if signals.rule(rule, at + 1):
                return op, {at, at + 1}
    return None


def _before(signals: Signals, at: int) -> tuple[str, set[int]] | None:
    """ "under 3", "no more than 2", "at least 4": the bound before a number."""
    back = at - 1
    while signals.word(back) in _SKIPPED:
        back -= 1
    if signals.word(back) in ("<=", ">=", "="):
        return signals.word(back), {back}
    return _equal(signals, back, at) or _compared(signals, back, at) or _edge(signals, back, at)


def _equal(signals: Signals, back: int, at: int) -> tuple[str, set[int]] | None:
    """ "greater than or equal to 4", "at or under 2.5", "up to 2"."""
    before = {signals.word(place) for place in range(max(0, at - 6), at)}
    if signals.word(at - 1) == "to" and "equal" in before and "or" in before:
        for op, rule in ((">=", "more"), ("<=", "less")):
            if before & signals.lexicon.rules[rule]:
                return op, set(range(max(0, at - 5), at))
    if signals.word(back - 1) == "or" and signals.word(back - 2) in ("at", "on"):
        for op, rule in (("<=", "below"), (">=", "above")):
            if signals.rule(rule, back):
                return op, set(range(back - 2, at))
    if signals.word(at - 1) == "to" and signals.word(at - 2) == "up":
        return "<=", {at - 2, at - 1}
    return None


def _compared(signals: Signals, back: int, at: int) -> tuple[str, set[int]] | None:
    refused = signals.word(back - 1) in _REFUSALS or (
        signals.word(back - 1) in _FALLS and signals.word(back - 2) in _REFUSALS
    )
    used = set(range(max(0, back - refused), at))
    than = signals.word(at - 1) == "than" or signals.word(at - 2) == "than"
    if signals.rule("below", back) or signals.word(back) in ("sub", "south") or (than and signals.rule("less", back)):
        return (">=" if refused else "<"), used
    if signals.rule("above", back) or signals.word(back) == "north" or (than and signals.rule("more", back)):
        return ("<=" if refused else ">"), used
    if signals.word(back) in _REACHES and any(signals.word(place) in _REFUSALS for place in range(back - 3, back)):
        return "<", used
    return None


def _edge(signals: Signals, back: int, at: int) -> tuple[str, set[int]] | None:
    used = {back, back - 1} | set(range(back, at))
    word, before = signals.word(back), signals.word(back - 1)
    if word in ("least", "minimum", "min"):
        return ">=", used
    if word in ("maximum", "max") or (word == "most" and before in ("at", "the", "a")):
        return "<=", used
    return None


def _of_score(signals: Signals, at: int, mark: _Mark) -> bool:
    """Whether nothing else is counted: "more than one client", "over five years"."""
    word = signals.word(mark.next)
    if mark.next >= len(signals.tokens) or signals.tokens[mark.next].kind is not Kind.WORD:
        return True
    if word in _COUNTED:
        return signals.tokens[at].text[-1:].isdigit()
    starts = any(hit.start == mark.next for hit in signals.qualities())
    return starts or signals.lexicon.has("stop", word) or word in _AFTER


def _spoken(signals: Signals, at: int) -> bool:
    before = signals.tokens[max(0, at - 4) : at]
    return any(token.forms & {"score", "rate", "get", "mark", "give"} for token in before)


def _exactly(signals: Signals, at: int, mark: _Mark, told: set[int]) -> bool:
    """ "who scored a 1 on time", "fives": a number is a score where one is spoken of."""
    before, after = signals.word(at - 1), signals.word(mark.next)
    if mark.plural or before == "exactly" or before in _WHOLE:
        return at not in told or mark.plural
    if after == "out" and signals.word(mark.next + 2) in ("five", "5"):
        return True
    if before == "a" and after in _ABOUT and signals.tokens[at].text.isdigit():
        return True
    spoken = _spoken(signals, at) and at not in told
    return spoken and signals.rule("exactly", at - 1) and not signals.rule("ranked", mark.next)


def limit(signals: Signals, taken: set[int]) -> int | None:
    """How many clients are asked for, where a number is said."""
    told = taken | {at for hit in signals.qualities() for at in hit.at}
    for at, token in enumerate(signals.tokens):
        value = 2 if token.word in _PAIRS else token.value if token.kind is Kind.NUMBER else None
        if value is None or at in told or value not in range(1, _MOST + 1):
            continue
        if _counts(signals, at) or (len(signals.tokens) <= 4 and token.word != "one"):
            return int(value)
    return None


def _counts(signals: Signals, at: int) -> bool:
    """Whether a number stands where it counts clients: "top 5", "three worst", "5 clients"."""
    ends = {place for hit in signals.of(*_END_TAGS) for place in hit.at}
    if signals.rule("clock", at - 1) or signals.word(at + 1) in ("am", "pm"):
        return False
    if signals.word(at + 1) in ("will", "would") and signals.word(at + 2) in ("do", "suffice"):
        return True
    if signals.word(at) == "one":
        return at + 1 in ends or signals.word(at - 1) in ("top", "bottom", "number")
    if signals.word(at - 1) in ("me", "us", "only", "just") and signals.word(at + 1) in ("", ".", "!", "please", "of"):
        return True
    near = {at - 2, at - 1, at + 1, at + 2}
    if signals.word(at) in _PAIRS:
        near |= {at + 3}
    if ends & near or any(signals.rule("ranked", place) for place in near):
        return True
    return any(at < hit.start <= at + 2 for hit in signals.qualities())


def any_number(signals: Signals, taken: set[int]) -> int | None:
    """The first whole number from 2 to 100 that says nothing else."""
    for at, token in enumerate(signals.tokens):
        if token.kind is Kind.NUMBER and at not in taken and token.value in range(2, 101):
            return int(token.value)
    return None
