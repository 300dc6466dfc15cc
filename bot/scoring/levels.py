"""Step 4: the clients' histories and the raters' generosity, solved together."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.scoring.cells import Cells
from bot.scoring.constants import Constants
from bot.scoring.trust import Trust
from bot.scoring.visits import YEAR, Array, sums

MEMORY = 2.0
"""Years over which a client's drift is forgotten (ell)."""

LEVEL_SD = 1.0
DENSE = 256
"""Up to so many raters are solved exactly; more by iteration, in memory linear in the cells."""

AT_ONCE = 2_000_000
"""How many numbers of the clients' histories by raters are held at a time."""

TINY = 1e-9
ITERATIONS = 200
ACCURACY = 1e-8


def prior_of(ages: Array, constants: Constants) -> Array:
    """The covariance (T, T) of a client's history: a lasting level and a slow drift (Ornstein–Uhlenbeck),

    k(dt) = client² + (drift² ell / 2) exp(-|dt| / ell)
    """
    apart = np.abs(ages[:, None] - ages[None, :]) / YEAR
    found: Array = constants.client**2 + 0.5 * MEMORY * constants.drift**2 * np.exp(-apart / MEMORY)
    return found


@dataclass(frozen=True)
class Evidence:
    """What the cells say of the histories, the pairs' own views integrated out.

    `precision` (C, T, T) is H, that of the cells' values around the histories, and `pull` (C, T) the same times the
    values. Per cell (N,), `weight` w and `factor` f make up W = diag(w) - f w w' within a pair, `cell_pull` is its part
    of the pull, and `share` its coupling to the rater's generosity. `spread` (C, T, T) is S = (K⁻¹ + H)⁻¹.
    `log_density` is that of the values, as far as it is known without the raters.
    """

    precision: Array
    pull: Array
    weight: Array
    factor: Array
    cell_pull: Array
    share: Array
    spread: Array
    log_density: float


def evidence_of(cells: Cells, trust: Trust, constants: Constants) -> Evidence:
    """For each pair, W = diag(w) - w w' / (1 / pair² + sum w), and H is the sum of W over a client's raters.

    The values are brought to the common scale, (x - level) / scale_r; noise_r multiplies visit and pair alike.
    """
    noise = trust.noise[cells.rater]
    value = (cells.value - trust.level) / trust.scale[cells.rater]
    w = cells.weight / noise
    pair_var = constants.pair**2 * trust.pair[cells.rater]
    kept = 1 / (1 + pair_var * cells.by_pair(w)[cells.of])
    factor = pair_var * kept
    told = cells.by_pair(w * value)
    pull = w * (value - factor * told[cells.of])
    H = _summed_squares(cells, w, -factor)
    within = np.arange(len(cells.ages))
    H[:, within, within] += cells.by_slot(w)
    K, unit = prior_of(cells.ages, constants), np.eye(len(cells.ages))
    L = np.linalg.cholesky(K + TINY * unit)
    B = np.linalg.inv(unit + L.T @ H @ L)
    spread, pulls = L @ B @ L.T, cells.by_slot(pull)
    log_density = 0.5 * (
        np.linalg.slogdet(B)[1].sum()
        + np.log(kept[cells.start]).sum()
        - w @ value**2
        + factor[cells.start] @ told**2
        + np.einsum("ct,cts,cs->", pulls, spread, pulls)
    )
    return Evidence(H, pulls, w, factor, pull, w * kept, spread, float(log_density))


def _summed_squares(cells: Cells, w: Array, factor: Array) -> Array:
    """The sums of factor w w' (C, T, T) over the pairs of each client, from each two cells of a pair."""
    T = len(cells.ages)
    size = np.diff(np.append(cells.start, len(w)))[cells.of]
    left = np.repeat(np.arange(len(w)), size)
    right = cells.start[cells.of[left]] + np.arange(len(left)) - np.repeat(np.cumsum(size) - size, size)
    at = cells.slot[left] * T + cells.period[right]
    squares = sums(at, (factor * w)[left] * w[right], cells.clients * T * T)
    return squares.reshape(cells.clients, T, T)


@dataclass(frozen=True)
class Common:
    """What all clients share: the `level` of the average client (around the plain level) as the team's average
    technician sees it, and the raters' generosity `rater` (R,) around that technician, on the common scale.

    `rater_var` (R,) are the variances of the generosities, `carried` (C,) is the variance that all of these
    add to a client's level today, `level_var` to the mean of all clients. `log_density` completes the evidence's.
    """

    level: float
    rater: Array
    rater_var: Array
    carried: Array
    level_var: float
    log_density: float


