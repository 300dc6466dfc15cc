"""Ratings in from a spreadsheet, and out to one."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from bot.company import Client, Member
from bot.notes import check
from bot.ports import Clock, Database, NewId, Store
from bot.ratings import Rating
from bot.refusals import Refused
from bot.spreadsheets import RATING_COLUMNS, RatedRow, RejectedRow, rating_cells, read_ratings

Progress = Callable[[int], None]
"""Called with the number of rows done so far."""


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: ratings that were new, those already there, rows that could not be taken.

    `about_people` counts notes that are about what somebody is like. They are taken as they are: who wrote them
    long ago can no longer be asked to reword.
    """

    new: int
    already_there: int
    rejected: Sequence[RejectedRow]
    about_people: int = 0


class Transfer:
    """Import and export of ratings."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def import_ratings(self, workspace_id: str, lines: Iterable[str], progress: Progress) -> ImportReport:
        """Take in a file in one transaction. Running it again doubles nothing.

        Raises Refused for a file that is not of this kind.
        """
        rejected: list[RejectedRow] = []
        with self._database.store(workspace_id) as store:
            read = _Reading(store, self._clock, self._new_id)
            ratings: list[Rating] = []
            about_people = 0
            for count, row in enumerate(read_ratings(lines), 1):
                taken = row if isinstance(row, RejectedRow) else read.rating(row)
                if isinstance(taken, RejectedRow):
                    rejected.append(taken)
                else:
                    ratings.append(taken)
                    about_people += isinstance(row, RatedRow) and bool(check(row.scores.note, [row.client]))
                progress(count)
            new = store.ratings.add_many(ratings)
        return ImportReport(new, len(ratings) - new, rejected, about_people)

    def export_ratings(self, workspace_id: str, to: TextIO, progress: Progress, *, actor: str | None = None) -> int:
        """Write every rating as CSV, formulas defused; how many. The audit log says who did."""
        with self._database.store(workspace_id) as store:
            ratings = store.ratings.export()
            client_names = {rated: _client_name(store, rated) for rated in {rating.client_id for rating in ratings}}
            members = {member.id: member.name for member in store.members.all()}
            writer = csv.writer(to)
            writer.writerow(RATING_COLUMNS)
            for count, rating in enumerate(ratings, 1):
                row = RatedRow(client_names[rating.client_id], members[rating.member_id], rating.on, rating.scores)
                writer.writerow(rating_cells(row))
                progress(count)
            store.memory.audit(actor, "export", {"ratings": len(ratings)}, self._clock())
        return len(ratings)


def _client_name(store: Store, client_id: str) -> str:
    client = store.clients.get(client_id)
    if client is None:
        raise LookupError(f"a rating of client {client_id}, who is not there")
    return client.name


class _Reading:
    """Names of clients and raters become theirs, known or new."""

    def __init__(self, store: Store, clock: Clock, new_id: NewId) -> None:
        self._store = store
        self._now = clock()
        self._today = self._now.astimezone(store.workspace().tz).date()
        self._new_id = new_id
        self._clients: dict[str, str] = {}
        self._members = {
            known.casefold(): member.id
            for member in store.members.all()
            for known in (member.slack_user, member.email, member.name)
            if known
        }

    def rating(self, row: RatedRow) -> Rating | RejectedRow:
        if row.on > self._today:
            return RejectedRow(row.line, f"{row.on} is still to come.")
        try:
            client_id, member_id = self._client_id(row.client), self._member_id(row.rater)
        except Refused as refusal:
            return RejectedRow(row.line, refusal.sentence)
        return Rating(
            id=self._new_id(),
            client_id=client_id,
            member_id=member_id,
            on=row.on,
            scores=row.scores,
            source="import",
            recorded_at=self._now,
        )

    def _client_id(self, name: str) -> str:
        if name not in self._clients:
            self._clients[name] = self._store.clients.add(Client(id=self._new_id(), name=name)).id
        return self._clients[name]

    def _member_id(self, name: str) -> str:
        key = name.casefold()
        if key not in self._members:
            self._members[key] = self._store.members.add(Member(id=self._new_id(), name=name)).id
        return self._members[key]
