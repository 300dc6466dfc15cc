"""What a follow-up says only with the question before it: "the other Acme", "and the month before"."""

from datetime import date

from bot.clients import ClientIndex, normalise
from bot.questions.periods import before as period_before
from bot.questions.query import Query
from bot.questions.signals import Signals
from bot.questions.tokens import Kind

_MOST = 7
"""Words up to which "before" and "previous" speak of the period asked for before."""


def point_back(signals: Signals, before: Query, index: ClientIndex, today: date) -> None:
    """Name the client and the period that the words point back to."""
    if other := _the_other(signals, before, index):
        signals.clients, signals.ambiguous, signals.unmatched = [other], [], None
    words = [token.word for token in signals.tokens if token.kind is Kind.WORD]
    earlier = not {"before", "previous", "prior", "preceding"}.isdisjoint(words)
    if before.period and earlier and not signals.period and len(words) <= _MOST:
        signals.period = period_before(before.period, today)


def _the_other(signals: Signals, before: Query, index: ClientIndex) -> str | None:
    """ "the other Acme", "the dentist": the one of an ambiguous name that was not meant before."""
    words = signals.words()
    told = [name for name in before.ambiguous if words & set(normalise(name).split())]
    if len(told) == 1:
        return told[0]
    left = [name for name in signals.ambiguous if name not in before.clients]
    if len(left) == 1 and (words & {"other", "another", "one", "else"} or before.clients):
        return left[0]
    if not signals.ambiguous and not signals.clients and "other" in words and len(before.clients) == 1:
        first = before.clients[0].split()[0]
        alike = [client.name for client in index.match(first).candidates if client.name not in before.clients]
        return alike[0] if len(alike) == 1 else None
    return None
