"""Step 3: how far to trust each rater: use of the scale, noise, and whether the scores follow anything."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bot.scoring.cells import Cells
from bot.scoring.constants import Constants
from bot.scoring.visits import YEAR, Array, Index, Visits

ROUNDS = 2
HALF_LIFE = 1.5 * YEAR

SCALES = np.array([0.6, 0.8, 1.0, 1.3])
SCALE_CHANCES = np.array([0.03, 0.28, 0.46, 0.23])
CARELESS = 25.0
NOISES = np.array([0.4, 0.65, 1.0, 1.6, 2.5, CARELESS])
NOISE_CHANCES = np.array([0.065, 0.245, 0.35, 0.225, 0.065, 0.05])
"""What a rater may be before anything is known: these scales, and these multiples of the usual variance of a visit.
The careless have views of clients of their own, too, that vary by as much more."""

SCATTER = 0.3
"""How much the scatter of a score within its visit counts: whole scores are not quite Gaussian, nor independent."""

STRAIGHT_CHANCE, RANDOM_CHANCE = 0.05, 0.004
STRAIGHT_SD = 0.15
CONSTANT_SD = 1.0
"""Who follows nothing has a constant of their own, which varies by so much: a straight-liner's values hardly leave it,
and those of somebody who scores at random vary around it by the usual noise."""

SEVERAL = 2
SINGLE_NOISES = (1.0, CARELESS)
"""A rater's use of the scale, and a little more or less noise, show in visits of so many scores. The spread of single
whole scores says little of either (near five it has no room), so there only the careless are told apart."""

LEAST = 1e-4
"""The weight that is left to a rater who follows nothing."""


@dataclass(frozen=True)
class Trust:
    """Per rater (R,): `scale` is how far their scores spread for the same difference between clients, `noise`
    multiplies the variance of their visits and `pair` that of their own views of clients, `follows` is the
    probability that they follow anything, `constant` what they give around `level`, the plain level of all, if they
    follow nothing."""

    scale: Array
    noise: Array
    pair: Array
    follows: Array
    constant: Array
    level: float


def plain_trust(cells: Cells, constants: Constants) -> Trust:
    """Every rater is taken for usual."""
    ones = np.ones(cells.raters)
    level = float(np.average(cells.value, weights=cells.weight)) if len(cells.value) else constants.level
    return Trust(ones, ones, ones, ones, np.zeros(cells.raters), level)


class _Pairs(NamedTuple):
    """The decayed mean of each pair (client, rater) around the plain level, and the variance that its visits cause."""

    client: Index
    rater: Index
    value: Array
    noise: Array


class _Kinds(NamedTuple):
    """What a rater who follows something may be (h,): scale, multiple of the variance of visits and of own views; and
    the log of the chance of each for each rater (h, R)."""

    scale: Array
    noise: Array
    views: Array
    log: Array


class _Nothing(NamedTuple):
    """For each rater (R,), the log of the chance and evidence of following nothing, and the constant in that case."""

    log: Array
    constant: Array


def trust_of(cells: Cells, visits: Visits, constants: Constants) -> Trust:
    """What the others say of a client, held against what this rater says, on decayed means of the pairs.

    For pair g of client c and rater r, with the client's level mu ± tau from the other raters only:

        follows(scale s, noise f):  y_g ~ N(s mu + b_r, s² (f noise_g + pair² + tau²)),   b_r ~ N(0, rater²)
        straight-liner:             y_g ~ N(constant, STRAIGHT_SD²)
        at random:                  y_g ~ N(constant, noise_g + pair²)

    The posterior over this small grid of hypotheses gives scale and noise as averages; the small variance of who
    follows nothing never counts as precision. (Calibrating reviewers: Ge, Welling and Ghahramani.)
    """
    found = plain_trust(cells, constants)
    if not len(cells.value):
        return found
    weight = cells.weight * 0.5 ** (cells.ages[cells.period] / HALF_LIFE)
    total = cells.by_pair(weight)
    value = cells.by_pair(weight * (cells.value - found.level)) / total
    pairs = _Pairs(cells.client[cells.start], cells.rater[cells.start], value, 1 / total)
    kinds = _kinds_of(visits, cells.raters, constants)
    nothing = _followed_nothing(pairs, constants, cells.raters)
    generosity = np.zeros(cells.raters)
    for _ in range(ROUNDS):
        told = _told_by_others(pairs, found, generosity, constants, cells.clients)
        found, generosity = _judged(pairs, kinds, nothing, told, constants, found.level)
    return found


def _told_by_others(
    pairs: _Pairs, trust: Trust, generosity: Array, constants: Constants, clients: int
) -> tuple[Array, Array]:
    """Mean and variance of each pair's client without this pair's own word: sums less the one term."""
    client, rater = pairs.client, pairs.rater
    value = (pairs.value - generosity[rater]) / trust.scale[rater]
    precision = 1 / (trust.noise[rater] * pairs.noise + trust.pair[rater] * constants.pair**2)
    precisions, told = np.bincount(client, precision, clients), np.bincount(client, precision * value, clients)
    rest = np.maximum(0.0, precisions[client] - precision) + 1 / (constants.client**2 + constants.drift**2)
    return (told[client] - precision * value) / rest, 1 / rest


def _judged(
    pairs: _Pairs,
    kinds: _Kinds,
    nothing: _Nothing,
    told: tuple[Array, Array],
    constants: Constants,
    level: float,
) -> tuple[Trust, Array]:
    """The raters by how well each kind explains them beside what was told by others, and their generosity (R,)."""
    mu, tau2 = told
    log, mean = np.empty((2, *kinds.log.shape))
    for at, (s, f, views) in enumerate(zip(kinds.scale, kinds.noise, kinds.views, strict=True)):
        variance = s**2 * (f * pairs.noise + views * constants.pair**2 + tau2)
        log[at], mean[at] = _marginal(pairs.rater, pairs.value - s * mu, variance, constants.rater, log.shape[1])
    log += kinds.log
    top = log.max(0)
    share = np.exp(log - top)
    odds = nothing.log - top - np.log(share.sum(0))
    share /= share.sum(0)
    follows = 1 / (1 + np.exp(np.clip(odds, -50, 50)))
    trust = Trust(
        scale=(share * kinds.scale[:, None]).sum(0),
        noise=1 / (follows * (share / kinds.noise[:, None]).sum(0) + LEAST),
        pair=1 / (share / kinds.views[:, None]).sum(0),
        follows=follows,
        constant=nothing.constant,
        level=level,
    )
    return trust, follows * (share * mean).sum(0) + (1 - follows) * nothing.constant


def _kinds_of(visits: Visits, raters: int, constants: Constants) -> _Kinds:
    """The kinds, as likely for each rater as the scatter of scores within the visits leaves them:

        scatter_r ~ s² f score² chi²(scores - visits)

    for all but the careless, whom it does not tell. A visit with one score for everything shows a habit, no precision.
    """
    scales, noises = (grid.ravel() for grid in np.meshgrid(SCALES, NOISES, indexing="ij"))
    chances = np.outer(SCALE_CHANCES, NOISE_CHANCES).ravel() * (1 - STRAIGHT_CHANCE - RANDOM_CHANCE)
    log = np.repeat(np.log(chances)[:, None], raters, axis=1)
    uneven = ~np.isnan(visits.scatter)
    scatter = np.bincount(visits.rater[uneven], visits.scatter[uneven], raters) / constants.score**2
    free = np.bincount(visits.rater[uneven], visits.number[uneven] - 1, raters)
    usual = noises != CARELESS
    times = (scales**2 * noises)[usual, None]
    told = log[usual] - 0.5 * SCATTER * (free * np.log(times) + scatter / times)
    log[usual] = told + np.logaddexp.reduce(log[usual]) - np.logaddexp.reduce(told)
    scores = np.bincount(visits.rater, visits.number, raters)
    single = scores < SEVERAL * np.bincount(visits.rater, minlength=raters)
    coarse = np.outer((scales != 1) | ~np.isin(noises, SINGLE_NOISES), single)
    views = np.where(noises == CARELESS, CARELESS, 1.0)
    return _Kinds(scales, noises, views, np.where(coarse, -np.inf, log))


def _followed_nothing(pairs: _Pairs, constants: Constants, raters: int) -> _Nothing:
    rater, value, noise = pairs.rater, pairs.value, pairs.noise + constants.pair**2
    straight, flat = _marginal(rater, value, np.full(len(value), STRAIGHT_SD**2), CONSTANT_SD, raters)
    aimless, centre = _marginal(rater, value, noise, CONSTANT_SD, raters)
    straight, aimless = straight + np.log(STRAIGHT_CHANCE), aimless + np.log(RANDOM_CHANCE)
    total = np.logaddexp(straight, aimless)
    return _Nothing(total, centre + np.exp(straight - total) * (flat - centre))


def _marginal(rater: Index, rest: Array, variance: Array, sd: float, raters: int) -> tuple[Array, Array]:
    """log of the evidence, and posterior mean, of each rater's shift b ~ N(0, sd²) in rest ~ N(b, variance)."""
    precision = np.bincount(rater, 1 / variance, raters)
    weighted = np.bincount(rater, rest / variance, raters)
    square = np.bincount(rater, rest**2 / variance + np.log(variance), raters)
    after = precision + 1 / sd**2
    return -0.5 * (square - weighted**2 / after + np.log(after * sd**2)), weighted / after
