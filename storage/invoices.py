"""The invoices of a workspace, each as the accounts last told of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from bot.company import Invoice
from storage.clients import Clients
from storage.room import Room, fields_of
from storage.tables import invoices

Key = tuple[str, str]
"""The client as it is now, and the invoice's number."""


class Invoices(Room):
    """Implements bot.ports.Invoices."""

    def all(self) -> list[Invoice]:
        return [Invoice(**row._asdict() | {"client_id": now}) for (now, _), row in sorted(self._known().items())]

    def put(self, told: Sequence[Invoice]) -> None:
        if not told:
            return
        self.lock_workspace()
        known = self._known()
        rows = []
        for invoice in told:
            there = known.get((invoice.client_id, invoice.number))
            # An invoice of a merged client stays its own: the merge can still be undone.
            owner = there.client_id if there else invoice.client_id
            rows.append({"workspace_id": self.workspace_id, **vars(invoice), "client_id": owner})
        new = self.insert(invoices)
        changed = {name: new.excluded[name] for name in ("due", "paid", "amount_due", "known_on")}
        self.connection.execute(
            new.on_conflict_do_update(index_elements=list(invoices.primary_key), set_=changed), rows
        )

    def _known(self) -> dict[Key, Row[Any]]:
        """Rows by what they are now. Where merged clients have a number in common, what was told last holds."""
        merged = Clients(self.connection, self.workspace_id).merged()
        oldest_first = invoices.c.known_on, invoices.c.client_id, invoices.c.number
        found = select(*fields_of(invoices)).where(self.mine(invoices)).order_by(*oldest_first)
        return {(merged.into(row.client_id), row.number): row for row in self.connection.execute(found)}
