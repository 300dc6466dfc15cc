"""From signals to slots: qualities and the end that is asked for, verdict, score, limit, rater."""

from bot.qualities import Quality
from bot.questions.matching import Hit
from bot.questions.query import Bound, Direction, Order, Verdict, Wanted
from bot.questions.signals import Signals, covered
from bot.questions.tokens import Kind

_REACH = 3
"""How many words before a phrase a "not" is still about it."""


def quality_hits(signals: Signals) -> list[Hit]:
    """One hit for each quality that is really meant: of phrases not joined by "and", the one that says most."""
    notes = covered(signals.of("intents.notes"))
    named = [hit for hit in signals.qualities() if not (hit.tag.endswith("topic") and set(hit.at) <= notes)]
    ranked = sorted(named, key=lambda hit: (-_weight(signals, hit), hit.start))
    kept: list[Hit] = []
    for hit in ranked:
        rivals = [other for other in kept if _idea(other) != _idea(hit)]
        if any(_idea(other) == _idea(hit) for other in kept):
            continue
        if all(signals.parted(hit, other) and not _shared(signals, hit, other) for other in rivals):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


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
    turns = 0
    for at in range(hit.end, -1, -1):
        if at in hit.at:
            continue
        if at < hit.start and (hit.start - at > _REACH or _stops(signals, at)):
            break
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


_BELOW = frozenset({"under", "below", "beneath", "less", "lower", "fewer", "worse", "<"})
_ABOVE = frozenset(
    {"over", "above", "more", "higher", "greater", "better", "exceeding", "exceed", "beyond", ">", "beats", "beat"}
)
_EXACT = frozenset(
    {
        "a",
        "an",
        "exactly",
        "of",
        "scored",
        "scoring",
        "score",
        "scores",
        "got",
        "gets",
        "is",
        "=",
        "equals",
        "rated",
        "on",
        "at",
        "only",
        "just",
        "straight",
        "with",
        "given",
    }
)


def score(signals: Signals) -> tuple[Bound, set[int]] | None:
    """A numeric bound on a score, and the tokens that say it."""
    told = {at for hit in signals.qualities() for at in range(hit.start, hit.end + 1)}
    for at, token in enumerate(signals.tokens):
        if token.kind is Kind.NUMBER and 0 <= float(token.value) <= 5 and (at not in told or _compared(signals, at)):
            if found := _bound(signals, at):
                op, used = found
                return Bound(op, float(token.value)), used | {at}
    return None


def _compared(signals: Signals, at: int) -> bool:
    """Whether a number is plainly a bound: "under 3", "3 or less"."""
    before = {token.word for token in signals.tokens[max(0, at - 2) : at]}
    after = {token.word for token in signals.tokens[at + 1 : at + 2]}
    return bool(before & (_BELOW | _ABOVE | {"least", "="}) or after & {"or", "+"})


def _bound(signals: Signals, at: int) -> tuple[str, set[int]] | None:
    tokens = signals.tokens

    def word(place: int) -> str:
        return tokens[place].word if 0 <= place < len(tokens) else ""

    if word(at + 1) in ("or", "and") and word(at + 2) in ("less", "lower", "below", "under", "fewer", "worse", "down"):
        return "<=", {at + 1, at + 2}
    if word(at + 1) in ("or", "and") and word(at + 2) in ("more", "higher", "above", "over", "better", "up", "greater"):
        return ">=", {at + 1, at + 2}
    if word(at + 1) == "+" or word(at + 1) == "plus":
        return ">=", {at + 1}
    back = at - 1
    while word(back) in ("a", "an", "than", "the", "of", "score"):
        back -= 1
    if word(back) in ("<=", ">=", "="):
        return word(back), {back}
    negative = word(back - 1) in ("no", "not")
    if word(back) in _BELOW and (word(back) in ("under", "below", "beneath", "<") or word(at - 1) == "than"):
        return (">=" if negative else "<"), set(range(back - negative, at))
    if word(back) in _ABOVE and (
        word(back) in ("over", "above", "beyond", ">", "exceeding", "exceed", "beat", "beats") or word(at - 1) == "than"
    ):
        return ("<=" if negative else ">"), set(range(back - negative, at))
    if word(back) in ("least", "minimum", "min"):
        return ">=", {back, back - 1}
    if word(back) in ("most", "maximum", "max") and word(back - 1) in ("at", "the", "a"):
        return "<=", {back, back - 1}
    scored = signals.has("people.me") or any(
        tokens[place].forms & {"score", "rate", "get", "mark", "give"} for place in range(max(0, at - 4), at)
    )
    if (
        word(at - 1) in _EXACT
        and scored
        and word(at + 1) not in ("client", "clients", "customers", "times", "worst", "best")
    ):
        return "=", set()
    return None


def limit(signals: Signals, taken: set[int]) -> int | None:
    """How many clients are asked for, where a number is said."""
    told = {at for hit in signals.qualities() for at in hit.at}
    for at, token in enumerate(signals.tokens):
        if (
            token.kind is Kind.NUMBER
            and at not in taken | told
            and token.value == int(token.value)
            and 1 <= token.value <= 500
        ):
            if token.word == "one" and not _counts(signals, at):
                continue
            if _counts(signals, at) or len(signals.tokens) <= 4:
                return int(token.value)
    return None


def _counts(signals: Signals, at: int) -> bool:
    """Whether a number stands where it counts clients: "top 5", "three worst", "5 clients"."""
    around = [place for place in (at - 2, at - 1, at + 1, at + 2) if 0 <= place < len(signals.tokens)]
    words = {signals.tokens[place].word for place in around}
    ends = {
        place
        for hit in signals.of("verdicts.best", "verdicts.worst", "verdicts.good", "verdicts.difficult")
        for place in hit.at
    }
    if signals.tokens[at].word == "one":
        return bool(ends & {at + 1}) or signals.tokens[at - 1].word in ("top", "bottom", "number") if at else False
    if words & {
        "top",
        "bottom",
        "first",
        "last",
        "next",
        "worst",
        "best",
        "client",
        "clients",
        "customers",
        "customer",
        "accounts",
        "of",
        "limit",
        "just",
        "only",
        "biggest",
        "make",
        "names",
        "sites",
        "companies",
        "places",
        "most",
        "least",
    }:
        return True
    return bool(ends & set(around)) or any(at + 1 <= hit.start <= at + 2 for hit in signals.qualities())
