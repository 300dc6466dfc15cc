"""What goes for good: a person; notes, ratings and invoices of long ago. It reaches revisions and published digests."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, select, update

from bot.qualities import Role
from storage.room import Room
from storage.tables import (
    calendar_feeds,
    clients,
    conversations,
    digests,
    held_notes,
    invoices,
    members,
    prompts,
    rating_clues,
    rating_revisions,
    ratings,
    subscriptions,
    visit_sources,
    visits,
    workspaces,
)

ERASED = "Somebody who left"
"""The name that the audit log shows of an erased person."""


class Erasure(Room):
    """Implements bot.ports.Erasure."""

    def member(self, member_id: str) -> int:
        mine = ratings.c.member_id == member_id
        first = self.connection.scalar(select(func.min(ratings.c.on)).where(self.mine(ratings), mine))
        erased = self._ratings(mine)
        user = self.connection.scalar(select(members.c.slack_user).where(self.mine(members), members.c.id == member_id))
        if user:
            self._delete(conversations, conversations.c.thread.startswith(f"{user}:"))
        own_visits = select(visits.c.id).where(self.mine(visits), visits.c.member_id == member_id)
        self._delete(visit_sources, visit_sources.c.visit_id.in_(own_visits))
        self._delete(prompts, prompts.c.member_id == member_id)
        self._delete(visits, visits.c.member_id == member_id)
        self._delete(calendar_feeds, calendar_feeds.c.member_id == member_id)
        own = select(subscriptions.c.id).where(self.mine(subscriptions), subscriptions.c.member_id == member_id)
        self._delete(digests, digests.c.subscription_id.in_(own))
        self._delete(subscriptions, subscriptions.c.member_id == member_id)
        self._change(rating_clues, rating_clues.c.dealt_by == member_id, dealt_by=None)
        self._change(clients, clients.c.account_manager == member_id, account_manager=None)
        self._change(workspaces, workspaces.c.unsafe_contact == member_id, unsafe_contact=None)
        nobody = {"name": ERASED, "slack_user": None, "email": None, "zone": None, "away_until": None}
        self._change(members, members.c.id == member_id, **nobody, role=Role.TECHNICIAN, prompts=False)
        if first:
            self._change(digests, digests.c.period >= first, content=None)
        return erased

    def notes(self, before: date) -> int:
        old = ratings.c.on < before
        found = select(func.count()).select_from(ratings).where(self.mine(ratings), old, ratings.c.note != "")
        forgotten = self.connection.scalar(found) or 0
        self._delete(held_notes, held_notes.c.rating_id.in_(self._ids(old)))
        self._change(rating_revisions, rating_revisions.c.rating_id.in_(self._ids(old)), note="")
        self._change(ratings, old, note="")
        return forgotten

    def ratings(self, before: date) -> int:
        self._change(digests, digests.c.period < before, content=None)
        return self._ratings(ratings.c.on < before)

    def invoices(self, before: date) -> None:
        self._delete(invoices, invoices.c.due < before)

    def _ratings(self, which: ColumnElement[bool]) -> int:
        ids = self._ids(which)
        found = select(func.count()).select_from(ratings).where(self.mine(ratings), which)
        erased = self.connection.scalar(found) or 0
        for table in (rating_clues, rating_revisions, held_notes):
            self._delete(table, table.c.rating_id.in_(ids))
        self._delete(ratings, which)
        if erased:
            self.ratings_changed()
        return erased

    def _ids(self, which: ColumnElement[bool]) -> Select[Any]:
        return select(ratings.c.id).where(self.mine(ratings), which)

    def _delete(self, table: Table, which: ColumnElement[bool]) -> None:
        self.connection.execute(delete(table).where(self.mine(table), which))

    def _change(self, table: Table, which: ColumnElement[bool], **values: Any) -> None:
        self.connection.execute(update(table).where(self.mine(table), which).values(**values))
