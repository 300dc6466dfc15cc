"""Notes that wait: reword them, or keep the scores only."""

import json
import re
from typing import Any

from slack_bolt import Ack, App

from bot.refusals import Refused
from bot.services.notes import Notes
from bot.services.own import Saved
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.home import Home, in_home
from handlers.ids import Action, Callback
from handlers.views import rated


class NoteListeners:
    """The listeners around a writer's notes that wait."""

    def __init__(self, desk: Desk, notes: Notes, home: Home) -> None:
        self._desk = desk
        self._notes = notes
        self._home = home

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.action(re.compile(f"^{Action.REWORD}(:|$)"))(self._desk.later(self.open))
        app.action(re.compile(f"^{Action.KEEP_SCORES}(:|$)"))(self._desk.later(self.keep_scores))
        app.view(Callback.REWORD)(self.submit)

    def open(self, request: Request) -> None:
        """The form, with the note as it was typed."""
        waiting = self._notes.waiting(request.workspace_id, request.person.member)
        one = next((one for one in waiting if one.rating.id == request.action["value"]), None)
        if one is None:
            raise Refused("This note does not wait any more.")
        form = rated.reword_modal(one, self._desk.new_id(), at_home=in_home(request), response_url=request.response_url)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=form)

    def keep_scores(self, request: Request) -> None:
        """The note goes, the scores stay."""
        saved = self._notes.keep_scores_only(request.workspace_id, request.person.member, request.action["value"])
        self._confirm(request, saved, at_home=in_home(request), replace=True)

    def submit(self, ack: Ack, body: dict[str, Any]) -> None:
        """The note in other words: written before the ack."""
        request = Request(body, self._desk)
        guarded(lambda: self._submit(request, ack), lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def _submit(self, request: Request, ack: Ack) -> None:
        view = request.body["view"]
        about = json.loads(view["private_metadata"])
        note = (view["state"]["values"][rated.NOTE][rated.NOTE]["value"] or "").strip()
        try:
            saved = self._notes.reword(
                request.workspace_id, request.person.member, about["rating_id"], note, about["submission"]
            )
        except Refused as refusal:
            _show_in_form(ack, refusal.sentence)
            return
        ack()
        url = about["response_url"]
        self._desk.soon(request, lambda: self._confirm(request, saved, at_home=about["home"], response_url=url))

    def _confirm(
        self, request: Request, saved: Saved, *, at_home: bool, replace: bool = False, response_url: str | None = None
    ) -> None:
        message = rated.saved_message(saved)
        if at_home:
            self._home.show(request, message.blocks)
        else:
            request.reply(message, response_url=response_url, replace=replace)


def _show_in_form(ack: Ack, sentence: str) -> None:
    """Show a sentence at the note; everything typed stays."""
    ack(response_action="errors", errors={rated.NOTE: sentence})
