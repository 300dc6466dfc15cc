"""What people enter in inputs, in Slack's shapes of `state.values` and `actions`."""

import re
from typing import Any

from sandbox.blocks import flat, interactive
from sandbox.elements import offered

Json = dict[str, Any]
MULTI = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
SINGLE = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
TYPED = frozenset(name for name, key in SINGLE.items() if key == "value")
WITH_OPTIONS = frozenset(name for name, key in {**SINGLE, **MULTI}.items() if key.startswith("selected_option"))
PATTERNS = {"email_text_input": r"[^@\s]+@[^@\s]+\.[^@\s]+", "url_text_input": r"https?://\S+"}
REQUIRED = "Please complete this required field."
"""What Slack's client shows under an empty input; the app is not asked."""


def stateful(element: Json) -> bool:
    """Whether the element holds a value that `state.values` shows."""
    return element["type"] in MULTI or (element["type"] in SINGLE and element["type"] != "overflow")


def key_of(element: Json) -> str:
    """The name under which the element's value stands."""
    return MULTI.get(element["type"]) or SINGLE[element["type"]]


def initial(element: Json) -> Any:
    """What the element holds before anybody touches it."""
    if element["type"] in MULTI:
        return list(element.get(key_of(element).replace("selected", "initial")) or [])
    if element["type"] in TYPED:
        return element.get("initial_value") or None
    return element.get(key_of(element).replace("selected", "initial"))


def state_values(blocks: list[Json], entered: dict[tuple[str, str], Any]) -> Json:
    """`state.values`: every stateful element, by block and action, with what was entered or its initial value."""
    values: Json = {}
    for block in flat(blocks):
        for element in interactive(block):
            if stateful(element):
                held = entered.get((block["block_id"], element["action_id"]), initial(element))
                part = {"type": element["type"], key_of(element): held}
                values.setdefault(block["block_id"], {})[element["action_id"]] = part
    return values


def chosen(element: Json, value: Any, suggested: list[Json]) -> Any:
    """What the element holds after a person gave `value`: options are found by their value or their words.

    LookupError: the menu does not offer it. `suggested` are the options that the app offered last.
    """
    if element["type"] not in WITH_OPTIONS:
        if element["type"] in MULTI:
            return list(value)
        return None if value in ("", None) else int(value) if element["type"] == "datetimepicker" else str(value)
    options = offered(element) + suggested + _initials(element)
    if element["type"] in MULTI:
        return [_find(options, one) for one in value]
    return None if value is None else _find(options, value)


def _initials(element: Json) -> list[Json]:
    held = initial(element)
    return held if isinstance(held, list) else [held] if held else []


def _find(options: list[Json], value: str) -> Json:
    for option in options:
        if value in (option["value"], option["text"]["text"]):
            return option
    raise LookupError(f"{value!r} is not offered, only {[option['text']['text'] for option in options]}")


def problem(block: Json, held: Any) -> str | None:
    """What Slack's client itself says of an input before it asks the app."""
    element = block["element"]
    if not held:
        return None if block.get("optional") else REQUIRED
    match element["type"]:
        case "number_input":
            return _number_problem(element, held)
        case "plain_text_input":
            return _length_problem(element, held)
        case "email_text_input" | "url_text_input" if not re.fullmatch(PATTERNS[element["type"]], held):
            return "Please enter a valid address"
        case kind if kind in MULTI and len(held) > element.get("max_selected_items", len(held)):
            return f"You can choose at most {element['max_selected_items']}"
    return None


def _length_problem(element: Json, held: str) -> str | None:
    if len(held) > element.get("max_length", 3000):
        return f"This field can't be longer than {element.get('max_length', 3000)} characters"
    if len(held) < element.get("min_length", 0):
        return f"This field must be at least {element['min_length']} characters"
    return None


def _number_problem(element: Json, held: str) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+", held):
        return "Please enter a number" if element["is_decimal_allowed"] else "Please enter a whole number"
    if "min_value" in element and float(held) < float(element["min_value"]):
        return f"Must be at least {element['min_value']}"
    if "max_value" in element and float(held) > float(element["max_value"]):
        return f"Must be at most {element['max_value']}"
    return None


def action_of(element: Json, block: Json, held: Any, ts: str) -> Json:
    """The entry of `actions` when a person used the element."""
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "button":
        action |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    else:
        action[key_of(element)] = held
        action |= {name: part for name, part in element.items() if name == "placeholder" or name.startswith("initial_")}
    return {**action, "action_ts": ts}
