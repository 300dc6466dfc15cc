"""The model fitted to a table of ratings, step by step: what everything else is read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.qualities import HIGHEST, LOWEST
from bot.ratings import RatingTable
from bot.scoring.cells import Cells, cells_of
from bot.scoring.constants import Constants
from bot.scoring.histories import Histories, histories_of
from bot.scoring.levels import Common, Evidence, common_of, evidence_of
from bot.scoring.standings import Criteria, Estimate, Past, RaterStanding, Standings, Verdict
from bot.scoring.trust import Trust, trust_of
from bot.scoring.verdicts import (
    Posterior,
    counts_of,
    posterior_of,
    share_of,
    standings_of,
    verdict_of,
)
from bot.scoring.visits import SEVEN, Array, Offsets, Visits, in_order, visits_of


@dataclass(frozen=True)
class Fit:
    """The fitted model: the result of each step, for the ratings known on the day `as_of`.

    `table` has them in order (clients and raters by name); `asked` are the clients in the order they were given.
    """

    asked: tuple[str, ...]
    table: RatingTable
    as_of: date
    criteria: Criteria
    constants: Constants
    visits: Visits
    cells: Cells
    trust: Trust
    evidence: Evidence
    common: Common
    histories: Histories
    posterior: Posterior

    @classmethod
    def of(cls, table: RatingTable, as_of: date, criteria: Criteria, constants: Constants) -> "Fit":
        """The model fitted to the ratings of `table` up to `as_of`."""
        today = float(as_of.toordinal())
        asked, table = table.clients, in_order(table, today)
        visits = visits_of(table, today, constants)
        cells = cells_of(visits, constants, len(table.clients), len(table.raters))
        trust = trust_of(cells, visits, constants)
        evidence = evidence_of(cells, trust, constants)
        common = common_of(cells, evidence, trust, constants)
        return cls._read(asked, table, as_of, criteria, constants, visits, cells, trust, evidence, common)

    @classmethod
    def _read(
        cls,
        asked: tuple[str, ...],
        table: RatingTable,
        as_of: date,
        criteria: Criteria,
        constants: Constants,
        visits: Visits,
        cells: Cells,
        trust: Trust,
        evidence: Evidence,
        common: Common,
    ) -> "Fit":
        """The last two steps, which treat each client by itself."""
        histories = histories_of(cells, evidence, common, constants)
        posterior = posterior_of(
            histories,
            cells.ages,
            trust.level + common.level,
            common.carried,
            visits.offsets.score[1:] + visits.quality,
            visits.quality_var,
            criteria,
        )
        return cls(
            asked,
            table,
            as_of,
            criteria,
            constants,
            visits,
            cells,
            trust,
            evidence,
            common,
            histories,
            posterior,
        )

    @property
    def level(self) -> float:
        """The overall of the company's average client."""
        shares = np.array(self.criteria.shares)
        return self.trust.level + self.common.level + float(self.visits.offsets.score[1:] @ shares)

    def standings(self) -> Standings:
        """All standings on the day of the fit."""
        counts = counts_of(self.table)
        found = standings_of(self.table.clients, self.posterior, counts, self.as_of)
        return Standings(
            as_of=self.as_of,
            ratings=len(self.table),
            level=self.level,
            share_good=self._share_good(),
            clients={name: found[name] for name in self.asked},
            raters=self._raters(),
        )

    def variants(self, table: RatingTable, of: Sequence[str]) -> "Fit":
        """What this fit would say of clients with other ratings: each client of `table` stands for the one at its place
        in `of`, with its own ratings only.

        What all clients share (generosities, trust, the level) stays as it is here. An unknown rater may be as generous
        or harsh as any, which for one client is a view of its own.
        """
        constants, today = self.constants, float(self.as_of.toordinal())
        carried = dict(zip(self.table.clients, self.common.carried.tolist(), strict=True))
        stands_for = dict(zip(table.clients, of, strict=True))
        asked, table = table.clients, in_order(table, today)
        place = {name: at for at, name in enumerate(self.table.raters)}
        at = np.array([place.get(name, len(place)) for name in table.raters], np.int64)
        offsets, trust, common = self.visits.offsets, self.trust, self.common
        among = np.vstack([offsets.rater, np.zeros((1, 1 + SEVEN))])[at]
        trust = replace(
            trust,
            scale=np.append(trust.scale, 1.0)[at],
            noise=np.append(trust.noise, 1.0)[at],
            pair=np.append(trust.pair, 1 + (constants.rater / constants.pair) ** 2)[at],
            follows=np.append(trust.follows, 1.0)[at],
            constant=np.append(trust.constant, 0.0)[at],
        )
        common = replace(
            common,
            rater=np.append(common.rater, 0.0)[at],
            rater_var=np.append(common.rater_var, 0.0)[at],
            carried=np.array([carried.get(stands_for[name], common.level_var) for name in table.clients]),
        )
        visits = visits_of(table, today, constants, Offsets(offsets.score, among))
        cells = cells_of(visits, constants, len(asked), len(at))
        evidence = evidence_of(cells, trust, constants)
        return self._read(asked, table, self.as_of, self.criteria, constants, visits, cells, trust, evidence, common)

    @property
    def generosity(self) -> Array:
        """What is to be added to a client's overall for each rater's overall score (R,), in points.

        For a straight-liner it is the distance of the constant from the level, as far as it has been seen.
        """
        trust, level = self.trust, self.common.level
        weight = np.bincount(self.cells.rater, self.cells.weight, self.cells.raters)
        seen = weight / (weight + 1 / self.constants.rater**2)
        follows = trust.scale * self.common.rater + (trust.scale - 1) * level
        found: Array = trust.follows * follows + (1 - trust.follows) * seen * (trust.constant - level)
        return found

    def predict(self, clients: Sequence[str], raters: Sequence[str]) -> Array:
        """The overall score (1 to 5) expected of each client and rater, two lists side by side.

        Who is unknown is taken for average.
        """
        overall = dict(zip(self.table.clients, self.posterior.mean.tolist(), strict=True))
        generosity = dict(zip(self.table.raters, self.generosity.tolist(), strict=True))
        found = [
            overall.get(client, self.level) + generosity.get(rater, 0.0)
            for client, rater in zip(clients, raters, strict=True)
        ]
        scores: Array = np.clip(np.array(found), LOWEST, HIGHEST)
        return scores

    def past(self) -> Past:
        """The fit as one point of a history."""
        posterior, counts = self.posterior, counts_of(self.table)
        columns = (
            posterior.mean,
            posterior.sd,
            posterior.lo,
            posterior.hi,
            posterior.p_good,
            posterior.p_difficult,
            counts.ratings,
            counts.raters,
            posterior.firm,
        )
        overall: dict[str, Estimate] = {}
        verdicts: list[Verdict] = []
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for name, (mean, sd, lo, hi, *evidence) in zip(self.table.clients, rows, strict=True):
            verdicts.append(verdict_of(*evidence)[0])
            if evidence[2]:
                overall[name] = Estimate(mean, sd, lo, hi)
        return Past(
            on=self.as_of,
            share_good=self._share_good(),
            settled=sum(verdict is not Verdict.UNSETTLED for verdict in verdicts),
            settled_good=sum(verdict is Verdict.GOOD for verdict in verdicts),
            overall=overall,
        )

    def _share_good(self) -> Estimate:
        rated = np.bincount(self.table.client, minlength=len(self.table.clients)) > 0
        return share_of(self.posterior.p_good[rated], self._common_var)

    @property
    def _common_var(self) -> float:
        """What the uncertainty of the common level does to the share of good clients, as a variance."""
        if not len(self.posterior.density):
            return 0.0
        return float(self.posterior.density.mean() ** 2 * self.common.level_var)

    def _raters(self) -> Mapping[str, RaterStanding]:
        trust = self.trust
        columns = (
            self.generosity,
            trust.scale * np.sqrt(self.common.rater_var),
            np.bincount(self.table.rater, minlength=len(self.table.raters)),
            trust.scale,
            trust.noise,
            trust.follows,
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return {name: RaterStanding(name, *row) for name, row in zip(self.table.raters, rows, strict=True)}
