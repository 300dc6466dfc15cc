"""The model finds what is true where the truth is known."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.qualities import Quality
from bot.ratings import RatingTable
from bot.refusals import Refused
from bot.scoring import Constants, Criteria, Fit, Reason, Verdict, history, learn, standings, trust
from tests.scoring.workspaces import TODAY, row, rows_of, with_raters_as, workspace


def test_generosity_is_found_and_corrected_for() -> None:
    made = workspace(clients=60, raters=6, visits=10)
    found = standings(made.table, TODAY)
    generosity = np.array([found.raters[name].generosity for name in made.table.raters])
    means = np.array([found.clients[name].overall.mean for name in made.table.clients])
    assert np.abs(generosity - made.generosity).max() < 0.2
    assert np.corrcoef(means, made.overall)[0, 1] > 0.95


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    held: list[bool] = []
    for seed in range(6):
        made = workspace(clients=50, visits=6, seed=seed)
        found = standings(made.table, TODAY)
        for name, truth in zip(made.table.clients, made.overall, strict=True):
            overall = found.clients[name].overall
            held.append(overall.lo <= truth <= overall.hi)
    assert 0.84 < np.mean(held) < 0.99


def test_who_always_gives_five_counts_for_nothing_and_says_nothing() -> None:
    made = workspace(clients=40, raters=5, visits=10)
    praised = with_raters_as(made.table, "rater 0", 5)
    found = standings(praised, TODAY)
    rater = found.raters["rater 0"]
    assert rater.follows < 0.1
    assert rater.generosity > 0.8
    assert all(found.raters[f"rater {at}"].follows > 0.9 for at in range(1, 5))
    means = np.array([found.clients[name].overall.mean for name in made.table.clients])
    plain = np.array([np.nanmean(praised.scores[praised.client == at]) for at in range(40)])
    truth = made.overall - made.overall.mean()
    assert np.std(means - means.mean() - truth) < 0.75 * np.std(plain - plain.mean() - truth)


def test_who_scores_at_random_counts_for_nothing() -> None:
    table = workspace(clients=60, visits=15, noise=1.0).table
    random = np.random.default_rng(0)
    aimless = table.rater == 0
    scores = np.where(np.isnan(table.scores), np.nan, random.integers(1, 6, table.scores.shape))
    mixed = replace(table, scores=np.where(aimless[:, None], scores, table.scores))
    found, without = standings(mixed, TODAY), standings(table.where(~aimless), TODAY)
    assert found.raters["rater 0"].follows < 0.1
    assert all(found.raters[f"rater {at}"].follows > 0.9 for at in range(1, 8))
    for name, standing in found.clients.items():
        assert standing.overall.mean == pytest.approx(without.clients[name].overall.mean, abs=0.15)


def test_uneven_scores_within_visits_show_noise() -> None:
    table = workspace(clients=60, visits=10).table
    shaken = np.clip(table.scores + np.random.default_rng(0).choice([-1, 1], table.scores.shape), 1, 5)
    uneven = replace(table, scores=np.where((table.rater == 0)[:, None], shaken, table.scores))
    raters = standings(uneven, TODAY, None, Constants()).raters
    assert raters["rater 0"].noise > 1.5 * np.median([raters[f"rater {at}"].noise for at in range(1, 8)])


def test_one_score_for_everything_shows_no_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    table = workspace(clients=60, visits=10).table
    means = np.where(np.isnan(table.scores), np.nan, np.round(np.nanmean(table.scores, axis=1, keepdims=True)))
    alike = replace(table, scores=np.where((table.rater == 0)[:, None], means, table.scores))
    found = standings(alike, TODAY, None, Constants()).raters["rater 0"]
    monkeypatch.setattr(trust, "SCATTER", 0.0)
    assert found.noise == pytest.approx(standings(alike, TODAY, None, Constants()).raters["rater 0"].noise, abs=0.05)


def test_recent_visits_count_more() -> None:
    others = [row(client, rater, 3, days_ago=100) for client in "BCDEF" for rater in "xyz"]
    early = [row("A", rater, 2, days_ago=900 + at) for at, rater in enumerate("xyzx")]
    late = [row("A", rater, 4, days_ago=10 + at) for at, rater in enumerate("xyzx")]
    overall = standings(RatingTable.of([*others, *early, *late]), TODAY, None, Constants()).clients["A"]
    assert overall.overall.mean > 3.3


def test_an_abrupt_drop_is_dated_and_called_worse() -> None:
    others = [
        row(client, rater, 4, days_ago=days) for client in "BCDEF" for rater in "xyz" for days in (10, 100, 200, 300)
    ]
    before = [row("A", "xyz"[at % 3], 5, days_ago=60 + 15 * at) for at in range(20)]
    after = [row("A", "xyz"[at % 3], 2, days_ago=3 + 8 * at) for at in range(6)]
    trend = standings(RatingTable.of([*others, *before, *after]), TODAY, None, Constants()).clients["A"].trend
    assert trend.p_worse > 0.9
    assert trend.p_better < 0.05
    assert trend.changed_on is not None
    assert abs((trend.changed_on - (TODAY - timedelta(52))).days) < 25


def test_a_steady_client_has_no_date_of_change() -> None:
    found = standings(workspace(clients=30, visits=15, noise=0.3).table, TODAY, None, Constants())
    assert sum(standing.trend.changed_on is not None for standing in found.clients.values()) <= 1


def test_a_client_on_the_threshold_is_unsettled_for_evidence_that_pulls_both_ways() -> None:
    others = [
        row(client, rater, score, days_ago=20)
        for client, score in zip("BCDE", (2, 3, 4, 5), strict=True)
        for rater in "wxyz"
    ]
    torn = [
        row("A", rater, score, days_ago=10 * visit)
        for visit in range(3)
        for rater, score in zip("wxyz", (5, 3, 4, 3), strict=True)
    ]
    standing = standings(RatingTable.of([*others, *torn]), TODAY, None, Constants()).clients["A"]
    assert standing.verdict is Verdict.UNSETTLED
    assert standing.reason is Reason.BOTH_WAYS


def test_the_share_of_good_clients_is_near_the_truth() -> None:
    made = workspace(clients=100, visits=8)
    share = standings(made.table, TODAY).share_good
    assert abs(share.mean - np.mean(made.overall >= 3.75)) < 0.08
    assert share.lo < share.mean < share.hi


def test_qualities_are_told_apart() -> None:
    rows = [
        row(client, rater, None, qualities=[2 if client == "A" else 4, 4, 4, 4, 4, 4, 4], days_ago=at)
        for client in "ABCDE"
        for at, rater in enumerate("vwxyz")
    ]
    a = standings(RatingTable.of(rows), TODAY, None, Constants()).clients["A"]
    assert a.qualities[Quality.PAYMENT].hi < a.qualities[Quality.RISK].mean
    assert a.seen[Quality.PAYMENT] == 5


def test_the_constants_are_learned_where_there_is_enough_to_learn_from() -> None:
    quiet = learn(workspace(clients=80, spread=0.3, noise=0.4, visits=10).table, TODAY)
    loud = learn(workspace(clients=80, spread=0.9, noise=1.2, visits=10).table, TODAY)
    assert quiet.client < 0.4
    assert loud.client > 0.6
    assert quiet.score < loud.score


def test_the_defaults_are_kept_for_tiny_data() -> None:
    assert learn(workspace(clients=10, visits=5).table, TODAY) == Constants()


def test_constants_of_no_model_are_refused() -> None:
    with pytest.raises(Refused):
        Constants.from_json('{"wrong": 1}')


def test_predictions_add_generosity_to_the_client_and_take_strangers_for_average() -> None:
    fit = Fit.of(workspace().table, TODAY, Criteria(), Constants())
    found = fit.standings()
    known, stranger = fit.predict(["client 3", "client 3"], ["rater 1", "nobody"])
    mean = found.clients["client 3"].overall.mean
    assert stranger == pytest.approx(mean)
    assert known == pytest.approx(mean + found.raters["rater 1"].generosity)


def test_what_a_client_would_be_with_other_ratings_agrees_with_the_full_fit() -> None:
    table = workspace(clients=30, visits=20).table
    own = [rating for rating in rows_of(table) if rating.client == "client 5"]
    more = [row("client 5", "rater 2", 3), row("client 5", "rater 3", 3)]
    fit = Fit.of(table, TODAY, Criteria(), Constants())
    variants = RatingTable.of([rating._replace(client="more") for rating in (*own, *more)])
    would = fit.variants(variants, ["client 5"]).standings().clients["more"]
    full = standings(RatingTable.of([*rows_of(table), *more]), TODAY, None, Constants()).clients["client 5"]
    assert would.overall.mean == pytest.approx(full.overall.mean, abs=0.03)
    assert would.overall.sd == pytest.approx(full.overall.sd, rel=0.1)
    assert would.ratings == full.ratings


def test_touched_clients_are_read_again_alike_in_whatever_order_their_ratings_came() -> None:
    table = workspace(clients=30, visits=20).table
    fit = Fit.of(table, TODAY, Criteria(), Constants())
    fresh = [row("client 5", "rater 2", 1), row("client 7", "rater 3", 5), row("new", "new", 4)]
    rows = [rating for rating in rows_of(table) if rating.client in {"client 5", "client 7"}] + fresh
    tables = [RatingTable.of(rows), RatingTable.of(rows[::-1])]
    found = [fit.variants(touched, touched.clients).standings().clients for touched in tables]
    assert found[0] == found[1]
    full = standings(RatingTable.of([*rows_of(table), *fresh]), TODAY, None, Constants()).clients
    for name, standing in found[0].items():
        assert standing.overall.mean == pytest.approx(full[name].overall.mean, abs=0.03)
        assert standing.ratings == full[name].ratings


def test_history_knows_only_what_was_known_then() -> None:
    table = workspace(clients=20).table
    days = [TODAY - timedelta(days) for days in (400, 120, 0)]
    nothing, then, now = history(table, days, constants=Constants())
    assert nothing.overall == {}
    assert then.overall == {
        name: standing.overall
        for name, standing in standings(table, days[1], None, Constants()).clients.items()
        if standing.ratings
    }
    assert now.settled == standings(table, TODAY, None, Constants()).settled
    assert history(table, []) == ()


def test_a_past_is_the_same_whatever_comes_later_and_not_that_of_other_ratings() -> None:
    rows, day = rows_of(workspace(clients=12).table), TODAY - timedelta(100)
    first = history(RatingTable.of(rows), [day], constants=Constants())
    later = history(RatingTable.of([*rows, row("client 1", "rater 1", 1)]), [day], constants=Constants())
    edited = [rating._replace(scores=[1.0] * 8) if rating.client == "client 1" else rating for rating in rows]
    other = history(RatingTable.of(edited), [day], constants=Constants())
    assert later[0] is first[0]
    assert other[0].overall["client 1"].mean < first[0].overall["client 1"].mean
