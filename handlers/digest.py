"""The digest's settings, preview and buttons."""

import re
from typing import Any
from zoneinfo import available_timezones

from slack_bolt import Ack, App

from bot.ports import Closed
from bot.qualities import Role
from bot.refusals import Refused
from bot.services.publish import Publish
from bot.services.subscriptions import Subscriptions
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.ids import Action, Callback
from handlers.message import said
from handlers.views import digest_settings as views
from handlers.views.digest import digest_message, digest_thread
from handlers.views.digest_settings import Field

ZONES = 100
"""Options of a typeahead (Slack)."""


class DigestListeners:
    """The listeners around the digest."""

    def __init__(self, desk: Desk, publish: Publish, subscriptions: Subscriptions) -> None:
        self._desk = desk
        self._publish = publish
        self._subscriptions = subscriptions

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.action(Action.DIGEST_SETTINGS)(later(self.open))
        app.action(Action.DIGEST_PREVIEW)(later(self.preview))
        app.action(Action.DIGEST_POST)(later(self.post))
        app.action(Action.DIGEST_POST_UNKNOWN)(later(self.post_again))
        app.action(re.compile(f"^{Action.DIGEST_WHY}(:|$)"))(later(self.why))
        app.action(Action.DIGEST_TABLE)(later(self.table))
        app.action(Action.OWN_DIGEST)(later(self.open_own))
        app.action(re.compile(f"^{Action.OWN_DIGEST_STOP}:"))(later(self.stop_own))
        app.view(Callback.OWN_DIGEST)(self.save_own)
        app.options(Field.ZONE)(self.suggest_zone)
        app.view(Callback.DIGEST_SETTINGS)(self.save)

    def open(self, request: Request) -> None:
        """The form."""
        administrator(request)
        known = self._subscriptions.of_company(request.workspace_id)
        zone = self._subscriptions.zone(request.workspace_id)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=views.settings_modal(known, zone))

    def save(self, ack: Ack, body: dict[str, Any]) -> None:
        """The form was submitted: the channel is tried before it is kept."""
        request = Request(body, self._desk)
        guarded(lambda: self._save(request, ack), lambda sentence: _show_in_form(ack, sentence), self._desk.new_id)

    def _save(self, request: Request, ack: Ack) -> None:
        try:
            administrator(request)
            wanted = views.read_settings(request.body["view"])
            self._desk.gate.check_channel(request.client, request.installation, wanted.channel)
            saved = self._subscriptions.save_settings(
                request.workspace_id, wanted.channel, wanted.weekday, wanted.at, wanted.zone
            )
            if wanted.paused_from:
                saved = self._subscriptions.pause(
                    request.workspace_id, saved.id, wanted.paused_from, wanted.paused_until
                )
            elif saved.paused_from:
                saved = self._subscriptions.resume(request.workspace_id, saved.id)
        except Refused as refusal:
            _show_in_form(ack, refusal.sentence, refusal.field)
        except Closed as closed:
            _show_in_form(ack, closed.reason)
        else:
            ack()
            self._desk.soon(request, lambda: request.reply(views.saved_message(saved)))

    def open_own(self, request: Request) -> None:
        """The form for a digest by direct message."""
        own = self._subscriptions.of_member(request.workspace_id, request.person.member.id)
        zone = self._subscriptions.zone(request.workspace_id)
        view = views.own_digest_modal(own[0] if own else None, zone)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=view)

    def save_own(self, ack: Ack, body: dict[str, Any]) -> None:
        """That form was submitted."""
        request = Request(body, self._desk)
        guarded(lambda: self._save_own(request, ack), lambda sentence: _show_own(ack, sentence), self._desk.new_id)

    def _save_own(self, request: Request, ack: Ack) -> None:
        wanted = views.read_settings(request.body["view"])
        try:
            saved = self._subscriptions.subscribe(
                request.workspace_id,
                request.person.member.id,
                wanted.cadence,
                weekday=wanted.weekday,
                at=wanted.at,
                zone=wanted.zone,
            )
            if saved.paused_from:
                saved = self._subscriptions.resume(request.workspace_id, saved.id)
        except Refused as refusal:
            _show_own(ack, refusal.sentence, refusal.field)
        else:
            ack()
            self._desk.soon(request, lambda: request.reply(views.saved_message(saved)))

    def stop_own(self, request: Request) -> None:
        """No digest of one's own from today on; it can be set up again."""
        self._check_own(request)
        self._subscriptions.pause(request.workspace_id, request.action["value"], self._desk.clock().date())
        request.reply(said("Your own digest has stopped. You can set it up again in App Home."))

    def suggest_zone(self, ack: Ack, body: dict[str, Any]) -> None:
        """Time zones that hold what was typed."""
        typed = str(body.get("value", "")).replace(" ", "_").casefold()
        found = sorted(zone for zone in available_timezones() if typed in zone.casefold())
        ack(options=views.zone_options(found[:ZONES]))

    def preview(self, request: Request) -> None:
        """The digest as it would be posted now, to this person alone."""
        self._check_own(request)
        request.reply(digest_message(self._publish.preview(request.workspace_id, request.action["value"])))

    def post(self, request: Request) -> None:
        """Post it now."""
        self._check_own(request)
        self._publish.post_now(request.workspace_id, request.action["value"])
        request.reply(said("The digest is posted."))

    def post_again(self, request: Request) -> None:
        """Post the digest of which it is not known whether it stands."""
        administrator(request)
        self._publish.post_again(request.workspace_id, request.action["value"])
        request.reply(said("The digest is posted."), replace=True)

    def _check_own(self, request: Request) -> None:
        """The company's digest is the administrators', one's own is one's own."""
        own = self._subscriptions.of_member(request.workspace_id, request.person.member.id)
        if request.action["value"] not in {one.id for one in own}:
            administrator(request)

    def why(self, request: Request) -> None:
        """How each figure of a digest came about, to the one who asks."""
        digest = self._publish.published(request.workspace_id, request.action["value"])
        request.client.views_open(trigger_id=request.body["trigger_id"], view=views.why_modal(digest))

    def table(self, request: Request) -> None:
        """All clients by the seven qualities, as many as a message takes."""
        digest_id, _, start = request.action["value"].partition(":")
        digest = self._publish.published(request.workspace_id, digest_id)
        request.reply(digest_thread(digest, int(start or 0)))


def administrator(request: Request) -> None:
    """Raise Refused unless an administrator asks."""
    if request.person.member.role is not Role.ADMINISTRATOR:
        raise Refused("Only administrators of Good Clients change the digest. Please ask one of them.")


def _show_in_form(ack: Ack, sentence: str, field: str | None = None) -> None:
    ack(response_action="errors", errors={field if field in set(Field) else Field.CHANNEL.value: sentence})


def _show_own(ack: Ack, sentence: str, field: str | None = None) -> None:
    ack(response_action="errors", errors={field if field in set(Field) else Field.CADENCE.value: sentence})
