"""How well questions are understood, and how fast.

    python -m benchmarks.questions [LABELLED.jsonl …]

Without a path: the product's own questions (tests/questions/own.jsonl). A line is {"id", "text", "intent", "slots"} and
maybe "also" (other right labels) and "context" (the question before). "exact": the intent and each slot that counts for
it are right. "useful": right, or a wide answer that holds what was asked (a client's card shows score, reasons, trend
and last rating; an unlimited ranking both ends). "wrong": answered, and not exact. "Unanswerable" are the questions
that help, talk and declining are right for.

The last line leaves phrases out: the lexicon in five folds of neighbouring phrases, and all questions read without one
fold: how well do the other ideas catch a way of asking that nobody wrote down?
"""

import dataclasses
import json
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.clients import ClientIndex, KnownClient
from bot.questions import reading
from bot.questions.lexicon import lexicon
from bot.questions.matching import Matcher, Pattern
from bot.questions.query import Intent, Query, Verdict

TODAY = date(2026, 11, 22)
OWN = Path(__file__).parent.parent / "tests/questions/own.jsonl"
FOLDS = 5
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


def judge(row: dict[str, Any], read: Query) -> Counter[str]:
    """What one reading adds to the counts."""
    accepted = golds(row)
    right = any(exact(gold, read) for gold in accepted)
    out = Counter(questions=1, exact=right, useful=right or any(useful(gold, read) for gold in accepted))
    out["wrong"] = read.intent.answered and not right
    if not accepted[0].intent.answered:
        out.update(unanswerable=1, answered=read.intent.answered and not right)
    return out


def score(rows: list[dict[str, Any]], index: ClientIndex) -> tuple[Counter[str], list[float]]:
    """The counts over all rows, and the processor time of each question in ms."""
    counts: Counter[str] = Counter()
    taken: list[float] = []
    for row in rows:
        before = Query.from_label(row["context"]) if row.get("context") else None
        start = time.process_time()
        read = reading.understand(row["text"], index, TODAY, before).query
        taken.append((time.process_time() - start) * 1000)
        counts.update(judge(row, read))
    return counts, sorted(taken)


def line(name: str, counts: Counter[str]) -> str:
    n, unanswerable = counts["questions"], max(1, counts["unanswerable"])
    percent = {key: 100 * counts[key] / n for key in ("exact", "useful", "wrong")}
    said = "  ".join(f"{key} {value:5.1f} %" for key, value in percent.items())
    return f"{name:34} n={n:4}  {said}  unanswerable answered {100 * counts['answered'] / unanswerable:5.1f} %"


def folds() -> list[Matcher]:
    """The lexicon without each fifth of its phrases; a phrase's fold depends on where it stands in its idea."""
    patterns = lexicon().matcher.patterns
    parts: list[list[Pattern]] = [[] for _ in range(FOLDS)]
    for at, pattern in enumerate(patterns):
        for fold in range(FOLDS):
            if at // 4 % FOLDS != fold:
                parts[fold].append(pattern)
    return [Matcher(part) for part in parts]


def main() -> None:
    names = sorted(
        {"Acme Ltd", "Acme Dental"}
        | {
            name
            for row in map(json.loads, OWN.read_text(encoding="utf-8").splitlines())
            for label in (row, *row.get("also", ()), row.get("context") or {})
            for name in (label.get("slots") or {}).get("clients", ())
        }
    )
    index = ClientIndex(KnownClient(name, name) for name in names)
    lexicon()
    for path in [Path(argument) for argument in sys.argv[1:]] or [OWN]:
        rows = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines() if text.strip()]
        counts, taken = score(rows, index)
        print(line(path.name, counts))
        print(
            f"{'':34} processor time a question: p50 {taken[len(taken) // 2]:.1f} ms, "
            f"p99 {taken[int(len(taken) * 0.99)]:.1f} ms, longest {taken[-1]:.1f} ms"
        )
        whole = lexicon()
        left_out: Counter[str] = Counter()
        for matcher in folds():
            part = dataclasses.replace(whole, matcher=matcher)
            setattr(reading, "lexicon", lambda part=part: part)  # noqa: B010 - the lexicon is read once, globally
            left_out.update(score(rows, index)[0])
        setattr(reading, "lexicon", lexicon)  # noqa: B010 - as above
        print(line("  five folds, phrases left out", left_out))


if __name__ == "__main__":
    main()
