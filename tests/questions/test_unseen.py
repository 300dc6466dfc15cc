from collections import Counter

from benchmarks.judging import judge
from bot.questions import understand
from bot.questions.lessons import TODAY, client_index, examples, fingerprint
from bot.questions.model import model
from bot.questions.query import Query
from tests.questions.examples import INDEX, unseen_questions


def test_questions_that_nothing_was_taught_by_are_understood() -> None:
    counts: Counter[str] = Counter()
    for row in unseen_questions():
        before = Query.from_label(row["context"]) if row.get("context") else None
        counts += judge(row, understand(row["text"], INDEX, TODAY, before))
    assert counts["exact"] >= 0.86 * counts["questions"]
    assert counts["wrong"] <= 0.07 * counts["questions"]
    assert counts["answered"] <= 0.04 * counts["unanswerable"]
    assert counts["within a click"] >= 0.9 * counts["questions"]


def test_the_model_was_taught_by_these_examples() -> None:
    assert model().taught_by == fingerprint([row for _, row in examples()], client_index()), "run `make model`"
