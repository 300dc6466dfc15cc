"""Step 1: each rating's scores become one value on a common footing, whichever qualities were seen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.qualities import Quality
from bot.ratings import RatingTable
from bot.scoring.constants import Constants

Array = NDArray[np.float64]
Index = NDArray[np.int64]

YEAR = 365.25
SEVEN = len(Quality)
QUALITY_HALF_LIFE = 1.5 * YEAR
"""Days after which a score counts half for what a client's qualities are around its general level."""

SWEEPS = 2
PSEUDO_SCORES = 5.0
"""How many scores at the general level each score's mean is drawn to it by."""


@dataclass(frozen=True)
class Offsets:
    """What all clients share: `score` (8,) is the mean of the overall and of each quality around the general
    level, `rater` (R, 8) a rater's usual deviation from that."""

    score: Array
    rater: Array


@dataclass(frozen=True)
class Visits:
    """The n ratings as values of the general level, in the order of client, rater and day.

    `age` (n,) is in days, `number` (n,) counts a rating's scores, `value` (n,) is their mean corrected for the
    qualities seen, and `noise` (n,) the variance of that mean that the scores cause (the visit's mood excluded).
    `quality` (C, 7) is what a client's qualities are above its general level, `quality_var` (C, 7) the variance.
    """

    client: Index
    rater: Index
    age: Array
    number: Array
    value: Array
    noise: Array
    offsets: Offsets
    quality: Array
    quality_var: Array


def in_order(table: RatingTable, as_of: float) -> RatingTable:
    """The ratings up to the day `as_of` (ordinal), sorted by the names of clients and raters, then by day.

    Sums are then taken in one order, whatever the order of the rows. The same scores by the same rater for
    the same client on the same day are one rating (a file read twice); rows without any score are none,
    and raters without ratings are left out.
    """
    kept = (table.day <= as_of) & ~np.isnan(table.scores).all(1)
    table = table if kept.all() else table.where(kept)
    clients = sorted(table.clients)
    raters = sorted({table.raters[at] for at in np.unique(table.rater).tolist()})
    client = _places(table.clients, clients)[table.client]
    rater = _places(table.raters, raters)[table.rater]
    day = (as_of - table.day).astype(np.int64)
    key = (client * max(1, len(raters)) + rater) * (1 + day.max(initial=0)) + day
    order = np.argsort(key, kind="stable")
    same = np.diff(key[order]) == 0
    if same.any():
        tied = np.append(same, False) | np.append(False, same)
        at = order[tied]
        said = np.zeros(len(key))
        said[at] = np.nan_to_num(table.scores[at]) @ 6.0 ** np.arange(1 + SEVEN)
        order[tied] = at[np.lexsort((said[at], key[at]))]
        order = order[np.append(True, ~(same & (np.diff(said[order]) == 0)))]
    return RatingTable(
        tuple(clients), tuple(raters), client[order], rater[order], table.day[order], table.scores[order]
    )


def _places(names: tuple[str, ...], ordered: list[str]) -> Index:
    at = {name: place for place, name in enumerate(ordered)}
    return np.array([at.get(name, 0) for name in names], np.int64)


def visits_of(table: RatingTable, as_of: float, constants: Constants, known: Offsets | None = None) -> Visits:
    """Gauss–Seidel sweeps of shrunken means, each over the scores that were given, over

        x_vk = a_v + mu_k + d_ck + beta_rk + eps_vk

    for a_v: an additive model of facets (Linacre, many-facet measurement) with Gaussian effects. A blank is
    simply not in the sums. With `known` offsets, mu and beta are not learned from the table.
    """
    x = np.ascontiguousarray(table.scores.T)
    seen = ~np.isnan(x)
    x[~seen] = 0.0
    used = seen.astype(np.float64)
    number = used.sum(0)
    age = as_of - table.day
    decay = 0.5 ** (age / QUALITY_HALF_LIFE)
    size = len(table.clients)
    per_client = grouped(table.client, used * decay, size)
    client_less = constants.score**2 / constants.quality**2
    offsets = known or Offsets(np.zeros(1 + SEVEN), np.zeros((len(table.raters), 1 + SEVEN)))
    own, quality = np.zeros_like(x), np.zeros_like(per_client)
    value = (x - offsets.score[:, None] * used).sum(0) / number
    for _ in range(SWEEPS):
        rest = x - value
        if not known:
            offsets = _offsets(table.rater, (rest - own) * used, used, offsets, constants)
        common = offsets.score[:, None] + offsets.rater.T[:, table.rater]
        quality = _around_zero(grouped(table.client, (rest - common) * used * decay, size) / (per_client + client_less))
        own = quality.T[:, table.client]
        value = ((x - common - own) * used).sum(0) / number
    return Visits(
        client=table.client,
        rater=table.rater,
        age=age,
        number=number,
        value=value,
        noise=_noise(seen, constants),
        offsets=offsets,
        quality=quality[:, 1:],
        quality_var=constants.score**2 / (per_client[:, 1:] + client_less) * (1 - 1 / SEVEN),
    )


def _offsets(rater: Index, rest: Array, used: Array, before: Offsets, constants: Constants) -> Offsets:
    """mu_k with a few pseudo-scores, zero on average over the qualities that anybody has seen (a quality that is
    never seen must not drag the level), then beta_rk = sum(rest - mu) / (n + score² / rater_quality²)."""
    given = grouped(rater, used, len(before.rater))
    left = grouped(rater, rest, len(before.rater))
    scores = given.sum(0)
    mu: Array = (left - given * before.rater).sum(0) / (scores + PSEUDO_SCORES)
    known = scores[1:] > 0
    mu[1:] -= known * mu[1:].sum() / max(1, known.sum())
    less = constants.score**2 / constants.rater_quality**2
    return Offsets(mu, _around_zero((left - given * mu) / (given + less)))


def _around_zero(effects: Array) -> Array:
    """Effects (n, 8) that sum to zero over the seven qualities; the overall, which is the level, has none."""
    found: Array = effects - effects[:, 1:].mean(1, keepdims=True)
    found[:, 0] = 0.0
    return found


def _noise(seen: NDArray[np.bool_], constants: Constants) -> Array:
    """The variance of a visit's mean: score² / m, and quality² / 2 (1/m - 1/7) for the qualities left out."""
    qualities = seen[1:].sum(0)
    left_out = np.where(qualities, 1 / np.maximum(1, qualities) - 1 / SEVEN, 0.0)
    found: Array = constants.score**2 / seen.sum(0) + 0.5 * constants.quality**2 * left_out
    return found


def sums(index: Index, values: Array, size: int) -> Array:
    """The sums (size,) of `values` (n,) by group, taken in the order of the rows."""
    return np.bincount(index, values, size).astype(np.float64, copy=False)


def grouped(index: Index, values: Array, size: int) -> Array:
    """The sums (size, k) by group of the columns of `values` (k, n), which lie one after the other."""
    return np.stack([sums(index, row, size) for row in values], axis=1)
