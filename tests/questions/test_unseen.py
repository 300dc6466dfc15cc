from collections import Counter

from benchmarks.questions import judge
from bot.questions import understand
from bot.questions.query import Query
from tests.questions.examples import INDEX, TODAY, own_questions


def test_what_was_once_understood_stays_understood() -> None:
    counts: Counter[str] = Counter()
    for row in own_questions():
        before = Query.from_label(row["context"]) if row.get("context") else None
        counts += judge(row, understand(row["text"], INDEX, TODAY, before).query)
    assert counts["exact"] >= 0.95 * counts["questions"]
    assert counts["wrong"] <= 0.04 * counts["questions"]
    assert counts["answered"] <= 0.03 * counts["unanswerable"]
