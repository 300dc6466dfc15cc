from datetime import timedelta

from bot.answers import answer
from bot.company import Client, Stage
from bot.pictures import AskStep
from bot.privacy import EVERYBODY
from bot.qualities import Quality
from bot.questions.periods import Last, Named
from bot.questions.query import Bound, Intent, Order, Query, Verdict
from tests.answers.bright import MAYAS, TODAY, facts, rated, steadily
from tests.people import ACME, ACME_DENTAL, GLOBEX, HOOLI, MAYA, TOM, WAYNE

RANK = Query(Intent.RANK_CLIENTS)
KNOWN = facts(
    steadily(ACME_DENTAL, 5, payment=5),
    steadily(GLOBEX, 3, payment=3),
    steadily(HOOLI, 1, payment=1),
    rated(WAYNE, MAYA, TODAY, 4),
)


def test_a_ranking_names_the_first_and_numbers_all() -> None:
    said = answer(RANK, KNOWN, EVERYBODY)
    assert said.headline.startswith("Highest overall: Acme Dental, 4.")
    section = said.sections[0]
    assert section.lines[0].startswith("Acme Dental · ")
    assert section.lines[-1].startswith("Hooli · ")
    assert section.first == 1
    assert said.evidence == "From 64 ratings by 3 people, the latest today."


def test_clients_that_cannot_be_told_apart_are_said_to_be_too_close() -> None:
    twins = facts(steadily(ACME, 4), steadily(ACME_DENTAL, 4), steadily(HOOLI, 1))
    said = answer(RANK, twins, EVERYBODY)
    assert "Acme Dental" in said.headline
    assert "Acme Ltd" in said.headline
    assert said.headline.endswith("These 2 are too close to call.")


def test_a_long_ranking_shows_both_ends_and_says_what_lies_between() -> None:
    clients = [Client(id=f"c{at}", name=f"Client {at}") for at in range(14)]
    rows = [row for at, client in enumerate(clients) for row in steadily(client, 1 + at % 5, times=3)]
    said = answer(RANK, facts(rows, clients=clients), EVERYBODY)
    assert [section.heading for section in said.sections] == ["Highest", "In between", "Lowest"]
    assert said.sections[1].lines[0].startswith("6 clients from ")
    assert said.sections[2].first == 12
    assert said.table is not None
    assert len(said.table.rows) == 14


def test_a_table_of_hundreds_keeps_both_ends() -> None:
    clients = [Client(id=f"c{at}", name=f"Client {at}") for at in range(300)]
    rows = [rated(client, MAYA, TODAY, 1 + at % 5) for at, client in enumerate(clients)]
    table = answer(RANK, facts(rows, clients=clients), EVERYBODY).table
    assert table is not None
    assert len(table.rows) == 100
    assert "first 50 and last 50 of 300" in table.title


def test_a_quality_is_ranked_by_its_own_score() -> None:
    said = answer(RANK.with_(qualities=((Quality.PAYMENT, Order.WORST),)), KNOWN, EVERYBODY)
    assert said.headline.startswith("Lowest on Pays promptly: Hooli, 1")
    assert "1 more client was rated, but nobody scored Pays promptly there." in said.lines


def test_opposite_wishes_are_ranked_by_how_well_both_are_met() -> None:
    opposite = facts(
        steadily(ACME, 3, payment=5, listening=1),
        steadily(HOOLI, 3, payment=1, listening=5),
        steadily(WAYNE, 3, payment=5, listening=5),
    )
    wanted = ((Quality.PAYMENT, Order.BEST), (Quality.LISTENING, Order.WORST))
    said = answer(RANK.with_(qualities=wanted), opposite, EVERYBODY)
    assert said.headline == "High on pays promptly and low on willing to listen: Acme Ltd comes closest."


def test_good_clients_are_those_that_are_settled_as_good() -> None:
    said = answer(RANK.with_(verdict=Verdict.GOOD), KNOWN, EVERYBODY)
    assert said.headline == "1 of 3 settled clients is good."
    assert said.lines == ("1 rated client is not settled yet.",)
    assert [line.split(" · ")[0] for line in said.sections[0].lines] == ["Acme Dental"]


def test_not_good_is_everything_that_is_settled_otherwise() -> None:
    said = answer(RANK.with_(verdict=Verdict.GOOD, negated=True), KNOWN, EVERYBODY)
    assert said.headline == "2 of 3 settled clients are mixed or difficult."
    assert [line.split(" · ")[0] for line in said.sections[0].lines] == ["Hooli", "Globex Corporation"]


def test_one_rating_alone_leans_nowhere() -> None:
    said = answer(RANK.with_(verdict=Verdict.GOOD), facts(rated(WAYNE, MAYA, TODAY, 5)), EVERYBODY)
    assert said.headline == "No client is settled as good."
    assert said.sections == ()


def test_a_bound_says_who_is_near_the_line() -> None:
    said = answer(RANK.with_(score=Bound("<", 3.0)), KNOWN, EVERYBODY)
    assert "below 3 overall." in said.headline
    assert any(line.startswith("Hooli") for line in said.sections[0].lines)
    assert not any("Acme Dental" in line for line in said.sections[0].lines)


def test_a_period_counts_its_own_ratings_only() -> None:
    changed = facts(
        steadily(HOOLI, 5, last=TODAY - timedelta(days=200)),
        steadily(HOOLI, 1),
        steadily(ACME, 3, last=TODAY - timedelta(days=200)),
    )
    said = answer(RANK.with_(period=Last(90, "days")), changed, EVERYBODY)
    assert said.evidence == "From 13 ratings by 3 people, the latest 3 days ago."
    assert [line.split(" · ")[0] for line in said.sections[0].lines] == ["Hooli"]


def test_a_period_that_leaves_too_little_says_so() -> None:
    few = facts(steadily(HOOLI, 5, last=TODAY - timedelta(days=60)), rated(HOOLI, TOM, TODAY - timedelta(days=1), 2))
    said = answer(RANK.with_(period=Named("yesterday")), few, EVERYBODY)
    assert said.lines == ("Only the ratings of that time count here. 1 rating of 1 client settle no verdict yet.",)


def test_a_period_without_ratings_offers_the_answer_without_it() -> None:
    payers = RANK.with_(qualities=((Quality.PAYMENT, Order.WORST),))
    said = answer(payers.with_(period=Named("today")), facts(steadily(HOOLI, 5)), EVERYBODY)
    assert said.headline == "No client was rated in that time, so there is nothing to go by."
    assert said.steps[0] == AskStep("Without the period", payers)


def test_without_any_rating_it_says_how_to_begin() -> None:
    assert answer(RANK, facts(), EVERYBODY).headline == "There are no ratings yet."


def test_only_mine_uses_only_mine() -> None:
    own = facts(rated(HOOLI, MAYA, TODAY, 5), steadily(HOOLI, 1, times=2)[1], rated(ACME, TOM, TODAY, 5))
    said = answer(RANK.with_(rater="me"), own, MAYAS)
    assert said.headline == "Highest in your own ratings: Hooli, 5.0 out of 5."
    assert said.sections[0].lines == ("Hooli · 5.0 · 1 score",)


def test_archived_clients_are_in_no_ranking() -> None:
    archived = Client(id="old", name="Old & Gone", stage=Stage.ARCHIVED)
    said = answer(RANK, facts(steadily(archived, 5), steadily(ACME, 3), clients=[archived, ACME]), EVERYBODY)
    assert "Old & Gone" not in str(said)
