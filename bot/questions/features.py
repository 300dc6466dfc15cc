"""What a question looks like to the model: its words, their neighbours and spelling, the phrases found, its slots."""

from collections.abc import Iterator
from itertools import pairwise

from bot.questions.clauses import asking
from bot.questions.query import Order, Query, Verdict
from bot.questions.signals import Signals
from bot.questions.slots import Candidates, negated
from bot.questions.tokens import Kind

_SPELLING = range(3, 6)
"""Lengths of the runs of letters by which a word is told that was never met: "unpunctual", "custmers"."""

_READ_AS = {Kind.NUMBER: "~number", Kind.CLIENT: "~client", Kind.PERIOD: "~period", Kind.RATER: "~rater"}
_ASIDE = 0.5
"""How much less the sentences around the one that asks are heeded."""
_LONG = 30
_MOST = 3


def features(signals: Signals, slots: Candidates, before: Query | None = None) -> dict[str, float]:
    """Each feature of a question and its weight; names, periods and numbers are seen as such, not as what they say.

    `before` is the question before it in the thread.
    """
    seen: dict[str, float] = {}
    words, part = list(_words(signals)), asking(signals.tokens)
    heed = [1.0 if at in part else _ASIDE for at in range(len(words))]
    for word, weight in zip(words, heed, strict=True):
        _see(seen, f"word {word}", weight)
        if word.isalpha():
            spelt = f"<{word}>"
            for size in _SPELLING:
                for at in range(len(spelt) - size + 1):
                    _see(seen, f"letters {spelt[at : at + size]}", 0.3 * weight)
    framed, heeded = ["^", *words, "$"], [heed[0], *heed, heed[-1]] if heed else [1.0, 1.0]
    for at, (first, second) in enumerate(pairwise(framed)):
        _see(seen, f"pair {first} {second}", min(heeded[at : at + 2]))
    for at, (first, second) in enumerate(zip(framed, framed[2:], strict=False)):
        _see(seen, f"apart {first} {second}", 0.5 * min(heeded[at : at + 3]))
    for hit in signals.hits:
        tag = f"{hit.tag}{' not' if negated(signals, hit) else ''}"
        weight = heed[hit.start]
        _see(seen, f"phrase {tag}", weight)
        _see(seen, f"phrase {tag} of {min(_MOST, len(hit.at))}", weight)
    seen[f"clients {min(2, len(signals.clients) + bool(signals.ambiguous))}"] = 1.0
    seen["unknown name"] = float(bool(signals.unmatched))
    for slot in Candidates._fields:
        seen[f"slot {slot}"] = float(bool(getattr(slots, slot)))
    seen["length"] = min(len(words), _LONG) / _LONG
    for said in _said(before) if before else ():
        seen[f"before {said}"] = 1.0
        seen |= {f"before {said}: {word}": 1.0 for word in words}
    return seen


def _see(seen: dict[str, float], feature: str, weight: float) -> None:
    seen[feature] = max(weight, seen.get(feature, 0))


def _said(before: Query) -> Iterator[str]:
    """What of the question before matters to how the next one is read."""
    yield before.intent
    if before.clients or before.ambiguous or before.unmatched:
        yield "clients"
    if before.qualities:
        yield "qualities"
    if end := _end_of(before):
        yield end
    yield from (slot for slot in ("period", "limit", "score", "rater", "direction") if getattr(before, slot))


def _end_of(query: Query) -> Order | None:
    """Which end of the clients a question is about, however it says so."""
    ends = {end for _, end in query.qualities}
    if len(ends) == 1:
        return ends.pop()
    if query.verdict in (Verdict.GOOD, Verdict.DIFFICULT):
        return Order.BEST if (query.verdict is Verdict.GOOD) != query.negated else Order.WORST
    return query.order


def _words(signals: Signals) -> Iterator[str]:
    """The words as they are seen: "top ~number for ~client since | …"; a comma or stop is a bar, "?" itself."""
    for token in signals.tokens:
        if token.kind is Kind.WORD or token.word == "?":
            yield token.word
        else:
            yield _READ_AS.get(token.kind, "|")
