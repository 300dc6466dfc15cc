"""How well questions are understood, and how fast.

    python -m benchmarks.questions [LABELLED.jsonl …]

Without a path: the questions of tests/questions/unseen, which nothing was taught by. A line is {"id", "text", "intent",
"slots"} and maybe "also" (other right labels) and "context" (the question before); judging.py says what is counted.

The last lines leave out: the examples in five folds of whole files, which are a way of talking or an idea each, and the
files of a fold read by what the other four taught. How well is understood what nobody wrote down?
"""

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.judging import judge
from bot.clients import ClientIndex
from bot.questions import reading, trust
from bot.questions.learning import learn
from bot.questions.lessons import TODAY, Lesson, client_index, examples, lesson
from bot.questions.lexicon import lexicon
from bot.questions.query import Query
from bot.questions.tokens import MOST_CHARACTERS, MOST_TOKENS

UNSEEN = Path(__file__).parent.parent / "tests/questions/unseen"
FOLDS = 5


def score(rows: list[dict[str, Any]], index: ClientIndex) -> tuple[Counter[str], list[float]]:
    """The counts over all rows, and the processor time of each question in ms."""
    counts: Counter[str] = Counter()
    taken: list[float] = []
    for row in rows:
        before = Query.from_label(row["context"]) if row.get("context") else None
        start = time.process_time()
        read = reading.understand(row["text"], index, TODAY, before)
        taken.append((time.process_time() - start) * 1000)
        counts.update(judge(row, read))
    return counts, taken


def line(name: str, counts: Counter[str]) -> str:
    n = counts["questions"]
    shares = {key: counts[key] / n for key in ("exact", "useful", "wrong", "within a click")}
    shares["everyday exact"] = counts["everyday exact"] / max(1, counts["everyday"])
    shares["unanswerable answered"] = counts["answered"] / max(1, counts["unanswerable"])
    return f"{name:24} n={n:5}" + "".join(f"  {key} {100 * value:5.1f} %" for key, value in shares.items())


def left_out(index: ClientIndex) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The examples read without their own file and a fifth of the others: all counts, and those of each file."""
    lessons: dict[str, list[Lesson]] = {}
    by_file: dict[str, list[dict[str, Any]]] = {}
    for name, row in examples():
        by_file.setdefault(name, []).append(row)
        lessons.setdefault(name, []).append(lesson(row, index))
    counts: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        out = list(by_file)[fold::FOLDS]
        taught = learn([one for name in by_file if name not in out for one in lessons[name]], "")
        setattr(reading, "model", lambda taught=taught: taught)  # noqa: B010 - read once, globally
        setattr(trust, "model", lambda taught=taught: taught)  # noqa: B010 - as above
        counts |= {name: score(by_file[name], index)[0] for name in out}
    return sum(counts.values(), Counter()), counts


def hostile(count: int = 300) -> Iterator[str]:
    """Texts as long as can be, of what gives the most work: known words, strange ones, names and dates, any letters."""
    chance = random.Random(0)
    known, strange = sorted(lexicon().vocabulary), sorted(lexicon().english)
    naming = ["not", "who", "late", "since", "june", "acme", "3", "<@U1>", "and", "never", "last", "2", "months"]
    for _ in range(count):
        for words in (known, strange, naming):
            yield " ".join(chance.choices(words, k=MOST_TOKENS))[:MOST_CHARACTERS]
        yield "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ,.?'", k=MOST_CHARACTERS))
        yield "".join(chr(chance.randint(32, 0x2FFF)) for _ in range(MOST_CHARACTERS))


def timed(taken: list[float]) -> str:
    taken = sorted(taken)
    middle, most = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    return f"processor time a text: p50 {middle:.1f} ms, p99 {most:.1f} ms, longest {taken[-1]:.1f} ms"


def main() -> None:
    index = client_index()
    reading.understand("who are our good clients", index, TODAY)  # reads the lexicon and the model
    total: Counter[str] = Counter()
    for path in [Path(argument) for argument in sys.argv[1:]] or sorted(UNSEEN.glob("*.jsonl")):
        rows = [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines() if text.strip()]
        counts, taken = score(rows, index)
        total += counts
        print(line(path.stem, counts))
        print(f"{'':24} {timed(taken)}")
    print(line("all of them", total))
    if not sys.argv[1:]:
        _, taken = score([{"text": text, "intent": "unknown", "slots": {}} for text in hostile()], index)
        print(f"{'hostile texts':24} {timed(taken)}")
        whole, each = left_out(index)
        print(line("five folds of files", whole))
        for name, counts in each.items():
            print(line(f"  {name}", counts))


if __name__ == "__main__":
    main()
