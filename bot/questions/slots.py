"""From signals to slots: qualities and the end that is asked for, verdict, order, direction."""

from bot.qualities import Quality
from bot.questions.matching import Hit
from bot.questions.query import Direction, Order, Verdict, Wanted
from bot.questions.signals import Signals, covered
from bot.questions.tokens import Kind

_REACH = 3
"""How many words before a phrase a "not" is still about it."""
_SMALL = frozenset({"be", "been", "being", "described", "called", "considered", "classed", "seen", "regarded", "as"})
"""Words that are not counted there: "may not be described as good"."""


def quality_hits(signals: Signals) -> list[Hit]:
    """One hit for each quality that is really meant: of phrases not joined by "and", the one that says most."""
    notes = covered(signals.of("intents.notes"))
    named = [
        hit
        for hit in signals.qualities()
        if not (set(hit.at) <= notes and (hit.tag.endswith("topic") or _only_small(signals, hit)))
    ]
    named = [hit for hit in named if not any(_refused(hit, other) for other in named)]
    ranked = sorted(named, key=lambda hit: (-_weight(signals, hit), hit.start))
    kept: list[Hit] = []
    for hit in ranked:
        rivals = [other for other in kept if _idea(other) != _idea(hit)]
        if any(_idea(other) == _idea(hit) for other in kept):
            continue
        if all(signals.parted(hit, other) and not _shared(signals, hit, other) for other in rivals):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _only_small(signals: Signals, hit: Hit) -> bool:
    return all(signals.lexicon.has("stop", signals.word(at)) or signals.is_(at, "say") for at in hit.at)


def _refused(hit: Hit, other: Hit) -> bool:
    """Whether the word before a phrase is the "not" of another phrase about the same: it is not turned round twice."""
    return _idea(hit) == _idea(other) and hit.start - 1 in other.at and hit.start in other.at


def _idea(hit: Hit) -> str:
    return hit.tag.partition(".")[0]


def _weight(signals: Signals, hit: Hit) -> float:
    letters = sum(len(signals.tokens[at].word) for at in hit.at)
    refuses = any(signals.is_(at, "not") for at in hit.at)
    width = (hit.end - hit.start) / 50
    return len(hit.at) - width + 0.6 * refuses + (not hit.tag.endswith("topic")) * 1.5 + letters / 100


def _shared(signals: Signals, first: Hit, second: Hit) -> bool:
    """Whether two phrases need the same word, other than one that is good or bad of anything."""
    return any(
        not (signals.is_(at, "good") or signals.is_(at, "bad") or signals.is_(at, "not"))
        for at in set(first.at) & set(second.at)
    )


def wanted(signals: Signals) -> tuple[Wanted, ...]:
    """The qualities that are asked about, each with the end that is meant, where one is."""
    hits = quality_hits(signals)
    found: dict[Quality, Order | None] = {}
    last: Order | None = None
    for hit in hits:
        last = found[Quality(_idea(hit))] = _order(signals, hit, len(hits)) or last
    return tuple(sorted(found.items(), key=lambda pair: list(Quality).index(pair[0])))


def _order(signals: Signals, hit: Hit, among: int) -> Order | None:
    flipped = negated(signals, hit)
    kind = hit.tag.partition(".")[2]
    if kind != "topic":
        order = Order.BEST if kind == "good" else Order.WORST
        return order.other if flipped else order
    words = _polarity(signals, hit, among)
    if words:
        return words.other if flipped and words is Order.BEST else words
    return Order.WORST if flipped else None


_GOOD = ("verdicts.best", "verdicts.good", "verdicts.near_good")
_BAD = ("verdicts.worst", "verdicts.difficult", "verdicts.near_bad")


def _polarity(signals: Signals, hit: Hit, among: int) -> Order | None:
    """What good or bad words say about a quality that is only named: those of its clause first."""
    start, end = signals.clause(hit.start)
    near: list[tuple[int, Order]] = []
    for other in signals.of(*_GOOD, *_BAD):
        order = Order.BEST if other.tag in _GOOD else Order.WORST
        if set(other.at) & set(hit.at):
            continue
        if negated(signals, other):
            order = order.other
        outside = not start <= other.start < end
        if outside and among > 1 and _claimed(signals, other):
            continue
        near.append((abs(other.start - hit.start) + 100 * outside, order))
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _claimed(signals: Signals, hit: Hit) -> bool:
    """Whether another quality stands in the clause of a good or bad word."""
    start, end = signals.clause(hit.start)
    return any(start <= other.start < end for other in signals.qualities())


def negated(signals: Signals, hit: Hit) -> bool:
    """Whether "not", "never", "least" and the like turn a phrase round."""
    turns = apart = 0
    for at in range(hit.end, -1, -1):
        if at in hit.at or (at > hit.start and hit.tag.endswith(".bad")):
            continue  # "an excuse for not paying" is bad as it stands
        if at < hit.start and (apart >= _REACH or _stops(signals, at)):
            break
        apart += at < hit.start and signals.word(at) not in _SMALL
        if signals.is_(at, "not") or signals.is_(at, "less"):
            turns += 1
    return turns % 2 == 1


def _stops(signals: Signals, at: int) -> bool:
    token = signals.tokens[at]
    return token.kind is Kind.BREAK or token.word in ("but", "and", "yet") or token.kind is Kind.CLIENT


def verdict(signals: Signals) -> tuple[Verdict | None, bool]:
    """The class of clients asked for, and whether it is all but that."""
    if signals.has("verdicts.unrated"):
        return Verdict.UNRATED, False
    found = [
        (len(hit.at), -hit.start, Verdict(hit.tag.partition(".")[2]), negated(signals, hit))
        for hit in signals.of("verdicts.good", "verdicts.mixed", "verdicts.difficult")
    ]
    if not found or (len({one[2] for one in found}) > 1 and signals.has("intents.share", "intents.share_weak")):
        return None, False  # "the split between good, mixed and difficult" asks for all
    _, _, said, no = max(found, key=lambda one: one[:2])
    return said, no


def order(signals: Signals) -> Order | None:
    """Which end of a ranking is asked for, where no quality is named."""
    hits = signals.of("verdicts.best", "verdicts.worst")
    if not hits:
        return None
    hit = max(hits, key=lambda one: (len(one.at), -one.start))
    said = Order(hit.tag.partition(".")[2])
    return said.other if negated(signals, hit) else said


def direction(signals: Signals, asked: tuple[Wanted, ...]) -> Direction | None:
    """Which way clients moved, where only one way is asked for."""
    up, down = signals.of("intents.trend_up"), signals.of("intents.trend_down")
    longest_any = signals.size("intents.trend")
    if up and down:
        return None
    if hits := up or down:
        if longest_any > max(len(hit.at) for hit in hits) + 1:
            return None
        rises = bool(up) != negated(signals, hits[0])
        return Direction.UP if rises else Direction.DOWN
    orders = {end for _, end in asked if end}
    if len(orders) == 1:
        return Direction.UP if Order.BEST in orders else Direction.DOWN
    words = {token.word for token in signals.tokens}
    if not asked and not {"better", "worse"} <= words and ("better" in words or "worse" in words):
        return Direction.UP if "better" in words else Direction.DOWN
    return None
