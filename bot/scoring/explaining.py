"""One client's overall taken apart, from the quantities that the model itself used."""

import numpy as np

from bot.qualities import HIGHEST, LOWEST, Quality
from bot.scoring.cells import TREND_DAYS
from bot.scoring.changes import mixture_of
from bot.scoring.fit import Fit
from bot.scoring.levels import pull_given
from bot.scoring.standings import Driver, Explanation, Flip, Standing, Verdict
from bot.scoring.verdicts import posterior_of, verdict_of
from bot.scoring.visits import SEVEN, Array

FURTHER = 8
"""So many further ratings at most are tried for a change of the verdict."""

ALMOST_ALL = 0.9


def explanation_of(fit: Fit, client: str) -> Explanation:
    """What moved the client's overall from the plain mean of its ratings. Raises KeyError where it is unknown.

    The estimate is linear in the ratings but for an abrupt change: overall = level + sum of influence x
    (corrected value - level) + the change's effect. Hence the corrections add up exactly.
    """
    if client not in fit.table.clients:
        raise KeyError(client)
    at = fit.table.clients.index(client)
    standing = fit.standings().clients[client]
    around = float(_around(fit, at) @ np.array(fit.criteria.shares))
    level = fit.trust.level + fit.common.level
    mine = fit.visits.client == at
    influence, corrected = _influences(fit, at), _corrected(fit)
    total = float(influence.sum())
    if mine.any():
        plain: float | None = float(np.nanmean(fit.table.scores[mine], axis=1).mean())
        seen = float(fit.visits.value[mine].mean()) + around
        fair = float(corrected[mine].mean()) + around
        weighed = level + float(influence @ (corrected[mine] - level)) / max(total, 1e-12) + around
        moved = float(fit.mixture.chance[at] @ fit.mixture.now[at] - fit.mixture.plain[at])
    else:
        plain, seen, fair, weighed, moved = None, fit.level, fit.level, fit.level, 0.0
    start = fit.level if plain is None else plain
    recent = np.abs(influence)[fit.visits.age[mine] <= TREND_DAYS].sum()
    shares = np.bincount(fit.visits.rater[mine], np.abs(influence), minlength=1)
    return Explanation(
        standing=standing,
        level=fit.level,
        plain=plain,
        qualities_seen=seen - start,
        generosity=fair - seen,
        recency=weighed + moved - fair,
        pull=standing.overall.mean - weighed - moved,
        recent_share=float(recent / max(1e-12, np.abs(influence).sum())),
        one_rater=bool(mine.any() and shares.max() >= ALMOST_ALL * shares.sum()),
        drivers=_drivers(fit, standing),
        flips=_flips(fit, at, standing),
    )


def _around(fit: Fit, at: int) -> Array:
    found: Array = fit.visits.offsets.score[1:] + fit.visits.quality[at]
    return found


def _corrected(fit: Fit) -> Array:
    """Each visit's value on the scale of the average technician (n,)."""
    trust, rater = fit.trust, fit.visits.rater
    found: Array = fit.trust.level + (fit.visits.value - trust.level) / trust.scale[rater] - fit.common.rater[rater]
    return found


def _influences(fit: Fit, at: int) -> Array:
    """By how much a point more in each of the client's visits moves its level today, abrupt changes aside:
    the row of spread x W that belongs to today, shared out by the visits' precisions."""
    cells, constants = fit.cells, fit.constants
    today = fit.evidence.spread[at, 0, cells.period]
    noise = fit.trust.noise[cells.rater]
    w = cells.weight / noise
    total = cells.by_pair(cells.weight)[cells.of]
    through = cells.by_pair(w * today)[cells.of]
    factor = constants.pair**2 * noise / (1 + constants.pair**2 * total)
    per_weight = (w * (today - factor * through) / cells.weight)[cells.client == at]
    mine = fit.visits.client == at
    precision = 1 / (constants.visit**2 + fit.visits.noise[mine])
    first = np.flatnonzero(cells.client == at)
    ends = np.cumsum(cells.weight[first])
    cell = np.searchsorted(ends * (1 + 1e-12), np.cumsum(precision))
    found: Array = precision * per_weight[np.minimum(cell, len(first) - 1)] if len(first) else np.zeros(0)
    return found


def _drivers(fit: Fit, standing: Standing) -> tuple[Driver, ...]:
    base = fit.trust.level + fit.common.level
    found = [
        Driver(
            quality=quality,
            mean=standing.qualities[quality].mean,
            level=base + float(offset),
            contribution=share * (standing.qualities[quality].mean - base - float(offset)),
            seen=standing.seen[quality],
        )
        for quality, offset, share in zip(Quality, fit.visits.offsets.score[1:], fit.criteria.shares, strict=True)
    ]
    return tuple(sorted(found, key=lambda driver: -abs(driver.contribution)))


def _flips(fit: Fit, at: int, standing: Standing) -> tuple[Flip, ...]:
    """The fit of this client with 1 to `FURTHER` more visits today, all qualities scored alike, each by another
    average rater: rank-one updates of its block."""
    scores = np.repeat(np.arange(LOWEST, HIGHEST + 1), FURTHER)
    more = np.tile(np.arange(1, FURTHER + 1), HIGHEST - LOWEST + 1)
    constants = fit.constants
    precision = more / (constants.pair**2 + constants.visit**2 + constants.score**2 / SEVEN)
    level = fit.trust.level + fit.common.level
    H = np.repeat(fit.evidence.precision[[at]], len(more), axis=0)
    H[:, 0, 0] += precision
    S, row = fit.evidence.spread[at], fit.evidence.spread[at, 0]
    less = precision / (1 + precision * row[0])
    pull = np.repeat(pull_given(fit.cells, fit.evidence, fit.common)[[at]], len(more), axis=0)
    pull[:, 0] += precision * (scores - level)
    mixture = mixture_of(
        H,
        S - less[:, None, None] * np.outer(row, row),
        pull,
        ages=fit.cells.ages,
        then=fit.cells.then,
        oldest=np.repeat(fit.cells.oldest[at], len(more)),
        constants=constants,
    )
    posterior = posterior_of(
        mixture,
        fit.cells.ages,
        level,
        np.repeat(fit.common.carried[at], len(more)),
        np.repeat(_around(fit, at)[None], len(more), axis=0),
        np.repeat(fit.visits.quality_var[[at]], len(more), axis=0),
        fit.criteria,
    )
    found: dict[Verdict, Flip] = {}
    nearest = np.lexsort((np.abs(scores - standing.overall.mean), more))
    for place in nearest.tolist():
        ratings, raters = standing.ratings + int(more[place]), standing.raters + int(more[place])
        verdict, _ = verdict_of(float(posterior.p_good[place]), float(posterior.p_difficult[place]), ratings, raters)
        if verdict not in (standing.verdict, Verdict.UNSETTLED):
            found.setdefault(verdict, Flip(verdict, int(scores[place]), int(more[place])))
    return tuple(found.values())
