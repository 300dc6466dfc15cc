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
    qualities seen, and `noise` (n,) the variance of that mean that the scores cause (the visit's mood excluded);
    `scatter` (n,) is the sum of squares of the scores around it, or NaN where all of them are equal.
    `quality` (C, 7) is what a client's qualities are above its general level, `quality_var` (C, 7) the variance.
    """

    client: Index
    rater: Index
    age: Array
    number: Array
    value: Array
    noise: Array
    scatter: Array
    offsets: Offsets
    quality: Array
    quality_var: Array


def in_order(table: RatingTable, as_of: float) -> RatingTable:
    """The ratings up to the day `as_of` (ordinal), sorted by the names of clients and raters, then by day.

    Sums are then taken in one order, whatever the order of the rows. The same scores by the same rater for
    the same client on the same day are one rating (a file read twice); rows without any score are none,
    and raters without ratings are left out.
    """
    rows = np.flatnonzero((table.day <= as_of) & ~np.isnan(table.scores).all(1))
    clients = sorted(table.clients)
    raters = sorted(table.raters[at] for at in np.flatnonzero(np.bincount(table.rater.take(rows))).tolist())
    client = _places(table.clients, clients).take(table.client.take(rows))
    rater = _places(table.raters, raters).take(table.rater.take(rows))
    day = (as_of - table.day.take(rows)).astype(np.int64)
    key = (client * max(1, len(raters)) + rater) * (1 + day.max(initial=0)) + day
    order = np.argsort(key)
    same = np.diff(key.take(order)) == 0
    if same.any():
        tied = np.append(same, False) | np.append(False, same)
        at = order[tied]
        said = np.zeros(len(key))
        said[at] = np.nan_to_num(table.scores[rows[at]]) @ 6.0 ** np.arange(1 + SEVEN)
        order[tied] = at[np.lexsort((said[at], key[at]))]
        order = order[np.append(True, ~(same & (np.diff(said[order]) == 0)))]
    rows = rows.take(order)
    return RatingTable(
        tuple(clients),
        tuple(raters),
        client.take(order),
        rater.take(order),
        table.day.take(rows),
        table.scores.take(rows, axis=0),
    )


def _places(names: tuple[str, ...], ordered: list[str]) -> Index:
    at = {name: place for place, name in enumerate(ordered)}
    return np.array([at.get(name, 0) for name in names], np.int64)


def visits_of(table: RatingTable, as_of: float, constants: Constants, known: Offsets | None = None) -> Visits:
    """One Gauss–Seidel sweep of shrunken means (mu, beta, d, then a), each over the scores that were given, over

        x_vk = a_v + mu_k + d_ck + beta_rk + eps_vk

    for a_v: an additive model of facets (Linacre, many-facet measurement) with Gaussian effects. A blank is
    simply not in the sums. With `known` offsets, mu and beta are not learned from the table.
    """
    client, rater, clients, raters = table.client, table.rater, len(table.clients), len(table.raters)
    age = as_of - table.day
    x = np.ascontiguousarray(table.scores.T)
    seen = (~np.isnan(x)).astype(np.float64)
    number = seen.sum(0)
    np.nan_to_num(x, copy=False)
    plain = x.sum(0) / number
    rest = seen * (x - plain)
    equal = ~rest.any(0)
    offsets = known or _offsets(_summed(rater, rest, raters), _summed(rater, seen, raters), constants)
    rest -= seen * (offsets.score + offsets.rater).T.take(rater, axis=1)
    decay = 0.5 ** (age / QUALITY_HALF_LIFE)
    per_client = _summed(client, seen * decay, clients)
    less = constants.score**2 / constants.quality**2
    quality = _around_zero(_summed(client, rest * decay, clients) / (per_client + less))
    rest -= seen * quality.T.take(client, axis=1)
    total = rest.sum(0)
    return Visits(
        client=client,
        rater=rater,
        age=age,
        number=number,
        value=plain + total / number,
        noise=_noise(number, seen[1:].sum(0), constants),
        scatter=np.where(equal, np.nan, (rest**2).sum(0) - total**2 / number),
        offsets=offsets,
        quality=quality[:, 1:],
        quality_var=constants.score**2 / (per_client[:, 1:] + less) * (1 - 1 / SEVEN),
    )


def _summed(index: Index, rows: Array, size: int) -> Array:
    """The sums (size, 8) of the columns (8, n) by group."""
    return np.stack([sums(index, column, size) for column in rows], axis=1)


def _offsets(left: Array, given: Array, constants: Constants) -> Offsets:
    """mu_k with a few pseudo-scores, zero on average over the qualities that anybody has seen (a quality that is
    never seen must not drag the level), then beta_rk = sum(left - mu) / (n + score² / rater_quality²).

    `left` (R, 8) are the raters' sums, `given` (R, 8) their numbers of scores.
    """
    scores = given.sum(0)
    mu: Array = left.sum(0) / (scores + PSEUDO_SCORES)
    known = scores[1:] > 0
    mu[1:] -= known * mu[1:].sum() / max(1, known.sum())
    less = constants.score**2 / constants.rater_quality**2
    return Offsets(mu, _around_zero((left - given * mu) / (given + less)))


def _around_zero(effects: Array) -> Array:
    """Effects (n, 8) that sum to zero over the seven qualities; the overall, which is the level, has none."""
    found: Array = effects - effects[:, 1:].mean(1, keepdims=True)
    found[:, 0] = 0.0
    return found


def _noise(number: Array, qualities: Array, constants: Constants) -> Array:
    """The variance of a visit's mean: score² / m, and quality² / 2 (1/m - 1/7) for the qualities left out."""
    left_out = np.where(qualities, 1 / np.maximum(1, qualities) - 1 / SEVEN, 0.0)
    found: Array = constants.score**2 / number + 0.5 * constants.quality**2 * left_out
    return found


def sums(index: Index, values: Array, size: int) -> Array:
    """The sums (size,) of `values` (n,) by group, taken in the order of the rows."""
    return np.bincount(index, values, size).astype(np.float64, copy=False)


def begins(key: Index) -> Index:
    """The places where a key whose equals stand together begins anew."""
    return np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.zeros(0, np.int64)
