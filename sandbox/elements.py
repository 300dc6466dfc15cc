"""Every element and composition object the server accepts. Limits: Slack's Block Kit reference."""

from typing import Any

from sandbox.checks import (
    Check,
    Complaints,
    Kind,
    boolean,
    complain,
    exactly_one,
    integer,
    many,
    number,
    one_of,
    string,
    text,
    unique,
)

ACTION_ID = {"action_id": string(255)}
IMAGE_SOURCE: dict[str, Check] = {
    "image_url": string(3000),
    "slack_file": Kind({}, {"id": string(255), "url": string(3000)}).check,
}
CONFIRM = Kind(
    {"title": text(100, plain=True), "text": text(300), "confirm": text(30, plain=True), "deny": text(30, plain=True)},
    {"style": one_of("primary", "danger")},
).check
FOCUS = {**ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
PLACEHOLDER = {"placeholder": text(150, plain=True)}
MENU = {**FOCUS, **PLACEHOLDER}
DISPATCH = Kind({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)}).check
TYPED = {**ACTION_ID, **PLACEHOLDER, "dispatch_action_config": DISPATCH, "focus_on_load": boolean}
FILTER = Kind(
    {},
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
).check


def option(*, plain: bool = False) -> Check:
    """An option of a menu; checkboxes and radio buttons take mrkdwn, menus do not."""
    return Kind(
        {"text": text(75, plain=plain), "value": string(150)},
        {"description": text(75, plain=plain), "url": string(3000)},
    ).check


GROUP = Kind({"label": text(75, plain=True), "options": many(option(plain=True), 100)}).check
OPTIONS: dict[str, Check] = {"options": many(option(plain=True), 100), "option_groups": many(GROUP, 100)}


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of a menu, those in groups included."""
    grouped = [choice for group in element.get("option_groups") or [] for choice in group.get("options", [])]
    return (element.get("options") or []) + grouped


def _initials_offered(element: Any, path: str, complaints: Complaints) -> None:
    values = [choice.get("value") for choice in offered(element)]
    unique(values, "option values", path, complaints)
    initial = [element["initial_option"]] if element.get("initial_option") else element.get("initial_options") or []
    if any(choice.get("value") not in values for choice in initial):
        complain(complaints, "initial option must be one of the options", path)


def _static(element: Any, path: str, complaints: Complaints) -> None:
    exactly_one(("options", "option_groups"))(element, path, complaints)
    _initials_offered(element, path, complaints)


def _lengths(element: Any, path: str, complaints: Complaints) -> None:
    initial, longest = element.get("initial_value") or "", element.get("max_length", 3000)
    if len(initial) > longest:
        complain(complaints, f"must be less than {longest + 1} characters", f"{path}/initial_value")
    if element.get("min_length", 0) > longest:
        complain(complaints, "min_length must not exceed max_length", path)


ANYWHERE = frozenset({"section", "actions", "input"})
MULTI = frozenset({"section", "input"})
INPUT = frozenset({"input"})
DATE, TIME = string(10, 10), string(5, 5)
MOST = {"max_selected_items": integer(1, 1000)}
MANY_IDS = many(string(255), 1000, 0)
QUERY = {"min_query_length": integer(0, 1000)}

# One entry an element: adding one here obliges the page to draw it (a test holds the two together).
ELEMENTS: dict[str, Kind] = {
    "button": Kind(
        {"text": text(75, plain=True)},
        {
            **ACTION_ID,
            "value": string(2000),
            "url": string(3000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
        frozenset({"section", "actions", "card"}),
    ),
    "image": Kind(
        {"alt_text": string(2000)},
        IMAGE_SOURCE,
        frozenset({"section", "context", "card"}),
        exactly_one(tuple(IMAGE_SOURCE)),
    ),
    "overflow": Kind(
        {"options": many(option(plain=True), 5)},
        {**ACTION_ID, "confirm": CONFIRM},
        frozenset({"section", "actions"}),
        _initials_offered,
    ),
    "checkboxes": Kind(
        {"options": many(option(), 10)}, {**FOCUS, "initial_options": many(option(), 10)}, ANYWHERE, _initials_offered
    ),
    "radio_buttons": Kind(
        {"options": many(option(), 10)}, {**FOCUS, "initial_option": option()}, ANYWHERE, _initials_offered
    ),
    "static_select": Kind({}, {**MENU, **OPTIONS, "initial_option": option(plain=True)}, ANYWHERE, _static),
    "multi_static_select": Kind(
        {}, {**MENU, **OPTIONS, **MOST, "initial_options": many(option(plain=True), 100)}, MULTI, _static
    ),
    "external_select": Kind({}, {**MENU, **QUERY, "initial_option": option(plain=True)}, ANYWHERE),
    "multi_external_select": Kind(
        {}, {**MENU, **QUERY, **MOST, "initial_options": many(option(plain=True), 100)}, MULTI
    ),
    "users_select": Kind({}, {**MENU, "initial_user": string(255)}, ANYWHERE),
    "multi_users_select": Kind({}, {**MENU, **MOST, "initial_users": MANY_IDS}, MULTI),
    "conversations_select": Kind(
        {},
        {
            **MENU,
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        },
        ANYWHERE,
    ),
    "multi_conversations_select": Kind(
        {},
        {
            **MENU,
            **MOST,
            "initial_conversations": MANY_IDS,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
        MULTI,
    ),
    "channels_select": Kind({}, {**MENU, "initial_channel": string(255), "response_url_enabled": boolean}, ANYWHERE),
    "multi_channels_select": Kind({}, {**MENU, **MOST, "initial_channels": MANY_IDS}, MULTI),
    "datepicker": Kind({}, {**MENU, "initial_date": DATE}, ANYWHERE),
    "timepicker": Kind({}, {**MENU, "initial_time": TIME, "timezone": string(255)}, ANYWHERE),
    "datetimepicker": Kind(
        {}, {**FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}, frozenset({"actions", "input"})
    ),
    "plain_text_input": Kind(
        {},
        {
            **TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        INPUT,
        _lengths,
    ),
    "number_input": Kind(
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": string(255), "min_value": string(255), "max_value": string(255)},
        INPUT,
    ),
    "email_text_input": Kind({}, {**TYPED, "initial_value": string(3000)}, INPUT),
    "url_text_input": Kind({}, {**TYPED, "initial_value": string(3000)}, INPUT),
}
ICON_TEXT = Kind({"type": one_of("icon"), "name": string(50)}).check
RAW_TEXT = Kind({"text": string(20_000)}, {"emoji": boolean})
RAW_NUMBER = Kind({"value": number, "text": string(20_000)})
