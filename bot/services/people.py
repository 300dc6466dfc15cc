"""Who is who: members of a workspace by their Slack user, and their roles."""

from collections.abc import Sequence
from datetime import datetime

from bot.company import Client, Member
from bot.ports import Database, NewId, Store
from bot.privacy import OPEN_FOR, Viewer, viewer
from bot.qualities import Role


class People:
    """Members as they come to be known."""

    def __init__(self, database: Database, new_id: NewId) -> None:
        self._database = database
        self._new_id = new_id

    def known(
        self,
        workspace_id: str,
        slack_user: str,
        *,
        name: str,
        email: str | None,
        zone: str | None,
        administers_slack: bool,
    ) -> Member:
        """The member behind a Slack user. One seen for the first time starts as a technician, Slack's admins as
        administrators; a name in a spreadsheet that has the same e-mail becomes theirs."""
        with self._database.store(workspace_id) as store:
            member = store.members.by_slack_user(slack_user)
            if member is None:
                role = Role.ADMINISTRATOR if administers_slack else Role.TECHNICIAN
                new = Member(id=self._new_id(), name=name, role=role, slack_user=slack_user, email=email, zone=zone)
                member = store.members.add(new)
            return member


def eyes_of(store: Store, member: Member, clients: Sequence[Client], now: datetime) -> Viewer:
    """What this member's eyes may see at this moment, in answers to them alone."""
    open_visits = store.visits.open_of(member.id, now - OPEN_FOR)
    return viewer(member, clients, (visit.client_id for visit in open_visits))
