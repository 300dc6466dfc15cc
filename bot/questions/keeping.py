"""Which parts of the question before a follow-up could keep."""

from collections.abc import Callable
from typing import Any

from bot.questions.model import Before
from bot.questions.query import Intent, Query
from bot.questions.trimming import has_slot

_HELD: dict[Before, tuple[str, Callable[[Query], Any]]] = {
    Before.CLIENTS: ("clients", lambda query: query.clients or query.ambiguous or query.unmatched),
    Before.QUALITIES: ("qualities", lambda query: query.qualities),
    Before.STANDING: ("verdict", lambda query: not query.qualities and (query.order or query.verdict)),
    Before.PERIOD: ("period", lambda query: query.period),
    Before.LIMIT: ("limit", lambda query: query.limit),
    Before.SCORE: ("score", lambda query: query.score),
    Before.RATER: ("rater", lambda query: query.rater),
    Before.DIRECTION: ("direction", lambda query: query.direction),
}


def can_keep(part: Before, before: Query, intent: Intent) -> bool:
    """Whether `before` has the part and a question of the intent can have it."""
    slot, of = _HELD[part]
    return bool(of(before)) and has_slot(intent, slot)
