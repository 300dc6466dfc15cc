"""Numbers in a question: a bound on a score, or how many clients are asked for."""

from bot.questions.query import Bound
from bot.questions.signals import Signals
from bot.questions.tokens import Kind

_SKIPPED = ("a", "an", "than", "the", "of", "score")
_END_TAGS = ("verdicts.best", "verdicts.worst", "verdicts.good", "verdicts.difficult")
_MOST = 500
"""Clients that can be asked for by number."""


def score(signals: Signals) -> tuple[Bound, set[int]] | None:
    """A numeric bound on a score, and the tokens that say it."""
    told = {at for hit in signals.qualities() for at in range(hit.start, hit.end + 1)}
    for at, token in enumerate(signals.tokens):
        if token.kind is not Kind.NUMBER or not 0 <= float(token.value) <= 5:
            continue
        found = _after(signals, at) or _before(signals, at)
        if not found and at not in told and _exactly(signals, at):
            found = "=", set()
        if found:
            return Bound(found[0], float(token.value)), found[1] | {at}
    return None


def _after(signals: Signals, at: int) -> tuple[str, set[int]] | None:
    """ "3 or less", "4+": the bound that follows a number."""
    if signals.word(at + 1) in ("+", "plus"):
        return ">=", {at + 1}
    if signals.word(at + 1) in ("or", "and"):
        for op, rule in (("<=", "or_less"), (">=", "or_more")):
            if signals.rule(rule, at + 2):
                return op, {at + 1, at + 2}
    return None


def _before(signals: Signals, at: int) -> tuple[str, set[int]] | None:
    """ "under 3", "no more than 2", "at least 4": the bound before a number."""
    back = at - 1
    while signals.word(back) in _SKIPPED:
        back -= 1
    if signals.word(back) in ("<=", ">=", "="):
        return signals.word(back), {back}
    refused = signals.word(back - 1) in ("no", "not")
    used = set(range(back - refused, at))
    than = signals.word(at - 1) == "than"
    if signals.rule("below", back) or (than and signals.rule("less", back)):
        return (">=" if refused else "<"), used
    if signals.rule("above", back) or (than and signals.rule("more", back)):
        return ("<=" if refused else ">"), used
    if signals.word(back) in ("least", "minimum", "min"):
        return ">=", used | {back - 1}
    if signals.word(back) in ("most", "maximum", "max") and signals.word(back - 1) in ("at", "the", "a"):
        return "<=", used | {back - 1}
    return None


def _exactly(signals: Signals, at: int) -> bool:
    """ "who scored a 1 on time": a number is a score where a score is spoken of just before."""
    if signals.word(at - 1) in ("exactly", "perfect"):
        return True
    spoken = any(
        token.forms & {"score", "rate", "get", "mark", "give"} for token in signals.tokens[max(0, at - 4) : at]
    )
    return spoken and signals.rule("exactly", at - 1) and not signals.rule("ranked", at + 1)


def limit(signals: Signals, taken: set[int]) -> int | None:
    """How many clients are asked for, where a number is said."""
    told = taken | {at for hit in signals.qualities() for at in hit.at}
    for at, token in enumerate(signals.tokens):
        if token.kind is not Kind.NUMBER or at in told or token.value not in range(1, _MOST + 1):
            continue
        if _counts(signals, at) or (len(signals.tokens) <= 4 and token.word != "one"):
            return int(token.value)
    return None


def _counts(signals: Signals, at: int) -> bool:
    """Whether a number stands where it counts clients: "top 5", "three worst", "5 clients"."""
    ends = {place for hit in signals.of(*_END_TAGS) for place in hit.at}
    if signals.rule("clock", at - 1) or signals.word(at + 1) in ("am", "pm"):
        return False
    if signals.word(at) == "one":
        return at + 1 in ends or signals.word(at - 1) in ("top", "bottom", "number")
    if signals.word(at - 1) in ("me", "us", "only", "just") and signals.word(at + 1) in ("", ".", "!", "please", "of"):
        return True
    near = {at - 2, at - 1, at + 1, at + 2}
    if ends & near or any(signals.rule("ranked", place) for place in near):
        return True
    return any(at < hit.start <= at + 2 for hit in signals.qualities())


def any_number(signals: Signals, taken: set[int]) -> int | None:
    """The first whole number from 2 to 100 that says nothing else."""
    for at, token in enumerate(signals.tokens):
        if token.kind is Kind.NUMBER and at not in taken and token.value in range(2, 101):
            return int(token.value)
    return None
