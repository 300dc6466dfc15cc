"""Payment as measured from invoices: beside what people observed, for those who may see it."""

from dataclasses import replace

from bot.answers import Facts, answer
from bot.company import Client, Stage
from bot.privacy import EVERYBODY, Viewer, viewer
from bot.qualities import Quality
from bot.questions.periods import Before, Since
from bot.questions.query import Intent, Order, Query
from tests.answers.bright import ALANS, MAYAS, TODAY, billed, eyes, facts, rated, steadily
from tests.people import ACME, ACME_DENTAL, ADA, CLIENTS, GLOBEX, HOOLI, MAYA, OLGA, WAYNE

KNOWN = facts(
    steadily(HOOLI, 1, payment=4),
    steadily(GLOBEX, 3, risk=3),
    steadily(ACME, 4),
    rated(ACME_DENTAL, MAYA, TODAY, 5, payment=5),
    invoices=[
        *billed(HOOLI, 12, times=14, owed=320_049),
        *billed(GLOBEX, 0, times=6),
        *billed(ACME, 1, times=1),
        *billed(WAYNE, 60, times=8),
    ],
)
BY_PAYMENT = ((Quality.PAYMENT, Order.WORST),)
RANKING = Query(Intent.RANK_CLIENTS, qualities=BY_PAYMENT)
OF_ALL = "Measured from invoices, as of 22 Nov 2026"
OF_HOOLI = "2.8 (2.4 to 3.2) · 14 invoices, 14 days late on average, 3,200 overdue · as of 22 Nov 2026"


def card(client: Client) -> Query:
    return Query(Intent.CLIENT_REPORT, clients=(client.name,))


def lines(query: Query, heading: str, viewer: Viewer = ALANS, known: Facts = KNOWN) -> tuple[str, ...]:
    sections = answer(query, known, viewer).sections
    return next((section.lines for section in sections if section.heading == heading), ())


def test_a_card_has_a_line_for_those_who_may_see_it() -> None:
    for member in (OLGA, ADA):
        qualities = lines(card(HOOLI), "The seven qualities", eyes(member))
        assert qualities[1] == f"Pays promptly, measured · {OF_HOOLI}"
        assert qualities[2].startswith("Not seen by anybody: ")
    for nobody in (MAYAS, EVERYBODY):
        assert "measured" not in str(answer(card(HOOLI), KNOWN, nobody))


def test_a_card_without_a_scored_quality_has_it_too() -> None:
    (line,) = lines(card(ACME), "The seven qualities")
    assert line.endswith(" · 1 invoice, 1 day late · as of 22 Nov 2026")
    assert lines(card(ACME), "The seven qualities", MAYAS) == ()


def test_who_asks_how_a_client_pays_is_told_both_each_by_its_name() -> None:
    for intent in (Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT):
        query = card(HOOLI).with_(intent=intent, qualities=BY_PAYMENT)
        assert lines(query, "Payment, from both sides") == (
            "Observed by people · 3.3 (2.8 to 3.7) · 21 scores",
            f"Measured from invoices · {OF_HOOLI}",
        )
        assert lines(query.with_(qualities=((Quality.RISK, None),)), "Payment, from both sides") == ()


def test_where_nobody_scored_payment_or_rated_at_all_invoices_still_tell() -> None:
    for client, said in ((GLOBEX, "6 invoices, on time on average"), (WAYNE, "8 invoices, 60 days late on average")):
        query = card(client).with_(qualities=BY_PAYMENT)
        observed, measured = lines(query, "Payment, from both sides")
        assert observed == "Observed by people · nobody has scored it"
        assert said in measured


def test_open_invoices_alone_are_said_without_a_score_and_stand_last() -> None:
    known = replace(KNOWN, invoices=(*billed(HOOLI, 12, times=14), *billed(WAYNE, 0, owed=90_000)))
    *_, last = lines(RANKING, OF_ALL, known=known)
    assert last == "Wayne & Sons · 1 open invoice, 33 days late so far, 900 overdue"


def ranked(query: Query, viewer: Viewer = ALANS, heading: str = OF_ALL) -> list[str]:
    return [line.split(" · ")[0] for line in lines(query, heading, viewer)]


def test_a_ranking_by_payment_has_a_section_in_the_order_that_was_asked() -> None:
    worst = ["Wayne & Sons", "Hooli", "Acme Ltd", "Globex Corporation"]
    assert ranked(RANKING) == worst
    assert ranked(RANKING.with_(qualities=((Quality.PAYMENT, Order.BEST),))) == worst[::-1]
    assert ranked(RANKING.with_(limit=2), heading=f"{OF_ALL}, 2 of 4") == worst[:2]
    assert ranked(RANKING, MAYAS) == ranked(RANKING, EVERYBODY) == []


def test_a_ranking_by_anything_else_has_none() -> None:
    both = (*BY_PAYMENT, (Quality.RISK, None))
    for query in (Query(Intent.RANK_CLIENTS), RANKING.with_(qualities=both)):
        assert "invoices" not in str(answer(query, KNOWN, ALANS))


def test_before_anything_is_rated_invoices_rank_clients_already() -> None:
    unrated = facts(invoices=billed(HOOLI, 40, times=3))
    assert answer(RANKING, unrated, ALANS).headline == "There are no ratings yet."
    assert len(lines(RANKING, OF_ALL, known=unrated)) == 1


def test_a_period_counts_the_invoices_that_were_due_in_it() -> None:
    turned = replace(KNOWN, invoices=(*billed(WAYNE, 0, times=3), *billed(WAYNE, 60, times=9)[3:]))
    summer = TODAY.replace(month=8, day=1)
    halves = (Since(summer), Before(summer))
    late, later = (lines(RANKING.with_(period=half), OF_ALL, known=turned)[0] for half in halves)
    assert "3 invoices, on time" in late
    assert "6 invoices, 60 days late" in later


def test_archived_clients_and_those_that_wait_for_the_viewers_own_rating_are_left_out() -> None:
    gone = replace(KNOWN, clients=tuple(replace(c, stage=Stage.ARCHIVED) if c == WAYNE else c for c in CLIENTS))
    assert "Wayne" not in str(answer(RANKING, gone, ALANS))
    assert "Hooli" not in ranked(RANKING, viewer(OLGA, CLIENTS, [HOOLI.id]))
