"""What must hold whatever the ratings are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ratings import RatingTable, Row
from bot.scoring import Constants, Criteria, Estimate, Fit, standings
from tests.scoring.workspaces import TODAY, row

STILL = Constants(changes=0.0)

scores = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=8, max_size=8).filter(any)
ratings = st.builds(
    lambda client, rater, days, given: Row(client, rater, row(client, rater, 1, days_ago=days).on, given),
    st.sampled_from(["Acme", "Hooli", "Initech", "Umbrella"]),
    st.sampled_from(["ann", "bob", "cy"]),
    st.integers(0, 1500),
    scores,
)
tables = st.lists(ratings, min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's Random has no public type
    first = standings(RatingTable.of(rows), TODAY, None, Constants())
    second = standings(RatingTable.of(shuffled), TODAY, None, Constants())
    assert first == second


@settings(max_examples=40, deadline=None)
@given(tables)
def test_the_names_of_clients_do_not_matter(rows: list[Row]) -> None:
    other = {"Acme": "Zeta", "Hooli": "Alpha", "Initech": "Mid", "Umbrella": "Aaa"}
    renamed = [replace_client(rating, other[rating.client]) for rating in rows]
    first = standings(RatingTable.of(rows), TODAY, None, Constants())
    second = standings(RatingTable.of(renamed), TODAY, None, Constants())
    for name, standing in first.clients.items():
        again = second.clients[other[name]]
        assert again.overall.mean == pytest.approx(standing.overall.mean, abs=1e-6)
        assert again.p_good == pytest.approx(standing.p_good, abs=1e-6)
        assert again.overall.lo == pytest.approx(standing.overall.lo, abs=1e-2)


def replace_client(rating: Row, client: str) -> Row:
    return rating._replace(client=client)


def before_and_after(rows: list[Row], more: Row) -> tuple[Estimate, Estimate]:
    """Acme's overall, and the one with another rating, with all that clients share held fixed."""
    fit = Fit.of(RatingTable.of([*rows, row("Acme", "ann", 3, days_ago=30)]), TODAY, Criteria(), STILL)
    own = [rating for rating in rows if rating.client == "Acme"]
    variants = [("before", own), ("after", [*own, more])]
    table = RatingTable.of(
        (replace_client(rating, name) for name, variant in variants for rating in variant),
        [name for name, _ in variants],
    )
    found = fit.variants(table, ["Acme", "Acme"]).standings().clients
    return found["before"].overall, found["after"].overall


@settings(max_examples=40, deadline=None)
@given(tables, st.integers(1, 5))
def test_a_rating_above_the_estimate_never_lowers_it(rows: list[Row], score: int) -> None:
    before, after = before_and_after(rows, row("Acme", "a newcomer", score))
    if score > before.mean:
        assert after.mean >= before.mean - 1e-9


@settings(max_examples=40, deadline=None)
@given(tables)
def test_agreeing_evidence_never_widens_the_interval(rows: list[Row]) -> None:
    level = before_and_after(rows, row("Acme", "a newcomer", 3))[0].mean
    before, after = before_and_after(rows, row("Acme", "a newcomer", round(level)))
    assert after.sd <= before.sd + 1e-9


@settings(max_examples=40, deadline=None)
@given(tables, st.floats(2.8, 4.5), st.floats(0.05, 0.5))
def test_a_lower_threshold_makes_good_likelier(rows: list[Row], good: float, less: float) -> None:
    table = RatingTable.of(rows)
    high = standings(table, TODAY, Criteria(good=good), Constants())
    low = standings(table, TODAY, Criteria(good=good - less), Constants())
    for name, standing in high.clients.items():
        assert low.clients[name].p_good >= standing.p_good
        assert low.clients[name].overall == standing.overall


@settings(max_examples=40, deadline=None)
@given(tables)
def test_estimates_stay_on_the_scale(rows: list[Row]) -> None:
    found = standings(RatingTable.of(rows), TODAY, None, Constants())
    for standing in found.clients.values():
        for estimate in (standing.overall, *standing.qualities.values()):
            assert 1 <= estimate.lo <= estimate.mean + 1e-9
            assert estimate.mean <= estimate.hi + 1e-9 <= 5 + 1e-9
            assert np.isfinite(estimate.sd)


def test_constants_survive_a_round_trip() -> None:
    constants = replace(Constants(), drift=0.123)
    assert Constants.from_json(constants.to_json()) == constants
