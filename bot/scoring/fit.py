"""The model fitted to a table of ratings: what standings, explanations and histories are read from."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.qualities import HIGHEST, LOWEST
from bot.ratings import RatingTable
from bot.scoring.constants import Constants
from bot.scoring.standings import Criteria, Estimate, RaterStanding, Standings
from bot.scoring.verdicts import NINETY, Array, Posterior, counts_of, standings_of

HALF_LIFE = 180.0


def normal_above(z: Array) -> Array:
    """The probability that a standard normal is above z."""
    return np.array([0.5 * math.erfc(value / math.sqrt(2)) for value in z.ravel()]).reshape(z.shape)


@dataclass(frozen=True)
class Fit:
    """The fitted model. `table` holds the ratings up to `as_of` only."""

    table: RatingTable
    as_of: date
    criteria: Criteria
    constants: Constants
    visit: Array
    weight: Array
    generosity: Array
    level: float
    quality_mean: Array
    quality_sd: Array
    mean: Array
    sd: Array

    @classmethod
    def of(cls, table: RatingTable, as_of: date, criteria: Criteria, constants: Constants) -> "Fit":
        """The model fitted to the ratings of `table` up to `as_of`."""
        table = table.where(table.day <= as_of.toordinal())
        seen = ~np.isnan(table.scores)
        mu = (
            np.array(
                [
                    np.nanmean(column) if seen[:, at].any() else constants.level
                    for at, column in enumerate(table.scores.T)
                ]
            )
            if len(table)
            else np.full(8, constants.level)
        )
        centre = float(mu[1:].mean()) if len(table) else constants.level
        centred = np.where(seen, table.scores - mu, 0.0)
        visit = centre + centred.sum(1) / np.maximum(1, seen.sum(1))
        weight = seen.any(1) * 0.5 ** ((as_of.toordinal() - table.day) / HALF_LIFE)
        C, R = len(table.clients), len(table.raters)
        noise = constants.pair**2 + constants.visit**2 + constants.score**2 / 6
        generosity, client = np.zeros(R), np.zeros(C)
        for _ in range(8):
            rest = visit - centre - generosity[table.rater]
            client = np.bincount(table.client, weight * rest, C) / (
                np.bincount(table.client, weight, C) + noise / constants.client**2
            )
            rest = visit - centre - client[table.client]
            generosity = np.bincount(table.rater, weight * rest, R) / (
                np.bincount(table.rater, weight, R) + noise / constants.rater**2
            )
        total = np.bincount(table.client, weight, C)
        sd = np.sqrt(1 / (1 / constants.client**2 + total / noise))
        quality = np.empty((C, 7))
        quality_sd = np.empty((C, 7))
        for k in range(7):
            rest = np.where(seen[:, k + 1], table.scores[:, k + 1] - mu[k + 1] - client[table.client], 0.0)
            seen_k = np.bincount(table.client, weight * seen[:, k + 1], C)
            less = constants.score**2 / constants.quality**2
            quality[:, k] = np.bincount(table.client, weight * rest, C) / (seen_k + less) + mu[k + 1] - centre
            quality_sd[:, k] = np.sqrt(sd**2 + constants.score**2 / (seen_k + less))
        quality += centre + client[:, None]
        mean = quality @ np.array(criteria.shares)
        return cls(table, as_of, criteria, constants, visit, weight, generosity, centre, quality, quality_sd, mean, sd)

    def standings(self) -> Standings:
        """All standings on the day of the fit."""
        mean = np.clip(self.mean, LOWEST, HIGHEST)
        good = normal_above((self.criteria.good - mean) / self.sd)
        difficult = 1 - normal_above((self.criteria.difficult - mean) / self.sd)
        C = len(mean)
        posterior = Posterior(
            mean,
            self.sd,
            np.clip(mean - NINETY * self.sd, LOWEST, HIGHEST),
            np.clip(mean + NINETY * self.sd, LOWEST, HIGHEST),
            good,
            difficult,
            self.quality_mean,
            self.quality_sd,
            np.zeros(C),
            np.full(C, 0.1),
            np.full(C, 0.1),
            np.full(C, np.nan),
        )
        counts = counts_of(self.table)
        rated = counts.ratings > 0
        share = float(good[rated].mean()) if rated.any() else 0.0
        sd = float(np.sqrt((good * (1 - good))[rated].sum()) / max(1, rated.sum()))
        return Standings(
            as_of=self.as_of,
            ratings=len(self.table),
            level=self.level,
            share_good=Estimate(share, sd, max(0.0, share - NINETY * sd), min(1.0, share + NINETY * sd)),
            clients=standings_of(self.table.clients, posterior, counts),
            raters=self._raters(),
        )

    def _raters(self) -> Mapping[str, RaterStanding]:
        counts = np.bincount(self.table.rater, minlength=len(self.table.raters))
        return {
            name: RaterStanding(name, float(self.generosity[at]), 0.2, int(counts[at]), 1.0, 1.0, 1.0)
            for at, name in enumerate(self.table.raters)
        }
