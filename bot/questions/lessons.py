"""What the labelled examples teach: to a question's features, what each output of the model should say."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from importlib.resources import files
from random import Random
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.clients import ClientIndex, KnownClient
from bot.qualities import Quality
from bot.questions.features import features
from bot.questions.keeping import can_keep
from bot.questions.lexicon import lexicon
from bot.questions.model import DIRECTIONS, HEADS, OUTPUTS, STANDINGS, Array, Before, Slot, hashed
from bot.questions.query import NOTHING, Intent, Order, Query
from bot.questions.reading import signals_of
from bot.questions.signals import Signals
from bot.questions.slots import Candidates, candidates
from bot.questions.trimming import ENDED, has_slot

TODAY = date(2026, 11, 22)
"""The day on which the examples were asked."""
EXAMPLES = files("bot.questions").joinpath("examples")

_NONSENSE = 800
"""Texts at random among the lessons."""
_OFTEN = 3
"""Examples in which a word has to stand before it counts as known."""


class Lesson(NamedTuple):
    """One example: its words, its hashed features, what each output should say, and how much it says about each."""

    words: frozenset[str]
    at: npt.NDArray[np.int64]
    weights: Array
    target: Array
    told: Array


class _Read(NamedTuple):
    """An example as it was read."""

    signals: Signals
    slots: Candidates
    before: Query


def client_index() -> ClientIndex:
    """The clients that the examples speak of."""
    names: list[str] = json.loads(EXAMPLES.joinpath("clients.json").read_text(encoding="utf-8"))
    return ClientIndex(KnownClient(name, name) for name in names)


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """The labelled examples with the file that each is in, in the order of the files."""
    for entry in sorted(EXAMPLES.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".jsonl"):
            for line in entry.read_text(encoding="utf-8").splitlines():
                yield entry.name.removesuffix(".jsonl"), json.loads(line)


def nonsense() -> Iterator[dict[str, Any]]:
    """Words at random, half of them with their letters shuffled, which ask nothing.

    What the model knows no word of must not look like what is asked most.
    """
    english = sorted(lexicon().english)
    chance = Random(0)  # noqa: S311 - nothing secret
    for at in range(_NONSENSE):
        words = chance.sample(english, chance.randint(1, 9))
        said = words if at % 2 else ["".join(chance.sample(word, len(word))) for word in words]
        yield {"text": " ".join(said), "intent": "unknown", "slots": {}}


def lesson(row: dict[str, Any], index: ClientIndex) -> Lesson:
    """What an example teaches."""
    context = Query.from_label(row["context"]) if row.get("context") else None
    signals = signals_of(row["text"], index, TODAY, {}, context)
    slots = candidates(signals)
    read = _Read(signals, slots, context or NOTHING)
    target, told = np.zeros(OUTPUTS, np.float32), np.zeros(OUTPUTS, np.float32)
    for label, share in _shares(row):
        one, known = _taught(label, read)
        target += share * one * known
        told += share * known
    np.divide(target, told, out=target, where=told > 0)
    return Lesson(frozenset(signals.words()), *hashed(features(signals, slots, context)), target, told)


def known_words(lessons: Sequence[Lesson]) -> frozenset[str]:
    """The words that stand in several lessons."""
    met = Counter(word for one in lessons for word in one.words)
    return frozenset(word for word, times in met.items() if times >= _OFTEN)


def fingerprint(rows: Sequence[dict[str, Any]], index: ClientIndex) -> str:
    """Changes with the examples, and with how their words are read: every fortieth is looked at."""
    told = sha256(json.dumps(rows).encode())
    for row in rows[::40]:
        told.update(lesson(row, index).at.tobytes())
    return told.hexdigest()


def _shares(row: dict[str, Any]) -> Iterator[tuple[Query, float]]:
    """The labels of an example with their shares: its own counts twice."""
    labels = [row, *row.get("also", ())]
    for label in labels:
        yield Query.from_label(label), (2 if label is row else 1) / (len(labels) + 1)


def _taught(label: Query, read: _Read) -> tuple[Array, Array]:
    """What each output should say to a question of this label, and which outputs the label says anything about."""
    target, told = np.zeros(OUTPUTS, np.float32), np.zeros(OUTPUTS, np.float32)
    target[HEADS["intent"]] = [label.intent is intent for intent in Intent]
    told[HEADS["intent"]] = 1
    _teach_qualities(label, read.before, target, told)
    standing = label.order, label.verdict, label.negated
    if has_slot(label.intent, "verdict") and not label.qualities and standing in STANDINGS:
        target[HEADS["standing"]] = [standing == one for one in STANDINGS]
        told[HEADS["standing"]] = not _kept(Before.STANDING, label, read)
    if has_slot(label.intent, "direction") and not (label.clients or label.ambiguous):
        target[HEADS["direction"]] = [label.direction is way for way in DIRECTIONS]
        told[HEADS["direction"]] = not _kept(Before.DIRECTION, label, read)
    for head, of in (
        ("meant", [_meant(slot, label, read) for slot in Slot]),
        ("kept", [_kept(part, label, read) for part in Before]),
    ):
        target[HEADS[head]] = [bool(said) for said in of]
        told[HEADS[head]] = [said is not None for said in of]
    return target, told


def _teach_qualities(label: Query, before: Query, target: Array, told: Array) -> None:
    """Which qualities are said, and which end of those that are asked for; kept ones may be said or not."""
    if not has_slot(label.intent, "qualities"):
        return
    asked, earlier = dict(label.qualities), dict(before.qualities)
    target[HEADS["quality"]] = [quality in asked for quality in Quality]
    told[HEADS["quality"]] = [quality not in asked or quality not in earlier for quality in Quality]
    if label.intent in ENDED:
        target[HEADS["best"]] = [*(asked.get(quality) is not Order.WORST for quality in Quality), 0]
        told[HEADS["best"]] = [*(quality in asked for quality in Quality), 0]


def _meant(slot: Slot, label: Query, read: _Read) -> bool | None:
    """Whether a slot that was found is meant; None where the label does not tell."""
    name = "rater" if slot is Slot.ME else slot.value
    said, meant = getattr(read.slots, slot), getattr(label, name)
    if not said or not has_slot(label.intent, name):
        return None
    alike = _alike("me" if slot is Slot.ME else said, meant)
    misread = slot in (Slot.PERIOD, Slot.LIMIT, Slot.SCORE) and meant and not alike
    return None if misread else alike


def _kept(part: Before, label: Query, read: _Read) -> bool | None:
    """Whether a part of the question before is kept; None where the label does not tell."""
    signals, slots, before = read
    if not can_keep(part, before, label.intent):
        return None
    if part is Before.CLIENTS:
        earlier, named = {*before.clients, *before.ambiguous}, {*label.clients, *label.ambiguous}
        return None if earlier <= {*signals.clients, *signals.ambiguous} else earlier <= named
    if part is Before.QUALITIES:
        return {quality for quality, _ in before.qualities} <= {quality for quality, _ in label.qualities}
    if part is Before.STANDING:
        same = (label.order, label.verdict, label.negated) == (before.order, before.verdict, before.negated)
        return None if label.qualities else same
    meant, said = getattr(label, part), getattr(slots, part, None)
    return None if meant and said and _alike(said, meant) else _alike(getattr(before, part), meant)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values of a slot are the same; periods, where they are the same days."""
    if one and other and hasattr(one, "resolve"):
        return bool(one.resolve(TODAY) == other.resolve(TODAY))
    return bool(one == other)
