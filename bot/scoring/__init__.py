"""Ratings → standings: what few, noisy and biased ratings can tell of a client. The method is in docs/scoring.md."""

from collections.abc import Sequence
from datetime import date

from bot.ratings import RatingTable
from bot.scoring.constants import Constants
from bot.scoring.fit import Fit
from bot.scoring.standings import (
    Criteria,
    Driver,
    Estimate,
    Explanation,
    Flip,
    Past,
    RaterStanding,
    Reason,
    Standing,
    Standings,
    Trend,
    Verdict,
)

__all__ = [
    "Constants",
    "Criteria",
    "Driver",
    "Estimate",
    "Explanation",
    "Fit",
    "Flip",
    "Past",
    "RaterStanding",
    "Reason",
    "Standing",
    "Standings",
    "Trend",
    "Verdict",
    "explain",
    "history",
    "learn",
    "standings",
]


def standings(
    table: RatingTable, as_of: date, criteria: Criteria | None = None, constants: Constants | None = None
) -> Standings:
    """All standings on `as_of`. Ratings after it do not count; without `constants` they are learned first."""
    return Fit.of(table, as_of, criteria or Criteria(), constants or learn(table, as_of)).standings()


def learn(table: RatingTable, as_of: date) -> Constants:
    """The variance components that the ratings up to `as_of` show; the defaults where they are too few to tell."""
    return Constants()


def explain(
    client: str, table: RatingTable, as_of: date, criteria: Criteria | None = None, constants: Constants | None = None
) -> Explanation:
    """One client's overall taken apart. Raises KeyError where the table does not know the client."""
    criteria = criteria or Criteria()
    found = standings(table, as_of, criteria, constants)
    standing = found.clients[client]
    drivers = tuple(
        Driver(quality, estimate.mean, found.level, share * (estimate.mean - found.level), standing.seen[quality])
        for (quality, estimate), share in zip(standing.qualities.items(), criteria.shares, strict=True)
    )
    return Explanation(
        standing,
        found.level,
        None if not standing.ratings else standing.overall.mean,
        0.0,
        0.0,
        0.0,
        0.0,
        1.0,
        standing.raters < 2,
        drivers,
        (),
    )


def history(
    table: RatingTable,
    days: Sequence[date],
    criteria: Criteria | None = None,
    constants: Constants | None = None,
) -> tuple[Past, ...]:
    """What was known on each of the days, from the ratings up to it, for the digest's and the client card's lines.

    The constants are learned once, from the ratings up to the last of the days, where they are not given.
    """
    if not days:
        return ()
    constants = constants or learn(table, max(days))
    found = [standings(table, day, criteria, constants) for day in days]
    return tuple(
        Past(
            on=then.as_of,
            share_good=then.share_good,
            settled=then.settled,
            settled_good=then.settled_good,
            overall={name: one.overall for name, one in then.clients.items() if one.ratings},
        )
        for then in found
    )
