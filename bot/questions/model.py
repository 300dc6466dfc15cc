"""What a question most likely means: a small network over its features, learned from the labelled examples.

One hidden layer reads the features, hashed into buckets (Weinberger et al. 2009, "Feature hashing for large scale
multitask learning"); each head reads the hidden layer. learning.py makes the weights, which are whole numbers of one
byte with a scale a column, so that the file stays small.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.qualities import Quality
from bot.questions.query import Direction, Intent, Order, Verdict

BUCKETS = 1 << 15
FILE = "learned.npz"

Array = npt.NDArray[np.float32]
Standing = tuple[Order | None, Verdict | None, bool]
"""Which clients are meant where no quality is named: order, verdict, whether all but that verdict."""

_CLASSES = (Verdict.GOOD, Verdict.MIXED, Verdict.DIFFICULT)
STANDINGS: tuple[Standing, ...] = (
    (Order.BEST, None, False),
    (Order.WORST, None, False),
    *((None, verdict, negated) for negated in (False, True) for verdict in _CLASSES),
    (None, Verdict.UNRATED, False),
    (None, None, False),
)
DIRECTIONS: tuple[Direction | None, ...] = (None, *Direction)


class Slot(StrEnum):
    """What a rule finds in the words and the model says whether it is meant: "since Dave left in May, who …"."""

    PERIOD = "period"
    LIMIT = "limit"
    SCORE = "score"
    RATER = "rater"
    ME = "me"


class Before(StrEnum):
    """What a follow-up may keep of the question before it."""

    CLIENTS = "clients"
    QUALITIES = "qualities"
    STANDING = "standing"
    PERIOD = "period"
    LIMIT = "limit"
    SCORE = "score"
    RATER = "rater"
    DIRECTION = "direction"


_SIZES = {
    "intent": len(Intent),
    "quality": len(Quality),
    "best": len(Quality) + 1,
    "standing": len(STANDINGS),
    "direction": len(DIRECTIONS),
    "meant": len(Slot),
    "kept": len(Before),
}
_ENDS = np.cumsum(list(_SIZES.values()))
HEADS = {name: slice(int(end) - size, int(end)) for (name, size), end in zip(_SIZES.items(), _ENDS, strict=True)}
"""Which outputs belong to which head; the last of `best` is shared by all qualities."""
OUTPUTS = int(_ENDS[-1])


@dataclass(frozen=True)
class Leanings:
    """The chance (0 to 1) of each thing that a question may mean."""

    intent: dict[Intent, float]
    quality: dict[Quality, float]
    best: dict[Quality, float]
    standing: dict[Standing, float]
    direction: dict[Direction | None, float]
    meant: dict[Slot, float]
    kept: dict[Before, float]


def hashed(features: dict[str, float]) -> tuple[npt.NDArray[np.int64], Array]:
    """Buckets and weights of features, the weights divided by their length."""
    named = sorted((crc32(name.encode()) % BUCKETS, weight) for name, weight in features.items())
    at = np.array([bucket for bucket, _ in named], np.int64)
    weights = np.array([weight for _, weight in named], np.float32)
    return at, weights / max(float(np.linalg.norm(weights)), 1e-6)


@dataclass(frozen=True)
class Model:
    """The weights: `inward` (BUCKETS × hidden) in steps of `scale`, `outward` (hidden × OUTPUTS), their biases."""

    inward: npt.NDArray[np.int8]
    scale: Array
    inward_bias: Array
    outward: Array
    outward_bias: Array
    words: frozenset[str]
    """The words that it has met often enough to know them."""
    taught_by: str
    """The fingerprint of the examples (lessons.py)."""

    def leanings(self, features: dict[str, float]) -> Leanings:
        """What the features of a question say."""
        at, weights = hashed(features)
        hidden = np.maximum(weights @ self.inward[at].astype(np.float32) * self.scale + self.inward_bias, 0)
        said = hidden @ self.outward + self.outward_bias
        best = said[HEADS["best"]]
        return Leanings(
            dict(zip(Intent, softmax(said[HEADS["intent"]]).tolist(), strict=True)),
            dict(zip(Quality, sigmoid(said[HEADS["quality"]]).tolist(), strict=True)),
            dict(zip(Quality, sigmoid(best[:-1] + best[-1]).tolist(), strict=True)),
            dict(zip(STANDINGS, softmax(said[HEADS["standing"]]).tolist(), strict=True)),
            dict(zip(DIRECTIONS, softmax(said[HEADS["direction"]]).tolist(), strict=True)),
            dict(zip(Slot, sigmoid(said[HEADS["meant"]]).tolist(), strict=True)),
            dict(zip(Before, sigmoid(said[HEADS["kept"]]).tolist(), strict=True)),
        )


def softmax(said: Array) -> Array:
    """Chances that add up to 1, along the last axis."""
    risen = np.exp(said - said.max(-1, keepdims=True))
    return cast(Array, risen / risen.sum(-1, keepdims=True))


def sigmoid(said: Array) -> Array:
    """Chances, each for itself."""
    return cast(Array, 1 / (1 + np.exp(-np.clip(said, -30, 30))))


@cache
def model() -> Model:
    """The learned model, read once."""
    with files("bot.questions").joinpath(FILE).open("rb") as file, np.load(file) as kept:
        held: Any = {name: kept[name] for name in kept.files}
    return Model(**held | {"words": frozenset(held["words"].tolist()), "taught_by": str(held["taught_by"])})


def save(learned: Model) -> None:
    """Keep a model where `model` finds it."""
    held = vars(learned) | {"words": np.array(sorted(learned.words)), "taught_by": np.array(learned.taught_by)}
    with Path(str(files("bot.questions").joinpath(FILE))).open("wb") as file:
        np.savez_compressed(file, **held)
