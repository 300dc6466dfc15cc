"""What administrators do in App Home about the list of clients."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack, App
from slackblocks import Block

from bot.refusals import Refused
from bot.services.clients import ClientBook
from handlers.desk import Desk, Request
from handlers.guard import guarded
from handlers.home import in_home, publish
from handlers.ids import Action, Callback
from handlers.views import home_clients as views
from handlers.views.home import Place, notice
from handlers.views.home_clients import NEW, Field
from handlers.views.rate_form import suggestions

PAGE = 20
SUGGESTIONS = 20


class ClientListeners:
    """The listeners around the list of clients. Who may is decided in the service."""

    def __init__(self, desk: Desk, book: ClientBook) -> None:
        self._desk = desk
        self._book = book

    def register(self, app: App) -> None:
        """Tell Bolt who listens to what."""
        later = self._desk.later
        app.action(re.compile(f"^{Action.HOME_CLIENTS}(:|$)"))(later(self.clients))
        app.action(Action.FIND_CLIENTS)(later(self.find))
        app.action(re.compile(f"^{Action.CHANGE_CLIENT}(:|$)"))(later(self.open))
        app.action(Action.MERGE_CLIENT)(later(self.choose_other))
        app.action(re.compile(f"^{Action.UNMERGE_CLIENT}(:|$)"))(later(self.unmerge))
        app.options(Field.INTO)(self.suggest)
        app.view(Callback.CLIENT)(self.save)
        app.view(Callback.MERGE)(self.merge)

    def clients(self, request: Request) -> None:
        """A page of clients."""
        self._show(request, Place.of(request.action["value"]))

    def find(self, request: Request) -> None:
        """Clients for what was typed."""
        self._show(request, Place(str(request.action.get("value") or "")))

    def open(self, request: Request) -> None:
        """The form of a client."""
        workspace_id, chosen = request.workspace_id, request.action["value"]
        entry = None if chosen == NEW else self._book.entry(workspace_id, request.person.member, chosen)
        place = Place.of(request.body["view"].get("private_metadata", ""))
        form = views.client_modal(entry, self._book.managers(workspace_id), place)
        request.client.views_open(trigger_id=request.body["trigger_id"], view=form)

    def choose_other(self, request: Request) -> None:
        """Which client is it really?"""
        entry = self._book.entry(request.workspace_id, request.person.member, request.action["value"])
        form = views.merge_modal(entry.client, views.place_of(request.body["view"]))
        request.client.views_push(trigger_id=request.body["trigger_id"], view=form)

    def unmerge(self, request: Request) -> None:
        """Two clients again; from the form of one, which stays open."""
        client = self._book.unmerge(request.workspace_id, request.person.member, request.action["value"])
        said = notice(f"{client.name} is a client of its own again.")
        view = request.body["view"]
        if in_home(request):
            self._show(request, Place.of(view.get("private_metadata", "")), said)
            return
        place = views.place_of(view)
        entry = self._book.entry(request.workspace_id, request.person.member, views.client_of(view))
        form = views.client_modal(entry, self._book.managers(request.workspace_id), place)
        request.client.views_update(view_id=view["id"], view=form)
        self._show(request, place, said)

    def save(self, ack: Ack, body: dict[str, Any]) -> None:
        """A client's form was submitted: written before the ack."""
        self._submitted(ack, body, Field.NAME, self._save)

    def _save(self, request: Request, ack: Ack) -> None:
        edited = views.read_client(request.body["view"])
        saved = self._book.save(request.workspace_id, request.person.member, edited.client, edited.external_ids)
        ack()
        self._desk.soon(request, lambda: self._show(request, edited.place, notice(f"{saved.name} is saved.")))

    def merge(self, ack: Ack, body: dict[str, Any]) -> None:
        """It was chosen which client it really is."""
        self._submitted(ack, body, Field.INTO, self._merge)

    def _merge(self, request: Request, ack: Ack) -> None:
        client_id, into, place = views.read_merge(request.body["view"])
        name = self._book.entry(request.workspace_id, request.person.member, client_id).client.name
        other = self._book.merge(request.workspace_id, request.person.member, client_id, into)
        ack(response_action="clear")
        said = views.merged_notice(name, client_id, other)
        self._desk.soon(request, lambda: self._show(request, place, said))

    def _submitted(self, ack: Ack, body: dict[str, Any], field: Field, handle: Callable[[Request, Ack], None]) -> None:
        request = Request(body, self._desk)

        def act() -> None:
            try:
                handle(request, ack)
            except Refused as refusal:
                at = refusal.field if refusal.field in set(Field) else field.value
                ack(response_action="errors", errors={at: refusal.sentence})

        def tell(sentence: str) -> None:
            ack(response_action="errors", errors={field.value: sentence})

        guarded(act, tell, self._desk.new_id)

    def suggest(self, ack: Ack, body: dict[str, Any]) -> None:
        """Clients for what was typed."""
        request = Request(body, self._desk)

        def act() -> None:
            found = self._book.names(request.workspace_id, str(body.get("value", "")), limit=SUGGESTIONS)
            ack(options=suggestions(found, None))

        guarded(act, lambda _: ack(options=[]), self._desk.new_id)

    def _show(self, request: Request, place: Place, said: Sequence[Block] = ()) -> None:
        clients, more = self._book.page(
            request.workspace_id, request.person.member, place.search, limit=PAGE, offset=place.offset
        )
        managers = self._book.managers(request.workspace_id)
        publish(request, views.clients_view(clients, managers, place, more, PAGE, said), place=place)
