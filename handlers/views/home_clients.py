"""Pages and forms of App Home about the list of clients, for administrators."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    DividerBlock,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    PlainText,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
)

from bot.company import CLIENT_NAME_LIMIT, Client, ExternalId, Member, Stage
from bot.refusals import Refused
from bot.services.clients import Entry
from handlers.ids import Action, Callback
from handlers.views.home import Place, page_head, pager, search_box
from handlers.views.pictures import cut

NEW, NOBODY = "new", "nobody"
MANAGERS = 98
"""Account managers that a menu offers: Slack takes 100 options, one of them is nobody, one who it is now."""
OPTION = 75
"""Characters of an option's text (Slack)."""
MERGES = 20
"""Merged clients that a form lists."""


class Field(StrEnum):
    """Blocks of the forms."""

    NAME = "name"
    ALIASES = "aliases"
    STAGE = "stage"
    MANAGER = "manager"
    IDS = "external_ids"
    INTO = "into"


@dataclass(frozen=True)
class Edited:
    """A form as it was submitted; `client.id` is empty for a new one."""

    client: Client
    external_ids: Sequence[ExternalId]
    place: Place


def clients_view(
    clients: Sequence[Client],
    managers: Sequence[Member],
    place: Place,
    more: bool,
    size: int,
    said: Sequence[Block] = (),
) -> list[Block]:
    """A page of clients, each with a door to change it."""
    add = Button(PlainText("Add a client"), f"{Action.CHANGE_CLIENT}:{NEW}", value=NEW)
    blocks = [
        *page_head("Clients", said),
        ActionsBlock([add]),
        search_box(Action.FIND_CLIENTS, "Find a client (Enter)", place),
    ]
    names = {member.id: member.name for member in managers}
    for at, client in enumerate(clients):
        manager = names.get(client.account_manager or "")
        stage = [] if client.stage is Stage.ACTIVE else [client.stage.value]
        words = " · ".join([client.name, *stage, *([manager] if manager else [])])
        change = Button(PlainText("Change"), f"{Action.CHANGE_CLIENT}:{at}", value=client.id)
        blocks.append(SectionBlock(PlainText(words), accessory=change))
    if not clients:
        blocks.append(SectionBlock("There is none here."))
    before = Place(place.search, max(0, place.offset - size)).to_value() if place.offset else None
    return blocks + pager(Action.HOME_CLIENTS, before, Place(place.search, place.offset + size).to_value(), more)


def client_modal(entry: Entry | None, managers: Sequence[Member], place: Place) -> dict[str, Any]:
    """The form of one client, of a new one without an entry."""
    client = entry.client if entry else None
    blocks: list[Block] = [
        _text(Field.NAME, "Name", client.name if client else "", optional=False),
        _text(Field.ALIASES, "Also called, one in a line", "\n".join(client.aliases if client else ()), lines=True),
        _stage(client.stage if client else Stage.ACTIVE),
        _manager(managers, client.account_manager if client else None),
        _text(Field.IDS, "Ids in other systems, such as “xero: 1042”, one in a line", _ids(entry), lines=True),
    ]
    if entry:
        merge = Button(PlainText("Merge into another…"), Action.MERGE_CLIENT, value=entry.client.id)
        blocks += [DividerBlock(), ActionsBlock([merge])]
        for at, one in enumerate(entry.merged[:MERGES]):
            undo = Button(PlainText("Undo the merge"), f"{Action.UNMERGE_CLIENT}:{at}", value=one.client_id)
            blocks.append(SectionBlock(PlainText(f"{one.name} is read as this client."), accessory=undo))
    return Modal(
        title="Change a client" if entry else "Add a client",
        blocks=blocks,
        submit="Save",
        close="Cancel",
        callback_id=Callback.CLIENT,
        private_metadata=json.dumps({"client": client.id if client else "", "place": place.to_value()}),
    ).to_dict()


