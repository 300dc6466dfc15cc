"""Step 2: visits of one rater at one client merge in periods, which are finer for recent ones."""

from dataclasses import dataclass

import numpy as np

from bot.scoring.constants import Constants
from bot.scoring.visits import Array, Index, Visits, begins, sums

PER_E = 8.0
SOFT = 60.0
"""A period is SOFT / PER_E days long today (a week), seven weeks at one year, seven months at five."""

TREND_DAYS = 90.0


def period_of(age: Array) -> Index:
    """The period in which an age (days) falls, counted back from today."""
    return (PER_E * np.log1p(np.maximum(0.0, age) / SOFT)).astype(np.int64)


def age_of(period: Index) -> Array:
    """The age (days) at the middle of a period; the first one stands for today."""
    middle = SOFT * np.expm1((period + 0.5) / PER_E)
    return np.where(period > 0, middle, 0.0)


@dataclass(frozen=True)
class Cells:
    """N cells (client, rater, period), in that order, of G pairs (client, rater).

    `ages` (T,) are the ages in days of the periods that have visits, and of today and the day `then` (its
    place), against which the trend is measured. `slot` (N,) is the place of a cell's client and period
    in a flat (C, T) array, `weight` (N,) the summed precision of a cell's visits and
    `value` (N,) their weighted mean; `of` (N,) is the pair of a cell and `start` (G,) the first cell of a pair.
    """

    clients: int
    raters: int
    ages: Array
    then: int
    client: Index
    rater: Index
    period: Index
    slot: Index
    weight: Array
    value: Array
    of: Index
    start: Index

    @property
    def oldest(self) -> Index:
        """The oldest period (C,) with a visit; 0 for clients without any."""
        found = np.zeros(self.clients, np.int64)
        np.maximum.at(found, self.client, self.period)
        return found

    def by_pair(self, values: Array) -> Array:
        """The sums (G,) of `values` (N,) over the cells of each pair."""
        return np.add.reduceat(values, self.start) if len(self.start) else np.zeros(0)

    def by_slot(self, values: Array) -> Array:
        """The sums (C, T) of `values` (N,) over the raters."""
        T = len(self.ages)
        return sums(self.slot, values, self.clients * T).reshape(self.clients, T)


def cells_of(visits: Visits, constants: Constants, clients: int, raters: int) -> Cells:
    """The visits merged: weight = sum of 1 / (visit² + noise_v), value = the mean with these weights."""
    period = period_of(visits.age)
    then = int(period_of(np.array([TREND_DAYS]))[0])
    used = np.bincount(period, minlength=1 + then)
    used[[0, then]] += 1
    periods = np.flatnonzero(used)
    place = np.cumsum(used > 0) - 1
    pair = visits.client * max(1, raters) + visits.rater
    first = begins(pair * (1 + period.max(initial=0)) + period)
    precision = 1 / (constants.visit**2 + visits.noise)
    weight, total = np.zeros(0), np.zeros(0)
    if len(first):
        weight = np.add.reduceat(precision, first)
        total = np.add.reduceat(precision * visits.value, first)
    start = begins(pair[first])
    return Cells(
        clients=clients,
        raters=raters,
        ages=age_of(periods),
        then=int(place[then]),
        client=visits.client[first],
        rater=visits.rater[first],
        period=place[period[first]],
        slot=visits.client[first] * len(periods) + place[period[first]],
        weight=weight,
        value=total / weight,
        of=np.repeat(np.arange(len(start)), np.diff(np.append(start, len(first)))),
        start=start,
    )
