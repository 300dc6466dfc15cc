"""Clients that share a name: a choice to be made, or all of them: "both Acmes", "which Acme is better"."""

from bot.questions.signals import Signals
from bot.questions.tokens import Kind

_ALL = frozenset({"both", "two", "2", "which"})
_BESIDE = frozenset({"or", "and", "versus", "v", "than", "against", "with"})
_SPAN = 3
"""Words before a name among which "both" is about it: "both of the Acmes"."""


def settle(signals: Signals) -> None:
    """Say of the clients named which are meant and which are a choice; each is named once."""
    named = dict.fromkeys(signals.clients)
    places = [at for at, token in enumerate(signals.tokens) if token.kind is Kind.CLIENT]
    shared = [at for at in places if len(signals.tokens[at].value) > 1]
    choice: dict[str, None] = {}
    for at in shared:
        names = signals.tokens[at].value
        again = [other for other in shared if other != at and signals.tokens[other].value == names]
        if _several(signals, at) or any(_beside(signals, at, other) for other in again):
            named |= dict.fromkeys(names)
        elif any(name in named for name in names):
            beside = any(_beside(signals, at, other) for other in places if other != at)
            named |= dict.fromkeys(names) if beside else {}
        else:
            choice |= dict.fromkeys(names)
    signals.clients = list(named)
    signals.ambiguous = [name for name in choice if name not in named]


def _several(signals: Signals, at: int) -> bool:
    """Whether all that share the name are meant: "the Acmes", "both Acmes", "which Acme"."""
    before = [signals.word(place) for place in range(max(0, at - _SPAN), at)]
    plural = signals.tokens[at].text.lower().endswith("s") and signals.word(at + 1) != "'s"
    return before[-1:] == ["which"] or (plural and (not _ALL.isdisjoint(before) or before[-1:] in (["the"], ["those"])))


def _beside(signals: Signals, at: int, other: int) -> bool:
    """Whether "or", "versus" and the like put two names side by side."""
    first, second = sorted((at, other))
    between = {token.word for token in signals.tokens[first + 1 : second]}
    return second - first <= _SPAN and not between.isdisjoint(_BESIDE)
