"""“Why?” adds up to the estimate, and names what really moved it."""

import numpy as np
import pytest

from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Explanation, Verdict, explain, standings
from tests.scoring.workspaces import TODAY, row, rows_of, workspace


def why(client: str, *rows: object, criteria: Criteria | None = None) -> Explanation:
    table = RatingTable.of([*rows_of(workspace(clients=15, visits=8).table), *rows])  # type: ignore[list-item]  # rows as given
    return explain(client, table, TODAY, criteria, Constants())


@pytest.mark.parametrize("client", [f"client {at}" for at in range(0, 15, 4)])
def test_the_corrections_add_up_to_the_overall(client: str) -> None:
    found = why(client)
    assert found.plain is not None
    total = found.plain + found.qualities_seen + found.generosity + found.recency + found.pull
    assert total == pytest.approx(found.standing.overall.mean, abs=1e-6)


def test_what_drives_a_client_adds_up_to_its_distance_from_the_level() -> None:
    found = why("client 4")
    distance = found.standing.overall.mean - found.level
    assert sum(driver.contribution for driver in found.drivers) == pytest.approx(distance, abs=1e-6)
    sizes = [abs(driver.contribution) for driver in found.drivers]
    assert sizes == sorted(sizes, reverse=True)


def test_generous_raters_are_named_as_such() -> None:
    made = workspace(clients=15, visits=8)
    generous = made.table.raters[int(made.generosity.argmax())]
    found = why("Acme", *(row("Acme", generous, 4, days_ago=at) for at in (3, 9, 30)))
    assert found.generosity < -0.2
    assert found.one_rater


def test_few_ratings_are_pulled_to_the_level() -> None:
    found = why("Acme", row("Acme", "rater 1", 5))
    assert found.pull < -0.2
    assert found.recent_share == 1


def test_a_client_without_ratings_is_explained_by_the_level() -> None:
    table = RatingTable.of(rows_of(workspace(clients=15).table), ["Hooli"])
    found = explain("Hooli", table, TODAY, None, Constants())
    assert found.plain is None
    assert found.standing.overall.mean == pytest.approx(found.level)


def test_the_further_ratings_it_names_bring_the_verdict_about_or_nearly() -> None:
    random = np.random.default_rng(5)
    raters = [f"rater {at}" for at in range(16)]  # all alike, and known from other clients
    rows = [
        row(f"client {at}", raters[(at + visit) % 16], None, qualities=scores.tolist(), days_ago=20 * visit + at)
        for at in range(16)
        for visit, scores in enumerate(np.clip(np.round(2 + at % 3 + random.normal(0, 0.6, (5, 7))), 1, 5))
    ]
    table = RatingTable.of(rows)
    flips = [(at, flip) for at in range(16) for flip in explain(f"client {at}", table, TODAY, None, Constants()).flips]
    right = 0
    for at, flip in flips:
        more = [row(f"client {at}", raters[(at + 5 + new) % 16], flip.score) for new in range(flip.ratings)]
        full = standings(RatingTable.of([*rows, *more]), TODAY, None, Constants()).clients[f"client {at}"]
        mixed = 1 - full.p_good - full.p_difficult
        chances = {Verdict.GOOD: full.p_good, Verdict.MIXED: mixed, Verdict.DIFFICULT: full.p_difficult}
        right += chances[flip.verdict] > 0.6
    assert len(flips) > 10
    assert right >= 0.7 * len(flips)


def test_nothing_is_said_of_a_stranger() -> None:
    with pytest.raises(KeyError):
        why("nobody")


def test_a_settled_client_is_never_told_what_it_already_is() -> None:
    found = why("Acme", *(row("Acme", f"rater {at}", 5, days_ago=at) for at in range(8)))
    assert found.standing.verdict is Verdict.GOOD
    assert all(flip.verdict is not Verdict.GOOD for flip in found.flips)
