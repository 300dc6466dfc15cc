"""Which slots each intent has."""

from bot.questions.query import Intent, Order, Query, Wanted

_SLOTS: dict[Intent, tuple[str, ...]] = {
    Intent.RANK_CLIENTS: ("qualities", "order", "verdict", "score", "limit", "period", "rater"),
    Intent.SHARE_GOOD: ("qualities", "verdict", "score", "period"),
    Intent.CLIENT_REPORT: ("clients", "qualities", "period", "rater"),
    Intent.EXPLAIN_CLIENT: ("clients", "qualities", "period"),
    Intent.COMPARE_CLIENTS: ("clients", "qualities", "period"),
    Intent.TREND_MOVERS: ("clients", "direction", "qualities", "period", "limit"),
    Intent.COVERAGE: ("clients", "period", "limit", "rater", "verdict"),
    Intent.RATER_ACTIVITY: ("rater", "clients", "period"),
    Intent.NOTES_FLAGS: ("clients", "qualities", "period", "rater"),
    Intent.DEFINITION: ("qualities",),
}
ENDED = (Intent.RANK_CLIENTS, Intent.SHARE_GOOD)
"""The intents in which a quality has an end."""


def has_slot(intent: Intent, slot: str) -> bool:
    """Whether questions of an intent have a slot."""
    return slot in _SLOTS.get(intent, ())


def trimmed(query: Query) -> Query:
    """The query with only the slots that its intent has."""
    kept = _SLOTS.get(query.intent, ())
    verdict = query.verdict if "verdict" in kept else None
    if query.intent is Intent.COVERAGE and (verdict != "unrated" or query.period or query.rater):
        verdict = None
    clients = "clients" in kept
    return Query(
        query.intent,
        clients=query.clients if clients else (),
        ambiguous=query.ambiguous if clients else (),
        unmatched=query.unmatched if clients else None,
        qualities=_ends(query) if "qualities" in kept else (),
        order=query.order if "order" in kept else None,
        verdict=verdict,
        negated=query.negated and verdict is not None,
        score=query.score if "score" in kept else None,
        limit=query.limit if "limit" in kept and not query.clients else None,
        period=query.period if "period" in kept else None,
        rater=query.rater if "rater" in kept else None,
        direction=query.direction if "direction" in kept and not (query.clients or query.ambiguous) else None,
    )


def _ends(query: Query) -> tuple[Wanted, ...]:
    if query.intent not in ENDED:
        return tuple((quality, None) for quality, _ in query.qualities)
    best = Order.BEST if query.intent is Intent.RANK_CLIENTS else None
    return tuple((quality, end or best) for quality, end in query.qualities)
