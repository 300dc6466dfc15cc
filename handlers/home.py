"""App Home: everybody's desk. Shown when it is opened, and again after what is done there."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError
from slackblocks import Block

from bot.qualities import Role
from bot.questions.query import Intent, Query
from bot.services.ask import Ask
from bot.services.notes import Notes
from bot.services.open_visits import OpenVisits
from bot.services.people import People
from bot.services.rate import Rate
from bot.services.subscriptions import Subscriptions
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.ids import Action
from handlers.views import home as views
from handlers.views.answers import answer_message
from handlers.views.digest_settings import digest_part
from handlers.views.home import Place, drawn
from handlers.views.rate_form import suggestions
from handlers.views.rated import saved_message

LATEST, VISITS, WAITING = 3, 5, 3
"""Ratings, visits and notes of one's own on the desk."""

PAGE = 10
"""Ratings of a page."""

SUGGESTIONS = 20


class Home:
    """The listeners of everybody's pages of App Home."""

    def __init__(
        self,
        desk: Desk,
        rate: Rate,
        ask: Ask,
        subscriptions: Subscriptions,
        notes: Notes,
        people: People,
        visits: OpenVisits,
    ) -> None:
        self._desk = desk
        self._rate = rate
        self._ask = ask
        self._subscriptions = subscriptions
        self._notes = notes
        self._people = people
        self._visits = visits

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.event("app_home_opened")(self._desk.once(self.opened))
        app.action(Action.HOME_ASK)(later(self.ask))
        app.action(Action.HOME_DESK)(later(self.show))
        app.action(re.compile(f"^{Action.HOME_MINE}(:|$)"))(later(self.mine))
        app.action(Action.HOME_CARD)(later(self.card))
        app.options(Action.HOME_CARD)(self.suggest)
        app.action(re.compile(f"^{Action.RATE_VISIT}(:|$)"))(later(self.rate_visit))
        app.action(re.compile(f"^{Action.NOT_THERE}(:|$)"))(later(self.not_there))
        app.action(Action.HOME_PROMPTS)(later(self.prompts))
        app.action(re.compile(f"^({Action.HOME_AWAY}|{Action.HOME_BACK})$"))(later(self.away))

    def opened(self, request: Request) -> None:
        """Draw it; the messages tab needs nothing."""
        if request.event.get("tab") == "home":
            self.show(request)

    def show(self, request: Request, notice: Sequence[Block] = ()) -> None:
        """The desk, with what was just done on top."""
        workspace_id, member = request.workspace_id, self._people.own(request.workspace_id, request.person.member)
        blocks = views.home_view(
            member,
            self._visits.of(workspace_id, member, limit=VISITS),
            self._notes.waiting(workspace_id, member)[:WAITING],
            self._rate.mine(workspace_id, member, limit=LATEST),
        )
        if member.role in {Role.ADMINISTRATOR, Role.ACCOUNT_MANAGER}:
            company = self._subscriptions.of_company(workspace_id)
            own = self._subscriptions.of_member(workspace_id, member.id)
            blocks += digest_part(company, own, administrator=member.role is Role.ADMINISTRATOR)
        if member.role is Role.ADMINISTRATOR:
            blocks += views.administration_part()
        publish(request, [*notice, *blocks])

    def ask(self, request: Request) -> None:
        """The search box: answered by direct message, where charts can be."""
        text = str(request.action.get("value") or "").strip()
        if text:
            asked = self._ask.ask(request.workspace_id, request.person.member, text, f"{request.user}:home")
            request.reply(answer_message(asked.answer))

    def rate_visit(self, request: Request) -> None:
        """One tap: happy to go back?"""
        visit_id, _, score = request.action["value"].rpartition(":")
        submission = f"tap:{request.body['trigger_id']}"
        saved = self._rate.rate_visit(request.workspace_id, request.person.member, visit_id, int(score), submission)
        self.show(request, saved_message(saved).blocks)

    def not_there(self, request: Request) -> None:
        """Nothing to rate."""
        client = self._visits.decline(request.workspace_id, request.person.member, request.action["value"])
        self.show(request, views.notice(f"Not rated: {client.name if client else 'that visit'}. I don't ask again."))

    def mine(self, request: Request) -> None:
        """A page of one's own ratings."""
        offset = int(request.action.get("value") or 0)
        ratings = self._rate.mine(request.workspace_id, request.person.member, limit=PAGE + 1, offset=offset)
        publish(request, views.mine_view(ratings[:PAGE], offset, len(ratings) > PAGE, PAGE))

    def card(self, request: Request) -> None:
        """The card of the client that was chosen."""
        chosen = request.action["selected_option"]["value"]
        known = {client.id: client.name for client in self._rate.clients(request.workspace_id).clients}
        query = Query(Intent.CLIENT_REPORT, clients=(known.get(chosen, ""),))
        message = answer_message(self._ask.ask_query(request.workspace_id, request.person.member, query))
        plain = views.card_view(message.plain) if message.plain is not None else None
        publish(request, views.card_view(message.blocks), plain)

    def suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        """Clients for what was typed, the ones last visited or rated first."""
        request = Request(body, self._desk)
        guarded(lambda: self._suggest(request, ack), lambda _: ack(options=[]), self._desk.new_id)

    def _suggest(self, request: Request, ack: Ack) -> None:
        typed = str(request.body.get("value", ""))
        found = self._rate.suggestions(request.workspace_id, request.person.member, typed, limit=SUGGESTIONS)
        ack(options=suggestions(found, None))

    def prompts(self, request: Request) -> None:
        """Whether to be asked after visits."""
        on = request.action["value"] == "on"
        self._people.ask_after_visits(request.workspace_id, request.person.member, on)
        self.show(request)

    def away(self, request: Request) -> None:
        """Away until a day, or back."""
        chosen = request.action.get("selected_date")
        until = date.fromisoformat(chosen) if chosen else None
        self._people.away(request.workspace_id, request.person.member, until)
        self.show(request)


def in_home(request: Request) -> bool:
    """Whether it was done in App Home."""
    return (request.body.get("view") or {}).get("type") == "home"


def publish(
    request: Request, blocks: Sequence[Block], plain: Sequence[Block] | None = None, place: Place | None = None
) -> None:
    """Show a page of App Home to the one who acts, whom the gate let in; without charts where Slack refuses those."""
    user = request.person.user
    try:
        request.client.views_publish(user_id=user, view=drawn(blocks, place))
    except SlackApiError as error:
        if plain is None or error.response.get("error") != "invalid_blocks":
            raise
        request.client.views_publish(user_id=user, view=drawn(plain, place))
