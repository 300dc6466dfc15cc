"""Where clients stand in a period: what rankings, cards and comparisons are made of."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from bot.answers.words import ahead
from bot.company import Client
from bot.qualities import Quality
from bot.ratings import RatingTable
from bot.scoring import Estimate, Standing, Standings
from bot.scoring.verdicts import SURE


class Stood(NamedTuple):
    """A client and where it stands."""

    client: Client
    standing: Standing

    def on(self, quality: Quality | None) -> Estimate:
        """The estimate of one quality, of the overall without one."""
        return self.standing.qualities[quality] if quality else self.standing.overall

    def seen(self, quality: Quality | None) -> int:
        """How many ratings say something about it."""
        return self.standing.seen[quality] if quality else self.standing.ratings

    def surely_above(self, other: "Stood", quality: Quality | None) -> bool:
        """Whether it is above another as surely as a verdict needs. One rating alone tells nothing."""
        enough = min(self.standing.ratings, other.standing.ratings) > 1
        return enough and ahead(self.on(quality), other.on(quality)) >= SURE


@dataclass(frozen=True)
class Scene:
    """The standings of a period, from the ratings of that period only. `table` names no rater."""

    table: RatingTable
    standings: Standings
    clients: tuple[Client, ...]

    @property
    def stood(self) -> list[Stood]:
        """Every client with its standing, by name."""
        known = self.standings.clients
        return [Stood(client, known[client.id]) for client in self.clients if client.id in known]

    @property
    def rated(self) -> list[Stood]:
        """The clients that have a rating, by name."""
        return [one for one in self.stood if one.standing.ratings]

    def of(self, client: Client) -> Stood | None:
        """Where one client stands; None where the statistics do not know it."""
        standing = self.standings.clients.get(client.id)
        return Stood(client, standing) if standing else None

    @property
    def last(self) -> date | None:
        """The day of the latest rating."""
        return date.fromordinal(int(self.table.day.max())) if len(self.table) else None

    @property
    def people(self) -> int:
        """How many people rated."""
        return len(np.unique(self.table.rater))
