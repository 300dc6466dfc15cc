"""Slack teams and their workspaces; tokens are encrypted."""

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.ports import Installation
from storage.cipher import Cipher
from storage.tables import installations

_WHAT = "A Slack token"


class Installations:
    """The installations. Raises Refused where a token has to be encrypted or read and no key does it."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def get(self, enterprise_id: str | None, team_id: str) -> Installation | None:
        return self._first(*_team(enterprise_id, team_id))

    def of_workspace(self, workspace_id: str) -> Installation | None:
        """The one that has a token, if any has."""
        return self._first(installations.c.workspace_id == workspace_id)

    def put(self, installation: Installation) -> None:
        self._connection.execute(delete(installations).where(*_team(installation.enterprise_id, installation.team_id)))
        self._connection.execute(
            insert(installations).values(
                installation._asdict()
                | {
                    "enterprise_id": installation.enterprise_id or "",
                    "bot_token": self._cipher.encrypted(installation.bot_token, _WHAT),
                    "scopes": list(installation.scopes),
                }
            )
        )

    def forget_token(self, enterprise_id: str | None, team_id: str) -> None:
        self._connection.execute(update(installations).where(*_team(enterprise_id, team_id)).values(bot_token=None))

    def _first(self, *conditions: ColumnElement[bool]) -> Installation | None:
        found = select(installations).where(*conditions).order_by(installations.c.bot_token.is_(None))
        row = self._connection.execute(found).first()
        if row is None:
            return None
        read = {
            "enterprise_id": row.enterprise_id or None,
            "bot_token": self._cipher.decrypted(row.bot_token, _WHAT),
            "scopes": tuple(row.scopes),
        }
        return Installation(**row._asdict() | read)


def _team(enterprise_id: str | None, team_id: str) -> tuple[ColumnElement[bool], ...]:
    return installations.c.enterprise_id == (enterprise_id or ""), installations.c.team_id == team_id
