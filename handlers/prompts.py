"""Questions after visits: what is tapped under them."""

import json
import re
from collections.abc import Callable
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from slack_bolt import Ack, App

from bot.clients import KnownClient
from bot.ports import Posted
from bot.privacy import asked_of
from bot.ratings import Scores
from bot.refusals import Refused
from bot.services.rate import Draft, Rate
from bot.services.visit_answers import VisitAnswers
from bot.services.visits import Visits
from bot.visits.prompt import Fault
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.ids import Action, Callback
from handlers.message import said
from handlers.views import prompt as views
from handlers.views import rate_form
from handlers.views.rate_form import NEW, Field, Form


class PromptListeners:
    """The listeners around questions after visits. Each ends with the message as it is now."""

    def __init__(self, desk: Desk, rate: Rate, visits: Visits, answers: VisitAnswers) -> None:
        self._desk = desk
        self._rate = rate
        self._visits = visits
        self._answers = answers
        self._drawing: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        listeners: dict[Action, Callable[[Request], None]] = {
            Action.PROMPT_RATE: self.rate,
            Action.PROMPT_DETAIL: self.detail,
            Action.PROMPT_LATER: self.later,
            Action.PROMPT_NOT_THERE: self.not_there,
            Action.PROMPT_REOPEN: self.reopen,
            Action.PROMPT_CLUE: self.clue,
            Action.PROMPT_FAULT: self.fault,
            Action.PROMPT_NOTE: self.note,
            Action.PROMPT_UNDO: self.undo,
            Action.PROMPT_MORE: self.unsafe,
            Action.PROMPT_PLACE: self.place,
            Action.PROMPT_OTHER: self.other,
        }
        for action, listener in listeners.items():
            app.action(re.compile(f"^{action}(:|$)"))(self._desk.later(listener))
        app.view(Callback.PROMPT_FORM)(self.submit)
        app.view(Callback.PROMPT_PLACE)(self.submit_place)

    def rate(self, request: Request) -> None:
        """Yes, OK or No: saved with one tap."""
        prompt_id, revision, score = _value(request, 3)
        self._answers.rate(request.workspace_id, request.person.member, prompt_id, int(score), int(revision))
        self._draw(request, prompt_id)

    def clue(self, request: Request) -> None:
        """A chip: ticked, or not any more."""
        prompt_id, revision, seen, clue = _value(request, 4)
        self._answers.clue(
            request.workspace_id, request.person.member, prompt_id, clue, seen=seen == "1", revision=int(revision)
        )
        self._draw(request, prompt_id)

    def note(self, request: Request) -> None:
        """The line under the chips, sent with Enter."""
        _, prompt_id, revision = request.action["action_id"].split(":")
        if note := str(request.action.get("value") or "").strip():
            self._answers.note(request.workspace_id, request.person.member, prompt_id, note, int(revision))
            self._draw(request, prompt_id)

    def fault(self, request: Request) -> None:
        """Theirs, ours, or both."""
        prompt_id, fault = _value(request, 2)
        self._answers.blame(request.workspace_id, request.person.member, prompt_id, Fault(fault))
        self._draw(request, prompt_id)

    def undo(self, request: Request) -> None:
        """Back to what was said before."""
        prompt_id, revision, rating_id = _value(request, 3)
        self._answers.undo(request.workspace_id, request.person.member, prompt_id, rating_id, int(revision))
        self._draw(request, prompt_id)

    def later(self, request: Request) -> None:
        """Not now."""
        prompt = self._answers.later(request.workspace_id, request.person.member, request.action["value"])
        once_more = "Fine: I'll ask once more, the next working morning."
        self._draw(request, prompt.id, said="I won't ask again." if prompt.reminded else once_more)

    def not_there(self, request: Request) -> None:
        """There is nothing to rate."""
        self._answers.decline(request.workspace_id, request.person.member, request.action["value"])
        self._draw(request, request.action["value"])

    def reopen(self, request: Request) -> None:
        """There is, after all."""
        self._answers.reopen(request.workspace_id, request.person.member, request.action["value"])
        self._draw(request, request.action["value"])

    def unsafe(self, request: Request) -> None:
        """“I felt unsafe”: told to the person named for it."""
        prompt_id = request.action["selected_option"]["value"]
        told = self._answers.felt_unsafe(request.workspace_id, request.person.member, prompt_id)
        names = " and ".join(member.name for member in told)
        request.reply(said(f"Thank you for saying so. {names} knows now, nobody else does, and it is in no score."))

    def place(self, request: Request) -> None:
        """Which client a place is, or that it is none."""
        prompt_id, client_id = _value(request, 2)
        self._visits.placed(request.workspace_id, request.person.member, prompt_id, client_id or None)
        self._draw(request, prompt_id)

    def other(self, request: Request) -> None:
        """All clients, to choose from."""
        question = self._answers.question(request.workspace_id, request.person.member, request.action["value"])
        request.client.views_open(trigger_id=request.body["trigger_id"], view=views.place_modal(question))

    def submit_place(self, ack: Ack, body: dict[str, Any]) -> None:
        """A client was chosen: written before the ack."""
        request = Request(body, self._desk)

        def save() -> None:
            view = body["view"]
            chosen = view["state"]["values"][Field.CLIENT][Field.CLIENT]["selected_option"]["value"]
            new = chosen.removeprefix(NEW) if chosen.startswith(NEW) else None
            self._visits.placed(
                request.workspace_id,
                request.person.member,
                view["private_metadata"],
                None if new else chosen,
                new=new,
            )
            ack()
            self._desk.soon(request, lambda: self._draw(request, view["private_metadata"]))

        guarded(save, lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def detail(self, request: Request) -> None:
        """The form, with what is known of the visit."""
        member = request.person.member
        question = self._answers.question(request.workspace_id, member, request.action["value"])
        if question.client is None:
            raise Refused("Please say first which client it was.")
        form = Form(
            submission=self._desk.new_id(),
            on=question.prompt.on,
            client=KnownClient(question.client.id, question.client.name),
            scores=question.rating.scores if question.rating else Scores(),
            rating_id=question.rating.id if question.rating else None,
            asked=asked_of(member.role),
            first=not question.told,
        )
        view = rate_form.rate_modal(form)
        about = json.loads(view["private_metadata"]) | {"prompt": question.prompt.id}
        view |= {"callback_id": Callback.PROMPT_FORM.value, "private_metadata": json.dumps(about)}
        request.client.views_open(trigger_id=request.body["trigger_id"], view=view)

    def submit(self, ack: Ack, body: dict[str, Any]) -> None:
        """The form was submitted: it is written before the ack, so that the ack tells the truth."""
        request = Request(body, self._desk)
        guarded(lambda: self._submit(request, ack), lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def _submit(self, request: Request, ack: Ack) -> None:
        view, member = request.body["view"], request.person.member
        prompt_id = json.loads(view["private_metadata"])["prompt"]
        try:
            form = rate_form.read_form(view)
            visit_id = self._visit_meant(request, prompt_id, form)
            self._rate.rate(
                request.workspace_id,
                member,
                Draft(
                    on=form.on,
                    scores=form.scores,
                    submission=form.submission,
                    client_id=form.client.id if form.client else None,
                    new_client=form.new_client,
                    visit_id=visit_id,
                    asked=frozenset(form.asked),
                    editing=form.rating_id,
                ),
            )
        except Refused as refusal:
            _show_in_form(ack, refusal.sentence, refusal.field)
            return
        self._answers.settle(request.workspace_id, member, prompt_id)
        ack()
        self._desk.soon(request, lambda: self._draw(request, prompt_id))

    def _visit_meant(self, request: Request, prompt_id: str, form: Form) -> str | None:
        """The visit, unless the form says that it was another day or client."""
        question = self._answers.question(request.workspace_id, request.person.member, prompt_id)
        same = question.client and form.client and question.client.id == form.client.id
        return question.prompt.visit_id if same and form.on == question.prompt.on else None

    def _draw(self, request: Request, prompt_id: str, *, said: str = "") -> None:
        """Show the message of a question as it is now. Taps that come together are drawn one after the other, so that
        the last one drawn shows them all."""
        container = request.body.get("container") or {}
        with self._drawing.setdefault(f"{request.workspace_id}:{request.user}", Lock()):
            shown = self._answers.shown(request.workspace_id, request.person.member, prompt_id)
            prompt = next(one.prompt for one in shown if one.prompt.id == prompt_id)
            channel, ts = container.get("channel_id"), container.get("message_ts")
            if container.get("type") != "message" or not channel or not ts:
                channel, ts = prompt.channel, prompt.message_ts
            if channel and ts:
                message = views.prompt_message(shown, said=said)
                self._desk.gate.update(request.client, request.person, Posted(channel, ts), message)


def _value(request: Request, parts: int) -> list[str]:
    """The parts of a button's value."""
    value: str = request.action["value"]
    return value.split(":", parts - 1)


def _show_in_form(ack: Ack, sentence: str, field: str | None = None) -> None:
    """Show a sentence at its field (the first one, where it has none); everything typed stays."""
    ack(response_action="errors", errors={field if field in set(Field) else Field.CLIENT.value: sentence})
