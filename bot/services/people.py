"""Who is who: members of a workspace by their Slack user, their roles, and what each of them has set."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.company import Client, Member
from bot.names import fold
from bot.ports import Clock, Database, NewId, Store
from bot.privacy import OPEN_FOR, Viewer, viewer
from bot.qualities import Role
from bot.refusals import Refused
from bot.services.administrators import administrator
from bot.services.rate import local_date


class People:
    """Members as they come to be known, and what is set about them."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
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
            if member.slack_user is None or (zone and member.zone != zone):
                member = replace(member, slack_user=slack_user, zone=zone or member.zone)
                store.members.change(member)
            return member

    def own(self, workspace_id: str, member: Member) -> Member:
        """The member as they have set things now; the zone is the company's where Slack says none."""
        with self._database.store(workspace_id) as store:
            now = _now(store, member)
            return replace(now, zone=now.zone or store.workspace().zone)

    def ask_after_visits(self, workspace_id: str, member: Member, on: bool) -> None:
        """Whether this member wants to be asked after visits."""
        with self._database.store(workspace_id) as store:
            store.members.change(replace(_now(store, member), prompts=on))

    def away(self, workspace_id: str, member: Member, until: date | None) -> None:
        """Nothing is asked up to that day; None: they are back. Raises Refused for a day that has passed."""
        with self._database.store(workspace_id) as store:
            if until and until < local_date(member, store.workspace(), self._clock()):
                raise Refused(f"{until:%-d %B %Y} has passed. Until which day are you away?", field="away")
            store.members.change(replace(_now(store, member), away_until=until))

    def page(
        self, workspace_id: str, actor: Member, search: str, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Member], bool]:
        """People for what was typed, by name; whether there are more. For administrators."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            wanted = fold(search.strip())
            found = [member for member in store.members.all() if wanted in fold(member.name)]
        return found[offset : offset + limit], len(found) > offset + limit

    def change_role(self, workspace_id: str, actor: Member, member_id: str, role: Role) -> Member:
        """Give somebody another role; put on record. Raises Refused where nobody would be left to administer."""
        with self._database.store(workspace_id) as store:
            administrator(store, actor)
            member = store.members.get(member_id)
            if member is None:
                raise Refused("This person is not there any more.")
            others = [one for one in store.members.all() if one.role is Role.ADMINISTRATOR and one.id != member.id]
            if role is not Role.ADMINISTRATOR and not any(one.slack_user for one in others):
                raise Refused("Somebody has to administer Good Clients: make another person administrator first.")
            if member.role is not role:
                store.members.change(replace(member, role=role))
                changed = {"member": member.id, "from": member.role.value, "to": role.value}
                store.memory.audit(actor.id, "changed a role", changed, self._clock())
            return replace(member, role=role)


def _now(store: Store, member: Member) -> Member:
    return store.members.get(member.id) or member


def eyes_of(store: Store, member: Member, clients: Sequence[Client], now: datetime) -> Viewer:
    """What this member's eyes may see at this moment, in answers to them alone."""
    open_visits = store.visits.open_of(member.id, now - OPEN_FOR)
    return viewer(member, clients, (visit.client_id for visit in open_visits))
