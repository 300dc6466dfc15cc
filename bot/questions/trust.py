"""How far a question's readings are to be trusted: answered, asked back or declined."""

from collections.abc import Sequence

from bot.questions.decide import Reading
from bot.questions.model import model
from bot.questions.query import NOTHING, Intent
from bot.questions.signals import Signals
from bot.questions.understanding import Certainty, Understanding, Why
from bot.questions.unexplained import unexplained

_SURE = 0.6
"""The chance from which a reading is answered."""
_GUESS = 0.3
"""The chance under which a reading is only offered, never taken for what was meant."""
_STRANGE = 0.9
"""What each word that was never met takes from the chance."""
_ELSEWHERE = 0.1
"""The chance of asking for nothing that is stored, up to which a question is answered."""
_WORTH = 0.15
"""The chance from which a reading is worth a button."""
_MOST = 3
_OPENS = 4
"""Words among which an order begins."""

_REASONS = (
    ("elsewhere.injection", Why.INJECTION),
    ("elsewhere.prediction", Why.PREDICTION),
    ("elsewhere.order", Why.ORDER),
    ("elsewhere.not_stored", Why.NOT_STORED),
    ("elsewhere.topic", Why.TOPIC),
)


def declined(text: str, why: Why, left_aside: tuple[str, ...] = ()) -> Understanding:
    """A kind decline, with its reason."""
    return Understanding(text, NOTHING, Certainty.DECLINE, left_aside, why=why)


def left_aside(signals: Signals) -> tuple[str, ...]:
    """The words that nothing explains and that the model has not met, as typed."""
    tokens = [signals.tokens[at] for at in unexplained(signals)]
    return tuple(dict.fromkeys(token.text for token in tokens if token.word not in model().words))


def weighed(text: str, signals: Signals, readings: Sequence[Reading], elsewhere: float) -> Understanding:
    """What comes of the readings; `elsewhere` is the chance that nothing that is stored is asked for."""
    left, best = left_aside(signals), readings[0]
    chance = best.chance * _STRANGE ** len(left)
    if best.query.intent.answered and chance >= _SURE and elsewhere <= _ELSEWHERE:
        return Understanding(text, best.query, Certainty.ANSWER_PARTLY if left else Certainty.ANSWER, left)
    worth = [reading.query for reading in readings if reading.query.intent.answered and reading.chance >= _WORTH]
    if best.query.intent in (Intent.HELP, Intent.SMALLTALK) and (best.chance >= _SURE or not worth):
        return Understanding(text, best.query, Certainty.ANSWER)
    if not worth:
        return declined(text, _why(signals), left)
    taken = best.query if chance >= _GUESS else NOTHING
    return Understanding(text, taken, Certainty.ASK, left, tuple(worth[:_MOST]))


def _why(signals: Signals) -> Why:
    """The reason that the lexicon's phrases give; an order begins a text ("please reboot"), it does not end one."""
    for tag, why in _REASONS:
        if any(why is not Why.ORDER or hit.start < _OPENS for hit in signals.of(tag)):
            return why
    return Why.NOT_UNDERSTOOD
