"""Step 5: the histories with at most one abrupt change each, for every place that it may have."""

from dataclasses import dataclass

import numpy as np

from bot.scoring.constants import Constants
from bot.scoring.visits import YEAR, Array, Index

CHANGE_MEAN = -0.2
CHANGE_SD = 0.8


@dataclass(frozen=True)
class Changes:
    """For C clients: no abrupt change (the first column), and one after each of the periods 1..T-1.

    `log_weight` (C, T) are the logs of a column's prior chance times its evidence, relative to no change; `log_odds`
    (C,) is the log of how much likelier the possibility of changes makes the ratings. `now` and `now_var` (C, T) are
    today's level around that of the average client, and its variance; `change` and `change_var` (C, T) the difference
    to the day `then`.
    """

    log_weight: Array
    log_odds: Array
    now: Array
    now_var: Array
    change: Array
    change_var: Array


def changes_of(
    H: Array, S: Array, pull: Array, *, ages: Array, then: int, oldest: Index, constants: Constants
) -> Changes:
    """A change J ~ N(CHANGE_MEAN, CHANGE_SD²) shifts all later periods: a rank-one update for each place.

    H is the precision and S the spread (C, T, T) of the histories S pull. With P = H - H S H, p = pull - H S pull,
    u the step at a place, and u'Pu and u'p by cumulative sums:

        J | place ~ N(v (u'p + mean / sd²), v),   v = 1 / (u'Pu + 1 / sd²)

    and a place's evidence is the ratio of the Gaussian densities (Adams and MacKay's change points, for at most
    one change). `pull` (C, T) is what is left without the common part; only places after a client's `oldest`
    rating (a period) are possible.
    """
    C, T = pull.shape
    history = (S @ pull[:, :, None])[:, :, 0]
    p = pull - (H @ history[:, :, None])[:, :, 0]
    SH = S @ H
    added = np.einsum("cjk,jk->cj", H - H @ SH, 2 * np.tri(T, k=-1) + np.eye(T))
    known = np.maximum(0.0, np.cumsum(added, axis=1)[:, :-1])
    v = 1 / (known + 1 / CHANGE_SD**2)
    jump = v * (np.cumsum(p, axis=1)[:, :-1] + CHANGE_MEAN / CHANGE_SD**2)
    log_ratio = 0.5 * (np.log(v / CHANGE_SD**2) + jump**2 / v - (CHANGE_MEAN / CHANGE_SD) ** 2)
    prior = constants.changes * np.diff(ages) / YEAR * (np.arange(T - 1) < oldest[:, None])
    with np.errstate(divide="ignore"):  # an impossible place has the log of zero
        log_weight = np.column_stack([np.zeros(C), log_ratio + np.log(prior)])
    top = log_weight.max(1)
    taken = np.cumsum(SH[:, [0, then], :], axis=2)[:, :, :-1]
    today = 1 - taken[:, 0]
    since = (np.arange(T - 1) < then) - taken[:, 0] + taken[:, 1]
    since_var = S[:, 0, 0] + S[:, then, then] - 2 * S[:, 0, then]
    return Changes(
        log_weight=log_weight,
        log_odds=top + np.log(np.exp(log_weight - top[:, None]).sum(1)) - np.log1p(prior.sum(1)),
        now=_beside(history[:, 0], today * jump),
        now_var=_beside(S[:, 0, 0], today**2 * v),
        change=_beside(history[:, 0] - history[:, then], since * jump),
        change_var=_beside(np.maximum(1e-12, since_var), since**2 * v),
    )


def _beside(plain: Array, added: Array) -> Array:
    """`plain` (C,) as the first column, and plus `added` (C, T-1) as the others."""
    return np.column_stack([plain, plain[:, None] + added])
