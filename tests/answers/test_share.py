from bot.answers import answer
from bot.privacy import EVERYBODY
from bot.qualities import Quality
from bot.questions.periods import Named
from bot.questions.query import Bound, Intent, Order, Query, Verdict
from tests.answers.bright import TODAY, facts, rated, steadily
from tests.people import ACME, ACME_DENTAL, GLOBEX, HOOLI, MAYA, WAYNE

SHARE = Query(Intent.SHARE_GOOD)
KNOWN = facts(steadily(ACME_DENTAL, 5), steadily(GLOBEX, 3), steadily(HOOLI, 1), rated(WAYNE, MAYA, TODAY, 4))


def test_the_share_of_good_clients_has_its_denominator() -> None:
    said = answer(SHARE, KNOWN, EVERYBODY)
    assert said.headline == "33% good (1 of 3 settled clients; 1 not settled yet)"
    assert said.lines[0] == "1 good, 1 mixed, 1 difficult and 1 not settled yet."
    assert said.lines[-1] == "1 client without a rating."


def test_the_estimate_for_all_comes_with_its_interval() -> None:
    said = answer(SHARE, KNOWN, EVERYBODY)
    estimated = next(line for line in said.lines if "estimated" in line)
    assert "90 % sure: " in estimated


def test_no_client_is_named() -> None:
    assert not any(client.name in str(answer(SHARE, KNOWN, EVERYBODY)) for client in (ACME_DENTAL, GLOBEX, HOOLI))


def test_how_many_are_difficult() -> None:
    said = answer(SHARE.with_(verdict=Verdict.DIFFICULT), KNOWN, EVERYBODY)
    assert said.headline.startswith("33% difficult (1 of 3 settled clients")


def test_how_many_are_not_difficult() -> None:
    said = answer(SHARE.with_(verdict=Verdict.DIFFICULT, negated=True), KNOWN, EVERYBODY)
    assert said.headline.startswith("67% good or mixed (2 of 3 settled clients")


def test_how_many_have_no_rating() -> None:
    assert answer(SHARE.with_(verdict=Verdict.UNRATED), KNOWN, EVERYBODY).headline == "1 of 5 clients have no rating."


def test_a_bound_counts_the_rated_ones() -> None:
    said = answer(SHARE.with_(score=Bound(">=", 2.0)), KNOWN, EVERYBODY)
    assert said.headline == "75% are at least 2 (3 of 4 rated clients)."


def test_a_quality_is_counted_by_its_own_scores() -> None:
    known = facts(steadily(ACME, 3, payment=5), steadily(HOOLI, 3, payment=1), steadily(WAYNE, 5))
    said = answer(SHARE.with_(qualities=((Quality.PAYMENT, Order.WORST),)), known, EVERYBODY)
    assert said.headline.startswith("50% difficult (1 of 2 settled clients")
    assert said.lines[-1] == "3 clients without a score of it."


def test_nobody_settled_is_no_percentage() -> None:
    said = answer(SHARE, facts(rated(WAYNE, MAYA, TODAY, 4)), EVERYBODY)
    assert said.headline.startswith("No client is settled yet (1 rated)")


def test_a_period_without_ratings_says_so() -> None:
    assert answer(SHARE.with_(period=Named("today")), facts(steadily(HOOLI, 1)), EVERYBODY).headline.startswith(
        "No client was rated"
    )
