"""Step 7: the variance components, learned from the ratings themselves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bot.ratings import RatingTable
from bot.scoring.cells import Cells, cells_of
from bot.scoring.changes import changes_of
from bot.scoring.constants import Constants
from bot.scoring.histories import pull_given
from bot.scoring.levels import common_of, evidence_of
from bot.scoring.trust import Trust, trust_of
from bot.scoring.visits import SEVEN, Array, Index, Visits, in_order, sums, visits_of

FEWEST_RATINGS, FEWEST_CLIENTS = 100, 25
MOST_RATINGS, MOST_RATERS = 8000, 200
"""Fewer teach nothing and keep the defaults; of more, a sample is enough."""

SPREAD = {"visit": 0.7, "client": 0.5, "rater": 0.5, "pair": 0.5, "drift": 0.5, "changes": 0.7}
"""How far (in logs) each component may be from its default: a log-normal prior."""

BATCHES = 0.05
STILL = {"drift": 0.02, "changes": 0.0}
"""Where ratings come in batches (surveys), on less than this share of the days, a batch's own circumstances cannot be
told from a change: then clients are taken to change little, and abrupt changes are not looked for."""

NOISY = 2.0
"""Raters with so many times the usual variance would make everybody's look large."""

STEPS = (0.4, 0.25)
PRIOR_SCORES = 50.0


def learned(table: RatingTable, as_of: float) -> Constants:
    """The components of greatest posterior density given the ratings up to the day `as_of` (ordinal).

    The scores' own components come from moments, the others from the marginal likelihood with histories,
    pairs and generosities integrated out. Raters who follow nothing or little stay out of it.
    """
    table = in_order(table, as_of)
    constants = Constants()
    if len(table) < FEWEST_RATINGS or len(np.unique(table.client)) < FEWEST_CLIENTS:
        return constants
    free = dict(SPREAD)
    if in_batches(table):
        constants = replace(constants, **STILL)
        free = {name: sd for name, sd in SPREAD.items() if name not in STILL}
    table = _of_trusted(_sample(table), as_of, constants)
    constants = start = _scores_learned(table, as_of, constants)
    clients, raters = len(table.clients), len(table.raters)
    for step in STEPS:
        visits = visits_of(table, as_of, constants)
        trust = trust_of(cells_of(visits, constants, clients, raters), visits, constants)
        density = partial(_log_density, visits, trust, clients, raters)
        constants = _climbed(density, constants, start, free, step)
    return constants


def _of_trusted(table: RatingTable, as_of: float, constants: Constants) -> RatingTable:
    """The ratings of those who follow something, and are not much noisier than usual."""
    visits = visits_of(table, as_of, constants)
    trust = trust_of(cells_of(visits, constants, len(table.clients), len(table.raters)), visits, constants)
    trusted = (trust.follows > 0.5) & (trust.noise < NOISY)
    return _compact(table.where(trusted[table.rater]))


def in_batches(table: RatingTable) -> bool:
    """Whether the ratings come on few days of the time that they span."""
    days = np.unique(table.day)
    return bool(len(days) < BATCHES * (1 + days[-1] - days[0]))


def _sample(table: RatingTable) -> RatingTable:
    """The ratings of the busiest raters, of as many clients as fit: a dense and repeatable part of the whole."""
    ratings = np.bincount(table.rater, minlength=len(table.raters))
    busiest = np.argsort(-ratings, kind="stable")[:MOST_RATERS]
    kept = np.isin(table.rater, busiest)
    per_client = np.bincount(table.client[kept], minlength=len(table.clients))
    every = np.argsort(np.arange(len(per_client)) * 0.6180339887498949 % 1.0, kind="stable")
    chosen = every[np.cumsum(per_client[every]) <= MOST_RATINGS]
    return _compact(table.where(kept & np.isin(table.client, chosen)))


def _compact(table: RatingTable) -> RatingTable:
    """The table with only the clients and raters that are in it."""
    clients, client = np.unique(table.client, return_inverse=True)
    raters, rater = np.unique(table.rater, return_inverse=True)
    return RatingTable(
        tuple(table.clients[at] for at in clients),
        tuple(table.raters[at] for at in raters),
        client,
        rater,
        table.day,
        table.scores,
    )


