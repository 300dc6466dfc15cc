"""One visit moves an estimate and makes it less sure, but turns no verdict; several that agree may."""

import numpy as np
import pytest

from bot.ratings import RatingTable, Row
from bot.scoring import Constants, Criteria, Fit, Standing, Verdict, standings
from tests.scoring.workspaces import TODAY, own_books, row, rows_of, workspace

OTHERS = rows_of(workspace(clients=20, visits=15).table)


def history_of(level: float, visits: int, *, every: int, spread: float = 0.5) -> list[Row]:
    """Acme's visits by eight raters in turn, the last of them a while ago, with scores around a level."""
    random = np.random.default_rng(1)
    scores = np.clip(np.round(level + random.normal(0, spread, (visits, 7))), 1, 5).tolist()
    return [
        row("Acme", f"rater {at % 8}", None, qualities=given, days_ago=every * (1 + at))
        for at, given in enumerate(scores)
    ]


def acme(*rows: Row) -> Standing:
    return standings(RatingTable.of([*OTHERS, *rows]), TODAY, None, Constants()).clients["Acme"]


@pytest.mark.parametrize("every", [4, 16, 60])
@pytest.mark.parametrize("score", [1, 2])
def test_one_bad_visit_to_a_good_client_settles_nothing(every: int, score: float) -> None:
    known = history_of(4.4, 20, every=every)
    before, after = acme(*known), acme(*known, row("Acme", "rater 3", score))
    assert before.verdict is Verdict.GOOD
    assert after.verdict in (Verdict.GOOD, Verdict.UNSETTLED)
    assert after.overall.mean < before.overall.mean - 0.02
    assert after.trend.p_worse < 0.6


def test_a_bad_visit_after_a_while_without_any_widens_the_interval() -> None:
    known = history_of(4.4, 20, every=30)
    before, after = acme(*known).overall, acme(*known, row("Acme", "rater 3", 1)).overall
    assert after.mean < before.mean - 0.1
    assert after.hi - after.lo > 1.5 * (before.hi - before.lo)


def test_one_splendid_visit_to_a_difficult_client_settles_nothing() -> None:
    known = history_of(1.8, 20, every=10)
    before, after = acme(*known), acme(*known, row("Acme", "rater 3", 5))
    assert before.verdict is Verdict.DIFFICULT
    assert after.verdict in (Verdict.DIFFICULT, Verdict.UNSETTLED)
    assert after.trend.p_better < 0.5


def test_bad_visits_by_three_people_are_a_change() -> None:
    known = history_of(4.4, 20, every=16)
    after = acme(*known, *(row("Acme", f"rater {at}", 1, days_ago=at) for at in range(3)))
    assert after.verdict is Verdict.DIFFICULT
    assert after.trend.p_worse > 0.9


def test_an_old_odd_visit_does_not_make_a_new_one_a_change() -> None:
    known = history_of(4.4, 20, every=16)
    known[10] = known[10]._replace(scores=[None, *[1] * 7])
    after = acme(*known, row("Acme", "rater 3", 1))
    assert after.verdict in (Verdict.GOOD, Verdict.UNSETTLED)
    assert after.trend.p_worse < 0.5


@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_one_visit_turns_no_verdict_of_a_workspace(score: float) -> None:
    rows = rows_of(workspace(clients=30, visits=5, seed=3).table)
    before = standings(RatingTable.of(rows), TODAY, None, Constants()).clients
    for at, client in list(enumerate(before))[:10]:
        more = RatingTable.of([*rows, row(client, f"rater {at % 8}", score)])
        after = standings(more, TODAY, None, Constants()).clients[client]
        if before[client].verdict is not Verdict.UNSETTLED:
            assert after.verdict in (before[client].verdict, Verdict.UNSETTLED)


@pytest.mark.parametrize("seed", range(4))
def test_no_technicians_visit_turns_a_verdict_of_books_that_hardly_overlap(seed: int) -> None:
    table = own_books(seed)
    fit = Fit.of(table, TODAY, Criteria(), Constants())
    for name, before in fit.standings().clients.items():
        if before.verdict is Verdict.UNSETTLED:
            continue
        known = rows_of(table.where(table.client == table.clients.index(name)))
        variants = [[*known, row(name, rater, score)] for rater in table.raters for score in (1, 2, 3, 4, 5)]
        more = RatingTable.of(one._replace(client=f"{at:03}") for at, variant in enumerate(variants) for one in variant)
        after = fit.variants(more, [name] * len(variants)).standings().clients
        assert {one.verdict for one in after.values()} <= {before.verdict, Verdict.UNSETTLED}
