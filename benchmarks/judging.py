"""When a question counts as understood: the convention of the labelled questions.

"exact": the intent and each slot that counts for it are right. "useful": right, or a wide answer that holds what was
asked (a client's card shows score, reasons, trend and last rating; an unlimited ranking both ends). "wrong": answered,
and not exact. "within a click": exact, or asked back with the right reading among the buttons; what cannot be answered,
where it is not. "Unanswerable" are the questions that help, talk and declining are right for.
"""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from bot.questions.lessons import TODAY
from bot.questions.query import Intent, Query, Verdict
from bot.questions.understanding import Certainty, Understanding

CARD = {Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT, Intent.TREND_MOVERS, Intent.COVERAGE}
COUNTED = {
    Intent.RANK_CLIENTS: "ends verdicts score limit period rater",
    Intent.SHARE_GOOD: "ends verdicts score period",
    Intent.CLIENT_REPORT: "names keys period rater",
    Intent.EXPLAIN_CLIENT: "names keys period",
    Intent.COMPARE_CLIENTS: "names keys period",
    Intent.TREND_MOVERS: "names direction keys period limit",
    Intent.COVERAGE: "names verdicts period limit rater",
    Intent.RATER_ACTIVITY: "rater names period",
    Intent.NOTES_FLAGS: "names keys period rater",
    Intent.DEFINITION: "keys",
}


def ends(query: Query) -> Any:
    if not query.qualities:
        return query.order or ("best" if not (query.verdict or query.score) else None)
    return {(key, "" if query.score else end or "best") for key, end in query.qualities}


def verdicts(query: Query) -> set[str]:
    if query.verdict is None:
        return set()
    return {"good", "mixed", "difficult"} - {query.verdict} if query.negated else {str(query.verdict)}


def days(query: Query) -> tuple[date, date] | None:
    if not query.period:
        return None
    start, end = query.period.resolve(TODAY)
    return start or date.min, end


def same_days(gold: Query, read: Query) -> bool:
    one, two = days(gold), days(read)
    if one is None or two is None:
        return one is two
    rolling = any(query.period and "last" in query.period.label() for query in (gold, read))
    return one[1] == two[1] and abs(one[0] - two[0]) <= timedelta(days=3 * rolling)


def slot(name: str, gold: Query, read: Query) -> bool:  # noqa: PLR0911 - one answer a slot
    if name == "period":
        return same_days(gold, read)
    if name == "names":
        return (set(gold.clients), set(gold.ambiguous)) == (set(read.clients), set(read.ambiguous))
    if name == "keys":
        return {key for key, _ in gold.qualities} == {key for key, _ in read.qualities}
    if name == "ends":
        share = gold.intent is Intent.SHARE_GOOD and not (gold.qualities or read.qualities)
        listed = not gold.qualities and not read.qualities and bool(gold.verdict or gold.score)
        return share or (listed and not (gold.order and read.order)) or ends(gold) == ends(read)
    if name == "verdicts":
        whole = gold.intent is Intent.SHARE_GOOD and gold.verdict is Verdict.GOOD and read.verdict is None
        return whole or verdicts(gold) == verdicts(read)
    if name == "limit":
        return gold.limit == read.limit or {gold.limit, read.limit} == {None, 1}
    if name == "direction" and (gold.clients or gold.ambiguous):
        return True
    return bool(getattr(gold, name) == getattr(read, name))


def exact(gold: Query, read: Query) -> bool:
    if gold.intent is not read.intent:
        return False
    return all(slot(name, gold, read) for name in COUNTED.get(gold.intent, "").split())


def useful(gold: Query, read: Query) -> bool:
    named = bool(gold.clients or gold.ambiguous)
    if named and {gold.intent, read.intent} <= CARD:
        return slot("names", gold, read) and same_days(gold, read)
    if gold.intent is not read.intent or gold.intent is not Intent.RANK_CLIENTS:
        return False
    alike = all(slot(name, gold, read) for name in ("keys", "period", "score", "rater"))
    pole = {Verdict.GOOD: "best", Verdict.DIFFICULT: "worst"}
    if not gold.qualities:
        one, two = (query.order or (query.verdict and pole.get(query.verdict)) for query in (gold, read))
        return alike and one is not None and one == two
    return alike and not gold.limit and len(gold.qualities) == 1


def golds(row: dict[str, Any]) -> list[Query]:
    labels = [row, *row.get("also", ())]
    if row["slots"].get("unmatched"):
        labels.append({"intent": "unknown"})
    return [Query.from_label(label) for label in labels]


def judge(row: dict[str, Any], read: Understanding) -> Counter[str]:
    """What one reading adds to the counts."""
    accepted = golds(row)
    right = any(exact(gold, read.query) for gold in accepted)
    given = read.query.intent.answered and read.certainty in (Certainty.ANSWER, Certainty.ANSWER_PARTLY)
    offered = read.readings if read.certainty is Certainty.ASK else ()
    near = right or any(exact(gold, reading) for gold in accepted for reading in offered)
    out = Counter(questions=1, exact=right, useful=right or any(useful(gold, read.query) for gold in accepted))
    out["wrong"] = given and not right
    if not accepted[0].intent.answered:
        out.update(unanswerable=1, answered=given and not right)
        near = near or not given
    if "everyday" in row.get("tags", ()):
        out.update({"everyday": 1, "everyday exact": right})
    out["within a click"] = near
    return out
