"""One client: its card, why, its course, and beside others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.answers import answer
from bot.company import Client, Stage
from bot.pictures import AskStep, DealStep, RateStep
from bot.privacy import EVERYBODY, Viewer
from bot.qualities import Quality
from bot.questions.periods import Last
from bot.questions.query import Intent, Query
from tests.answers.bright import ALANS, MAYAS, TODAY, clue, eyes, facts, rated, steadily
from tests.people import ACME, ACME_DENTAL, ADA, ALAN, GLOBEX, HOOLI, MAYA, OLGA, TOM, WAYNE

KNOWN = facts(
    steadily(ACME_DENTAL, 5, payment=5, risk=4),
    steadily(HOOLI, 1, payment=2, risk=1),
    steadily(GLOBEX, 3, payment=3, risk=3),
    rated(WAYNE, MAYA, TODAY, 5),
    clues=[
        clue(HOOLI, "risk.no_ups", date(2026, 11, 12)),
        clue(HOOLI, "risk.warranty", date(2026, 3, 1)),
        clue(WAYNE, "risk.mfa", date(2026, 11, 22)),
    ],
)


def card(client: Client) -> Query:
    return Query(Intent.CLIENT_REPORT, clients=(client.name,))


def why(client: Client) -> Query:
    return Query(Intent.EXPLAIN_CLIENT, clients=(client.name,))


def test_a_card_has_verdict_brief_qualities_clues_and_next_steps() -> None:
    said = answer(card(HOOLI), KNOWN, EVERYBODY)
    assert said.headline.startswith("Hooli is a difficult client: 1.")
    headings = [section.heading for section in said.sections]
    assert headings == ["Before you go", "Open questions", "The seven qualities", "Clues"]
    brief = "2 open clues on Careful with risk (No UPS (“never had an outage”); Server out of warranty)."
    assert said.sections[0].lines[0] == brief
    assert said.sections[3].lines[0] == "Red: No UPS (“never had an outage”) · 12 Nov 2026"
    assert said.steps[:2] == (RateStep("Rate", HOOLI.id), AskStep("Why?", why(HOOLI)))
    assert said.evidence == "From 21 ratings by 3 people, the latest 3 days ago."


def test_the_brief_is_one_sentence() -> None:
    known = facts(
        steadily(HOOLI, 1),
        clues=[clue(HOOLI, key, TODAY) for key in ("risk.no_ups", "risk.warranty", "command.no_signoff", "risk.mfa")],
    )
    assert answer(card(HOOLI), known, EVERYBODY).sections[0].lines[0] == (
        "Nobody knows who signs off; 2 open clues on Careful with risk "
        "(No UPS (“never had an outage”); Server out of warranty)."
    )


def test_what_a_visit_could_find_out_is_asked_of_those_who_can_see_it() -> None:
    known = facts(steadily(HOOLI, 1), clues=[clue(HOOLI, "risk.warranty", date(2026, 3, 1))])
    mayas, olgas = (answer(card(HOOLI), known, eyes(member)).sections[1].lines for member in (MAYA, OLGA))
    assert mayas[0] == olgas[0] == "Server out of warranty: is that still so? Last seen 1 Mar 2026."
    assert mayas[1] == "When you advised something, did they take it on board? Nobody has scored it."
    assert olgas[1] == "Do they pay by the due date without being chased? Nobody has scored it."


def test_those_who_may_can_mark_open_red_clues_as_dealt_with() -> None:
    def offered(viewer: Viewer) -> list[str]:
        steps = answer(card(HOOLI), KNOWN, viewer).steps
        return [step.clue for step in steps if isinstance(step, DealStep)]

    assert offered(eyes(ALAN)) == offered(eyes(ADA)) == ["risk.no_ups", "risk.warranty"]
    assert offered(eyes(MAYA)) == offered(eyes(OLGA)) == offered(EVERYBODY) == []


def test_a_card_draws_qualities_and_the_year() -> None:
    qualities, year = answer(card(HOOLI), KNOWN, EVERYBODY).charts
    assert qualities.labels == ("Pays promptly", "Careful with risk")
    assert year.labels[-1] == "Nov 26"
    assert len(year.series) == 1


def test_a_clue_that_was_dealt_with_is_no_longer_in_the_brief() -> None:
    dealt = replace(
        KNOWN, clues=tuple(replace(seen, dealt_at=datetime(2026, 11, 20, tzinfo=UTC)) for seen in KNOWN.clues)
    )
    said = answer(card(HOOLI), dealt, EVERYBODY)
    assert "No UPS" not in str(said.sections[0])
    assert said.sections[-1].lines[0].endswith("dealt with")


def test_one_rating_is_no_verdict() -> None:
    assert answer(card(WAYNE), KNOWN, EVERYBODY).headline == "Wayne & Sons has one rating: too little for a verdict."


def test_a_clue_of_a_lone_rater_shows_its_month_only() -> None:
    said = str(answer(card(WAYNE), KNOWN, EVERYBODY))
    assert "MFA in use · Nov 2026" in said
    assert "22 Nov 2026" not in said


def test_nobody_has_rated_it() -> None:
    said = answer(card(ACME), KNOWN, EVERYBODY)
    assert said.headline == "Nobody has rated Acme Ltd yet."
    assert said.steps == (RateStep("Rate", ACME.id),)


def test_an_archived_client_is_said_to_be_one() -> None:
    old = Client(id="old", name="Old & Gone", stage=Stage.ARCHIVED)
    assert answer(card(old), facts(clients=[old]), EVERYBODY).headline.startswith("Old & Gone is archived")


def test_a_quality_is_placed_among_the_others() -> None:
    said = answer(card(HOOLI).with_(qualities=((Quality.RISK, None),)), KNOWN, EVERYBODY)
    assert said.headline.startswith("Careful with risk: Hooli is at 1.")
    assert said.headline.endswith("surely better than 0 and worse than 2 of 2 other clients.")


def test_a_quality_that_nobody_scored_is_not_made_up() -> None:
    said = answer(card(HOOLI).with_(qualities=((Quality.TIME, None),)), KNOWN, EVERYBODY)
    assert said.headline == "Makes time for IT: nobody has scored that at Hooli."


def test_my_own_ratings_of_a_client() -> None:
    own = facts(rated(HOOLI, MAYA, TODAY, 2, risk=1), rated(HOOLI, TOM, TODAY, 5))
    said = answer(card(HOOLI).with_(rater="me"), own, MAYAS)
    assert said.headline == "You rated Hooli 1 time, last on 22 Nov 2026 (today)."
    assert said.sections[0].lines == ("22 Nov 2026 · Happy to go back? 2 · Careful with risk 1",)


def test_a_card_of_a_period_counts_its_own_ratings() -> None:
    turned = facts(steadily(HOOLI, 5, last=TODAY - timedelta(days=300)), steadily(HOOLI, 1), steadily(ACME, 3))
    said = answer(card(HOOLI).with_(period=Last(90, "days")), turned, EVERYBODY)
    assert said.evidence.startswith("From 13 ratings")
    assert said.lines == ("Only the ratings of that time count here.",)


def test_an_ambiguous_name_is_asked_back() -> None:
    query = Query(Intent.CLIENT_REPORT, ambiguous=(ACME_DENTAL.name, ACME.name))
    said = answer(query, KNOWN, EVERYBODY)
    assert said.headline == "Which of these do you mean?"
    assert said.steps == (AskStep("Acme Dental", card(ACME_DENTAL)), AskStep("Acme Ltd", card(ACME)))


def test_an_unknown_name_is_said_and_near_ones_offered() -> None:
    said = answer(Query(Intent.CLIENT_REPORT, unmatched="globecs"), KNOWN, EVERYBODY)
    assert said.headline == "I know no client called “globecs”."
    assert AskStep("Globex Corporation", card(GLOBEX)) in said.steps


def test_an_unknown_name_beside_a_known_one_is_left_out_aloud() -> None:
    said = answer(Query(Intent.COMPARE_CLIENTS, clients=(HOOLI.name,), unmatched="contoso"), KNOWN, EVERYBODY)
    assert said.aside == "I know no client called “contoso”, so it is left out."


def test_why_tells_what_drags_it_down_the_most_first() -> None:
    said = answer(why(HOOLI), KNOWN, EVERYBODY)
    down = next(section for section in said.sections if section.heading == "What drags it down")
    assert down.lines[0].startswith(("Careful with risk · ", "Pays promptly · "))
    assert "moves the overall down" in down.lines[0]
    assert "drag it down" in said.headline


def test_why_shows_no_plain_mean_of_so_few_that_it_would_tell_who_gave_what() -> None:
    lone = facts([rated(HOOLI, MAYA, TODAY - timedelta(days=at), 2, risk=1) for at in range(8)], steadily(ACME, 4))
    assert "plain mean" not in str(answer(why(HOOLI), lone, ALANS))
    assert "plain mean" in str(answer(why(HOOLI), KNOWN, ALANS))


def test_why_says_when_one_person_gave_nearly_all() -> None:
    lone = facts([rated(HOOLI, MAYA, TODAY - timedelta(days=at), 2, risk=1) for at in range(8)], steadily(ACME, 4))
    assert "Nearly all of this comes from one person" in str(answer(why(HOOLI), lone, EVERYBODY))


def test_two_clients_stand_side_by_side() -> None:
    said = answer(Query(Intent.COMPARE_CLIENTS, clients=(HOOLI.name, ACME_DENTAL.name)), KNOWN, EVERYBODY)
    assert said.headline.startswith("Overall, Acme Dental is ahead: Acme Dental at 4.")
    assert said.table is not None
    assert said.table.columns == ("On", "Hooli", "Acme Dental")
    assert said.table.rows[-2:] == (("Verdict", "difficult", "good"), ("Ratings", "21", "21"))


def test_one_rating_decides_no_comparison() -> None:
    said = answer(Query(Intent.COMPARE_CLIENTS, clients=(HOOLI.name, WAYNE.name)), KNOWN, EVERYBODY)
    assert said.headline.startswith("Overall, too close to call: ")


def test_one_client_is_compared_with_the_average() -> None:
    said = answer(Query(Intent.COMPARE_CLIENTS, clients=(HOOLI.name,)), KNOWN, EVERYBODY)
    assert said.headline.startswith("Overall, below average: Hooli at 1.")
    assert said.table is not None
    assert said.table.columns == ("On", "Hooli", "Average client")


def test_a_question_about_a_client_without_one_is_not_understood() -> None:
    assert answer(Query(Intent.EXPLAIN_CLIENT), KNOWN, EVERYBODY).headline == "I did not understand that."


def test_no_answer_advises_to_drop_a_client() -> None:
    for query in (card(HOOLI), why(HOOLI), Query(Intent.TREND_MOVERS, clients=(HOOLI.name,))):
        assert "drop" not in str(answer(query, KNOWN, EVERYBODY)).lower()


def test_more_than_six_are_not_compared_at_once() -> None:
    many = [Client(id=f"c{at}", name=f"Client {at}") for at in range(8)]
    known = facts([rated(client, MAYA, TODAY, 3) for client in many], clients=many)
    said = answer(Query(Intent.COMPARE_CLIENTS, clients=tuple(client.name for client in many)), known, EVERYBODY)
    assert said.lines == ("I compare 6 at a time; left out: Client 6 and Client 7.",)
