"""App Home: shown when it is opened, and again after what is done there."""

from slack_bolt import App

from bot.qualities import Role
from bot.services.ask import Ask
from bot.services.rate import Rate
from bot.services.subscriptions import Subscriptions
from handlers.desk import Desk, Request
from handlers.ids import Action
from handlers.views.answers import answer_message
from handlers.views.digest_settings import digest_part
from handlers.views.home import drawn, home_view

LATEST = 3
"""Ratings of one's own that are shown."""


class Home:
    """The listeners of App Home."""

    def __init__(self, desk: Desk, rate: Rate, ask: Ask, subscriptions: Subscriptions) -> None:
        self._desk = desk
        self._rate = rate
        self._ask = ask
        self._subscriptions = subscriptions

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        app.event("app_home_opened")(self._desk.once(self.opened))
        app.action(Action.HOME_ASK)(self._desk.later(self.ask))

    def opened(self, request: Request) -> None:
        """Draw it; the messages tab needs nothing."""
        if request.event.get("tab") != "home":
            return
        member = request.person.member
        blocks = home_view(self._rate.mine(request.workspace_id, member, limit=LATEST))
        if member.role in {Role.ADMINISTRATOR, Role.ACCOUNT_MANAGER}:
            company = self._subscriptions.of_company(request.workspace_id)
            own = self._subscriptions.of_member(request.workspace_id, member.id)
            blocks += digest_part(company, own, administrator=member.role is Role.ADMINISTRATOR)
        request.client.views_publish(user_id=request.user, view=drawn(blocks))

    def ask(self, request: Request) -> None:
        """The search box: answered by direct message, where charts can be."""
        text = str(request.action.get("value") or "").strip()
        if text:
            asked = self._ask.ask(request.workspace_id, request.person.member, text, f"{request.user}:home")
            request.reply(answer_message(asked.answer))
