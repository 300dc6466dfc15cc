"""What a digest is made of, and what is new in it: two moments compared by what was known at each."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bot.company import Cadence, Client, ClueSeen, Stage, Visit
from bot.qualities import CLUES, Quality
from bot.ratings import RatingTable
from bot.scoring import Criteria, Standing, Standings, Verdict

FEWEST_PEOPLE_FOR_DETAIL = 2
"""Until so many people rated a client, a channel reads only the quality of a clue: more would say whose it is."""

CLUES_COUNT = timedelta(days=180)
"""A red clue that nobody dealt with is a reason for attention for so long; after that it says too little of today."""

TREND = timedelta(days=90)
"""The span of a standing's trend."""


class Moment(NamedTuple):
    """What was known at an instant."""

    at: datetime
    table: RatingTable
    standings: Standings


class Share(NamedTuple):
    """How many clients are settled, how many of those are good, and how many are not settled."""

    good: int
    settled: int
    unsettled: int

    @property
    def part(self) -> float | None:
        """The good among the settled, None where none is."""
        return self.good / self.settled if self.settled else None

    @property
    def percent(self) -> int | None:
        """The same as it is written."""
        return None if self.part is None else round(100 * self.part)


@dataclass
class News:
    """What came in about one client since the other moment: visits rated, by whom, scores by quality, clues."""

    visits: int = 0
    people: set[str] = field(default_factory=set)
    seen: Counter[Quality] = field(default_factory=Counter)
    clues: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Material:
    """Everything that a digest is made of, for the clients it is about.

    `then` is the moment of the digest before, and `line` the points of its line, as published; the very first has
    neither, but standings of `earlier` weeks or months, oldest first. `clues` and `visits` may reach further back than
    the period. `personal` is a direct message to the account manager of these clients; otherwise a channel may read it.
    """

    id: str
    now: Moment
    then: Moment | None = None
    line: Sequence[tuple[date, float | None]] = ()
    earlier: Sequence[Standings] = ()
    clients: Sequence[Client]
    clues: Sequence[ClueSeen] = ()
    visits: Sequence[Visit] = ()
    criteria: Criteria = field(default_factory=Criteria)
    cadence: Cadence = Cadence.WEEKLY
    personal: bool = False

    @property
    def as_of(self) -> date:
        """The local date of the digest."""
        return self.now.standings.as_of

    @property
    def since(self) -> date:
        """The local date of the digest before; of a week or a month ago where there was none."""
        if self.then:
            return self.then.standings.as_of
        return self.as_of - timedelta(days=7 if self.cadence is Cadence.WEEKLY else 30)

    @property
    def period(self) -> str:
        return "week" if self.cadence is Cadence.WEEKLY else "month"

    @cached_property
    def active(self) -> list[Client]:
        """The clients that are counted: prospects are not clients yet."""
        return [client for client in self.clients if client.stage is Stage.ACTIVE]

    @cached_property
    def shown(self) -> dict[str, Client]:
        """Active clients and prospects, by id."""
        return {client.id: client for client in self.clients if client.stage is not Stage.ARCHIVED}

    def standing(self, client_id: str) -> Standing | None:
        """Where a client stands now, if anybody rated it."""
        found = self.now.standings.clients.get(client_id)
        return found if found and found.ratings else None

    def before(self, client_id: str) -> Standing | None:
        """Where it stood at the moment before, if anybody had rated it then."""
        found = self.then.standings.clients.get(client_id) if self.then else None
        return found if found and found.ratings else None

    @cached_property
    def rated(self) -> list[Standing]:
        """The standings of the active clients that have ratings."""
        return [standing for client in self.active if (standing := self.standing(client.id))]

    def share(self, standings: Standings) -> Share:
        """The share of good clients among these, by the standings of some moment."""
        verdicts = Counter(
            standings.clients[client.id].verdict if client.id in standings.clients else Verdict.UNSETTLED
            for client in self.active
        )
        unsettled = verdicts[Verdict.UNSETTLED]
        return Share(verdicts[Verdict.GOOD], len(self.active) - unsettled, unsettled)

    def in_detail(self, client_id: str) -> bool:
        """Whether it may be said which clues and scores were given, not only about which quality."""
        standing = self.standing(client_id)
        return self.personal or (standing is not None and standing.raters >= FEWEST_PEOPLE_FOR_DETAIL)

    @cached_property
    def news(self) -> Mapping[str, News]:
        """What came in since the moment before, by client; a rating that was only edited is not new."""
        found: dict[str, News] = defaultdict(News)
        known = Counter(_keys(self.then.table)) if self.then else Counter()
        new: set[tuple[str, str, int]] = set()
        seen = ~np.isnan(self.now.table.scores[:, 1:])
        for row, key in enumerate(_keys(self.now.table)):
            known[key] -= 1
            client_id, rater, _ = key
            if known[key] >= 0 or client_id not in self.shown:
                continue
            new.add(key)
            found[client_id].visits += 1
            found[client_id].people.add(rater)
            found[client_id].seen.update(quality for quality, was in zip(Quality, seen[row], strict=True) if was)
        for clue in self.clues:
            if (clue.client_id, clue.member_id, clue.on.toordinal()) in new:
                found[clue.client_id].clues[clue.clue] += 1
        return dict(found)

    @cached_property
    def recent(self) -> Counter[str]:
        """How many ratings of the last 90 days each client has: a trend never rests on one."""
        table = self.now.table
        rows = table.client[table.day > self.as_of.toordinal() - TREND.days]
        return Counter(table.clients[at] for at in rows.tolist())

    @cached_property
    def open_red(self) -> Mapping[str, Counter[str]]:
        """Recent red clues that nobody dealt with, by client."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for clue in self.clues:
            recent = self.as_of - clue.on < CLUES_COUNT and clue.client_id in self.shown
            if recent and clue.dealt_at is None and CLUES[clue.clue].red:
                found[clue.client_id][clue.clue] += 1
        return found

    @cached_property
    def dealt_with(self) -> list[ClueSeen]:
        """Clues that were dealt with since the moment before."""
        after = self.then.at if self.then else self.now.at - timedelta(days=(self.as_of - self.since).days)
        return [clue for clue in self.clues if clue.client_id in self.shown and clue.dealt_at and clue.dealt_at > after]

    @cached_property
    def visited(self) -> list[Visit]:
        """The visits of the period: the day of the digest belongs to the next one."""
        return [visit for visit in self.visits if visit.client_id in self.shown and self.since <= visit.on < self.as_of]

    @cached_property
    def unrated(self) -> list[Visit]:
        """Visits of the period that were not rated by who made them, on that day or later."""
        last: dict[tuple[str, str], int] = {}
        for client_id, rater, day in _keys(self.now.table):
            last[client_id, rater] = max(day, last.get((client_id, rater), 0))
        return [
            visit for visit in self.visited if last.get((visit.client_id, visit.member_id), 0) < visit.on.toordinal()
        ]


def _keys(table: RatingTable) -> list[tuple[str, str, int]]:
    """Client, rater and day of each row."""
    columns = zip(table.client.tolist(), table.rater.tolist(), table.day.astype(int).tolist(), strict=True)
    return [(table.clients[client], table.raters[rater], day) for client, rater, day in columns]