def read_client(view: Mapping[str, Any]) -> Edited:
    """The form as it was submitted. Raises Refused, naming the field."""
    values = view["state"]["values"]
    manager = values[Field.MANAGER][Field.MANAGER]["selected_option"]["value"]
    client = Client(
        id=client_of(view),
        name=" ".join(_value(values, Field.NAME).split()),
        aliases=tuple(dict.fromkeys(_lines(_value(values, Field.ALIASES)))),
        stage=Stage(values[Field.STAGE][Field.STAGE]["selected_option"]["value"]),
        account_manager=None if manager == NOBODY else manager,
    )
    ids = [_external_id(line) for line in _lines(_value(values, Field.IDS))]
    return Edited(client, ids, place_of(view))


def merge_modal(client: Client, place: Place) -> dict[str, Any]:
    """Which client is this one really?"""
    menu = ExternalSelectMenu(Field.INTO, min_query_length=0, placeholder=PlainText("Type a name"))
    text = (
        f"{client.name} will be read as the client that you choose, with all its ratings. "
        "Nothing is moved, so it can be undone."
    )
    return Modal(
        title="Merge two clients",
        blocks=[SectionBlock(PlainText(text)), InputBlock(PlainText("Is really"), menu, block_id=Field.INTO)],
        submit="Merge",
        close="Back",
        callback_id=Callback.MERGE,
        private_metadata=json.dumps({"client": client.id, "place": place.to_value()}),
    ).to_dict()


def read_merge(view: Mapping[str, Any]) -> tuple[str, str, Place]:
    """Which client is merged into which, and where on the page that was."""
    into = view["state"]["values"][Field.INTO][Field.INTO]["selected_option"]["value"]
    return client_of(view), into, place_of(view)


def client_of(view: Mapping[str, Any]) -> str:
    """The client that a form is about."""
    client_id: str = json.loads(view["private_metadata"])["client"]
    return client_id


def place_of(view: Mapping[str, Any]) -> Place:
    """Where on the page of clients a form was opened."""
    return Place.of(json.loads(view["private_metadata"])["place"])


def merged_notice(name: str, client_id: str, into: Client) -> list[Block]:
    """What was merged, with the way back."""
    undo = Button(PlainText("Undo the merge"), Action.UNMERGE_CLIENT, value=client_id)
    return [SectionBlock(PlainText(f"{name} is read as {into.name} now."), accessory=undo)]


def _text(field: Field, label: str, value: str, *, lines: bool = False, optional: bool = True) -> InputBlock:
    most = None if lines else CLIENT_NAME_LIMIT
    box = PlainTextInput(field, initial_value=value or None, multiline=lines, max_length=most)
    return InputBlock(PlainText(label), box, block_id=field, optional=optional)


def _stage(stage: Stage) -> InputBlock:
    options = {one: Option(PlainText(one.value), one.value) for one in Stage}
    menu = StaticSelectMenu(Field.STAGE, list(options.values()), initial_option=options[stage])
    hint = PlainText("Archived clients keep their ratings, and are in no standing and no digest.")
    return InputBlock(PlainText("Stage"), menu, hint=hint, block_id=Field.STAGE)


def _manager(managers: Sequence[Member], now: str | None) -> InputBlock:
    kept = sorted(managers, key=lambda member: member.id != now)[:MANAGERS]
    options: dict[str | None, Option] = {None: Option(PlainText("Nobody"), NOBODY)}
    options |= {member.id: Option(PlainText(cut(member.name, OPTION)), member.id) for member in kept}
    menu = StaticSelectMenu(Field.MANAGER, list(options.values()), initial_option=options.get(now, options[None]))
    return InputBlock(PlainText("Account manager"), menu, block_id=Field.MANAGER)


def _ids(entry: Entry | None) -> str:
    return "\n".join(f"{one.source}: {one.id}" for one in entry.external_ids) if entry else ""


def _value(values: Mapping[str, Any], field: Field) -> str:
    return values[field][field]["value"] or ""


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _external_id(line: str) -> ExternalId:
    source, colon, name = (part.strip() for part in line.partition(":"))
    if not (source and colon and name):
        raise Refused(
            f"“{line}” is no id: write the system, a colon and the id, such as “xero: 1042”.", field=Field.IDS
        )
    return ExternalId(source.casefold(), name)
