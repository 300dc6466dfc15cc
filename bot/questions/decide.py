"""What a question may mean, the likeliest first: the model's leanings and the slots found, put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, NamedTuple, TypeVar

from bot.qualities import Quality
from bot.questions.keeping import can_keep
from bot.questions.model import Before, Leanings, Slot, Standing
from bot.questions.query import Intent, Order, Query, Verdict, Wanted
from bot.questions.signals import Signals
from bot.questions.slots import Found
from bot.questions.trimming import ENDED, has_slot, trimmed

T = TypeVar("T")
_FAINT = 0.04
"""The chance under which an intent, a quality or an end is not looked at."""
_NOTHING = Query(Intent.UNKNOWN)
_BREAKDOWN: tuple[Standing, ...] = ((None, None, False), (None, Verdict.GOOD, False))
"""The share of good clients and the shares of all verdicts have one answer."""
_AS_IT_WAS = (Before.PERIOD, Before.LIMIT, Before.SCORE, Before.RATER, Before.DIRECTION)


@dataclass(frozen=True)
class Reading:
    """One thing that a question may mean, and the chance (0 to 1) that all of it is right."""

    query: Query
    chance: float


class Asked(NamedTuple):
    """All that is known of a question; `before` is the one before it in the thread."""

    signals: Signals
    slots: Found
    leanings: Leanings
    before: Query = _NOTHING


def readings(asked: Asked) -> list[Reading]:
    """All readings worth looking at, the likeliest first; there is always one."""
    chances = asked.leanings.intent
    found: dict[Query, float] = {}
    for intent, chance in chances.items():
        if chance >= min(_FAINT, max(chances.values())):
            for reading in _of_intent(intent, asked):
                found[reading.query] = max(chance * reading.chance, found.get(reading.query, 0))
    return sorted((Reading(*pair) for pair in found.items()), key=lambda reading: -reading.chance)


def _of_intent(intent: Intent, asked: Asked) -> Iterator[Reading]:
    """What the question means if it has this intent, with the chances of the rest."""
    meant, of_meant = _meant(intent, asked)
    kept, of_kept = _kept(intent, asked, meant)
    names = _names(asked, Before.CLIENTS in kept)
    rest = {part.value: getattr(asked.before, part) for part in _AS_IT_WAS if part in kept} | meant
    of_way = 1.0
    if has_slot(intent, "direction") and "direction" not in rest and not (names["clients"] or names["ambiguous"]):
        rest["direction"], of_way = _likeliest(asked.leanings.way)
    for qualities, of_qualities in _qualities(intent, asked, Before.QUALITIES in kept):
        standing, of_standing = _standing(intent, asked, Before.STANDING in kept) if not qualities else ({}, 1.0)
        query = Query(intent, qualities=qualities, **standing, **names, **rest)
        yield Reading(trimmed(query), of_meant * of_kept * of_way * of_qualities * of_standing)


def _meant(intent: Intent, asked: Asked) -> tuple[dict[str, Any], float]:
    """The slots that were found and are meant, and the chance of that."""
    meant: dict[str, Any] = {}
    sure = 1.0
    for slot, chance in asked.leanings.meant.items():
        name, value = ("rater", "me") if slot is Slot.ME else (slot.value, getattr(asked.slots, slot))
        if getattr(asked.slots, slot) and has_slot(intent, name):
            sure *= max(chance, 1 - chance)
            if chance > 0.5:
                meant.setdefault(name, value)
    return meant, sure


def _kept(intent: Intent, asked: Asked, meant: Mapping[str, Any]) -> tuple[set[Before], float]:
    """The parts of the question before that are kept, and the chance of that; what is said anew is not."""
    open_ = {
        part: chance
        for part, chance in asked.leanings.kept.items()
        if can_keep(part, asked.before, intent) and part.value not in meant
    }
    return {part for part, chance in open_.items() if chance > 0.5}, prod(max(p, 1 - p) for p in open_.values())


def _names(asked: Asked, kept: bool) -> dict[str, Any]:
    """The clients that are named, and those before them where they are kept."""
    signals, before = asked.signals, asked.before if kept else _NOTHING
    clients = tuple(dict.fromkeys((*before.clients, *signals.clients)))
    ambiguous = tuple(signals.ambiguous) if signals.ambiguous or signals.clients else before.ambiguous
    return {
        "clients": clients,
        "ambiguous": ambiguous,
        "unmatched": signals.unmatched or (before.unmatched if not (clients or ambiguous) else None),
    }


def _standing(intent: Intent, asked: Asked, kept: bool) -> tuple[dict[str, Any], float]:
    """Which clients are meant where no quality is named, and the chance of that."""
    if not has_slot(intent, "verdict"):
        return {}, 1.0
    before = asked.before
    if kept:
        return {"order": before.order, "verdict": before.verdict, "negated": before.negated}, 1.0
    chances = asked.leanings.standing
    (order, verdict, negated), chance = _likeliest(chances)
    if intent is Intent.SHARE_GOOD and (order, verdict, negated) in _BREAKDOWN:
        chance = sum(chances[standing] for standing in _BREAKDOWN)
    return {"order": order, "verdict": verdict, "negated": negated}, chance


def _qualities(intent: Intent, asked: Asked, kept: bool) -> Iterator[tuple[tuple[Wanted, ...], float]]:
    """The sets of qualities that may be meant, each with its end where the intent has one."""
    if not has_slot(intent, "qualities"):
        yield (), 1.0
        return
    earlier = {quality for quality, _ in asked.before.qualities} if kept else set()
    for said, chance in _sets({of: chance for of, chance in asked.leanings.quality.items() if of not in earlier}):
        qualities = [quality for quality in Quality if quality in said or quality in earlier]
        if intent not in ENDED:
            yield tuple((quality, None) for quality in qualities), chance
            continue
        for ends in product(*(_ends(asked.leanings.best[quality]) for quality in qualities)):
            wanted = zip(qualities, (end for end, _ in ends), strict=True)
            yield tuple(wanted), chance * prod(of_end for _, of_end in ends)


def _sets(chances: Mapping[Quality, float]) -> Iterator[tuple[frozenset[Quality], float]]:
    """The likeliest set of qualities, and those that are one quality apart or have one instead of all."""
    sure = {quality for quality, chance in chances.items() if chance > 0.5}
    near = {quality for quality, chance in chances.items() if chance > _FAINT}
    tried = [sure, *(sure ^ {quality} for quality in near), *({quality} for quality in near)]
    for one in dict.fromkeys(frozenset(qualities) for qualities in tried):
        yield one, prod(chance if quality in one else 1 - chance for quality, chance in chances.items())


def _ends(best: float) -> list[tuple[Order, float]]:
    return [pair for pair in ((Order.BEST, best), (Order.WORST, 1 - best)) if pair[1] > _FAINT]


def _likeliest(chances: Mapping[T, float]) -> tuple[T, float]:
    return max(chances.items(), key=lambda pair: pair[1])
