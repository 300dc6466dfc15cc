"""Step 6: a lasting change, or one visit out of the ordinary? The histories as a mixture of both readings."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.scoring.cells import Cells
from bot.scoring.changes import Changes, changes_of
from bot.scoring.constants import Constants
from bot.scoring.levels import Common, Evidence
from bot.scoring.visits import Array, sums

ODD_SD = 1.0
"""Points by which a visit out of the ordinary is off, one way or the other."""

ODD_YEARS = 0.1
"""A visit is out of the ordinary as often as a client changes abruptly in so many years: where changes are not
looked for there is nothing to mistake such a visit for, and the estimates stay linear in the ratings."""


@dataclass(frozen=True)
class Mixture:
    """Readings of the histories of C clients, side by side: for each reading of the visits, T places of an abrupt
    change, the first of which is none.

    `chance` (C, K) are the posterior probabilities. `now`, `now_var`, `change` and `change_var` (C, K) are as in
    Changes.
    """

    chance: Array
    now: Array
    now_var: Array
    change: Array
    change_var: Array


@dataclass(frozen=True)
class Histories:
    """The histories with `all` visits, usual ones or (the other T columns) one of them odd; and `before` each
    client's latest visit, which is what a verdict is held against."""

    all: Mixture
    before: Mixture


@dataclass(frozen=True)
class _Chosen:
    """One cell n of each client; `found` (C,) is 1 where there is one, or 0.

    `column` (C, T) is W e_n by periods, `spread` (C, T) the same times S; `precision` (C,) e_n'W e_n and `news` (C,)
    e_n'P e_n (1 without a cell), `pull` (C,) e_n'W y and `rest` (C,) e_n'P y, for the values y around the common part.
    """

    column: Array
    spread: Array
    precision: Array
    news: Array
    pull: Array
    rest: Array
    found: Array


def pull_given(cells: Cells, evidence: Evidence, common: Common) -> Array:
    """The pull (N,) of each cell on its client's history around the level, once the common part is taken off."""
    found: Array = evidence.cell_pull - evidence.share * (common.rater[cells.rater] + common.level)
    return found


def histories_of(cells: Cells, evidence: Evidence, common: Common, constants: Constants) -> Histories:
    """The clients' histories around the level, given the common part.

    In the second reading the visit that counts most for today's level, in first order |S_0t e'P y|, has ODD_SD² more
    variance, which makes the values exp(log_ratio) times as likely,

        log_ratio = ½ log(v / ODD_SD²) + ½ v (e'P y)²,   v = 1 / (1 / ODD_SD² + e'P e)

    (contaminated normal errors: Tukey; Box and Tiao, outliers against the level shifts of intervention analysis).
    """
    pull = pull_given(cells, evidence, common)
    pulls = cells.by_slot(pull)
    expected = (evidence.spread @ pulls[:, :, None]).ravel()[cells.slot]
    w, factor = evidence.weight, evidence.factor
    rest = pull - w * (expected - factor * cells.by_pair(w * expected)[cells.of])
    effect = np.abs(evidence.spread[:, 0, :].ravel()[cells.slot] * rest)
    newest = np.full(cells.clients, len(cells.ages))
    np.minimum.at(newest, cells.client, cells.period)
    odd = _chosen(cells, evidence, pull, rest, effect)
    latest = _chosen(cells, evidence, pull, rest, np.where(cells.period == newest[cells.client], effect, -1.0))
    read = partial(changes_of, ages=cells.ages, then=cells.then, oldest=cells.oldest, constants=constants)
    usual = read(evidence.precision, evidence.spread, pulls)
    lighter = read(*_lightened(evidence, pulls, odd, 1 / ODD_SD**2))
    without = read(*_lightened(evidence, pulls, latest, 0.0))
    log_ratio = 0.5 * (odd.rest**2 / (1 / ODD_SD**2 + odd.news) - np.log(1 + ODD_SD**2 * odd.news))
    with np.errstate(divide="ignore"):  # where no visit can be odd, the log of zero
        log_odds = log_ratio + np.log(ODD_YEARS * constants.changes * odd.found)
    even = np.zeros(cells.clients)
    return Histories(all=_mixed((usual, even), (lighter, log_odds)), before=_mixed((without, even)))


def _chosen(cells: Cells, evidence: Evidence, pull: Array, rest: Array, merit: Array) -> _Chosen:
    """The first cell of the greatest `merit` (N,) of each client."""
    C, w, factor = cells.clients, evidence.weight, evidence.factor
    most = np.full(C, -np.inf)
    np.maximum.at(most, cells.client, merit)
    top = np.flatnonzero(merit == most[cells.client])
    client, first = np.unique(cells.client[top], return_index=True)
    n = top[first]
    pair = np.full(C, -1)
    pair[client] = cells.of[n]
    same = pair[cells.client] == cells.of
    own = sums(client, factor[n] * w[n], C)
    column = -cells.by_slot(same * own[cells.client] * w)
    column[client, cells.period[n]] += w[n]
    spread = (evidence.spread @ column[:, :, None])[:, :, 0]
    found = sums(client, np.ones(len(n)), C)
    precision = sums(client, w[n] * (1 - factor[n] * w[n]), C) + (1 - found)
    return _Chosen(
        column=column,
        spread=spread,
        precision=precision,
        news=precision - (column * spread).sum(1),
        pull=sums(client, pull[n], C),
        rest=sums(client, rest[n], C),
        found=found,
    )


def _lightened(evidence: Evidence, pulls: Array, one: _Chosen, kept: float) -> tuple[Array, Array, Array]:
    """H, S and pulls where one cell of each client has 1 / `kept` more variance; with 0, as if it were not there:

    W' = W - k W e e'W,  k = 1 / (kept + e'W e)          S' = S + v S W e e'W S,  v = 1 / (kept + e'P e)
    """
    k, v = 1 / (kept + one.precision), 1 / (kept + one.news)
    return (
        evidence.precision - (k[:, None] * one.column)[:, :, None] * one.column[:, None, :],
        evidence.spread + (v[:, None] * one.spread)[:, :, None] * one.spread[:, None, :],
        pulls - (k * one.pull)[:, None] * one.column,
    )


def _mixed(*readings: tuple[Changes, Array]) -> Mixture:
    """Readings side by side, each with the log (C,) of the chance of its first column beside that of the others."""
    log_weight = np.hstack([one.log_weight + log_odds[:, None] for one, log_odds in readings])
    weight = np.exp(log_weight - log_weight.max(1, keepdims=True))
    return Mixture(
        chance=weight / weight.sum(1, keepdims=True),
        now=np.hstack([one.now for one, _ in readings]),
        now_var=np.hstack([one.now_var for one, _ in readings]),
        change=np.hstack([one.change for one, _ in readings]),
        change_var=np.hstack([one.change_var for one, _ in readings]),
    )
