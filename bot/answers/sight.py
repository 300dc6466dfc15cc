"""What one viewer may see of the facts. Every answer is composed from a sight, so it can hold nothing else."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.answers.facts import Facts, Note
from bot.answers.scene import Scene
from bot.company import Client, Member, Stage
from bot.names import fold
from bot.privacy import FEWEST_RATERS_FOR_DAY, Viewer
from bot.qualities import CLUES, Clue
from bot.questions.periods import Days, Period, say
from bot.ratings import RatingTable
from bot.scoring import Criteria, Explanation, Measured, Past, explain, history, measure, standings


class Sighting(NamedTuple):
    """A clue that was seen: `when` is a day, or a month where the day would name who was there."""

    client: Client
    clue: Clue
    on: date
    when: str
    own: bool
    dealt: bool


class Own(NamedTuple):
    """One of the viewer's own ratings; `scores` is overall and the qualities, None where not seen."""

    client: Client
    on: date
    scores: tuple[int | None, ...]


@dataclass(frozen=True)
class Sight:
    """The facts through one viewer's eyes. What it does not return, they may not see."""

    facts: Facts
    viewer: Viewer

    @property
    def today(self) -> date:
        return self.facts.today

    @property
    def criteria(self) -> Criteria:
        return self.facts.criteria

    @cached_property
    def clients(self) -> tuple[Client, ...]:
        """Prospects and active clients, without those that this viewer rates first."""
        return tuple(client for client in self._current if client not in self.yet_to_rate)

    @cached_property
    def yet_to_rate(self) -> tuple[Client, ...]:
        """The clients whose scores this viewer sees after rating them."""
        return tuple(client for client in self._current if not self.viewer.may_see_scores_of(client.id))

    @cached_property
    def _current(self) -> tuple[Client, ...]:
        return tuple(client for client in self.facts.clients if client.stage is not Stage.ARCHIVED)

    @cached_property
    def _by_id(self) -> dict[str, Client]:
        return {client.id: client for client in self.facts.clients}

    def named(self, name: str) -> Client | None:
        """The client of this name, archived ones too: who names one means it."""
        return next((client for client in self.facts.clients if client.name == name), None)

    @cached_property
    def _nameless(self) -> RatingTable:
        """The ratings that everything is worked out from: without raters' ids, and without what is not to be seen.

        What is left out here can be in no figure, nor told from the difference of two.
        """
        table = self.facts.table
        hidden = [at for at, client_id in enumerate(table.clients) if not self.viewer.may_see_scores_of(client_id)]
        seen = table.where(~np.isin(table.client, hidden)) if hidden else table
        return replace(seen, raters=tuple(str(at) for at in range(len(table.raters))))

    def days(self, period: Period | None) -> Days:
        """First and last day of a period; until today without one."""
        return period.resolve(self.today) if period else (None, self.today)

    def scene(self, period: Period | None = None) -> Scene:
        """The standings of a period, as of its end."""
        return self.between(*self.days(period)) if period else self._now

    @cached_property
    def _now(self) -> Scene:
        if len(self._nameless) < len(self.facts.table):
            return self.between(None, self.today)
        return Scene(self._nameless, replace(self.facts.standings, raters={}), self.clients)

    def between(self, first: date | None, last: date) -> Scene:
        """The standings from the ratings of these days only, as of the last."""
        table = self._nameless.where(_within(self._nameless, first, last))
        found = standings(table, last, self.criteria, self.facts.constants)
        return Scene(table, replace(found, raters={}), self.clients)

    def explain(self, client: Client, period: Period | None = None) -> Explanation:
        """One client's overall taken apart, from the ratings of a period."""
        first, last = self.days(period)
        table = self._nameless.where(_within(self._nameless, first, last))
        return explain(client.id, table, last, self.criteria, self.facts.constants)

    def history(self, days: list[date]) -> tuple[Past, ...]:
        """What was known on each of the days."""
        return history(self._nameless, days, self.criteria, self.facts.constants)

    def measured(self, period: Period | None = None) -> dict[str, Measured]:
        """What the invoices that were due in a period say, by client id; nothing for those who may not see it."""
        if not self.viewer.may_see_measured_payment():
            return {}
        first, last = self.days(period)
        shown = {client.id for client in self.clients}
        of_period = (one for one in self.facts.invoices if period is None or (first or one.due) <= one.due <= last)
        return measure((one for one in of_period if one.client_id in shown), last)

    def clues(self, client: Client | None = None, period: Period | None = None) -> list[Sighting]:
        """Clues, the latest first, without who saw them."""
        first, last = self.days(period)
        shown = {one.id for one in self._current} | ({client.id} if client else set())
        found = sorted(self.facts.clues, key=lambda seen: seen.on, reverse=True)
        return [
            Sighting(
                self._by_id[seen.client_id],
                CLUES[seen.clue],
                seen.on,
                self._when(seen.client_id, seen.on),
                self.viewer.owns(seen.member_id),
                seen.dealt_at is not None,
            )
            for seen in found
            if seen.client_id in shown
            and (client is None or seen.client_id == client.id)
            and seen.on <= last
            and (first is None or seen.on >= first)
        ]

    def _when(self, client_id: str, on: date) -> str:
        standing = self.facts.standings.clients.get(client_id)
        alone = standing is None or standing.raters < FEWEST_RATERS_FOR_DAY
        return f"{on:%b %Y}" if alone else say(on)

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes this viewer may read, the latest first."""
        may = self.viewer.may_read_note
        found = [note for note in self.facts.notes if note.text and may(note.member_id, note.client_id)]
        return tuple(sorted(found, key=lambda note: note.on, reverse=True))

    def client_of(self, client_id: str) -> Client | None:
        """The client of a note or an own rating."""
        return self._by_id.get(client_id)

    @cached_property
    def me(self) -> Member | None:
        """Who asks; None in a channel."""
        return next((member for member in self.facts.members if self.viewer.owns(member.id)), None)

    def people(self, rater: str) -> list[Member]:
        """Whom `rater` of a query can mean among those whose activity this viewer may see."""
        if rater == "me":
            return [self.me] if self.me else []
        name = fold(rater.removeprefix("name:"))
        return [
            member
            for member in self.facts.members
            if self.viewer.may_see_activity_of(member.id)
            and (member.slack_user == rater or name in (fold(member.name), *fold(member.name).split()[:1]))
        ]

    @property
    def everybody(self) -> list[Member]:
        """All whose activity this viewer may see."""
        return [member for member in self.facts.members if self.viewer.may_see_activity_of(member.id)]

    def is_me(self, rater: str | None) -> bool:
        """Whether `rater` of a query means the viewer."""
        return self.me is not None and rater is not None and self.people(rater) == [self.me]

    def own(self, period: Period | None = None) -> list[Own]:
        """The viewer's own ratings, the latest first."""
        table = self._rows_of(self.me, period) if self.me and self.viewer.may_see_rating(self.me.id) else None
        if table is None:
            return []
        rows = zip(table.client.tolist(), table.day.tolist(), table.scores.tolist(), strict=True)
        found = [
            Own(
                client,
                date.fromordinal(int(day)),
                tuple(None if score != score else int(score) for score in scores),  # noqa: PLR0124 - NaN is not seen
            )
            for at, day, scores in rows
            if (client := self._by_id.get(table.clients[at]))
        ]
        return sorted(found, key=lambda one: one.on, reverse=True)

    def rated_by(self, member: Member, period: Period | None = None) -> list[tuple[Client, date]]:
        """Which clients a member rated when, without the scores; nothing where this viewer may not know."""
        table = self._rows_of(member, period) if self.viewer.may_see_activity_of(member.id) else None
        if table is None:
            return []
        rows = zip(table.client.tolist(), table.day.tolist(), strict=True)
        found = [(self._by_id.get(table.clients[at]), date.fromordinal(int(day))) for at, day in rows]
        return sorted([(client, on) for client, on in found if client], key=lambda row: row[1], reverse=True)

    def _rows_of(self, member: Member, period: Period | None) -> RatingTable | None:
        table = self.facts.table
        if member.id not in table.raters:
            return None
        mine: NDArray[np.bool_] = table.rater == table.raters.index(member.id)
        return table.where(mine & _within(table, *self.days(period)))


def _within(table: RatingTable, first: date | None, last: date) -> NDArray[np.bool_]:
    kept: NDArray[np.bool_] = table.day <= last.toordinal()
    return kept if first is None else kept & (table.day >= first.toordinal())
