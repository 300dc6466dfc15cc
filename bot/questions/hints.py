"""The last resort: words that each only hint at a quality. Two or more of them, for one quality, say it."""

from collections import defaultdict

from bot.qualities import Quality
from bot.questions.query import Intent, Order, Query
from bot.questions.signals import Signals

ENOUGH = 2
"""Different words that have to hint at one quality."""


def hinted(signals: Signals) -> tuple[Query, set[int]] | None:
    """A ranking by the quality that most words hint at, and those words; None where too few do, or others as much."""
    said: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for hit in signals.hints():
        idea, _, kind = hit.tag.partition(".")
        said[idea][kind] |= set(hit.at)
    ranked = sorted(
        ((len(set().union(*kinds.values())), bool(kinds.get("hint")), idea) for idea, kinds in said.items()),
        reverse=True,
    )
    if not ranked or ranked[0][0] < ENOUGH or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    idea = ranked[0][2]
    kinds = said[idea]
    good = len(kinds["hint_good"] - kinds["hint_bad"])
    bad = len(kinds["hint_bad"])
    refused = any(signals.is_(at, "not") for at in range(len(signals.tokens)))
    best = good > bad and not refused
    order = Order.BEST if best else Order.WORST
    query = Query(Intent.RANK_CLIENTS, qualities=((Quality(idea), order),), period=signals.period)
    return query, set().union(*kinds.values())
