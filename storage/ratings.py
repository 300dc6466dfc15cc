"""The ratings of a workspace, with everything they ever said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, update

from bot.company import ClueSeen
from bot.ratings import Rating, RatingTable, Scores, Snapshot
from storage.clients import Clients, Merged
from storage.held_notes import HeldNotes
from storage.rating_rows import rating_row, revision_row, score_columns, scores_of
from storage.rating_table import RatingTables
from storage.room import fields_of
from storage.tables import rating_clues, rating_revisions, ratings

_OF_RATING = (rating_clues.c.workspace_id == ratings.c.workspace_id) & (rating_clues.c.rating_id == ratings.c.id)
_CLUES = select(func.aggregate_strings(rating_clues.c.clue, " ")).where(_OF_RATING).scalar_subquery().label("clues")
_STANDS = ratings.c.deleted_at.is_(None)
_LATEST = (ratings.c.on.desc(), ratings.c.recorded_at.desc(), ratings.c.id.desc())


class Ratings(HeldNotes):
    """Implements bot.ports.Ratings.

    A rating is found by client, member and visit (or date), which never change; a deleted one is revived when
    they are rated again. A revision's `previous` is the one that undo goes back to: undo appends what that one
    said together with its `previous`, so that the next undo goes one further back.
    """

    def lock(self, *, client_id: str, member_id: str, visit_id: str | None, on: date) -> Rating | None:
        self.lock_workspace()
        row = self._find(client_id, member_id, visit_id, on)
        return None if row is None or row.deleted_at else _rating(row, self._merged())

    def save(self, rating: Rating, *, submission: str) -> Rating:
        self.lock_workspace()
        if delivered := self.submitted(submission):
            return delivered
        row = self._find(rating.client_id, rating.member_id, rating.visit_id, rating.on)
        if row is None:
            self._insert([rating], submission)
            return rating
        self._append(row, rating.scores, rating.recorded_at, previous=row.revision, submission=submission)
        return replace(rating, id=row.id, revision=row.revision + 1)

    def submitted(self, submission: str) -> Rating | None:
        mine = self.mine(rating_revisions), rating_revisions.c.submission == submission
        return self._one(ratings.c.id.in_(select(rating_revisions.c.rating_id).where(*mine)))

    def get(self, rating_id: str) -> Rating | None:
        return self._one(ratings.c.id == rating_id, _STANDS)

    def undo(self, rating_id: str, revision: int, at: datetime) -> Scores | None:
        self.lock_workspace()
        row = self._first(ratings.c.id == rating_id)
        if row is None:
            return None
        current = self._revision(row, row.revision)
        if current.revision != revision or (current.deleted and current.previous is None):
            return None if row.deleted_at else scores_of(row, current.clues)
        if current.previous is None:
            self._append(row, None, at, previous=None)
            return None
        earlier = self._revision(row, current.previous)
        said = None if earlier.deleted else scores_of(earlier, earlier.clues)
        self._append(row, said, at, previous=earlier.previous)
        return said

    def delete(self, rating_id: str, at: datetime) -> None:
        self.lock_workspace()
        if row := self._first(ratings.c.id == rating_id, _STANDS):
            self._append(row, None, at, previous=row.revision)

    def of_member(self, member_id: str, *, limit: int, offset: int = 0) -> list[Rating]:
        return self._read(self._select(ratings.c.member_id == member_id, _STANDS).limit(limit).offset(offset))

    def of_client(self, client_id: str, *, since: date | None = None) -> list[Rating]:
        found = self._select(ratings.c.client_id.in_(self._merged().all_of(client_id)), _STANDS)
        return self._read(found if since is None else found.where(ratings.c.on >= since))

    def table(self, *, known_at: datetime | None = None) -> RatingTable:
        return self.snapshot().table if known_at is None else self._tables.known(known_at)

    def snapshot(self, before: Snapshot | None = None) -> Snapshot:
        return self._tables.snapshot(before)

    @property
    def _tables(self) -> RatingTables:
        return RatingTables(self.connection, self.workspace_id)

    def clues(self, *, since: date | None = None, client_id: str | None = None) -> list[ClueSeen]:
        merged = self._merged()
        found = (
            select(ratings.c.client_id, rating_clues.c.clue, ratings.c.on, ratings.c.member_id)
            .add_columns(rating_clues.c.rating_id, rating_clues.c.dealt_by, rating_clues.c.dealt_at)
            .join_from(rating_clues, ratings, _OF_RATING)
            .where(self.mine(rating_clues), _STANDS)
            .order_by(*_LATEST, rating_clues.c.clue)
        )
        if since is not None:
            found = found.where(ratings.c.on >= since)
        if client_id is not None:
            found = found.where(ratings.c.client_id.in_(merged.all_of(client_id)))
        return [
            ClueSeen(**row._asdict() | {"client_id": merged.into(row.client_id)})
            for row in self.connection.execute(found)
        ]

    def raters(self, client_id: str) -> int:
        same = ratings.c.client_id.in_(self._merged().all_of(client_id))
        found = select(func.count(func.distinct(ratings.c.member_id))).where(self.mine(ratings), same, _STANDS)
        return self.connection.scalar(found) or 0

    def deal(self, client_id: str, clue: str, *, by: str, at: datetime) -> list[str]:
        seen = [one for one in self.clues(client_id=client_id) if one.clue == clue and one.dealt_at is None]
        marked = (
            self.mine(rating_clues),
            rating_clues.c.clue == clue,
            rating_clues.c.rating_id.in_([one.rating_id for one in seen]),
        )
        self.connection.execute(update(rating_clues).where(*marked).values(dealt_by=by, dealt_at=at))
        return list(dict.fromkeys(one.member_id for one in seen))

    def add_many(self, many: Sequence[Rating]) -> int:
        self.lock_workspace()
        merged = self._merged()
        found = select(ratings.c.client_id, ratings.c.member_id, ratings.c.on).where(self.mine(ratings))
        there = {(merged.into(row.client_id), row.member_id, row.on) for row in self.connection.execute(found)}
        new: dict[tuple[str, str, date], Rating] = {}
        for rating in many:
            key = (merged.into(rating.client_id), rating.member_id, rating.on)
            if key in there:
                continue
            earlier = new.get(key)
            new[key] = replace(earlier, scores=rating.scores.laid_over(earlier.scores)) if earlier else rating
        if new:
            self._insert(list(new.values()))
        return len(new)

    def export(self) -> list[Rating]:
        return self._read(self._select(_STANDS).order_by(None).order_by(ratings.c.on, ratings.c.id))

    def _merged(self) -> Merged:
        return Clients(self.connection, self.workspace_id).merged()

    def _select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(*fields_of(ratings), _CLUES).where(self.mine(ratings), *conditions).order_by(*_LATEST)

    def _read(self, found: Select[Any]) -> list[Rating]:
        merged = self._merged()
        return [_rating(row, merged) for row in self.connection.execute(found)]

    def _first(self, *conditions: ColumnElement[bool]) -> Row[Any] | None:
        return self.connection.execute(self._select(*conditions)).first()

    def _one(self, *conditions: ColumnElement[bool]) -> Rating | None:
        row = self._first(*conditions)
        return row and _rating(row, self._merged())

    def _find(self, client_id: str, member_id: str, visit_id: str | None, on: date) -> Row[Any] | None:
        """The rating of a visit or date, deleted or not: rather one that stands, rather of the very client."""
        when = ratings.c.visit_id == visit_id if visit_id else ratings.c.visit_id.is_(None) & (ratings.c.on == on)
        same = ratings.c.client_id.in_(self._merged().all_of(client_id))
        found = self.connection.execute(self._select(same, ratings.c.member_id == member_id, when)).all()
        return min(found, key=lambda row: (row.deleted_at is not None, row.client_id != client_id), default=None)

    def _revision(self, row: Row[Any], revision: int) -> Row[Any]:
        of_rating = rating_revisions.c.rating_id == row.id, rating_revisions.c.revision == revision
        found = select(*fields_of(rating_revisions)).where(self.mine(rating_revisions), *of_rating)
        return self.connection.execute(found).one()

    def _insert(self, many: Sequence[Rating], submission: str | None = None) -> None:
        """Ratings that are new, with their first revision."""
        mine = {"workspace_id": self.workspace_id}
        revisions = [
            revision_row(rating.id, rating.revision, rating.scores, at=rating.recorded_at, submission=submission)
            for rating in many
        ]
        clues = [{"rating_id": rating.id, "clue": clue} for rating in many for clue in rating.scores.clues]
        self.connection.execute(insert(ratings), [mine | rating_row(rating) for rating in many])
        self.connection.execute(insert(rating_revisions), [mine | revision for revision in revisions])
        if clues:
            self.connection.execute(insert(rating_clues), [mine | clue for clue in clues])
        self.ratings_changed()

    def _append(
        self, row: Row[Any], said: Scores | None, at: datetime, *, previous: int | None, submission: str | None = None
    ) -> None:
        """Append a revision and make it the current state; None: deleted. Clues that stay keep their state."""
        now = {"revision": row.revision + 1, "recorded_at": at, "deleted_at": None if said else at}
        revision = revision_row(row.id, row.revision + 1, said, at=at, previous=previous, submission=submission)
        self.connection.execute(insert(rating_revisions).values(workspace_id=self.workspace_id, **revision))
        self.connection.execute(
            update(ratings)
            .where(self.mine(ratings), ratings.c.id == row.id)
            .values(now | (score_columns(said) if said else {}))
        )
        if said:
            self._replace_clues(row.id, said.clues)
        self.ratings_changed()

    def _replace_clues(self, rating_id: str, clues: frozenset[str]) -> None:
        gone = rating_clues.c.rating_id == rating_id, rating_clues.c.clue.not_in(clues)
        self.connection.execute(delete(rating_clues).where(self.mine(rating_clues), *gone))
        rows = [{"workspace_id": self.workspace_id, "rating_id": rating_id, "clue": clue} for clue in sorted(clues)]
        if rows:
            self.connection.execute(self.insert(rating_clues).on_conflict_do_nothing(), rows)


def _rating(row: Row[Any], merged: Merged) -> Rating:
    return Rating(
        id=row.id,
        client_id=merged.into(row.client_id),
        member_id=row.member_id,
        visit_id=row.visit_id,
        on=row.on,
        scores=scores_of(row, (row.clues or "").split()),
        source=row.source,
        recorded_at=row.recorded_at,
        revision=row.revision,
    )
