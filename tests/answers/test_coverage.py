from datetime import timedelta

from bot.answers import answer
from bot.pictures import RateStep
from bot.privacy import EVERYBODY
from bot.questions.periods import Between, Last, Named
from bot.questions.query import Intent, Query, Verdict
from tests.answers.bright import MAYAS, TODAY, eyes, facts, rated
from tests.people import ACME, ACME_DENTAL, ADA, GLOBEX, HOOLI, MAYA, TOM, WAYNE

COVERAGE = Query(Intent.COVERAGE)
KNOWN = facts(
    rated(HOOLI, MAYA, TODAY - timedelta(days=3), 4),
    rated(ACME, TOM, TODAY - timedelta(days=95), 4),
    rated(GLOBEX, TOM, TODAY - timedelta(days=200), 4),
    rated(WAYNE, MAYA, TODAY - timedelta(days=40), 4),
)


def test_who_was_not_rated_lately_the_longest_ago_first() -> None:
    said = answer(COVERAGE, KNOWN, EVERYBODY)
    assert said.headline == "3 of 5 clients were not rated in the last 90 days."
    assert said.sections[0].lines == (
        "Acme Dental · never rated",
        "Globex Corporation · last rated 6 May 2026 (7 months ago)",
        "Acme Ltd · last rated 19 Aug 2026 (3 months ago)",
    )
    assert said.steps[0] == RateStep("Rate Acme Dental", ACME_DENTAL.id)


def test_the_period_is_the_window_without_ratings() -> None:
    said = answer(COVERAGE.with_(period=Last(4, "weeks")), KNOWN, EVERYBODY)
    assert said.headline == "4 of 5 clients were not rated in the last 4 weeks."


def test_a_window_in_the_past_looks_at_that_time_only() -> None:
    said = answer(COVERAGE.with_(period=Named("last_month")), KNOWN, EVERYBODY)
    assert said.headline == "4 of 5 clients were not rated last month."
    assert "Wayne & Sons" not in str(said.sections)


def test_a_window_between_days() -> None:
    may = Between(TODAY - timedelta(days=210), TODAY - timedelta(days=190))
    said = answer(COVERAGE.with_(period=may), KNOWN, EVERYBODY)
    assert said.headline.startswith("4 of 5 clients were not rated from 26 Apr 2026 to")


def test_who_was_never_rated() -> None:
    assert (
        answer(COVERAGE.with_(verdict=Verdict.UNRATED), KNOWN, EVERYBODY).headline == "1 of 5 clients was never rated."
    )


def test_when_everybody_was_rated_it_says_so() -> None:
    everybody = facts([rated(client, MAYA, TODAY, 4) for client in (ACME, HOOLI)], clients=[ACME, HOOLI])
    assert answer(COVERAGE, everybody, EVERYBODY).headline == "Every client was rated in the last 90 days."


def test_when_a_client_was_last_rated() -> None:
    said = answer(COVERAGE.with_(clients=(ACME.name,)), KNOWN, EVERYBODY)
    assert said.headline == "Acme Ltd was last rated 3 months ago, on 19 Aug 2026."


def test_whom_i_have_not_rated() -> None:
    said = answer(COVERAGE.with_(rater="me"), KNOWN, MAYAS)
    assert said.headline == "3 of 5 clients were not rated by you in the last 90 days."


def test_a_colleagues_gaps_are_for_administrators() -> None:
    assert answer(COVERAGE.with_(rater="name:tom"), KNOWN, MAYAS).headline == (
        "What a colleague rated stays between that person and me."
    )
    assert "by Tom Baker" in answer(COVERAGE.with_(rater="name:tom"), KNOWN, eyes(ADA)).headline
