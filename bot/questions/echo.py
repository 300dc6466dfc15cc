"""A query said in one line, "Last 90 days · all clients · pays promptly · worst first", and that line read back."""

import re
from collections.abc import Iterator
from datetime import date

from bot.clients import ClientIndex
from bot.qualities import Quality
from bot.questions.lexicon import lexicon
from bot.questions.period_reading import find_period
from bot.questions.query import Bound, Direction, Intent, Order, Query, Verdict

_DOT = " · "
_HEADS = {
    Intent.RANK_CLIENTS: "ranked",
    Intent.SHARE_GOOD: "share of clients",
    Intent.CLIENT_REPORT: "how they are rated",
    Intent.EXPLAIN_CLIENT: "why they are rated so",
    Intent.COMPARE_CLIENTS: "compared",
    Intent.TREND_MOVERS: "change over time",
    Intent.COVERAGE: "ratings that are missing",
    Intent.RATER_ACTIVITY: "ratings given",
    Intent.NOTES_FLAGS: "notes and flags",
    Intent.DEFINITION: "what it means",
    Intent.HELP: "what I can do",
    Intent.SMALLTALK: "just talk",
    Intent.UNKNOWN: "not understood",
}
_ORDERS = {Order.BEST: "best first", Order.WORST: "worst first"}
_DIRECTIONS = {Direction.UP: "got better", Direction.DOWN: "got worse"}
_VERDICTS = {
    Verdict.GOOD: "good clients",
    Verdict.MIXED: "mixed clients",
    Verdict.DIFFICULT: "difficult clients",
    Verdict.UNRATED: "never rated",
}
_BOUNDS = {
    "<": "scored under {}",
    "<=": "scored {} or less",
    ">": "scored over {}",
    ">=": "scored {} or more",
    "=": "scored exactly {}",
}
_ALL = "all clients"


def echo(query: Query, today: date) -> str:
    """The line that every answer starts with. What it says is understood again as the same query."""
    said = _DOT.join(_parts(query))
    return said[0].upper() + said[1:]


def _parts(query: Query) -> Iterator[str]:
    if query.period:
        yield query.period.words()
    yield from _subject(query)
    if query.intent is not Intent.RANK_CLIENTS or not (query.qualities or query.order or query.verdict or query.score):
        yield _HEADS[query.intent]
    yield from _described(query)
    if query.direction:
        yield _DIRECTIONS[query.direction]
    if query.rater:
        yield f"rated by {_rater(query.rater)}"
    if query.limit:
        yield f"{query.limit} at most"


def _subject(query: Query) -> Iterator[str]:
    yield from query.clients
    if query.ambiguous:
        yield f"one of {' / '.join(query.ambiguous)}"
    if query.unmatched:
        yield f"“{query.unmatched}”, not a client"
    listed = query.intent not in (Intent.DEFINITION, Intent.HELP, Intent.SMALLTALK, Intent.UNKNOWN)
    if listed and not (query.clients or query.ambiguous or query.unmatched):
        yield _ALL


def _described(query: Query) -> Iterator[str]:
    ends = {end for _, end in query.qualities}
    for quality, end in query.qualities:
        name = quality.about.name
        name = name[0].lower() + name[1:]
        yield f"{name}: {_ORDERS[end]}" if end and len(ends) > 1 else name
    shared = next(iter(ends)) if len(ends) == 1 else None
    if end := shared or query.order:
        yield _ORDERS[end]
    if query.verdict:
        yield ("not " if query.negated else "") + _VERDICTS[query.verdict]
    if query.score:
        yield _BOUNDS[query.score.op].format(f"{query.score.value:g}")


def _rater(rater: str) -> str:
    if rater == "me":
        return "you"
    return rater.removeprefix("name:").title() if rater.startswith("name:") else f"<@{rater}>"


def unecho(text: str, index: ClientIndex, today: date) -> Query | None:
    """The query that an echoed line says, or None where the text is no such line."""
    if _DOT not in text:
        return None
    names = {client.name.casefold(): client.name for client in index.clients}
    slots: dict[str, object] = {"intent": Intent.RANK_CLIENTS}
    for part in text.strip().split(_DOT):
        if not _read(part, part.casefold(), names, today, slots):
            return None
    end = slots.pop("end", None)
    if "qualities" in slots:
        said: list[tuple[Quality, Order | None]] = slots["qualities"]  # type: ignore[assignment]  # put there by _read
        slots["qualities"] = tuple((quality, own or end) for quality, own in said)
    else:
        slots["order"] = end
    return Query(**slots)  # type: ignore[arg-type]  # the slots are gathered by name


def _read(part: str, lower: str, names: dict[str, str], today: date, slots: dict[str, object]) -> bool:
    """Take one part of the line into the slots; False where it is none."""
    if lower == _ALL:
        return True
    for slot, said in (("intent", _HEADS), ("end", _ORDERS), ("direction", _DIRECTIONS), ("verdict", _VERDICTS)):
        for value, words in said.items():
            if lower == words.casefold() or (slot == "verdict" and lower == f"not {words}"):
                slots[slot] = value
                slots["negated"] = slots.get("negated", False) or (slot == "verdict" and lower.startswith("not "))
                return True
    if lower in names:
        slots["clients"] = (*slots.get("clients", ()), names[lower])  # type: ignore[misc]  # a tuple of names
        return True
    return _read_quality(lower, slots) or _read_words(part, names, slots) or _read_period(part, today, slots)


def _read_quality(lower: str, slots: dict[str, object]) -> bool:
    name, _, end = lower.partition(": ")
    for quality in Quality:
        if name == quality.about.name.casefold():
            own = next((order for order, words in _ORDERS.items() if words == end), None)
            slots["qualities"] = [*slots.get("qualities", []), (quality, own)]  # type: ignore[misc]  # a list of pairs
            return True
    return False


def _read_words(part: str, names: dict[str, str], slots: dict[str, object]) -> bool:
    if found := re.fullmatch(r"(\d{1,6}) at most", part):
        slots["limit"] = int(found[1])
    elif found := re.fullmatch(r"[Rr]ated by (?:(you)|<@(\w+)>|([^<>·]+))", part):
        slots["rater"] = "me" if found[1] else found[2] or f"name:{found[3].lower()}"
    elif found := re.fullmatch(r"[Oo]ne of (.+)", part):
        choice = [names.get(name.casefold()) for name in found[1].split(" / ")]
        if None in choice:
            return False
        slots["ambiguous"] = tuple(choice)
    elif found := re.fullmatch("“(.+)”, not a client", part):
        slots["unmatched"] = found[1]
    else:
        return _read_bound(part, slots)
    return True


def _read_bound(part: str, slots: dict[str, object]) -> bool:
    for op, words in _BOUNDS.items():
        if found := re.fullmatch(re.escape(words).replace(r"\{\}", r"(\d+(?:\.\d+)?)"), part, re.IGNORECASE):
            slots["score"] = Bound(op, float(found[1]))
            return True
    return False


def _read_period(part: str, today: date, slots: dict[str, object]) -> bool:
    tokens = lexicon().tokens(part)
    found = find_period(tokens, today)
    if not found or (found.start, found.end) != (0, len(tokens)):
        return False
    slots["period"] = found.period
    return True
