"""Ratings as values that cannot be wrong, and as columns for the statistics."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.qualities import CLUES, HIGHEST, LOWEST, Quality
from bot.refusals import Refused

NOTE_LIMIT = 3000
"""Characters of a note: Slack's limit of a text input."""


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What one visit showed: overall and qualities 1 to 5, each may be missing; clues; a note.

    Raises Refused where a value is not one of these, naming it.
    """

    overall: int | None = None
    qualities: Mapping[Quality, int] = field(default_factory=dict)
    clues: frozenset[str] = frozenset()
    note: str = ""

    def __post_init__(self) -> None:
        named = {"Overall": self.overall} | {quality.about.name: score for quality, score in self.qualities.items()}
        for name, score in named.items():
            if score is not None and score not in range(LOWEST, HIGHEST + 1):
                raise Refused(
                    f"{name} is a whole number from {LOWEST} to {HIGHEST}, not {score}.",
                    field="overall" if name == "Overall" else "qualities",
                )
        if unknown := sorted(self.clues - CLUES.keys()):
            raise Refused(f"There is no clue called “{unknown[0]}”.", field="clues")
        if len(self.note) > NOTE_LIMIT:
            over = len(self.note) - NOTE_LIMIT
            raise Refused(
                f"A note holds {NOTE_LIMIT:,} characters; this one is {over:,} too long. Please shorten it.",
                field="note",
            )

    @property
    def empty(self) -> bool:
        """Whether nothing at all was said."""
        return self.overall is None and not self.qualities and not self.clues and not self.note

    def laid_over(self, earlier: "Scores") -> "Scores":
        """These scores where given, the earlier ones elsewhere: what rating the same visit again means."""
        return Scores(
            overall=earlier.overall if self.overall is None else self.overall,
            qualities={**earlier.qualities, **self.qualities},
            clues=earlier.clues | self.clues,
            note=self.note or earlier.note,
        )


@dataclass(frozen=True, kw_only=True)
class Rating:
    """One member's rating of one client for one visit, or for one local date where no visit is known."""

    id: str
    client_id: str
    member_id: str
    on: date
    scores: Scores
    visit_id: str | None = None
    source: str = "slack"
    recorded_at: datetime
    revision: int = 1


class Row(NamedTuple):
    """A rating as the statistics need it; `scores` is overall, then the qualities in their order."""

    client: str
    rater: str
    on: date
    scores: Sequence[float | None]


@dataclass(frozen=True)
class RatingTable:
    """Ratings in columns.

    `client` and `rater` (n,) index into `clients` and `raters`; `day` (n,) is the proleptic ordinal of the
    local date; `scores` (n, 8) is overall and the seven qualities, NaN where not seen. `clients` may hold
    clients without any rating: they have standings too.
    """

    clients: tuple[str, ...]
    raters: tuple[str, ...]
    client: NDArray[np.int64]
    rater: NDArray[np.int64]
    day: NDArray[np.float64]
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.day)

    @classmethod
    def of(cls, rows: Iterable[Row], clients: Iterable[str] = ()) -> "RatingTable":
        """The rows as columns, with `clients` first among the known clients."""
        rows = list(rows)
        names = list(dict.fromkeys([*clients, *(row.client for row in rows)]))
        raters = list(dict.fromkeys(row.rater for row in rows))
        client_at = {name: at for at, name in enumerate(names)}
        rater_at = {name: at for at, name in enumerate(raters)}
        return cls(
            clients=tuple(names),
            raters=tuple(raters),
            client=np.array([client_at[row.client] for row in rows], np.int64),
            rater=np.array([rater_at[row.rater] for row in rows], np.int64),
            day=np.array([row.on.toordinal() for row in rows], np.float64),
            scores=np.array([row.scores for row in rows], np.float64).reshape(-1, 1 + len(Quality)),
        )

    def where(self, kept: NDArray[np.bool_]) -> "RatingTable":
        """The rows for which `kept` (n,) is true; clients and raters stay."""
        return RatingTable(
            self.clients, self.raters, self.client[kept], self.rater[kept], self.day[kept], self.scores[kept]
        )


class ClientRatings(NamedTuple):
    """One client's ratings as they were read: who rated (n,), the days (n,) and the scores (n, 8) as in RatingTable.

    `mark` is the same as long as these ratings are.
    """

    mark: tuple[Any, ...]
    members: NDArray[np.object_]
    days: NDArray[np.float64]
    scores: NDArray[np.float64]


@dataclass(frozen=True)
class Snapshot:
    """All ratings as they were read, and by client, so that next time only what changed is read again."""

    table: RatingTable
    by_client: Mapping[str, ClientRatings]
