"""Step 6: a lasting change, or one visit out of the ordinary? The histories as a mixture of both readings."""

from dataclasses import dataclass

import numpy as np

from bot.scoring.cells import Cells
from bot.scoring.changes import Changes, changes_of
from bot.scoring.constants import Constants
from bot.scoring.levels import Common, Evidence
from bot.scoring.visits import Array, sums

ODD_SD = 1.0
"""Points by which a visit out of the ordinary is off, one way or the other."""

ODD_YEARS = 0.2
"""A visit is out of the ordinary as often as a client changes abruptly in so many years: where changes are not
looked for there is nothing to mistake such a visit for, and the estimates stay linear in the ratings."""


@dataclass(frozen=True)
class Mixture:
    """For C clients and T places of an abrupt change: first with all visits usual, then with one odd visit (C, 2T).

    `chance` are the posterior probabilities, and `without` (C, T) those of the places if that visit is odd. `now`,
    `now_var`, `change` and `change_var` are as in Changes.
    """

    chance: Array
    without: Array
    now: Array
    now_var: Array
    change: Array
    change_var: Array


@dataclass(frozen=True)
class _Suspects:
    """The cell n of each client that counts most for its level today, or zeros where it has none.

    `column` (C, T) is W e_n by periods, `precision` (C,) e_n'W e_n, `pull` (C,) e_n'W y and `rest` (C,) e_n'P y, for
    the values y around the common part; `found` (C,) says whether there is one.
    """

    column: Array
    precision: Array
    pull: Array
    rest: Array
    found: Array


def pull_given(cells: Cells, evidence: Evidence, common: Common) -> Array:
    """The pull (C, T) on the histories around the level, once the common part is taken off."""
    return evidence.pull - cells.by_slot(evidence.share * (common.rater[cells.rater] + common.level))


def histories_of(cells: Cells, evidence: Evidence, common: Common, constants: Constants) -> Mixture:
    """The clients' histories around the level, given the common part.

    In the second reading the suspect's value has ODD_SD² more variance: rank-one updates of W, and so of H and S,

        W' = W - k W e e'W,   k = 1 / (1 / ODD_SD² + e'W e)

    (contaminated normal errors: Tukey; Box and Tiao, outliers against the level shifts of intervention analysis).
    """
    H, S, pull = evidence.precision, evidence.spread, pull_given(cells, evidence, common)
    history = (S @ pull[:, :, None])[:, :, 0]
    odd = _suspects(cells, evidence, common, history)
    q = odd.column
    Sq = (S @ q[:, :, None])[:, :, 0]
    qSq = (q * Sq).sum(1)
    k = 1 / (1 / ODD_SD**2 + odd.precision)
    v = 1 / (1 / ODD_SD**2 + odd.precision - qSq)
    log_ratio = 0.5 * (np.log(v / ODD_SD**2) + v * odd.rest**2)
    less = k / (1 - k * qSq)
    usual, without = (
        changes_of(*given, ages=cells.ages, then=cells.then, oldest=cells.oldest, constants=constants)
        for given in (
            (H, S, pull),
            (
                H - (k[:, None] * q)[:, :, None] * q[:, None, :],
                S + (less[:, None] * Sq)[:, :, None] * Sq[:, None, :],
                pull - (k * odd.pull)[:, None] * q,
            ),
        )
    )
    return _mixed(usual, without, log_ratio, ODD_YEARS * constants.changes * odd.found)


def _suspects(cells: Cells, evidence: Evidence, common: Common, history: Array) -> _Suspects:
    """The cell whose loss would move today's level most, in first order: |S_0t e'P y|."""
    C, w, factor = cells.clients, evidence.weight, evidence.factor
    pull = evidence.cell_pull - evidence.share * (common.rater[cells.rater] + common.level)
    expected = history.ravel()[cells.slot]
    rest = pull - w * (expected - factor * cells.by_pair(w * expected)[cells.of])
    effect = np.abs(evidence.spread[:, 0, :].ravel()[cells.slot] * rest)
    most = np.zeros(C)
    np.maximum.at(most, cells.client, effect)
    top = np.flatnonzero(effect == most[cells.client])
    client, first = np.unique(cells.client[top], return_index=True)
    n = top[first]
    pair = np.full(C, -1)
    pair[client] = cells.of[n]
    same = pair[cells.client] == cells.of
    own = sums(client, factor[n] * w[n], C)
    column = -cells.by_slot(same * own[cells.client] * w)
    column[client, cells.period[n]] += w[n]
    return _Suspects(
        column=column,
        precision=sums(client, w[n] * (1 - factor[n] * w[n]), C),
        pull=sums(client, pull[n], C),
        rest=sums(client, rest[n], C),
        found=sums(client, np.ones(len(n)), C),
    )


def _mixed(usual: Changes, without: Changes, log_ratio: Array, rate: Array) -> Mixture:
    """Both readings side by side. The second is `rate` (C,) times as likely beforehand, and its first column makes the
    ratings exp(`log_ratio`) times as likely as that of the first reading does."""
    with np.errstate(divide="ignore"):  # where no visit can be odd, the log of zero
        shift = log_ratio + np.log(rate)
    log_weight = np.hstack([usual.log_weight, without.log_weight + shift[:, None]])
    return Mixture(
        chance=_normalised(log_weight),
        without=_normalised(without.log_weight),
        now=np.hstack([usual.now, without.now]),
        now_var=np.hstack([usual.now_var, without.now_var]),
        change=np.hstack([usual.change, without.change]),
        change_var=np.hstack([usual.change_var, without.change_var]),
    )


def _normalised(log_weight: Array) -> Array:
    """The weights (C, T) as shares of one."""
    weight = np.exp(log_weight - log_weight.max(1, keepdims=True))
    found: Array = weight / weight.sum(1, keepdims=True)
    return found
