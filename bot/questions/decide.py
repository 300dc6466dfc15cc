"""What a question may mean, the likeliest first: the model's leanings and the slots found, put together.

Whatever is open (is this period meant? is that client kept?) goes both ways, each with its chance; the chances of all
the ways that come to one query are added.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, NamedTuple

from bot.qualities import Quality
from bot.questions.keeping import can_keep
from bot.questions.model import Before, Leanings, Slot, Standing
from bot.questions.query import NOTHING, Intent, Order, Query, Verdict, Wanted
from bot.questions.signals import Signals
from bot.questions.slots import Candidates
from bot.questions.trimming import ENDED, has_slot, trimmed

_FAINT = 0.02
"""The chance under which nothing is looked at."""
_BREAKDOWN: tuple[Standing, ...] = ((None, None, False), (None, Verdict.GOOD, False))
"""The share of good clients and the shares of all verdicts have one answer."""

Ways = list[tuple[dict[str, Any], float]]
"""The ways that one open thing can go: what each says of the query, and its chance."""


@dataclass(frozen=True)
class Reading:
    """One thing that a question may mean, and the chance (0 to 1) that all of it is right."""

    query: Query
    chance: float


class Asked(NamedTuple):
    """All that is known of a question; `before` is the one before it in the thread."""

    signals: Signals
    slots: Candidates
    leanings: Leanings
    before: Query = NOTHING


def readings(asked: Asked) -> list[Reading]:
    """All readings worth looking at, the likeliest first; there is always one. A follow-up keeps parts of `before`."""
    chances = asked.leanings.intent
    found: dict[Query, float] = defaultdict(float)
    for intent, chance in chances.items():
        if chance >= min(_FAINT, max(chances.values())):
            for said, of_said in _combined([*_open(intent, asked), _qualities(intent, asked)]):
                found[_query(intent, said, asked)] += chance * of_said
    return sorted((Reading(*pair) for pair in found.items()), key=lambda reading: -reading.chance)


def _combined(open_: list[Ways]) -> Ways:
    """Every way that all open things can go together, but for those that are too unlikely."""
    combined: Ways = [({}, 1.0)]
    for ways in open_:
        longer = [({**said, **more}, chance * of) for said, chance in combined for more, of in ways]
        least = min(_FAINT, max(chance for _, chance in longer))
        combined = [(said, chance) for said, chance in longer if chance >= least]
    return combined


def _open(intent: Intent, asked: Asked) -> Iterator[Ways]:
    """What a question of this intent leaves open, but for its qualities."""
    leanings = asked.leanings
    for slot, chance in leanings.meant.items():
        name, value = ("me", "me") if slot is Slot.ME else (slot.value, getattr(asked.slots, slot))
        if getattr(asked.slots, slot) and has_slot(intent, "rater" if slot is Slot.ME else name):
            yield [({name: value}, chance), ({}, 1 - chance)]
    for part, chance in leanings.kept.items():
        if can_keep(part, asked.before, intent):
            yield [({f"kept {part}": True}, chance), ({}, 1 - chance)]
    if has_slot(intent, "direction"):
        yield [({"direction": way}, chance) for way, chance in leanings.direction.items()]
    if has_slot(intent, "verdict"):
        yield _standings(intent, leanings.standing)


def _standings(intent: Intent, chances: Mapping[Standing, float]) -> Ways:
    ways: dict[Standing, float] = defaultdict(float)
    likelier = max(_BREAKDOWN, key=lambda standing: chances[standing])
    for standing, chance in chances.items():
        ways[likelier if intent is Intent.SHARE_GOOD and standing in _BREAKDOWN else standing] += chance
    return [({"standing": standing}, chance) for standing, chance in ways.items()]


def _qualities(intent: Intent, asked: Asked) -> Ways:
    """The sets of qualities that may be said, each with its end where the intent has one."""
    if not has_slot(intent, "qualities"):
        return [({}, 1.0)]
    earlier = {quality for quality, _ in asked.before.qualities}
    best = asked.leanings.best
    ways: Ways = []
    for said, chance in _sets(asked.leanings.quality):
        ended = [quality for quality in Quality if intent in ENDED and (quality in said or quality in earlier)]
        for ends in product(*(_ends(best[quality]) for quality in ended)):
            order = {quality: end for quality, (end, _) in zip(ended, ends, strict=True)}
            ways.append(({"qualities": said, "ends": order}, chance * prod(of_end for _, of_end in ends)))
    return ways


def _sets(chances: Mapping[Quality, float]) -> Iterator[tuple[frozenset[Quality], float]]:
    """The likeliest set of qualities, and those that are one quality apart or have one instead of all."""
    sure = {quality for quality, chance in chances.items() if chance > 0.5}
    near = {quality for quality, chance in chances.items() if chance > _FAINT}
    tried = [sure, *(sure ^ {quality} for quality in near), *({quality} for quality in near)]
    for one in dict.fromkeys(frozenset(qualities) for qualities in tried):
        yield one, prod(chance if quality in one else 1 - chance for quality, chance in chances.items())


def _ends(best: float) -> list[tuple[Order, float]]:
    return [pair for pair in ((Order.BEST, best), (Order.WORST, 1 - best)) if pair[1] > _FAINT]


def _query(intent: Intent, said: Mapping[str, Any], asked: Asked) -> Query:
    """The query that one way of going comes to: what is said anew goes before what is kept."""
    before = asked.before
    kept = {part for part in Before if f"kept {part}" in said}
    order, verdict, negated = said.get("standing", (None, None, False))
    if Before.STANDING in kept:
        order, verdict, negated = before.order, before.verdict, before.negated
    rest: dict[str, Any] = {
        name: getattr(before, name) if name in kept else None for name in ("period", "limit", "score", "rater")
    }
    rest |= {name: said[name] for name in rest if name in said}
    if "me" in said and "rater" not in said:
        rest["rater"] = "me"
    qualities = _wanted(said, before if Before.QUALITIES in kept else NOTHING)
    query = Query(
        intent,
        **_names(asked, Before.CLIENTS in kept),
        qualities=qualities,
        order=None if qualities else order,
        verdict=None if qualities else verdict,
        negated=negated and not qualities,
        direction=before.direction if Before.DIRECTION in kept else said.get("direction"),
        **rest,
    )
    return trimmed(query)


def _wanted(said: Mapping[str, Any], kept: Query) -> tuple[Wanted, ...]:
    """The qualities said and kept, each with its end."""
    asked = {*said.get("qualities", ()), *(quality for quality, _ in kept.qualities)}
    return tuple((quality, said.get("ends", {}).get(quality)) for quality in Quality if quality in asked)


def _names(asked: Asked, kept: bool) -> dict[str, Any]:
    """The clients that are named, and those before them where they are kept."""
    signals, before = asked.signals, asked.before if kept else NOTHING
    clients = tuple(dict.fromkeys((*before.clients, *signals.clients)))
    ambiguous = tuple(signals.ambiguous) if signals.ambiguous or signals.clients else before.ambiguous
    return {
        "clients": clients,
        "ambiguous": ambiguous,
        "unmatched": signals.unmatched or (before.unmatched if not (clients or ambiguous) else None),
    }
