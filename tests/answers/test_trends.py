from datetime import timedelta

from bot.answers import answer
from bot.privacy import EVERYBODY
from bot.qualities import Quality
from bot.questions.periods import Last
from bot.questions.query import Direction, Intent, Query
from tests.answers.bright import TODAY, facts, rated, steadily
from tests.people import ACME, GLOBEX, HOOLI, MAYA, WAYNE

BEFORE = TODAY - timedelta(days=100)
MOVED = facts(
    steadily(HOOLI, 5, last=BEFORE, times=13, risk=5),
    steadily(HOOLI, 1, times=13, risk=1),
    steadily(ACME, 1, last=BEFORE, times=13),
    steadily(ACME, 5, times=13),
    steadily(GLOBEX, 3, times=26),
    rated(WAYNE, MAYA, TODAY, 5),
)
QUARTER = Query(Intent.TREND_MOVERS, period=Last(90, "days"))


def test_who_improved_and_who_slipped() -> None:
    said = answer(QUARTER, MOVED, EVERYBODY)
    assert said.headline == "Acme Ltd surely improved; Hooli surely slipped."
    assert [section.heading for section in said.sections] == ["Improved", "Slipped"]
    assert said.sections[1].lines[0].startswith("Hooli · down ")


def test_only_the_wanted_direction_is_told() -> None:
    said = answer(QUARTER.with_(direction=Direction.DOWN), MOVED, EVERYBODY)
    assert "Acme Ltd" not in str(said.sections)


def test_a_quality_has_its_own_movers() -> None:
    said = answer(QUARTER.with_(qualities=((Quality.RISK, None),)), MOVED, EVERYBODY)
    assert said.headline == "Hooli surely slipped on Careful with risk."


def test_the_baseline_is_said() -> None:
    said = answer(QUARTER, MOVED, EVERYBODY)
    assert said.lines[0] == (
        "24 Aug 2026 to 22 Nov 2026 beside the same time before it, from the ratings of each only."
    )


def test_a_steady_company_has_no_movers() -> None:
    said = answer(QUARTER, facts(steadily(GLOBEX, 3, times=26), steadily(HOOLI, 3, times=26)), EVERYBODY)
    assert said.headline == "Nobody has moved, as far as the ratings tell."


def test_one_clients_course_is_a_sentence_and_a_line() -> None:
    said = answer(Query(Intent.TREND_MOVERS, clients=(HOOLI.name,), period=Last(90, "days")), MOVED, EVERYBODY)
    assert said.headline.startswith("Hooli is getting worse: from 4.")
    assert said.charts[0].series[0][0] == "Hooli"


def test_too_few_ratings_are_no_course() -> None:
    said = answer(Query(Intent.TREND_MOVERS, clients=(WAYNE.name,)), MOVED, EVERYBODY)
    assert said.headline == "Wayne & Sons has too few ratings to speak of a change (1 rating in all)."
    assert said.charts == ()
