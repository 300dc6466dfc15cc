"""What the parts of a store share: one transaction, one workspace."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import tables


class Room:
    """A part of one workspace's store. Every statement names the workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self.connection = connection
        self.workspace_id = workspace_id

    def mine(self, table: Table) -> ColumnElement[bool]:
        """The rows of this workspace."""
        return table.c.workspace_id == self.workspace_id

    def lock_workspace(self) -> None:
        """Nobody else writes what is locked in this workspace until the transaction ends.

        SQLite has one writer at a time anyway, and drops the clause in silence. References to the workspace
        do not wait for it.
        """
        workspace = select(tables.workspaces.c.workspace_id).where(self.mine(tables.workspaces))
        self.connection.execute(workspace.with_for_update(key_share=True))

    def ratings_changed(self) -> None:
        """Standings have to be computed anew."""
        version = tables.workspaces.c.ratings_version
        self.connection.execute(
            update(tables.workspaces).where(self.mine(tables.workspaces)).values({version: version + 1})
        )

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say what happens on a conflict; both databases have the same words for it."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)


def fields_of(table: Table) -> Sequence[Column[Any]]:
    """The columns that hold a value's fields: all but the workspace."""
    return [column for column in table.c if column.name != "workspace_id"]
