"""Simpler methods than ours, for the benchmark of the standings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize
from scipy.special import ndtr

from bot.ratings import RatingTable

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
