"""A clue was dealt with: the button under cards and lists of clues."""

import json
import re

from slack_bolt import App

from bot.qualities import CLUES
from bot.services.clues import Clues
from handlers.desk import Desk, Request
from handlers.home import Home, in_home
from handlers.ids import Action
from handlers.message import said
from handlers.views.home import notice


class ClueListeners:
    """The listener around clues that led to action. Who may is decided in the service."""

    def __init__(self, desk: Desk, clues: Clues, home: Home) -> None:
        self._desk = desk
        self._clues = clues
        self._home = home

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.action(re.compile(f"^{Action.DEAL}(:|$)"))(self._desk.later(self.deal))

    def deal(self, request: Request) -> None:
        """Mark it; whoever saw it is told."""
        client_id, clue = json.loads(request.action["value"])
        client = self._clues.deal(request.workspace_id, request.person.member, client_id, clue)
        sentence = f"Dealt with: “{CLUES[clue].text}” at {client.name}. Whoever saw it is told."
        if in_home(request):
            self._home.show(request, notice(sentence))
        else:
            request.reply(said(sentence))
