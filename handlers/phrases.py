"""The workspace's own phrases, in a form of App Home."""

import re
from typing import Any

from slack_bolt import Ack, App

from bot.refusals import Refused
from bot.services.phrases import PhraseBook
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.ids import Action, Callback
from handlers.views.phrases import Field, phrases_modal, read_phrase, read_unclear


class PhraseListeners:
    """The listeners around phrases."""

    def __init__(self, desk: Desk, book: PhraseBook) -> None:
        self._desk = desk
        self._book = book

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.action(Action.PHRASES)(later(self.open))
        app.action(re.compile(f"^{Action.TAKE_PHRASE}:"))(later(self.take))
        app.action(re.compile(f"^{Action.REMOVE_PHRASE}:"))(later(self.remove))
        app.view(Callback.PHRASES)(self.add)

    def open(self, request: Request) -> None:
        """The form."""
        own = self._book.look(request.workspace_id, request.person.member)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=phrases_modal(own))

    def take(self, request: Request) -> None:
        """Add what was not understood so far."""
        words, meaning = read_unclear(request.action["value"])
        self._book.add(request.workspace_id, request.person.member, words, meaning)
        self._redraw(request)

    def remove(self, request: Request) -> None:
        """Take a phrase away."""
        self._book.remove(request.workspace_id, request.person.member, request.action["value"])
        self._redraw(request)

    def _redraw(self, request: Request) -> None:
        own = self._book.look(request.workspace_id, request.person.member)
        view = request.body["view"]
        request.client.views_update(view_id=view["id"], hash=view["hash"], view=phrases_modal(own))

    def add(self, ack: Ack, body: dict[str, Any]) -> None:
        """The form was submitted."""
        request = Request(body, self._desk)
        guarded(lambda: self._add(request, ack), lambda sentence: _show(ack, sentence), self._desk.new_id)

    def _add(self, request: Request, ack: Ack) -> None:
        phrase, meaning = read_phrase(request.body["view"])
        try:
            self._book.add(request.workspace_id, request.person.member, phrase, meaning)
        except Refused as refusal:
            _show(ack, refusal.sentence, refusal.field)
            return
        ack(response_action="update", view=phrases_modal(self._book.look(request.workspace_id, request.person.member)))


def _show(ack: Ack, sentence: str, field: str | None = None) -> None:
    ack(response_action="errors", errors={field if field in set(Field) else Field.PHRASE.value: sentence})
