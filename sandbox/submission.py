"""Submitting and closing modals: what the app is sent, and what its answer does to the stack."""

from dataclasses import dataclass, field

from sandbox.backend import Backend
from sandbox.blocks import flat
from sandbox.payloads import interaction, view_object
from sandbox.values import problem, state_values
from sandbox.web_api.views import STACK, accepted, change, put_on_top
from sandbox.world import Json, Person, SlackError, View

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack shows in a modal whose app did not answer, or answered something that Slack does not take."""


@dataclass(frozen=True)
class Outcome:
    """What an action led to, as the person sees it.

    `problem` is set when the app did not acknowledge, or said what Slack refuses; `errors` are sentences by block.
    """

    problem: str | None = None
    closed: bool = False
    errors: dict[str, str] = field(default_factory=dict)
    view: View | None = None
    """The modal on top afterwards."""


def _incomplete(view: View) -> dict[str, str]:
    """What Slack's client refuses without asking the app."""
    values = state_values(view.blocks, view.values)
    found: dict[str, str] = {}
    for block in flat(view.blocks):
        if block["type"] == "input":
            held = values[block["block_id"]][block["element"]["action_id"]]
            wrong = problem(block, next(value for name, value in held.items() if name != "type"))
            if wrong:
                found[block["block_id"]] = wrong
    return found


def submit_view(backend: Backend, person: Person, view: View) -> Outcome:
    """Send a view_submission, and do what the answer says."""
    with backend.world.changed:
        view.errors = _incomplete(view)
        backend.world.touch()
        if view.errors:
            return Outcome(errors=view.errors, view=view)
        payload = interaction(
            "view_submission",
            person,
            trigger_id=backend.triggers.issue(person),
            view=view_object(view, person.team),
            response_urls=[],
        )
    answer = backend.deliveries.send("interactive", payload).result()
    with backend.world.changed:
        if answer.problem:
            view.errors = {"": TROUBLE}
            backend.world.touch()
            return Outcome(problem=answer.problem, view=view)
        try:
            _obey(backend, person, view, answer.payload or {})
        except SlackError as refusal:
            view.errors = {"": TROUBLE}
            messages = refusal.more.get("response_metadata", {}).get("messages", [])
            return Outcome(problem=" ".join([refusal.error, *messages]), view=view)
        finally:
            backend.world.touch()
        top = person.modals[-1] if person.modals else None
        return Outcome(closed=view not in person.modals, errors=view.errors, view=top)


def _obey(backend: Backend, person: Person, view: View, answer: Json) -> None:
    """Do a response_action. SlackError: Slack does not take it."""
    match answer.get("response_action"):
        case None:
            if view in person.modals:
                del person.modals[person.modals.index(view) :]
        case "clear":
            person.modals.clear()
        case "errors":
            errors = answer.get("errors") or {}
            inputs = {block["block_id"] for block in flat(view.blocks) if block["type"] == "input"}
            if not errors or not set(errors) <= inputs:
                raise SlackError("invalid_arguments", response_metadata={"messages": ["errors must name input blocks"]})
            view.errors = errors
        case "update":
            change(backend, view, accepted(answer.get("view"), person.team, modal=True))
        case "push":
            if len(person.modals) >= STACK:
                raise SlackError("push_limit_reached")
            put_on_top(backend, person, accepted(answer.get("view"), person.team, modal=True))
        case other:
            raise SlackError("invalid_arguments", response_metadata={"messages": [f"unknown response_action {other}"]})


def close_views(backend: Backend, person: Person, view: View) -> None:
    """Close a view, or the whole stack where it asks for that; apps that want to know are told."""
    with backend.world.changed:
        if view not in person.modals:
            return
        at = 0 if view.shape.get("clear_on_close") else person.modals.index(view)
        gone = person.modals[at:]
        del person.modals[at:]
        backend.world.touch()
        payloads = [
            interaction("view_closed", person, view=view_object(one, person.team), is_cleared=len(gone) > 1)
            for one in gone
            if one.shape.get("notify_on_close")
        ]
    for payload in payloads:
        backend.deliveries.send("interactive", payload).result()
