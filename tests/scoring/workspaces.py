"""Small made-up workspaces, with what is true of them known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bot.ratings import RatingTable, Row

TODAY = date(2026, 11, 22)


def row(
    client: str,
    rater: str,
    score: float | None,
    *,
    days_ago: int = 0,
    overall: float | None = None,
    qualities: Sequence[float | None] | None = None,
) -> Row:
    """A rating with all seven qualities scored alike, or as `qualities` says."""
    return Row(client, rater, TODAY - timedelta(days_ago), [overall, *(qualities or [score] * 7)])


@dataclass(frozen=True)
class Workspace:
    """A table with the clients' true overall today and the raters' true generosity."""

    table: RatingTable
    overall: NDArray[np.float64]
    generosity: NDArray[np.float64]


def workspace(
    *,
    clients: int = 40,
    raters: int = 8,
    visits: int = 12,
    spread: float = 0.6,
    noise: float = 0.5,
    days: int = 365,
    seed: int = 0,
) -> Workspace:
    """Steady clients, each visited by random raters, scored in whole numbers with a fifth left blank."""
    random = np.random.default_rng(seed)
    overall = 3.3 + random.normal(0, spread, clients)
    generosity = random.normal(0, 0.5, raters)
    generosity -= generosity.mean()
    client = np.repeat(np.arange(clients), visits)
    rater = random.integers(0, raters, len(client))
    level = overall[client] + generosity[rater] + random.normal(0, 0.2, len(client))
    scores = np.clip(np.round(level[:, None] + random.normal(0, noise, (len(client), 8))), 1, 5)
    scores[random.random(scores.shape) < 0.2] = np.nan
    scores[:, 0], scores[:, 1] = np.nan, np.nan_to_num(scores[:, 1], nan=3.0)
    day = TODAY.toordinal() - random.integers(0, days, len(client)).astype(np.float64)
    table = RatingTable(
        tuple(f"client {at}" for at in range(clients)),
        tuple(f"rater {at}" for at in range(raters)),
        client,
        rater,
        day,
        scores,
    )
    return Workspace(table, overall, generosity)


def own_books(seed: int, *, clients: int = 40, raters: int = 8, visits: int = 14) -> RatingTable:
    """Clients of whom three in ten changed abruptly, each visited mostly by a technician of its own."""
    random = np.random.default_rng(seed)
    generosity = random.normal(0, 0.45, raters)
    level, change = random.normal(3.4, 0.6, clients), random.normal(-0.3, 0.8, clients)
    changed = np.where(random.random(clients) < 0.3, random.uniform(0, 365, clients), 0.0)
    client = np.repeat(np.arange(clients), visits)
    age = random.integers(1, 365, len(client))
    own = random.random(len(client)) < 0.85
    rater = np.where(own, client % raters, random.integers(0, raters, len(client)))
    value = level[client] + change[client] * (age < changed[client]) + generosity[rater]
    value += random.normal(0, 0.4, len(client))
    scores = np.clip(np.round(value[:, None] + random.normal(0, 0.6, (len(client), 8))), 1, 5)
    scores[:, 0] = np.nan
    names = tuple(f"client {at:02}" for at in range(clients)), tuple(f"rater {at}" for at in range(raters))
    return RatingTable(*names, client, rater, (TODAY.toordinal() - age).astype(np.float64), scores)


def rows_of(table: RatingTable) -> list[Row]:
    """The table as rows again."""
    return [
        Row(table.clients[client], table.raters[rater], date.fromordinal(int(day)), scores.tolist())
        for client, rater, day, scores in zip(table.client, table.rater, table.day, table.scores, strict=True)
    ]


def with_raters_as(table: RatingTable, rater: str, score: float) -> RatingTable:
    """The same visits, but this rater gives this score for everything."""
    scores = table.scores.copy()
    own = table.rater == table.raters.index(rater)
    scores[own] = np.where(np.isnan(scores[own]), np.nan, score)
    return replace(table, scores=scores)
