"""The people of a workspace."""

from dataclasses import replace

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.company import Member
from storage.room import Room, fields_of
from storage.tables import members


class Members(Room):
    """Implements bot.ports.Members. E-mail addresses are kept in lower case."""

    def all(self) -> list[Member]:
        return sorted(self._where(), key=lambda member: (member.name.casefold(), member.id))

    def get(self, member_id: str) -> Member | None:
        return next(iter(self._where(members.c.id == member_id)), None)

    def by_slack_user(self, slack_user: str) -> Member | None:
        return next(iter(self._where(members.c.slack_user == slack_user)), None)

    def add(self, member: Member) -> Member:
        self.lock_workspace()
        member = _kept(member)
        same: list[ColumnElement[bool]] = []
        if member.slack_user is not None:
            same.append(members.c.slack_user == member.slack_user)
        if member.email is not None:
            same.append(members.c.email == member.email)
        if known := self._where(or_(*same) if same else members.c.name == member.name):
            return known[0]
        self.connection.execute(insert(members).values(workspace_id=self.workspace_id, **vars(member)))
        return member

    def change(self, member: Member) -> None:
        self.connection.execute(
            update(members).where(self.mine(members), members.c.id == member.id).values(vars(_kept(member)))
        )

    def _where(self, *conditions: ColumnElement[bool]) -> list[Member]:
        found = select(*fields_of(members)).where(self.mine(members), *conditions).order_by(members.c.id)
        return [Member(**row._asdict()) for row in self.connection.execute(found)]


def _kept(member: Member) -> Member:
    return replace(member, email=member.email and member.email.strip().lower())
