"""Teaches the model from the labelled examples: `make model` after the examples or the lexicon changed.

Plain Adam (Kingma & Ba 2015) on the cross-entropy of each head. Features are dropped at random, so that a question is
told by more than one of its words (Srivastava et al. 2014, "Dropout").
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.questions.lessons import Lesson, client_index, examples, fingerprint, known_words, lesson, nonsense
from bot.questions.model import BUCKETS, HEADS, OUTPUTS, Array, Model, save, sigmoid, softmax

HIDDEN = 64
MEMBERS = 3
EPOCHS = 15
BATCH = 256
RATE = 0.01
DROPPED = 0.4
DECAY = 1e-6
_SOFT = ("intent", "standing", "direction")
"""Heads of which one output alone is right."""


def learn(lessons: Sequence[Lesson], taught_by: str) -> Model:
    """The model that was taught by the lessons; the same lessons make the same model.

    It is the mean of MEMBERS networks that began with other weights (Hansen & Salamon 1990): they err differently.
    """
    members = [_in_bytes(_network(lessons, np.random.default_rng(seed))) for seed in range(MEMBERS)]
    inward, scale, inward_bias, outward, outward_bias = zip(*members, strict=True)
    return Model(
        inward=np.concatenate(inward, 1),
        scale=np.concatenate(scale),
        inward_bias=np.concatenate(inward_bias),
        outward=(np.concatenate(outward) / MEMBERS).astype(np.float32),
        outward_bias=np.mean(outward_bias, axis=0),
        words=known_words(lessons),
        taught_by=taught_by,
    )


def _network(lessons: Sequence[Lesson], chance: np.random.Generator) -> dict[str, Array]:
    """The weights of one network."""
    weights = {
        "inward": chance.normal(0, 1 / np.sqrt(HIDDEN), (BUCKETS, HIDDEN)).astype(np.float32),
        "inward_bias": np.zeros(HIDDEN, np.float32),
        "outward": chance.normal(0, 1 / np.sqrt(HIDDEN), (HIDDEN, OUTPUTS)).astype(np.float32),
        "outward_bias": np.zeros(OUTPUTS, np.float32),
    }
    weights["inward"][_never_met(lessons)] = 0
    adam = _Adam(weights)
    steps = EPOCHS * -(-len(lessons) // BATCH)
    for _epoch in range(EPOCHS):
        order = chance.permutation(len(lessons))
        for start in range(0, len(order), BATCH):
            batch = [lessons[at] for at in order[start : start + BATCH]]
            adam.step(_slopes(weights, batch, chance), RATE * (1 - adam.steps / steps))
    return weights


def _slopes(weights: dict[str, Array], batch: Sequence[Lesson], chance: np.random.Generator) -> dict[str, Array]:
    """The slope of a batch's cross-entropy along each weight (back-propagation)."""
    at = np.concatenate([one.at for one in batch])
    starts = np.cumsum([0, *(len(one.at) for one in batch[:-1])])
    row = np.repeat(np.arange(len(batch)), [len(one.at) for one in batch])
    kept = (chance.random(len(at)) >= DROPPED) / np.float32(1 - DROPPED)
    said = (np.concatenate([one.weights for one in batch]) * kept).astype(np.float32)[:, None]
    hidden = np.add.reduceat(weights["inward"][at] * said, starts) + weights["inward_bias"]
    risen = np.maximum(hidden, 0)
    off = _off(risen @ weights["outward"] + weights["outward_bias"], batch) / len(batch)
    back = off @ weights["outward"].T * (hidden > 0)
    inward = DECAY * weights["inward"]
    sort = np.argsort(at, kind="stable")
    places, firsts = np.unique(at[sort], return_index=True)
    inward[places] += np.add.reduceat(back[row[sort]] * said[sort], firsts)
    return {
        "inward": inward,
        "inward_bias": back.sum(0),
        "outward": risen.T @ off + DECAY * weights["outward"],
        "outward_bias": off.sum(0),
    }


def _off(said: Array, batch: Sequence[Lesson]) -> Array:
    """How far each output is from what it should say, where that is told."""
    best, shared = HEADS["best"], HEADS["best"].stop - 1
    said[:, best.start : shared] += said[:, [shared]]
    chances = sigmoid(said)
    for head in _SOFT:
        chances[:, HEADS[head]] = softmax(said[:, HEADS[head]])
    off = (chances - np.stack([one.target for one in batch])) * np.stack([one.told for one in batch])
    off[:, shared] = off[:, best.start : shared].sum(1)
    return off.astype(np.float32)


class _Adam:
    """Kingma & Ba 2015, algorithm 1."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.steps = 0
        self._weights = weights
        self._mean = {name: np.zeros_like(of) for name, of in weights.items()}
        self._square = {name: np.zeros_like(of) for name, of in weights.items()}

    def step(self, slopes: dict[str, Array], rate: float) -> None:
        self.steps += 1
        for name, slope in slopes.items():
            mean, square = self._mean[name], self._square[name]
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            over = np.sqrt(square / (1 - 0.999**self.steps)) + 1e-8
            self._weights[name] -= rate / (1 - 0.9**self.steps) * mean / over


def _never_met(lessons: Sequence[Lesson]) -> npt.NDArray[np.bool_]:
    """The buckets that no example falls in: they must say nothing."""
    met = np.zeros(BUCKETS, np.bool_)
    for one in lessons:
        met[one.at] = True
    return ~met


def _in_bytes(weights: dict[str, Array]) -> tuple[npt.NDArray[np.int8], Array, Array, Array, Array]:
    """The weights of a network as a model keeps them."""
    scale = np.abs(weights["inward"]).max(0) / 127
    inward = np.rint(weights["inward"] / scale).astype(np.int8)
    return inward, scale, weights["inward_bias"], weights["outward"], weights["outward_bias"]


if __name__ == "__main__":
    index, rows = client_index(), [row for _, row in examples()]
    save(learn([lesson(row, index) for row in (*rows, *nonsense())], fingerprint(rows, index)))
