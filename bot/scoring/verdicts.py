"""Step 8: from the mixture to probabilities, verdicts and standings."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.qualities import HIGHEST, LOWEST, Quality
from bot.ratings import RatingTable
from bot.scoring.histories import Histories, Mixture
from bot.scoring.normal import below
from bot.scoring.standings import Criteria, Estimate, Reason, Standing, Trend, Verdict
from bot.scoring.visits import SEVEN, Array, Index

SURE = 0.75
"""The probability from which a class is a verdict."""

SOME = 5
"""From so many ratings by two raters on, an unsettled client's evidence pulls both ways: it is not too little."""

NOTICED = 0.3
"""Points by which the overall must change to be better or worse."""

LIKELY = 0.5
"""The probability from which one abrupt change is said to explain a client's ratings."""

WIDENED = 1.08
"""Standard deviations are widened by this for what the model takes as known: its constants, the raters' trust."""

NINETY = 1.6449
"""Standard deviations on either side that hold 90 %."""

HALVINGS = 14


@dataclass(frozen=True)
class Posterior:
    """What the model knows of C clients, as columns: (C,), and (C, 7) for the qualities.

    `lo` and `hi` bound the 90 % interval of the overall; `changed` is the age in days of the likely abrupt
    change, or NaN. `firm` (C,) says whether the likeliest class would be the same without the latest visit,
    `density` (C,) is the density of the overall at the threshold of good.
    """

    mean: Array
    sd: Array
    lo: Array
    hi: Array
    p_good: Array
    p_difficult: Array
    firm: NDArray[np.bool_]
    quality_mean: Array
    quality_sd: Array
    change: Array
    p_better: Array
    p_worse: Array
    changed: Array
    density: Array


def posterior_of(
    histories: Histories,
    ages: Array,
    level: float,
    carried: Array,
    around: Array,
    around_var: Array,
    criteria: Criteria,
) -> Posterior:
    """The overall is level + history + the weighted mean of the qualities around them, for each reading.

    `around` (C, 7) are the qualities around the client's level, `around_var` their variances: with equal weights
    they cancel out, with others they count by the difference. P(good) and the intervals are the mixture's.
    """
    shares = np.array(criteria.shares)
    own = around @ shares
    shared_var = carried + around_var @ (shares - 1 / SEVEN) ** 2
    mixture, chance = histories.all, histories.all.chance
    centre, sd = _overall(mixture, level + own, shared_var)
    mean = (chance * centre).sum(1)
    total_var = (chance * (sd**2 + (centre - mean[:, None]) ** 2)).sum(1)
    change_sd = np.sqrt(mixture.change_var) * WIDENED
    change = (chance * mixture.change).sum(1)
    places = chance.reshape(-1, 2, len(ages)).sum(1)
    likeliest = places[:, 1:].argmax(1)
    p_class = _classes(centre, sd, chance, criteria)
    before = _overall(histories.before, level + own, shared_var)
    p_before = _classes(*before, histories.before.chance, criteria)
    return Posterior(
        mean=np.clip(mean, LOWEST, HIGHEST),
        sd=np.sqrt(total_var),
        lo=_quantile(0.05, centre, sd, chance),
        hi=_quantile(0.95, centre, sd, chance),
        p_good=p_class[0],
        p_difficult=p_class[1],
        firm=p_class.argmax(0) == p_before.argmax(0),
        quality_mean=(mean - own)[:, None] + around,
        quality_sd=np.sqrt(total_var[:, None] + around_var * WIDENED**2),
        change=change,
        p_better=(chance * below((mixture.change - NOTICED) / change_sd)).sum(1),
        p_worse=(chance * below((-NOTICED - mixture.change) / change_sd)).sum(1),
        changed=np.where(places[:, 0] < 1 - LIKELY, 0.5 * (ages[1:] + ages[:-1])[likeliest], np.nan),
        density=(chance * np.exp(-0.5 * ((criteria.good - centre) / sd) ** 2) / sd).sum(1) / np.sqrt(2 * np.pi),
    )


def _overall(mixture: Mixture, middle: Array, shared_var: Array) -> tuple[Array, Array]:
    """Mean and standard deviation (C, K) of the overall in each reading, around `middle` (C,)."""
    var = (mixture.now_var + shared_var[:, None]) * WIDENED**2
    return middle[:, None] + mixture.now, np.sqrt(var)


def _classes(centre: Array, sd: Array, chance: Array, criteria: Criteria) -> Array:
    """The probabilities (3, C) of good, difficult and mixed."""
    good, difficult = below((centre - criteria.good) / sd), below((criteria.difficult - centre) / sd)
    found: Array = (chance * np.stack([good, difficult, 1 - good - difficult])).sum(2)
    return found


