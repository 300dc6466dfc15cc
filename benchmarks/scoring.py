"""How near the standings come to the truth, beside simpler methods, and what each step of the model is worth.

    python benchmarks/scoring.py --simulator PATH/sim.py [--seeds 0-9] [--ablation | --drops]
    python benchmarks/scoring.py --real FILE.csv.gz
    python benchmarks/scoring.py --speed

The simulator draws workspaces with a known truth (its SCENARIOS and simulate()); the real file has the columns
client, rater, date, overall. Needs the dependency group "benchmarks".
"""

import argparse
import csv
import gzip
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize
from scipy.special import ndtr
from scipy.stats import kendalltau, rankdata

from bot.ratings import RatingTable, Row
from bot.scoring import Constants, Criteria, Fit, histories, learn, trust, verdicts, visits
from bot.scoring import fit as fitting
from bot.scoring.fit import standings_of
from bot.scoring.verdicts import counts_of

TODAY = date(2026, 11, 22)
GOOD, DIFFICULT, NINETY = 3.75, 2.75, 1.6449


@dataclass(frozen=True)
class Guess:
    """What a method says of each client."""

    mean: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    p_good: np.ndarray
    p_worse: np.ndarray | None = None
    verdict: np.ndarray | None = None


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


# Simpler methods ------------------------------------------------------------------------------------------------


def normal(mean: np.ndarray, sd: np.ndarray) -> Guess:
    return Guess(mean, mean - NINETY * sd, mean + NINETY * sd, ndtr((mean - GOOD) / sd))


def weighted(table: RatingTable, weight: np.ndarray, pseudo: float) -> Guess:
    """Weighted means of the visits' means, drawn to the mean of all by `pseudo` visits."""
    size, y = len(table.clients), np.nanmean(table.scores, axis=1)
    centre = np.average(y, weights=weight)
    total = np.bincount(table.client, weight, size)
    mean = (np.bincount(table.client, weight * y, size) + pseudo * centre) / np.maximum(1e-9, total + pseudo)
    mean = np.where(total + pseudo > 0, mean, centre)
    free = len(y) - size
    sd = np.sqrt(np.square(y - mean[table.client]).sum() / free) if free > 0 else np.std(y)
    return normal(mean, sd / np.sqrt(np.maximum(0.5, total + pseudo)))


def age(table: RatingTable) -> np.ndarray:
    return TODAY.toordinal() - table.day


def plain_mean(table: RatingTable) -> Guess:
    return weighted(table, np.ones(len(table)), 0)


def last_90_days(table: RatingTable) -> Guess:
    return weighted(table, (age(table) <= 90).astype(float), 0)


def bayesian_average(table: RatingTable) -> Guess:
    return weighted(table, np.ones(len(table)), 3)


def decayed_mean(table: RatingTable) -> Guess:
    return weighted(table, 0.5 ** (age(table) / 180), 1)


def crossed(client: np.ndarray, rater: np.ndarray, y: np.ndarray, C: int, R: int) -> tuple[Any, ...]:
    """y = mu + u_client + b_rater + e by restricted maximum likelihood (Bates et al., lme4's profiled deviance)."""
    n_c, n_r = np.bincount(client, minlength=C), np.bincount(rater, minlength=R)
    N = np.bincount(client * R + rater, minlength=C * R).reshape(C, R).astype(float)
    flip = C > R
    big, small = (n_c, n_r) if flip else (n_r, n_c)
    M = N if flip else N.T
    sums = (np.bincount(client, y, C), np.bincount(rater, y, R))
    y_big, y_small = sums if flip else sums[::-1]

    def solve(theta: np.ndarray) -> tuple[Any, ...]:
        by_big, by_small = (theta if flip else theta[::-1]) ** -2.0
        d = big + by_big
        S = np.diag(small + by_small) - M.T @ (M / d[:, None])
        factor = cho_factor(S)
        X_big, X_small = np.stack([big, y_big], 1).astype(float), np.stack([small, y_small], 1).astype(float)
        at_small = cho_solve(factor, X_small - M.T @ (X_big / d[:, None]))
        at_big = (X_big - M @ at_small) / d[:, None]
        total = np.array([[len(y), y.sum()], [y.sum(), y @ y]])
        cross = total - X_big.T @ at_big - X_small.T @ at_small
        mu = cross[0, 1] / cross[0, 0]
        rest = cross[1, 1] - mu * cross[0, 1]
        logdet = np.log(d).sum() + 2 * np.log(np.diag(factor[0])).sum()
        logdet -= len(big) * np.log(by_big) + len(small) * np.log(by_small)
        deviance = logdet + np.log(cross[0, 0]) + (len(y) - 1) * np.log(rest)
        effects = (at_big @ [-mu, 1], at_small @ [-mu, 1])
        var = rest / (len(y) - 1)
        small_var = var * np.diag(cho_solve(factor, np.eye(len(small))))
        return deviance, mu, effects, var, small_var, var / d

    best = minimize(
        lambda theta: solve(np.exp(theta))[0], np.log([0.7, 0.7]), method="Nelder-Mead", options={"xatol": 0.01}
    )
    _, mu, effects, var, small_var, big_var = solve(np.exp(best.x))
    u, b = effects if flip else effects[::-1]
    return mu, u, b, (big_var if flip else small_var), var


