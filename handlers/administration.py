"""What administrators do in App Home about people, and what is on record."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from slack_bolt import App
from slackblocks import Block

from bot.qualities import Role
from bot.refusals import Refused
from bot.services.administrators import AuditLog
from bot.services.people import People
from handlers.desk import Desk, Request
from handlers.home import publish
from handlers.ids import Action
from handlers.views.home import Place, notice, role_name
from handlers.views.home_people import audit_view, people_view

PEOPLE, ENTRIES = 20, 25
"""Rows of a page."""


class Administration:
    """The listeners around people and the audit log. Who may is decided in the services."""

    def __init__(self, desk: Desk, people: People, audit_log: AuditLog) -> None:
        self._desk = desk
        self._people = people
        self._audit_log = audit_log

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.action(re.compile(f"^{Action.HOME_PEOPLE}(:|$)"))(later(self.people))
        app.action(Action.FIND_PEOPLE)(later(self.find))
        app.action(Action.CHANGE_ROLE)(later(self.change_role))
        app.action(re.compile(f"^{Action.HOME_AUDIT}(:|$)"))(later(self.audit))

    def people(self, request: Request) -> None:
        """A page of people."""
        self._show(request, Place.of(request.action["value"]))

    def find(self, request: Request) -> None:
        """People for what was typed."""
        self._show(request, Place(str(request.action.get("value") or "")))

    def change_role(self, request: Request) -> None:
        """Another role for somebody."""
        member_id = request.action["block_id"].removeprefix("member:")
        role = Role(request.action["selected_option"]["value"])
        try:
            member = self._people.change_role(request.workspace_id, request.person.member, member_id, role)
            said = notice(f"{member.name} is {role_name(member.role)} now.")
        except Refused as refusal:  # the menu shows what was chosen: the page must say what holds
            said = notice(refusal.sentence)
        self._show(request, Place.of(request.body["view"].get("private_metadata", "")), said)

    def audit(self, request: Request) -> None:
        """A page of the audit log."""
        offset = int(request.action.get("value") or 0)
        workspace_id, member = request.workspace_id, request.person.member
        lines = self._audit_log.page(workspace_id, member, limit=ENTRIES + 1, offset=offset)
        zone = ZoneInfo(self._people.own(workspace_id, member).zone or "UTC")
        publish(request, audit_view(lines[:ENTRIES], zone, offset, len(lines) > ENTRIES, ENTRIES))

    def _show(self, request: Request, place: Place, said: Sequence[Block] = ()) -> None:
        people, more = self._people.page(
            request.workspace_id, request.person.member, place.search, limit=PEOPLE, offset=place.offset
        )
        publish(request, people_view(people, place, more, PEOPLE, said), place=place)