def _quantile(share: float, centre: Array, sd: Array, chance: Array) -> Array:
    """The value (C,) below which `share` of each client's mixture lies, by halving, within the scale."""
    lo, hi = (centre - 3 * sd).min(1), (centre + 3 * sd).max(1)
    for _ in range(HALVINGS):
        middle = 0.5 * (lo + hi)
        low = (chance * below((middle[:, None] - centre) / sd)).sum(1) < share
        lo, hi = np.where(low, middle, lo), np.where(low, hi, middle)
    found: Array = np.clip(0.5 * (lo + hi), LOWEST, HIGHEST)
    return found


def share_of(p_good: Array, common_var: float) -> Estimate:
    """The share of good ones among rated clients: the mean of P(good), which no threshold on means biases.

    Its variance is that of independent clients, and `common_var`: what the error of the level does to all.
    """
    if not len(p_good):
        return Estimate(0.0, 0.5, 0.0, 1.0)
    mean = float(p_good.mean())
    sd = float(np.sqrt((p_good * (1 - p_good)).sum() / len(p_good) ** 2 + common_var))
    return Estimate(mean, sd, max(0.0, mean - NINETY * sd), min(1.0, mean + NINETY * sd))


def verdict_of(
    p_good: float, p_difficult: float, ratings: int, raters: int, firm: bool = True
) -> tuple[Verdict, Reason | None]:
    """The class whose probability is at least `SURE`; otherwise why there is none.

    No single rating settles: there must be two, and (`firm`) the class must be the likeliest without the latest, too.
    """
    if ratings > 1 and firm:
        for verdict, probability in (
            (Verdict.GOOD, p_good),
            (Verdict.DIFFICULT, p_difficult),
            (Verdict.MIXED, 1 - p_good - p_difficult),
        ):
            if probability >= SURE:
                return verdict, None
    enough = ratings >= SOME and raters > 1
    return Verdict.UNSETTLED, Reason.BOTH_WAYS if enough else Reason.TOO_FEW


@dataclass(frozen=True)
class Counts:
    """What there is of each client: its ratings (C,), raters (C,), last day's ordinal (C,) or NaN, and its scores
    of each quality (C, 7)."""

    ratings: Index
    raters: Index
    last: Array
    seen: Index


def counts_of(table: RatingTable) -> Counts:
    """The counts of the clients of a table that is in order."""
    size = len(table.clients)
    pair = table.client * max(1, len(table.raters)) + table.rater
    first = np.diff(pair, prepend=-1) != 0
    last = np.full(size, np.nan)
    np.fmax.at(last, table.client, table.day)
    edges = np.searchsorted(table.client, np.arange(size + 1))
    seen = [np.append(0, np.cumsum(column)) for column in ~np.isnan(table.scores[:, 1:].T)]
    return Counts(
        ratings=np.bincount(table.client, minlength=size),
        raters=np.bincount(table.client[first], minlength=size),
        last=last,
        seen=np.stack([np.diff(so_far[edges]) for so_far in seen], axis=1),
    )


def standings_of(names: tuple[str, ...], posterior: Posterior, counts: Counts, as_of: date) -> Mapping[str, Standing]:
    """The columns as one standing a client, by its id."""
    overall = _rows(posterior.mean, posterior.sd, posterior.lo, posterior.hi)
    chances = _rows(posterior.p_good, posterior.p_difficult, posterior.firm)
    changed = as_of.toordinal() - posterior.changed
    trends = _rows(posterior.change, posterior.p_better, posterior.p_worse, changed)
    counted = _rows(counts.ratings, counts.raters, counts.last, counts.seen)
    found: dict[str, Standing] = {}
    for name, estimate, qualities, (p_good, p_difficult, firm), trend, (ratings, raters, last, seen) in zip(
        names, overall, _qualities(posterior), chances, trends, counted, strict=True
    ):
        verdict, reason = verdict_of(p_good, p_difficult, ratings, raters, firm)
        found[name] = Standing(
            client=name,
            overall=Estimate(*estimate),
            qualities=qualities,
            p_good=p_good,
            p_difficult=p_difficult,
            verdict=verdict,
            reason=reason,
            trend=Trend(trend[0], trend[1], trend[2], _day(trend[3])),
            ratings=ratings,
            raters=raters,
            last=_day(last),
            seen=dict(zip(qualities, seen, strict=True)),
        )
    return found


def _rows(*columns: Array | Index | NDArray[np.bool_]) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _qualities(posterior: Posterior) -> Iterator[dict[Quality, Estimate]]:
    mean, sd = posterior.quality_mean, posterior.quality_sd
    lo, hi = mean - NINETY * sd, mean + NINETY * sd
    names = tuple(Quality)
    for row in _rows(np.clip(mean, LOWEST, HIGHEST), sd, np.clip(lo, LOWEST, HIGHEST), np.clip(hi, LOWEST, HIGHEST)):
        yield dict(zip(names, map(Estimate, *row), strict=True))


def _day(ordinal: float) -> date | None:
    return None if math.isnan(ordinal) else date.fromordinal(round(ordinal))
