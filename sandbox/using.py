"""Using the elements of messages and views: what is remembered of it, and what the app is sent."""

from dataclasses import dataclass
from typing import Any

from sandbox.backend import Backend
from sandbox.blocks import flat, interactive
from sandbox.checks import Complaints, many
from sandbox.elements import option
from sandbox.payloads import echoed, interaction, message_object, view_object
from sandbox.submission import Outcome
from sandbox.values import action_of, chosen, state_values
from sandbox.world import Json, Message, Person, View

Where = Message | View


@dataclass(frozen=True)
class Found:
    """An element and the block it stands in."""

    block: Json
    element: Json

    @property
    def at(self) -> tuple[str, str]:
        """Its block id and action id."""
        return self.block["block_id"], self.element["action_id"]


def find(where: Where, action_id: str, block_id: str | None, value: Any) -> Found:
    """The element with this action; of several buttons the one with this value. LookupError: there is none."""
    found = [
        Found(block, element)
        for block in flat(where.blocks)
        for element in interactive(block)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    for one in found:
        if one.element["type"] != "button" or value in (None, one.element.get("value")):
            return one
    raise LookupError(f"nothing to use as {action_id!r} with {value!r} in:\n{where.words}")


def use(
    backend: Backend,
    person: Person,
    where: Where,
    found: Found,
    value: Any,
    *,
    suggested: list[Json],
    dispatch: bool,
) -> Outcome:
    """Press, choose or type; the app is told where the element, or its input block, asks for it."""
    block, element = found.block, found.element
    with backend.world.changed:
        held = value
        if element["type"] != "button":
            entered = where.values if isinstance(where, View) else where.values.setdefault(person.id, {})
            before = entered.get(found.at)
            held = chosen(element, value, suggested + (before if isinstance(before, list) else []))
            entered[found.at] = held
            backend.world.touch()
        if not dispatch or (block["type"] == "input" and not block.get("dispatch_action")):
            return Outcome()
        payload = interaction(
            "block_actions",
            person,
            trigger_id=backend.triggers.issue(person),
            actions=[echoed(action_of(element, block, held, backend.world.new_ts()))],
            **_place(person, where),
        )
        if isinstance(where, Message):
            payload["response_url"] = backend.urls.issue(person, person.team.channels[where.channel], where)
    return Outcome(problem=backend.deliveries.send("interactive", payload).result().problem)


def suggestions(backend: Backend, person: Person, where: Where, found: Found, typed: str) -> list[Json]:
    """The options that the app offers for what was typed; none when Slack does not take them."""
    if len(typed) < found.element.get("min_query_length", 3):
        return []
    with backend.world.changed:
        block_id, action_id = found.at
        place = _place(person, where)
        payload = interaction("block_suggestion", person, action_id=action_id, block_id=block_id, value=typed, **place)
    answer = backend.deliveries.send("interactive", payload).result().payload or {}
    grouped = [one for group in answer.get("option_groups") or [] for one in group["options"]]
    options: list[Json] = answer.get("options") or grouped
    complaints: Complaints = []
    many(option(plain=True), 100, 0)(options, "/options", complaints)
    return [] if complaints else options


def _place(person: Person, where: Where) -> Json:
    """Where something was used: the view, or the message in its channel with the state of its inputs."""
    team = person.team
    if isinstance(where, View):
        return {"container": {"type": "view", "view_id": where.id}, "view": view_object(where, team)}
    channel = team.channels[where.channel]
    container: Json = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(where.only_for),
    }
    if where.thread_ts:
        container["thread_ts"] = where.thread_ts
    place: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.user else channel.name},
        "state": {"values": state_values(where.blocks, where.values.get(person.id, {}))},
    }
    # Slack does not send the content of ephemeral messages back.
    return place if where.only_for else {**place, "message": echoed(message_object(where, team))}