def common_of(cells: Cells, evidence: Evidence, trust: Trust, constants: Constants) -> Common:
    """Henderson's mixed-model equations for u = (b_1..b_R, m), each client's history eliminated:

        (D⁻¹ + Z'PZ) u = Z'P y,   P = W - W spread W

    (crossed random effects, as in lme4). The average technician is that of the raters who follow something, each
    counting alike.
    """
    means = (evidence.spread @ evidence.pull[:, :, None])[:, :, 0]
    rest = evidence.cell_pull - evidence.share * means.ravel()[cells.slot]
    prior = np.append((trust.scale / constants.rater) ** 2, 1 / LEVEL_SD**2)
    right = sums(cells.rater, rest, cells.raters)
    right = np.append(right, right.sum() + (constants.level - trust.level) / LEVEL_SD**2)
    average = np.append(trust.follows / max(TINY, trust.follows.sum()), 0.0)
    solved = _exactly if cells.raters <= DENSE else _iterated
    return solved(cells, evidence, prior, right, average)


def _exactly(cells: Cells, evidence: Evidence, prior: Array, right: Array, average: Array) -> Common:
    """The equations as one dense system of the R raters and the level, with its covariance."""
    T, R = len(cells.ages), cells.raters
    A, effect = np.diag(prior), np.empty((cells.clients, R + 1))
    block = max(1, AT_ONCE // (T * (R + 1)))
    for low in range(0, cells.clients, block):
        high = min(low + block, cells.clients)
        own = slice(*np.searchsorted(cells.client, [low, high]))
        at = (cells.slot[own] - low * T) * (R + 1) + cells.rater[own]
        F = sums(at, evidence.share[own], (high - low) * T * (R + 1)).reshape(high - low, T, R + 1)
        F[:, :, R] = F.sum(2)
        G = evidence.spread[low:high] @ F
        A -= F.reshape(-1, R + 1).T @ G.reshape(-1, R + 1)
        effect[low:high] = average - G[:, 0, :]
    effect[:, R] += 1
    given = np.append(sums(cells.rater, evidence.share, R), evidence.share.sum())
    A[np.arange(R + 1), np.arange(R + 1)] += given
    A[:R, R] += given[:R]
    A[R, :R] += given[:R]
    covariance = np.linalg.inv(A)
    u = covariance @ right
    shift = float(average @ u)
    of_average = average @ covariance
    mean_effect = effect.mean(0) if len(effect) else average
    return Common(
        level=float(u[R]) + shift,
        rater=u[:R] - shift,
        rater_var=np.maximum(0.0, np.diag(covariance)[:R] - 2 * of_average[:R] + of_average @ average),
        carried=((effect @ covariance) * effect).sum(1),
        level_var=float(mean_effect @ covariance @ mean_effect),
        log_density=0.5 * float(right @ u - np.linalg.slogdet(A)[1] + np.log(prior).sum()),
    )


def _iterated(cells: Cells, evidence: Evidence, prior: Array, right: Array, average: Array) -> Common:
    """The same by conjugate gradients (Hestenes and Stiefel; the diagonal as preconditioner).

    The variances are then those of each rater for itself, which is close where there are so many of them.
    """
    R, share, slot = cells.raters, evidence.share, cells.slot

    def times(u: Array) -> Array:
        given = share * (u[cells.rater] + u[R])
        history = (evidence.spread @ cells.by_slot(given)[:, :, None])[:, :, 0]
        found = sums(cells.rater, given - share * history.ravel()[slot], R)
        return np.append(found, found.sum()) + prior * u

    today = evidence.spread[:, 0, :].ravel()[slot] * share
    settled = share * (1 - share * np.diagonal(evidence.spread, axis1=1, axis2=2).ravel()[slot])
    diagonal = sums(cells.rater, settled, R) + prior[:R]
    u = _conjugate_gradients(times, right, np.append(diagonal, settled.sum() + prior[R]))
    shift = float(average @ u)
    effect = cells.by_pair(today) ** 2 / diagonal[cells.rater[cells.start]]
    level_var = float(average[:R] @ (average[:R] / diagonal))
    return Common(
        level=float(u[R]) + shift,
        rater=u[:R] - shift,
        rater_var=1 / diagonal,
        carried=sums(cells.client[cells.start], effect, cells.clients) + level_var,
        level_var=level_var,
        log_density=0.0,
    )


def _conjugate_gradients(times: Callable[[Array], Array], right: Array, diagonal: Array) -> Array:
    """The u with times(u) = right, to a relative accuracy of `ACCURACY`."""
    u = right / diagonal
    rest = right - times(u)
    way = step = rest / diagonal
    size = float(rest @ step)
    enough = ACCURACY**2 * float(right @ (right / diagonal))
    for _ in range(ITERATIONS):
        if size <= enough:
            break
        along = times(way)
        stride = size / float(way @ along)
        u = u + stride * way
        rest = rest - stride * along
        step = rest / diagonal
        size, before = float(rest @ step), size
        way = step + size / before * way
    return u
