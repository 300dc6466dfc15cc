"""Every rating of a workspace in columns, fast: 100,000 in about a second, and after a new one only what it changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Row, Select, func, select

from bot.company import Stage
from bot.ratings import ClientRatings, RatingTable, Snapshot
from storage.clients import Clients
from storage.room import Room
from storage.tables import SCORES, rating_revisions, ratings

MOST_NAMED = 1000
"""A statement names so many clients at most; where more have changed, it reads all."""


class RatingTables(Room):
    """The present ratings, and those of earlier instants."""

    def known(self, at: datetime) -> RatingTable:
        """The ratings as the revisions recorded by then said them."""
        latest = (
            select(rating_revisions.c.rating_id, func.max(rating_revisions.c.revision).label("revision"))
            .where(self.mine(rating_revisions), rating_revisions.c.recorded_at <= at)
            .group_by(rating_revisions.c.rating_id)
            .subquery()
        )
        same = (
            (ratings.c.workspace_id == rating_revisions.c.workspace_id)
            & (ratings.c.id == rating_revisions.c.rating_id),
            (latest.c.rating_id == rating_revisions.c.rating_id) & (latest.c.revision == rating_revisions.c.revision),
        )
        found = (
            select(ratings.c.client_id, ratings.c.member_id, ratings.c.on)
            .add_columns(*(rating_revisions.c[name] for name in SCORES))
            .select_from(rating_revisions)
            .join(ratings, same[0])
            .join(latest, same[1])
            .where(self.mine(rating_revisions), ~rating_revisions.c.deleted)
        )
        return self._joined(self._read(found))

    def snapshot(self, before: Snapshot | None) -> Snapshot:
        """The ratings as they stand; with an earlier snapshot, only clients whose mark has changed are read."""
        earlier = before.by_client if before else {}
        marks = {client: tuple(mark) for client, *mark in self.connection.execute(self._marks())}
        changed = {client for client, mark in marks.items() if client not in earlier or earlier[client].mark != mark}
        found = select(ratings.c.client_id, ratings.c.member_id, ratings.c.on, *(ratings.c[name] for name in SCORES))
        found = found.where(self.mine(ratings), ratings.c.deleted_at.is_(None))
        if earlier and len(changed) <= MOST_NAMED:
            found = found.where(ratings.c.client_id.in_(changed))
        read = self._read(found) if changed else {}
        by_client = {
            client: read.get(client, _NOTHING)._replace(mark=mark) if client in changed else earlier[client]
            for client, mark in marks.items()
        }
        return Snapshot(self._joined(by_client), by_client)

    def _marks(self) -> Select[Any]:
        """For each client what differs once a rating of it was written, changed, deleted or erased."""
        of_client = func.count(), func.sum(ratings.c.revision), func.max(ratings.c.recorded_at)
        return select(ratings.c.client_id, *of_client).where(self.mine(ratings)).group_by(ratings.c.client_id)

    def _read(self, found: Select[Any]) -> dict[str, ClientRatings]:
        rows = self.connection.execute(found).all()
        return _by_client(rows) if rows else {}

    def _joined(self, by_client: Mapping[str, ClientRatings]) -> RatingTable:
        """The ratings as a table of the clients as they are today."""
        clients = Clients(self.connection, self.workspace_id)
        shown = tuple(client.id for client in clients.all() if client.stage is not Stage.ARCHIVED)
        merged = clients.merged()
        place = {one: at for at, client in enumerate(shown) for one in merged.all_of(client)}
        chosen = [(place[client], own) for client, own in by_client.items() if client in place] or [(0, _NOTHING)]
        members = np.concatenate([own.members for _, own in chosen]).tolist()
        raters = {member: at for at, member in enumerate(dict.fromkeys(members))}
        return RatingTable(
            clients=shown,
            raters=tuple(raters),
            client=np.repeat([at for at, _ in chosen], [len(own.days) for _, own in chosen]),
            rater=np.array([raters[member] for member in members], np.int64),
            day=np.concatenate([own.days for _, own in chosen]),
            scores=np.concatenate([own.scores for _, own in chosen]),
        )


_NOTHING = ClientRatings((), np.zeros(0, object), np.zeros(0), np.zeros((0, len(SCORES))))
"""What is left of a client whose ratings were all deleted."""


def _by_client(rows: Sequence[Row[Any]]) -> dict[str, ClientRatings]:
    rated, rated_by, on, *scores = zip(*rows, strict=True)
    place = {client: at for at, client in enumerate(dict.fromkeys(rated))}
    at = np.array([place[client] for client in rated])
    order = np.argsort(at, kind="stable")
    columns = (
        np.array(rated_by, object),
        np.array([day.toordinal() for day in on], np.float64),
        np.array(scores, np.float64).T,
    )
    split = (np.split(column[order], np.cumsum(np.bincount(at))[:-1]) for column in columns)
    return {client: ClientRatings((), *own) for client, *own in zip(place, *split, strict=True)}
