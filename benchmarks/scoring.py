"""How near the standings come to the truth, beside simpler methods, and what each step of the model is worth.

    python benchmarks/scoring.py --simulator PATH/sim.py [--seeds 0-9] [--ablation | --drops | --single-visits]
    python benchmarks/scoring.py --real FILE.csv.gz
    python benchmarks/scoring.py --speed

The simulator draws workspaces with a known truth (its SCENARIOS and simulate()); the real file has the columns
client, rater, date, overall. Needs the dependency group "benchmarks"; with R and its package lme4, --real asks it, too.
"""

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import kendalltau, rankdata

from benchmarks.held_out import held_out
from benchmarks.simpler import (
    DIFFICULT,
    GOOD,
    TODAY,
    Guess,
    bayesian_average,
    crossed_effects,
    decayed_mean,
    last_90_days,
    plain_mean,
)
from benchmarks.single_visits import SCENARIOS, single_visits
from benchmarks.standings_speed import speed
from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Fit, histories, learn, learning, trust, verdicts, visits
from bot.scoring import fit as fitting
from bot.scoring.fit import standings_of
from bot.scoring.verdicts import counts_of


@dataclass(frozen=True)
class Case:
    scenario: str
    table: RatingTable
    truth: np.ndarray
    fell: np.ndarray


def loaded(simulator: Path) -> Any:
    spec = importlib.util.spec_from_file_location("simulator", simulator)
    assert spec
    assert spec.loader
    sim = importlib.util.module_from_spec(spec)
    sys.modules["simulator"] = sim
    spec.loader.exec_module(sim)
    return sim


def table_of(made: Any) -> RatingTable:
    scores = made.ratings[[f"q{k}" for k in range(1, 8)]].to_numpy(float)
    return RatingTable(
        tuple(f"c{at:04d}" for at in range(len(made.S))),
        tuple(f"r{at:04d}" for at in range(len(made.p["b"]))),
        made.ratings.client.to_numpy(np.int64),
        made.ratings.rater.to_numpy(np.int64),
        np.floor(made.ratings.day.to_numpy()) - made.now + TODAY.toordinal(),
        np.column_stack([np.full(len(scores), np.nan), scores]),
    )


def cases(sim: Any, seeds: list[int]) -> Iterator[Case]:
    for name, scenario in sim.SCENARIOS.items():
        for seed in seeds:
            made = sim.simulate(scenario, seed)
            then = made.S_path[:, max(0, int(made.now) - 90)]
            yield Case(name, table_of(made), made.S, made.S - then <= -0.3)


# Ours -----------------------------------------------------------------------------------------------------------


def ours(table: RatingTable, constants: Constants | None = None) -> Guess:
    fit = Fit.of(table, TODAY, Criteria(), constants or learn(table, TODAY))
    found = standings_of(fit.table.clients, fit.posterior, counts_of(fit.table), TODAY)
    p = fit.posterior
    verdict = np.array([standing.verdict.value for standing in found.values()])
    return Guess(p.mean, p.lo, p.hi, p.p_good, p.p_worse, verdict)


def fixed(table: RatingTable) -> Guess:
    return ours(table, Constants())


# Figures --------------------------------------------------------------------------------------------------------

COLUMNS = [
    "tau",
    "auc",
    "brier",
    "cal",
    "rmse",
    "cover",
    "width",
    "sure",
    "right",
    "verdict",
    "v.right",
    "worse",
    "seconds",
]


def auc(score: np.ndarray, truth: np.ndarray) -> float:
    if truth.all() or not truth.any():
        return np.nan
    yes = int(truth.sum())
    return (rankdata(score)[truth].sum() - yes * (yes + 1) / 2) / (yes * (~truth).sum())


def figures(case: Case, guess: Guess, seconds: float) -> dict[str, Any]:
    good = case.truth >= GOOD
    sure = np.maximum(guess.p_good, 1 - guess.p_good) >= 0.8
    right = ((guess.p_good > 0.5) == good)[sure]
    found: dict[str, Any] = {
        "tau": kendalltau(guess.mean, case.truth)[0],
        "auc": auc(guess.p_good, good),
        "brier": np.mean((guess.p_good - good) ** 2),
        "rmse": np.sqrt(np.mean((guess.mean - case.truth) ** 2)),
        "cover": np.mean((guess.lo <= case.truth) & (case.truth <= guess.hi)),
        "width": np.mean(guess.hi - guess.lo),
        "sure": sure.mean(),
        "right": right.mean() if len(right) else np.nan,
        "seconds": seconds,
        "p": guess.p_good,
        "good": good,
    }
    if guess.p_worse is not None:
        found["worse"] = auc(guess.p_worse, case.fell)
    if guess.verdict is not None:
        truth = np.where(good, "good", np.where(case.truth <= DIFFICULT, "difficult", "mixed"))
        settled = guess.verdict != "unsettled"
        found["verdict"] = settled.mean()
        found["v.right"] = np.mean((guess.verdict == truth)[settled]) if settled.any() else np.nan
    return found


def calibration(p: np.ndarray, good: np.ndarray) -> float:
    """The mean distance of the tenths of P(good) from the share of good ones in them, by their size."""
    tenth = np.minimum(9, (10 * p).astype(int))
    size = np.bincount(tenth, minlength=10)
    off = np.abs(np.bincount(tenth, p, 10) - np.bincount(tenth, good, 10))
    return float(off[size > 0].sum() / len(p))


