"""“I'm at Acme”: people say where they are, in a direct message."""

import re

from slack_bolt import App

from bot.clients import KnownClient
from bot.company import Visit
from bot.refusals import Refused
from bot.services.prompts import Prompts
from bot.services.rate import Rate
from bot.services.visits import STAY, Visits
from bot.visits.matching import CHOICES
from bot.visits.said import Said, said_where
from handlers.desk import Desk, Request
from handlers.ids import Action
from handlers.views import prompt as views


class Whereabouts:
    """Hears where people are or were, and asks which client they mean."""

    def __init__(self, desk: Desk, rate: Rate, visits: Visits, prompts: Prompts) -> None:
        self._desk = desk
        self._rate = rate
        self._visits = visits
        self._prompts = prompts

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.action(re.compile(f"^{Action.PROMPT_SAID}(:|$)"))(self._desk.later(self.said_client))

    def heard(self, request: Request, text: str) -> bool:
        """Whether somebody said where they are or were, rather than asked something; it is answered then."""
        where = said_where(text)
        if where is None:
            return False
        found = self._visits.from_person(request.workspace_id, request.person.member, where)
        if isinstance(found, Visit):
            self._noted(request, found, over=where.over)
        elif found:
            clients = [KnownClient(client.id, client.name) for client in found]
            request.reply(views.which_message(where.place, clients[:CHOICES], over=where.over))
        return bool(found)

    def said_client(self, request: Request) -> None:
        """Which client was meant."""
        over, _, client_id = request.action["value"].partition(":")
        known = {client.id: client for client in self._rate.clients(request.workspace_id).clients}
        if client_id not in known:
            raise Refused("This client is not there any more.")
        where = Said(known[client_id].name, over=over == "1")
        found = self._visits.from_person(request.workspace_id, request.person.member, where, client_id=client_id)
        if isinstance(found, Visit):
            self._noted(request, found, over=where.over)

    def _noted(self, request: Request, visit: Visit, *, over: bool) -> None:
        if over:
            self._prompts.ask_one(request.workspace_id, request.person.member)
            return
        client = next(one for one in self._rate.clients(request.workspace_id).clients if one.id == visit.client_id)
        request.reply(views.noted_message(client, STAY))
