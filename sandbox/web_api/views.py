"""views.*: modals and Homes."""

import json
import secrets
from typing import Any

from sandbox.backend import Backend
from sandbox.blocks import check_view
from sandbox.payloads import completed, view_object
from sandbox.values import state_values
from sandbox.web_api.arguments import known_person, needed
from sandbox.world import Json, Person, SlackError, Team, View

STACK = 3
VIEW_BYTES = 250_000


def accepted(shape: Any, team: Team, *, modal: bool) -> Json:
    """The view as Slack keeps it. SlackError: it does not take it."""
    complaints = check_view(shape, modal=modal, without=team.without)
    if complaints:
        raise SlackError("invalid_arguments", response_metadata={"messages": complaints})
    if len(json.dumps(shape)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    external = shape.get("external_id")
    if external and any(external == view.shape.get("external_id") for view in open_views(team)):
        raise SlackError("duplicate_external_ids")
    return {**shape, "blocks": completed(shape["blocks"])}


def open_views(team: Team) -> list[View]:
    """Every modal and Home that somebody has."""
    views = [view for person in team.people.values() for view in person.modals]
    return views + [person.home for person in team.people.values() if person.home]


def new_hash(backend: Backend) -> str:
    """The mark of one state of a view."""
    return f"{int(backend.world.now())}.{secrets.token_hex(4)}"


def put_on_top(backend: Backend, person: Person, shape: Json) -> View:
    """A new view on top of the person's stack."""
    view_id = backend.world.new_id("V")
    below = person.modals[-1] if person.modals else None
    root = person.modals[0].id if person.modals else view_id
    view = View(view_id, new_hash(backend), shape, root, below.id if below else None)
    person.modals.append(view)
    backend.world.touch()
    return view


def change(backend: Backend, view: View, shape: Json) -> None:
    """Give a view new content. What was entered stays where block and action are the same."""
    kept = state_values(shape["blocks"], {})
    view.values = {at: value for at, value in view.values.items() if at[1] in kept.get(at[0], {})}
    view.shape, view.hash, view.errors = shape, new_hash(backend), {}
    backend.world.touch()


def open_modal(backend: Backend, team: Team, params: Json) -> Json:
    """views.open."""
    shape = accepted(params.get("view"), team, modal=True)
    person = backend.triggers.spend(needed(params, "trigger_id"))
    person.modals.clear()
    return {"view": view_object(put_on_top(backend, person, shape), team)}


def push(backend: Backend, team: Team, params: Json) -> Json:
    """views.push: at most three views stand on each other."""
    shape = accepted(params.get("view"), team, modal=True)
    person = backend.triggers.spend(needed(params, "trigger_id"))
    if not person.modals:
        raise SlackError("not_found")
    if len(person.modals) >= STACK:
        raise SlackError("push_limit_reached")
    return {"view": view_object(put_on_top(backend, person, shape), team)}


def _held(view: View, params: Json) -> None:
    if params.get("hash") and params["hash"] != view.hash:
        raise SlackError("hash_conflict")


def update(backend: Backend, team: Team, params: Json) -> Json:
    """views.update, by the view's id or its external id."""
    wanted = params.get("view_id") or params.get("external_id")
    if not wanted:
        needed(params, "view_id")
    view = next((v for v in open_views(team) if wanted in (v.id, v.shape.get("external_id"))), None)
    if view is None:
        raise SlackError("not_found")
    _held(view, params)
    offered: Any = params.get("view")
    same_name = isinstance(offered, dict) and offered.get("external_id") == view.shape.get("external_id")
    unnamed = {k: v for k, v in offered.items() if k != "external_id"} if same_name else offered
    shape = accepted(unnamed, team, modal=view.shape["type"] == "modal")
    if same_name and offered.get("external_id"):
        shape["external_id"] = offered["external_id"]
    change(backend, view, shape)
    return {"view": view_object(view, team)}


def publish(backend: Backend, team: Team, params: Json) -> Json:
    """views.publish: a person's Home, first or anew."""
    person = known_person(team, needed(params, "user_id"))
    shape = accepted(params.get("view"), team, modal=False)
    if person.home is None:
        view_id = backend.world.new_id("V")
        person.home = View(view_id, new_hash(backend), shape, view_id)
        backend.world.touch()
    else:
        _held(person.home, params)
        change(backend, person.home, shape)
    return {"view": view_object(person.home, team)}
