"""Ratings → standings: what few, noisy and biased ratings can tell of a client. The method is in docs/scoring.md."""

from collections.abc import Sequence
from datetime import date

from bot.ratings import RatingTable
from bot.scoring.constants import Constants
from bot.scoring.explaining import explanation_of
from bot.scoring.fit import Fit
from bot.scoring.learning import learned
from bot.scoring.past import Pasts
from bot.scoring.payment import Measured, measure
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
    "Measured",
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
    "measure",
    "standings",
]

_pasts = Pasts()


def standings(
    table: RatingTable, as_of: date, criteria: Criteria | None = None, constants: Constants | None = None
) -> Standings:
    """All standings on `as_of`. Ratings after it do not count; without `constants` they are learned first."""
    return Fit.of(table, as_of, criteria or Criteria(), constants or learn(table, as_of)).standings()


def learn(table: RatingTable, as_of: date) -> Constants:
    """The variance components that the ratings up to `as_of` show; the defaults where they are too few to tell."""
    return learned(table, float(as_of.toordinal()))


def explain(
    client: str,
    table: RatingTable,
    as_of: date,
    criteria: Criteria | None = None,
    constants: Constants | None = None,
) -> Explanation:
    """One client's overall taken apart. Raises KeyError where the table does not know the client."""
    fit = Fit.of(table, as_of, criteria or Criteria(), constants or learn(table, as_of))
    return explanation_of(fit, client)


def history(
    table: RatingTable,
    days: Sequence[date],
    criteria: Criteria | None = None,
    constants: Constants | None = None,
) -> tuple[Past, ...]:
    """What was known on each of the days, from the ratings up to it, for the digest's and the client card's lines.

    Where they are not given, the constants are learned once, from the ratings up to the last of the days. Days that
    were asked for before, with the same ratings up to them, cost next to nothing.
    """
    if not days:
        return ()
    criteria, constants = criteria or Criteria(), constants or learn(table, max(days))
    return tuple(_pasts.on(day, table, criteria, constants) for day in days)
