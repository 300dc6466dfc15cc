"""From probabilities to verdicts, and from the model's arrays to standings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.qualities import HIGHEST, LOWEST, Quality
from bot.ratings import RatingTable
from bot.scoring.standings import Estimate, Reason, Standing, Trend, Verdict

Array = NDArray[np.float64]

SURE = 0.75
"""The probability from which a class is a verdict."""

NINETY = 1.6449
"""Standard deviations on either side of the mean that hold 90 % of a normal distribution."""

SOME = 5
"""From so many ratings by two raters on, an unsettled client's evidence pulls both ways: it is not too little."""


@dataclass(frozen=True)
class Posterior:
    """What the model knows of C clients, as columns: (C,), and (C, 7) for the qualities.

    `lo` and `hi` bound the 90 % interval of the overall; `changed` is a day's ordinal, or NaN.
    """

    mean: Array
    sd: Array
    lo: Array
    hi: Array
    p_good: Array
    p_difficult: Array
    quality_mean: Array
    quality_sd: Array
    change: Array
    p_better: Array
    p_worse: Array
    changed: Array


def verdict_of(p_good: float, p_difficult: float, ratings: int, raters: int) -> tuple[Verdict, Reason | None]:
    """The class whose probability is at least `SURE`; otherwise why there is none. No single rating settles."""
    if ratings > 1:
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
    """What there is of each client, as columns: its ratings (C,), raters (C,), last day's ordinal (C,) or NaN,
    and its scores of each quality (C, 7)."""

    ratings: NDArray[np.int64]
    raters: NDArray[np.int64]
    last: Array
    seen: NDArray[np.int64]


def counts_of(table: RatingTable) -> Counts:
    """The counts of the table's clients."""
    size = len(table.clients)
    pairs = np.unique(table.client * max(1, len(table.raters)) + table.rater)
    last = np.full(size, -np.inf)
    np.maximum.at(last, table.client, table.day)
    seen = [np.bincount(table.client, ~np.isnan(table.scores[:, 1 + at]), size) for at in range(len(Quality))]
    return Counts(
        ratings=np.bincount(table.client, minlength=size),
        raters=np.bincount(pairs // max(1, len(table.raters)), minlength=size),
        last=np.where(np.isfinite(last), last, np.nan),
        seen=np.stack(seen, axis=1).astype(np.int64),
    )


def standings_of(names: tuple[str, ...], posterior: Posterior, counts: Counts) -> Mapping[str, Standing]:
    """The columns as one standing a client, by its id."""
    overall = zip(
        *(column.tolist() for column in (posterior.mean, posterior.sd, posterior.lo, posterior.hi)),
        strict=True,
    )
    trends = zip(
        posterior.change.tolist(),
        posterior.p_better.tolist(),
        posterior.p_worse.tolist(),
        (_day(ordinal) for ordinal in posterior.changed.tolist()),
        strict=True,
    )
    rows = zip(
        names,
        overall,
        _qualities(posterior),
        posterior.p_good.tolist(),
        posterior.p_difficult.tolist(),
        trends,
        counts.ratings.tolist(),
        counts.raters.tolist(),
        counts.last.tolist(),
        counts.seen.tolist(),
        strict=True,
    )
    found: dict[str, Standing] = {}
    for name, estimate, qualities, p_good, p_difficult, trend, ratings, raters, last, seen in rows:
        verdict, reason = verdict_of(p_good, p_difficult, ratings, raters)
        found[name] = Standing(
            client=name,
            overall=Estimate(*estimate),
            qualities=qualities,
            p_good=p_good,
            p_difficult=p_difficult,
            verdict=verdict,
            reason=reason,
            trend=Trend(*trend),
            ratings=ratings,
            raters=raters,
            last=_day(last),
            seen=dict(zip(Quality, seen, strict=True)),
        )
    return found


def _qualities(posterior: Posterior) -> Iterator[dict[Quality, Estimate]]:
    mean, sd = posterior.quality_mean, posterior.quality_sd
    lo = np.clip(mean - NINETY * sd, LOWEST, HIGHEST)
    hi = np.clip(mean + NINETY * sd, LOWEST, HIGHEST)
    columns = (np.clip(mean, LOWEST, HIGHEST), sd, lo, hi)
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield {quality: Estimate(*values) for quality, values in zip(Quality, zip(*row, strict=True), strict=True)}


def _day(ordinal: float) -> date | None:
    return None if ordinal != ordinal else date.fromordinal(int(ordinal))  # noqa: PLR0124 - NaN is no day
