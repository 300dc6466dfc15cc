"""Who is who: members of a workspace by their Slack user, and their roles."""

from bot.company import Member
from bot.ports import Database, NewId
from bot.privacy import Viewer, viewer
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

    def viewer(self, workspace_id: str, member: Member) -> Viewer:
        """What this member's eyes may see, for answers to them alone."""
        with self._database.store(workspace_id) as store:
            return viewer(member, store.clients.all())
