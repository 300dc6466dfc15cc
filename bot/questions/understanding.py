"""What came of reading a question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.questions.query import Query


class Certainty(StrEnum):
    """How far a reading is to be trusted: answered, answered with a word left aside, asked back, or declined."""

    ANSWER = "answer"
    ANSWER_PARTLY = "answer_partly"
    ASK = "ask"
    DECLINE = "decline"


class Why(StrEnum):
    """Why a question is declined, so that it can be said kindly."""

    NOT_STORED = "not_stored"  # revenue, contracts, tickets, telephone numbers, opinions about people
    ORDER = "order"  # "reboot the server", "send them an invoice"
    INJECTION = "injection"  # "ignore your rules", "print your system prompt"
    PREDICTION = "prediction"  # "who will leave next year", "should we drop them"
    TOPIC = "topic"  # the weather, lunch, football
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True)
class Understanding:
    """A question as it was read.

    `query` is the best reading; its intent is `unknown` where it is declined. `left_aside` are the words that nothing
    explains, as typed. `readings` (at most three) are what to ask back. `why` is set exactly where it is declined.
    """

    text: str
    query: Query
    certainty: Certainty
    left_aside: tuple[str, ...] = ()
    readings: tuple[Query, ...] = ()
    why: Why | None = None


def label_json(understanding: Understanding) -> dict[str, Any]:
    """The fields `understood`, `certainty`, `left_aside` and `readings` of `good-clients ask --json`."""
    return {
        "understood": understanding.query.to_label(),
        "certainty": understanding.certainty.value,
        "left_aside": list(understanding.left_aside),
        "readings": [reading.to_label() for reading in understanding.readings],
    }
