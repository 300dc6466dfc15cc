import numpy as np

from bot.questions.features import features
from bot.questions.learning import learn
from bot.questions.lessons import TODAY, client_index, examples, fingerprint, lesson
from bot.questions.reading import signals_of
from bot.questions.slots import candidates

INDEX = client_index()
ROWS = [row for name, row in examples() if name == "basics"]
LESSONS = [lesson(row, INDEX) for row in ROWS]


def test_what_was_taught_is_known_and_the_same_lessons_make_the_same_model() -> None:
    taught, again = learn(LESSONS, "basics"), learn(LESSONS, "basics")
    assert np.array_equal(taught.inward, again.inward)
    right = 0
    for row in ROWS:
        signals = signals_of(row["text"], INDEX, TODAY, {}, None)
        best = taught.leanings(features(signals, candidates(signals))).quality
        right += max(best, key=lambda quality: best[quality]) == row["slots"]["quality"][0]
    assert right >= 0.95 * len(ROWS)


def test_the_fingerprint_changes_with_the_examples() -> None:
    other = [*ROWS[:-1], ROWS[-1] | {"text": "who pays"}]
    assert fingerprint(ROWS, INDEX) == fingerprint(list(ROWS), INDEX) != fingerprint(other, INDEX)
