"""The smallest and oddest tables still get honest standings."""

import math
from datetime import timedelta

import numpy as np
import pytest

from bot.qualities import Quality
from bot.ratings import RatingTable, Row
from bot.scoring import Constants, Criteria, Estimate, Reason, Standings, Verdict, standings
from tests.scoring.workspaces import TODAY, row, rows_of, workspace


def of(*rows: Row, clients: tuple[str, ...] = (), criteria: Criteria | None = None) -> Standings:
    return standings(RatingTable.of(rows, clients), TODAY, criteria, Constants())


def estimates(found: Standings) -> list[Estimate]:
    return [
        estimate for standing in found.clients.values() for estimate in (standing.overall, *standing.qualities.values())
    ]


def assert_sound(found: Standings) -> None:
    for estimate in estimates(found):
        assert 1 <= estimate.lo <= estimate.mean <= estimate.hi <= 5
        assert 0 < estimate.sd < 2
    for standing in found.clients.values():
        assert 0 <= standing.p_good <= 1
        assert 0 <= standing.p_difficult <= 1
        assert standing.p_good + standing.p_difficult <= 1 + 1e-6
        assert (standing.reason is None) == (standing.verdict is not Verdict.UNSETTLED)
        assert all(math.isfinite(value) for value in (standing.trend.change, standing.trend.p_worse))
    assert 0 <= found.share_good.lo <= found.share_good.mean <= found.share_good.hi <= 1


def test_no_ratings_at_all() -> None:
    assert of().clients == {}
    assert of().ratings == 0


def test_a_client_without_ratings_is_at_the_level_and_unsettled() -> None:
    found = of(row("Acme", "ann", 5), row("Acme", "bob", 5), clients=("Hooli",))
    hooli = found.clients["Hooli"]
    assert hooli.verdict is Verdict.UNSETTLED
    assert hooli.reason is Reason.TOO_FEW
    assert hooli.last is None
    assert hooli.overall.mean == pytest.approx(found.level, abs=0.01)
    assert hooli.overall.sd > found.clients["Acme"].overall.sd
    assert_sound(found)


@pytest.mark.parametrize("score", [1, 3, 5])
def test_one_rating_triggers_no_verdict(score: float) -> None:
    found = of(row("Acme", "ann", score))
    assert found.clients["Acme"].verdict is Verdict.UNSETTLED
    assert found.clients["Acme"].last == TODAY
    assert_sound(found)


def test_one_rater_alone_proves_less_than_several() -> None:
    alone = of(*(row("Acme", "ann", 5, days_ago=day) for day in range(6)))
    several = of(*(row("Acme", name, 5, days_ago=day) for day, name in enumerate("abcdef")))
    assert alone.clients["Acme"].raters == 1
    assert alone.clients["Acme"].overall.sd > several.clients["Acme"].overall.sd
    assert alone.clients["Acme"].overall.mean < several.clients["Acme"].overall.mean
    assert_sound(alone)


def test_one_client_only() -> None:
    found = of(*(row("Acme", name, 4, days_ago=10 * at) for at, name in enumerate("abcab")))
    assert list(found.clients) == ["Acme"]
    assert found.clients["Acme"].overall.mean == pytest.approx(4, abs=0.35)
    assert_sound(found)


def test_all_ratings_identical_leave_all_clients_alike() -> None:
    found = of(*(row(client, rater, 3) for client in "ABCDEF" for rater in "xyz"))
    means = [standing.overall.mean for standing in found.clients.values()]
    assert max(means) - min(means) < 1e-9
    assert means[0] == pytest.approx(3, abs=0.2)
    assert_sound(found)


def test_a_rater_of_one_client_takes_nothing_from_the_others() -> None:
    base = [row(client, rater, 3) for client in "ABCD" for rater in "xyz"]
    found = of(*base, row("A", "solo", 1))
    assert found.clients["A"].overall.mean < found.clients["B"].overall.mean
    assert found.raters["solo"].sd > found.raters["x"].sd
    assert_sound(found)


def test_disconnected_books_have_wider_intervals_than_shared_ones() -> None:
    ours = [row(client, rater, 4) for client in "ABC" for rater in "xy"]
    apart = of(*ours, *(row(client, rater, 2) for client in "DEF" for rater in "vw"))
    shared = of(*ours, *(row(client, rater, 2) for client in "DEF" for rater in "xy"))
    assert apart.clients["D"].overall.sd > shared.clients["D"].overall.sd
    assert apart.clients["D"].overall.mean > shared.clients["D"].overall.mean
    assert_sound(apart)


def test_the_same_rating_twice_counts_once() -> None:
    rows = [row("Acme", "ann", 4), row("Acme", "bob", 2, days_ago=3)]
    assert of(*rows, *rows) == of(*rows)


def test_two_different_ratings_on_one_day_both_count() -> None:
    assert of(row("Acme", "ann", 4), row("Acme", "ann", 3)).ratings == 2