def _scores_learned(table: RatingTable, as_of: float, start: Constants) -> Constants:
    """score², quality² and rater_quality² as mean squares, corrected for what shrunken means take away
    (expectation–maximisation, two rounds), each with some pseudo-scores of the default."""
    constants = start
    seen = ~np.isnan(table.scores[:, 1:])
    several = seen.sum(1) > 1
    if several.sum() < PRIOR_SCORES:
        return constants
    per_client = _counted(table.client, seen, len(table.clients))
    per_rater = _counted(table.rater, seen, len(table.raters))
    free = 1 - 1 / SEVEN
    for _ in range(2):
        visits = visits_of(table, as_of, constants)
        bias = visits.offsets.rater[:, 1:]
        expected = visits.value[:, None] + visits.offsets.score[1:] + visits.quality[visits.client]
        rest = (np.where(seen, table.scores[:, 1:], 0.0) - expected - bias[visits.rater])[several] * seen[several]
        client_less = constants.score**2 / constants.quality**2
        rater_less = constants.score**2 / constants.rater_quality**2
        taken = (per_client / (per_client + client_less)).sum() + (per_rater / (per_rater + rater_less)).sum()
        freedom = (seen.sum(1)[several] - 1).sum() - free * taken
        quality = visits.quality**2 + free * constants.score**2 / (per_client + client_less)
        rater_quality = bias**2 + free * constants.score**2 / (per_rater + rater_less)
        constants = replace(
            constants,
            score=_pooled((rest**2).sum(), freedom, start.score),
            quality=_pooled(quality.sum(), free * quality.size, start.quality),
            rater_quality=_pooled(rater_quality.sum(), free * rater_quality.size, start.rater_quality),
        )
    return constants


def _counted(index: Index, seen: NDArray[np.bool_], size: int) -> Array:
    """How many scores of each quality (size, 7) there are by group."""
    return np.stack([sums(index[column], np.ones(int(column.sum())), size) for column in seen.T], axis=1)


def _pooled(squares: float, freedom: float, default: float) -> float:
    total = squares + PRIOR_SCORES * default**2
    return float(np.sqrt(total / (max(0.0, freedom) + PRIOR_SCORES)))


def _log_density(visits: Visits, trust: Trust, clients: int, raters: int, constants: Constants) -> float:
    """log p(values | constants): within the cells, of the cells, and of the possibility of abrupt changes.

    All visits are taken for usual: if odd ones were possible, the uneven noise of whole scores would pass for them.
    """
    cells = cells_of(visits, constants, clients, raters)
    evidence = evidence_of(cells, trust, constants)
    common = common_of(cells, evidence, trust, constants)
    changes = changes_of(
        evidence.precision,
        evidence.spread,
        cells.by_slot(pull_given(cells, evidence, common)),
        ages=cells.ages,
        then=cells.then,
        oldest=cells.oldest,
        constants=constants,
    )
    return (
        _within(visits, cells, trust, constants)
        + evidence.log_density
        + common.log_density
        + float(changes.log_odds.sum())
    )


def _within(visits: Visits, cells: Cells, trust: Trust, constants: Constants) -> float:
    """The part of the visits that their cells' means leave out."""
    weight = 1 / ((constants.visit**2 + visits.noise) * trust.noise[visits.rater])
    value = (visits.value - trust.level) / trust.scale[visits.rater]
    cell_weight = cells.weight / trust.noise[cells.rater]
    cell_value = (cells.value - trust.level) / trust.scale[cells.rater]
    return 0.5 * float(np.log(weight).sum() - weight @ value**2 + cell_weight @ cell_value**2)


def _climbed(
    density: Callable[[Constants], float],
    constants: Constants,
    start: Constants,
    free: Mapping[str, float],
    step: float,
) -> Constants:
    """Coordinate ascent: each component's logarithm moves to the vertex of the parabola through three points."""

    def height(given: Constants) -> float:
        away = [np.log(getattr(given, name) / getattr(start, name)) / sd for name, sd in free.items()]
        return density(given) - 0.5 * float(np.square(away).sum())

    top = height(constants)
    for name in free:
        up, down = (height(_moved(constants, name, move)) for move in (step, -step))
        bend = up + down - 2 * top
        vertex = 0.5 * step * (down - up) / bend if bend < 0 else np.copysign(np.inf, up - down)
        leap = float(np.clip(vertex, -3 * step, 3 * step))
        tried = {0.0: top, step: up, -step: down, leap: height(_moved(constants, name, leap))}
        best = max(tried, key=lambda move: tried[move])
        top, constants = tried[best], _moved(constants, name, best)
    return constants


def _moved(constants: Constants, name: str, move: float) -> Constants:
    """The constants with one component's logarithm moved."""
    return replace(constants, **{name: getattr(constants, name) * float(np.exp(move))})
