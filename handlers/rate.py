"""Rating: the command, the form, and the buttons under what was saved."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.clients import KnownClient
from bot.company import CLIENT_NAME_LIMIT
from bot.oneline import parse_scores, read_line
from bot.privacy import asked_of
from bot.ratings import Scores
from bot.refusals import Refused
from bot.services.own import Saved
from bot.services.rate import Draft, Rate
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.home import Home, in_home
from handlers.ids import Action, Callback, Command
from handlers.views import rate_form, rated
from handlers.views.rate_form import Field, Form

SUGGESTIONS = 20
"""Options of a typeahead; Slack takes 100, people read fewer."""

PAGE = 5
"""Ratings of a message of one's own."""


class Rating:
    """The listeners around one's own ratings."""

    def __init__(self, desk: Desk, rate: Rate, home: Home) -> None:
        self._desk = desk
        self._rate = rate
        self._home = home

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.command(Command.RATE)(later(self.command))
        app.shortcut(Callback.RATE_SHORTCUT)(later(self.open_empty))
        app.action(re.compile(f"^{Action.RATE}(:|$)"))(later(self.open_for_client))
        app.action(re.compile(f"^{Action.PICK_CLIENT}(:|$)"))(later(self.pick_client))
        app.action(Action.UNDO)(later(self.undo))
        app.action(re.compile(f"^{Action.EDIT}(:|$)"))(later(self.edit))
        app.action(re.compile(f"^{Action.DELETE}(:|$)"))(later(self.delete))
        app.action(Action.MY_RATINGS)(later(self.mine))
        app.options(Field.CLIENT)(self.suggest)
        app.view(Callback.RATE_MODAL)(self.submit)

    def command(self, request: Request) -> None:
        """`/rate-client`, alone, with a client, with a whole rating, or one of its words."""
        text = request.text
        match text.casefold():
            case "":
                self.open_empty(request)
            case "help":
                request.reply(rated.help_message())
            case "mine":
                self._show_mine(request, 0)
            case "undo":
                self._undo_latest(request)
            case _:
                try:
                    self._line(request, text)
                except Refused as refusal:  # Slack's box is empty by now: what was typed must not be lost
                    raise Refused(f"{refusal.sentence}\nYou typed: {text}", field=refusal.field) from refusal

    def _line(self, request: Request, text: str) -> None:
        line = read_line(text, self._rate.clients(request.workspace_id))
        scores = line.scores()
        client = line.match.client
        if client is None:
            request.reply(rated.choose_client_message(text, line.rest, line.match.candidates, line.name or text))
        elif scores.overall is None and not scores.qualities:
            self._open(request, client=client, scores=scores)
        else:
            self._save_line(request, scores, client_id=client.id)

    def pick_client(self, request: Request) -> None:
        """The client that was meant, for a line that was typed before."""
        picked: Mapping[str, str] = json.loads(request.action["value"])
        scores = parse_scores(picked["rest"])
        if scores.overall is None and not scores.qualities:
            known = {client.id: client for client in self._rate.clients(request.workspace_id).clients}
            self._open(request, client=known.get(picked.get("client", "")), new_client=picked.get("new"), scores=scores)
        else:
            self._save_line(request, scores, client_id=picked.get("client"), new_client=picked.get("new"))

    def _save_line(
        self, request: Request, scores: Scores, *, client_id: str | None = None, new_client: str | None = None
    ) -> None:
        draft = Draft(
            on=self._rate.today(request.workspace_id, request.person.member),
            scores=scores,
            submission=f"line:{request.body['trigger_id']}",
            client_id=client_id,
            new_client=new_client,
        )
        saved = self._rate.rate(request.workspace_id, request.person.member, draft)
        request.reply(rated.saved_message(saved))

    def open_empty(self, request: Request) -> None:
        """The form, for any client."""
        self._open(request)

    def open_for_client(self, request: Request) -> None:
        """The form, with the client of the button filled in."""
        known = {client.id: client for client in self._rate.clients(request.workspace_id).clients}
        self._open(request, client=known.get(request.action.get("value", "")))

    def edit(self, request: Request) -> None:
        """The form, with what a rating says now."""
        rating, client = self._rate.own(request.workspace_id, request.person.member, request.action["value"])
        form = self._form(
            request, client=KnownClient(client.id, client.name), scores=rating.scores, on=rating.on, rating_id=rating.id
        )
        request.client.views_open(trigger_id=request.body["trigger_id"], view=rate_form.rate_modal(form))

    def _open(
        self,
        request: Request,
        *,
        client: KnownClient | None = None,
        new_client: str | None = None,
        scores: Scores | None = None,
    ) -> None:
        form = self._form(request, client=client, new_client=new_client, scores=scores or Scores())
        request.client.views_open(trigger_id=request.body["trigger_id"], view=rate_form.rate_modal(form))

    def _form(self, request: Request, **known: Any) -> Form:
        known.setdefault("on", self._rate.today(request.workspace_id, request.person.member))
        member = request.person.member
        return Form(
            submission=self._desk.new_id(),
            response_url=request.response_url,
            asked=asked_of(member.role),
            first=not member.told,
            at_home=in_home(request),
            **known,
        )

    def submit(self, ack: Ack, body: dict[str, Any]) -> None:
        """A form was submitted: it is written before the ack, so that the ack tells the truth."""
        request = Request(body, self._desk)
        guarded(lambda: self._submit(request, ack), lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def _submit(self, request: Request, ack: Ack) -> None:
        try:
            form = rate_form.read_form(request.body["view"])
            draft = Draft(
                on=form.on,
                scores=form.scores,
                submission=form.submission,
                client_id=form.client.id if form.client else None,
                new_client=form.new_client,
                asked=frozenset(form.asked),
                editing=form.rating_id,
            )
            saved = self._rate.rate(request.workspace_id, request.person.member, draft)
        except Refused as refusal:
            _show_in_form(ack, refusal.sentence, refusal.field)
            return
        ack()
        self._desk.soon(request, lambda: self._confirm(request, saved, form))

    def _confirm(self, request: Request, saved: Saved, form: Form) -> None:
        message = rated.saved_message(replace(saved, first=False))  # the form has told it
        if form.at_home:
            self._home.show(request, message.blocks)
        else:
            request.reply(message, response_url=form.response_url)

    def suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        """Clients for what was typed so far, and a new one of that name if nobody has it."""
        request = Request(body, self._desk)
        guarded(lambda: self._suggest(request, ack), lambda _: ack(options=[]), self._desk.new_id)

    def _suggest(self, request: Request, ack: Ack) -> None:
        typed = " ".join(str(request.body.get("value", "")).split())[:CLIENT_NAME_LIMIT]
        found = self._rate.suggestions(request.workspace_id, request.person.member, typed, limit=SUGGESTIONS)
        new = typed if typed and typed.casefold() not in {known.name.casefold() for known in found} else None
        ack(options=rate_form.suggestions(found, new))

    def undo(self, request: Request) -> None:
        """Back to what the rating said before."""
        rating_id, _, revision = request.action["value"].rpartition(":")
        saved = self._rate.undo(request.workspace_id, request.person.member, rating_id, int(revision))
        message = rated.saved_message(saved)
        if in_home(request):
            self._home.show(request, message.blocks)
        else:
            request.reply(message, replace=True)

    def _undo_latest(self, request: Request) -> None:
        latest = self._rate.latest(request.workspace_id, request.person.member)
        saved = self._rate.undo(request.workspace_id, request.person.member, latest.id, latest.revision)
        request.reply(rated.saved_message(saved))

    def delete(self, request: Request) -> None:
        """Take one's own rating back."""
        self._rate.delete(request.workspace_id, request.person.member, request.action["value"])
        if in_home(request):
            self._home.show(request)
        else:
            self._show_mine(request, 0, replace=True)

    def mine(self, request: Request) -> None:
        """Earlier ratings of one's own."""
        self._show_mine(request, int(request.action.get("value") or 0))

    def _show_mine(self, request: Request, offset: int, *, replace: bool = False) -> None:
        ratings = self._rate.mine(request.workspace_id, request.person.member, limit=PAGE + 1, offset=offset)
        message = rated.mine_message(ratings[:PAGE], offset=offset, more=len(ratings) > PAGE)
        request.reply(message, replace=replace)


def _show_in_form(ack: Ack, sentence: str, field: str | None = None) -> None:
    """Show a sentence at its field (the first one, where it has none); everything typed stays."""
    at = field if field in set(Field) else Field.CLIENT.value
    ack(response_action="errors", errors={at: sentence})