def crossed_effects(table: RatingTable) -> Guess:
    y = np.nanmean(table.scores, axis=1)
    mu, u, _, var, _ = crossed(table.client, table.rater, y, len(table.clients), len(table.raters))
    return normal(mu + u, np.sqrt(var))


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
            return fixed(table)

    return method


def with_constants(**values: float) -> Callable[[RatingTable], Guess]:
    return lambda table: ours(table, replace(Constants(), **values))


def views_as_noisy(*given: Any) -> trust.Trust:
    found = trust.trust_of(*given)
    return replace(found, pair=found.noise)


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
    "- noise of visits, not of views": without(fitting, trust_of=views_as_noisy),
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


def real(path: Path) -> None:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        rows = [
            Row(row["client"], row["rater"], date.fromisoformat(row["date"]), [float(row["overall"])] + [None] * 7)
            for row in csv.DictReader(file)
        ]
    y = np.array([row.scores[0] for row in rows])
    print("a random fifth held out: root mean squared error (seconds)")
    for seed in range(5):
        held = np.random.default_rng(seed).random(len(rows)) < 0.2
        table = RatingTable.of([row for row, out in zip(rows, held, strict=True) if not out])
        asked = [row for row, out in zip(rows, held, strict=True) if out]
        start = time.perf_counter()
        fit = Fit.of(table, TODAY, Criteria(), learn(table, TODAY))
        ours_s = time.perf_counter() - start
        guess = fit.predict([row.client for row in asked], [row.rater for row in asked])
        start = time.perf_counter()
        mu, u, b, _, _ = crossed(table.client, table.rater, table.scores[:, 0], len(table.clients), len(table.raters))
        reml_s = time.perf_counter() - start
        clients, raters = dict(zip(table.clients, u, strict=True)), dict(zip(table.raters, b, strict=True))
        reml = [np.clip(mu + clients.get(row.client, 0) + raters.get(row.rater, 0), 1, 5) for row in asked]
        plain = dict(zip(table.clients, plain_mean(table).mean, strict=True))
        mean = [plain.get(row.client, mu) for row in asked]
        errors = [np.sqrt(np.mean((np.array(guessed) - y[held]) ** 2)) for guessed in (guess, reml, mean)]
        print(
            f"seed {seed}: ours {errors[0]:.4f} ({ours_s:.2f}), crossed random effects (REML) {errors[1]:.4f} "
            f"({reml_s:.2f}), mean of the client {errors[2]:.4f}",
            flush=True,
        )


def speed() -> None:
    """Processor seconds, also as multiples of one np.lexsort of a million rows by three keys: the named reference."""
    random = np.random.default_rng(0)
    keys = random.integers(0, 1000, (3, 1_000_000))
    start = time.process_time()
    np.lexsort(keys)
    unit = time.process_time() - start
    print(f"one np.lexsort of a million rows by three keys: {unit:.3f} s")
    for n, R, C in (
        (1_500, 15, 120),
        (25_000, 60, 500),
        (100_000, 60, 500),
        (1_000_000, 60, 500),
        (1_000_000, 3000, 20_000),
    ):
        client, rater = random.integers(0, C, n), random.integers(0, R, n)
        level = 3.5 + random.normal(0, 0.5, C)[client] + random.normal(0, 0.4, R)[rater] + random.normal(0, 0.3, n)
        scores = np.clip(np.round(level[:, None] + random.normal(0, 0.65, (n, 8))), 1, 5)
        scores[random.random(scores.shape) < 0.2] = np.nan
        day = TODAY.toordinal() - random.integers(0, 730, n).astype(float)
        names = tuple(f"c{at}" for at in range(C)), tuple(f"r{at}" for at in range(R))
        table = RatingTable(*names, client, rater, day, scores)
        start = time.process_time()
        learn(table, TODAY)
        learning = time.process_time() - start
        times = []
        for _ in range(3):
            start = time.process_time()
            fit = Fit.of(table, TODAY, Criteria(), Constants())
            fit.standings()
            times.append(time.process_time() - start)
        print(
            f"{n:9,d} ratings, {R} raters, {C} clients: standings {min(times):.3f} s ({min(times) / unit:.2f}), "
            f"learning {learning:.3f} s ({learning / unit:.2f})",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulator", type=Path)
    parser.add_argument("--seeds", default="0-9", help="first-last")
    parser.add_argument("--ablation", action="store_true")
    parser.add_argument("--drops", action="store_true")
    parser.add_argument("--real", type=Path)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    if given.simulator:
        first, last = (int(part) for part in given.seeds.split("-"))
        sim, seeds = loaded(given.simulator), list(range(first, last + 1))
        if given.drops:
            drops(sim, seeds)
        else:
            print_table(list(cases(sim, seeds)), ABLATION if given.ablation else METHODS)
    if given.real:
        real(given.real)
    if given.speed:
        speed()


if __name__ == "__main__":
    main()
