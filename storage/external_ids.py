"""What other systems call the clients."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from bot.company import ExternalId
from bot.refusals import Refused
from storage.room import Room
from storage.tables import client_external_ids


class ExternalIds(Room):
    """Ids by source, each of one client."""

    def of(self, client_ids: Sequence[str]) -> list[ExternalId]:
        """Those of these clients, by source."""
        table = client_external_ids
        found = select(table.c.source, table.c.external_id).where(self.mine(table), table.c.client_id.in_(client_ids))
        return [
            ExternalId(*row) for row in self.connection.execute(found.order_by(table.c.source, table.c.external_id))
        ]

    def owner(self, one: ExternalId) -> str | None:
        """The id of the client that has it."""
        table = client_external_ids
        found = select(table.c.client_id).where(
            self.mine(table), table.c.source == one.source, table.c.external_id == one.id
        )
        return self.connection.scalar(found)

    def replace(self, client_ids: Sequence[str], ids: Sequence[ExternalId]) -> None:
        """Give the first of these clients, which are one, these ids and no others. Raises Refused."""
        owners = {one: self.owner(one) for one in dict.fromkeys(ids)}
        for one, owner in owners.items():
            if owner is not None and owner not in client_ids:
                raise Refused(f"{one.source}: {one.id} is the id of another client already.", field="external_ids")
        kept = {one: owner or client_ids[0] for one, owner in owners.items()}
        table = client_external_ids
        self.connection.execute(delete(table).where(self.mine(table), table.c.client_id.in_(client_ids)))
        rows = [
            {"workspace_id": self.workspace_id, "source": one.source, "external_id": one.id, "client_id": owner}
            for one, owner in kept.items()
        ]
        if rows:
            self.connection.execute(insert(table), rows)