def averaged(rows: list[tuple[str, dict[str, Any]]], column: str) -> float:
    """The mean over the scenarios of the mean over their seeds."""
    means = []
    for scenario in dict.fromkeys(name for name, _ in rows):
        own = [row for name, row in rows if name == scenario]
        if column == "cal":
            means.append(calibration(*(np.concatenate([row[key] for row in own]) for key in ("p", "good"))))
        else:
            values = [row[column] for row in own if column in row and not np.isnan(row[column])]
            means.extend([np.mean(values)] if values else [])
    return float(np.mean(means)) if means else np.nan


def print_table(made: list[Case], methods: dict[str, Callable[[RatingTable], Guess]]) -> None:
    print(f"{'':34s}" + "".join(f"{column:>9s}" for column in COLUMNS))
    for name, method in methods.items():
        rows = []
        for case in made:
            start = time.perf_counter()
            guess = method(case.table)
            rows.append((case.scenario, figures(case, guess, time.perf_counter() - start)))
        values = [averaged(rows, column) for column in COLUMNS]
        print(f"{name:34s}" + "".join("        –" if np.isnan(v) else f"{v:9.3f}" for v in values), flush=True)
        if name == "ours, learned":
            taus = {s: averaged([row for row in rows if row[0] == s], "tau") for s, _ in rows}
            print("  tau: " + ", ".join(f"{scenario} {tau:.3f}" for scenario, tau in taus.items()))


@contextmanager
def put(module: Any, **values: Any) -> Iterator[None]:
    before = {name: getattr(module, name) for name in values}
    for name, value in values.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def without(module: Any, **values: Any) -> Callable[[RatingTable], Guess]:
    def method(table: RatingTable) -> Guess:
        with put(module, **values):
            return ours(table)

    return method


def with_constants(**values: float) -> Callable[[RatingTable], Guess]:
    return lambda table: ours(table, replace(learn(table, TODAY), **values))


def views_as_noisy(table: RatingTable) -> Guess:
    def trusted(*given: Any) -> trust.Trust:
        found = trust.trust_of(*given)
        return replace(found, pair=found.noise)

    with put(fitting, trust_of=trusted), put(learning, trust_of=trusted):
        return ours(table)


ABLATION = {
    "ours, learned": ours,
    "ours, constants fixed": fixed,
    "- generosity of raters": with_constants(rater=0.01),
    "- pair's own view": with_constants(pair=0.01),
    "- drift and abrupt changes": with_constants(drift=0.01, changes=0.0),
    "- abrupt changes": with_constants(changes=0.0),
    "- visits out of the ordinary": without(histories, ODD_YEARS=0.0),
    "- qualities": without(visits, PSEUDO_SCORES=1e12, _around_zero=np.zeros_like),
    "- scale use": without(trust, SCALES=np.ones(1), SCALE_CHANCES=np.ones(1)),
    "- noise of raters": without(trust, NOISES=np.ones(1), NOISE_CHANCES=np.ones(1), SCATTER=0.0),
    "- scatter within visits": without(trust, SCATTER=0.0),
    "- noise of visits, not of views": views_as_noisy,
    "- straight-liners": without(trust, STRAIGHT_CHANCE=1e-12),
    "- raters at random": without(trust, RANDOM_CHANCE=1e-12),
    "- trust in one round": without(trust, ROUNDS=1),
    "- widening": without(verdicts, WIDENED=1.0),
}

METHODS = {
    "plain mean": plain_mean,
    "last 90 days": last_90_days,
    "Bayesian average": bayesian_average,
    "decayed mean": decayed_mean,
    "crossed random effects (REML)": crossed_effects,
    "ours, constants fixed": fixed,
    "ours, learned": ours,
}


DROP = {"days": 730, "rate_per_month": 2.0, "rate_spread": 0.0, "jump_rate": 0.0}
"""Clients with two visits a month, a quarter of which fall by a point 60 days ago; the others only drift."""


def drops(sim: Any, seeds: list[int]) -> None:
    """How often a drop is found within 60 days by the level of P(worse) that 5 % of the others reach in 270 days."""
    found, false = [], []
    for seed in seeds:
        made = sim.simulate({**DROP, "jump_last": {"share": 0.25, "size": -1.0, "days_ago": 60}}, seed)
        table, size = table_of(made), made.p["jsize"]
        fell = size.min(1) < 0
        weeks = [TODAY - timedelta(days) for days in range(266, -1, -7)]
        worse = np.array([Fit.of(table, day, Criteria(), Constants()).posterior.p_worse for day in weeks])
        found.extend(worse[-9:, fell].max(0))
        false.extend(worse[:, ~fell].max(0))
    for share in (0.05, 0.1, 0.2):
        level = np.quantile(false, 1 - share)
        print(f"{share:.0%} false alarms in 270 days: P(worse) from {level:.2f}, found {np.mean(found >= level):.0%}")
    print(f"{len(found)} drops, {len(false)} clients without")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulator", type=Path)
    parser.add_argument("--seeds", default="0-9", help="first-last")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--drops", action="store_true")
    parser.add_argument("--single-visits", action="store_true")
    parser.add_argument("--real", type=Path)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    if given.simulator:
        first, last = (int(part) for part in given.seeds.split("-"))
        sim, seeds = loaded(given.simulator), list(range(first, last + 1))
        if given.drops:
            drops(sim, seeds)
        elif given.single_visits:
            single_visits(case.table for case in cases(sim, seeds) if case.scenario in SCENARIOS)
        else:
            print_table(list(cases(sim, seeds)), ABLATION if given.ablation else METHODS)
    if given.real:
        held_out(given.real)
    if given.speed:
        speed()


if __name__ == "__main__":
    main()
