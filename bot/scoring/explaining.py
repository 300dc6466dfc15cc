"""One client's overall taken apart, from the quantities that the model itself used."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.qualities import HIGHEST, LOWEST, Quality
from bot.ratings import RatingTable
from bot.scoring.cells import TREND_DAYS
from bot.scoring.fit import Fit
from bot.scoring.standings import Driver, Explanation, Flip, Standing, Verdict
from bot.scoring.visits import SEVEN, Array

FURTHER = 8
"""So many further ratings at most are tried for a change of the verdict."""

ALMOST_ALL = 0.9


def explanation_of(fit: Fit, client: str) -> Explanation:
    """What moved the client's overall from the plain mean of its ratings. Raises KeyError where it is unknown.

    The estimate is linear in the ratings but for an abrupt change and a visit out of the ordinary: overall = level +
    sum of influence x (corrected value - level) + their effects. Hence the corrections add up exactly.
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
        read = fit.histories.all
        usual = len(fit.cells.ages)
        chance, now = read.chance[at, :usual], read.now[at, :usual]
        moved = float(chance @ now / chance.sum() - now[0])
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
    today, w = fit.evidence.spread[at, 0, cells.period], fit.evidence.weight
    through = cells.by_pair(w * today)[cells.of]
    per_weight = (w * (today - fit.evidence.factor * through) / cells.weight)[cells.client == at]
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
    """The fewest and nearest of 1 to `FURTHER` more visits today, all qualities scored alike, each by another new
    rater, for each verdict that they would bring."""
    tried = [(more, score) for more in range(1, FURTHER + 1) for score in range(LOWEST, HIGHEST + 1)]
    tried.sort(key=lambda one: (one[0], abs(one[1] - standing.overall.mean)))
    own = fit.table.where(fit.table.client == at)
    later = fit.variants(_with_more(own, tried, fit.as_of), [standing.client] * len(tried))
    found: dict[Verdict, Flip] = {}
    for (more, score), after in zip(tried, later.standings().clients.values(), strict=True):
        if after.verdict not in (standing.verdict, Verdict.UNSETTLED):
            found.setdefault(after.verdict, Flip(after.verdict, score, more))
    return tuple(found.values())


def _with_more(ratings: RatingTable, tried: Sequence[tuple[int, int]], on: date) -> RatingTable:
    """One client for each of `tried`, (more, score): with these ratings and so many more of that score on the day."""
    size, more = len(ratings), [n for n, _ in tried]
    return RatingTable(
        clients=tuple(f"{place:03}" for place in range(len(tried))),
        raters=(*ratings.raters, *(f"\0{place}" for place in range(max(more)))),
        client=np.repeat(np.arange(len(tried)), [size + n for n in more]),
        rater=np.concatenate([np.append(ratings.rater, len(ratings.raters) + np.arange(n)) for n in more]),
        day=np.concatenate([np.append(ratings.day, np.full(n, float(on.toordinal()))) for n in more]),
        scores=np.vstack(
            [np.vstack([ratings.scores, np.tile([np.nan, *[score] * SEVEN], (n, 1))]) for n, score in tried]
        ),
    )