def test_ratings_of_the_day_count_and_later_ones_do_not() -> None:
    known = [row("Acme", "ann", 4), row("Acme", "bob", 4, days_ago=9)]
    assert of(*known, row("Acme", "cy", 1, days_ago=-1)).clients == of(*known).clients
    assert of(*known).ratings == 2


def test_a_rating_without_any_score_is_none() -> None:
    known = row("Acme", "ann", 4)
    assert of(known, row("Acme", "bob", None)).clients == of(known).clients


def test_ten_years_of_ratings() -> None:
    old = [row("Acme", "abc"[at % 3], 1, days_ago=3650 - 30 * at) for at in range(60)]
    new = [row("Acme", "abc"[at % 3], 5, days_ago=20 * at) for at in range(20)]
    others = [row(client, rater, 3, days_ago=40) for client in "BCDE" for rater in "abc"]
    found = of(*old, *new, *others)
    assert found.clients["Acme"].overall.mean > 4
    assert_sound(found)


def test_a_quality_that_nobody_saw_is_at_the_general_level() -> None:
    blank = [None, 4, 4, 4, 4, 4, 4]
    found = of(*(row("Acme", rater, None, qualities=blank) for rater in "abcd"))
    acme = found.clients["Acme"]
    assert acme.seen[Quality.PAYMENT] == 0
    assert acme.qualities[Quality.PAYMENT].mean == pytest.approx(acme.overall.mean, abs=0.05)
    assert acme.qualities[Quality.PAYMENT].sd > acme.qualities[Quality.RISK].sd
    assert_sound(found)


def test_what_was_not_seen_harms_nobody() -> None:
    def scored(client: str, payment: float | None) -> list[Row]:
        return [row(client, rater, None, qualities=[payment, 4, 4, 4, 4, 4, 4]) for rater in "vwxyz"]

    found = of(*scored("A", 2), *scored("B", 2), *scored("C", 2), *scored("D", None))
    seen, unseen = found.clients["A"].overall.mean, found.clients["D"].overall.mean
    assert unseen - seen < 0.5 * (4 - (2 + 6 * 4) / 7)


def test_overall_alone_is_enough() -> None:
    found = of(
        *(row("Acme", rater, None, overall=5) for rater in "abcde"),
        *(row("Hooli", rater, None, overall=1) for rater in "abcde"),
    )
    assert found.clients["Acme"].overall.mean > 3.75
    assert found.clients["Hooli"].overall.mean < 2.75
    assert_sound(found)


def test_weights_count_and_may_be_zero() -> None:
    rows = [row("Acme", rater, None, qualities=[1, 4, 4, 4, 4, 4, 4]) for rater in "abcde"]
    alike = of(*rows).clients["Acme"].overall.mean
    paying = Criteria(weights={Quality.PAYMENT: 6.0})
    ignored = Criteria(weights={Quality.PAYMENT: 0.0})
    nothing = Criteria(weights=dict.fromkeys(Quality, 0.0))
    assert of(*rows, criteria=paying).clients["Acme"].overall.mean < alike
    assert of(*rows, criteria=ignored).clients["Acme"].overall.mean > alike
    assert of(*rows, criteria=nothing).clients["Acme"].overall.mean == pytest.approx(alike)
    assert_sound(of(*rows, criteria=paying))


def test_everybody_saw_nothing_but_one_quality() -> None:
    found = of(*(row(client, "ann", None, qualities=[None] * 6 + [3]) for client in "ABC"))
    assert found.level == pytest.approx(3.1, abs=0.3)
    assert_sound(found)


def test_the_result_is_the_same_to_the_last_bit() -> None:
    table = workspace().table
    assert standings(table, TODAY) == standings(table, TODAY)


def test_a_workspace_in_the_far_past_is_as_unsure_as_time_makes_it() -> None:
    table = workspace(clients=10).table
    then = standings(table, TODAY, None, Constants())
    later = standings(table, TODAY + timedelta(2000), None, Constants())
    assert later.clients["client 0"].overall.sd > then.clients["client 0"].overall.sd
    assert_sound(later)


def test_many_raters_are_solved_by_iteration_as_well_as_few_are_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = workspace(clients=60, raters=30, visits=20).table
    exactly = standings(table, TODAY, None, Constants())
    monkeypatch.setattr("bot.scoring.levels.DENSE", 5)
    iterated = standings(table, TODAY, None, Constants())
    for name, standing in exactly.clients.items():
        assert iterated.clients[name].overall.mean == pytest.approx(standing.overall.mean, abs=1e-4)
        assert iterated.clients[name].overall.sd == pytest.approx(standing.overall.sd, rel=0.1)


def test_thousands_of_raters() -> None:
    made = workspace(clients=300, raters=2000, visits=20)
    found = standings(made.table, TODAY)
    means = np.array([standing.overall.mean for standing in found.clients.values()])
    assert np.corrcoef(means, made.overall)[0, 1] > 0.9
    assert len(rows_of(made.table)) == found.ratings
