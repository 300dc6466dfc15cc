"""Where visits come from and when the bot asks: set up in App Home."""

from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App

from bot.refusals import Refused
from bot.services.feeds import Feeds
from bot.services.visit_settings import VisitSettings
from bot.services.webhook import Webhook
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.ids import Action, Callback
from handlers.message import said
from handlers.views import visit_sources as views
from handlers.views.visit_sources import Field


class SourceListeners:
    """The listeners around calendars, the webhook and the settings of questions."""

    def __init__(self, desk: Desk, feeds: Feeds, webhook: Webhook, settings: VisitSettings) -> None:
        self._desk = desk
        self._feeds = feeds
        self._webhook = webhook
        self._settings = settings

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.action(Action.CALENDAR)(later(self.calendar))
        app.action(Action.CALENDAR_REMOVE)(later(self.remove_calendar))
        app.action(Action.WEBHOOK)(later(self.webhook))
        app.action(Action.WEBHOOK_ROTATE)(later(self.rotate))
        app.action(Action.VISIT_SETTINGS)(later(self.settings))
        app.view(Callback.CALENDAR)(self.save_calendar)
        app.view(Callback.VISIT_SETTINGS)(self.save_settings)

    def calendar(self, request: Request) -> None:
        """One's own calendar."""
        member = request.person.member
        feed = self._feeds.of(request.workspace_id, member)
        view = views.calendar_modal(feed, ZoneInfo(member.zone or "UTC"))
        request.client.views_open(trigger_id=request.body["trigger_id"], view=view)

    def save_calendar(self, ack: Ack, body: dict[str, Any]) -> None:
        """An address was given. Trying it may take longer than Slack waits: what comes of it is told by message."""
        ack()
        request = Request(body, self._desk)
        address = body["view"]["state"]["values"][Field.CALENDAR][Field.CALENDAR]["value"]
        self._desk.soon(request, lambda: self._try_calendar(request, address))

    def _try_calendar(self, request: Request, address: str) -> None:
        self._feeds.save(request.workspace_id, request.person.member, address)
        request.reply(said("I read your calendar from now on, and ask after your visits."))

    def remove_calendar(self, request: Request) -> None:
        """Read it no more."""
        self._feeds.remove(request.workspace_id, request.person.member)
        view = views.calendar_modal(None, ZoneInfo("UTC"))
        request.client.views_update(view_id=request.body["view"]["id"], view=view)

    def webhook(self, request: Request) -> None:
        """How another system tells of visits."""
        self._settings.of(request.workspace_id, request.person.member)  # administrators only
        view = views.webhook_modal(request.workspace_id)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=view)

    def rotate(self, request: Request) -> None:
        """A new secret, shown once."""
        secret = self._webhook.rotate(request.workspace_id, request.person.member)
        view = views.webhook_modal(request.workspace_id, secret)
        request.client.views_update(view_id=request.body["view"]["id"], view=view)

    def settings(self, request: Request) -> None:
        """When people are asked."""
        workspace, hears = self._settings.of(request.workspace_id, request.person.member)
        view = views.settings_modal(workspace, hears.slack_user if hears else None)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=view)

    def save_settings(self, ack: Ack, body: dict[str, Any]) -> None:
        """The form was submitted: it is written before the ack."""
        request = Request(body, self._desk)
        guarded(lambda: self._save(request, ack), lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def _save(self, request: Request, ack: Ack) -> None:
        delay, quiet_from, quiet_until, user = views.read_settings(request.body["view"])
        hears = self._desk.gate.admit(request.client, request.installation, user).member if user else None
        try:
            self._settings.save(
                request.workspace_id,
                request.person.member,
                delay=delay,
                quiet_from=quiet_from,
                quiet_until=quiet_until,
                hears=hears,
            )
        except Refused as refusal:
            _show_in_form(ack, refusal.sentence, refusal.field)
            return
        ack()


def _show_in_form(ack: Ack, sentence: str, field: str | None = None) -> None:
    """Show a sentence at its field (the first one, where it has none)."""
    ack(response_action="errors", errors={field if field in set(Field) else Field.DELAY.value: sentence})
