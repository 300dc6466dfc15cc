"""Every block the server accepts, where it may stand, and what Slack says about those that it refuses.

`BLOCKS` and `ELEMENTS` are the registry: the page must draw an example of each (tests/sandbox holds that).
Limits and surfaces: Slack's Block Kit reference; the page of each block is named as its type.
"""

from typing import Any

from sandbox.charts import DATA_TABLE, DATA_VISUALIZATION, TABLE, TABLE_TEXT, cell_text
from sandbox.checks import Complaints, Kind, boolean, complain, exactly_one, many, one_of, string, text, typed
from sandbox.elements import ELEMENTS, ICON_TEXT, IMAGE_SOURCE
from sandbox.rich_text import RICH_TEXT

SURFACES = frozenset({"message", "modal", "home"})
IN_CONTAINER = SURFACES | {"container"}
ID = {"block_id": string(255)}
NEWEST = frozenset({"data_table", "data_visualization"})
"""Blocks that a workspace may not have yet."""

CONTEXT_PARTS = {
    "image": ELEMENTS["image"],
    "plain_text": Kind({"text": string(3000)}, {"emoji": boolean}),
    "mrkdwn": Kind({"text": string(3000)}, {"verbatim": boolean}),
}


def _says_something(block: Any, path: str, complaints: Complaints) -> None:
    if not block.get("text") and not block.get("fields"):
        complain(complaints, "missing required field: text or fields", path)


def _has_a_face(block: Any, path: str, complaints: Complaints) -> None:
    if not any(block.get(name) for name in ("hero_image", "title", "body", "actions")):
        complain(complaints, "must have one of: hero_image, title, body, actions", path)


def _is_titled(block: Any, path: str, complaints: Complaints) -> None:
    exactly_one(("title", "rich_text_title"))(block, path, complaints)
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        complain(complaints, "default_collapsed needs is_collapsible", path)


PICTURE = typed({"image": ELEMENTS["image"]})
CARD = Kind(
    {},
    {
        **ID,
        "hero_image": PICTURE,
        "icon": PICTURE,
        "slack_icon": ICON_TEXT,
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": many(typed(ELEMENTS, "card"), 3),
    },
    SURFACES,
    _has_a_face,
)
BLOCKS: dict[str, Kind] = {
    "actions": Kind({"elements": many(typed(ELEMENTS, "actions"), 25)}, ID, IN_CONTAINER),
    "alert": Kind(
        {"text": text(200)},
        {**ID, "level": one_of("default", "info", "warning", "error", "success")},
        frozenset({"modal"}),
    ),
    "card": CARD,
    "carousel": Kind({"elements": many(typed({"card": CARD}), 10)}, ID, frozenset({"message", "home"})),
    "context": Kind({"elements": many(typed(CONTEXT_PARTS), 10)}, ID, IN_CONTAINER),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "divider": Kind({}, ID, IN_CONTAINER),
    "header": Kind({"text": text(150, plain=True)}, ID, IN_CONTAINER),
    "image": Kind(
        {"alt_text": string(2000)},
        {**ID, **IMAGE_SOURCE, "title": text(2000, plain=True)},
        IN_CONTAINER,
        exactly_one(tuple(IMAGE_SOURCE)),
    ),
    "input": Kind(
        {"label": text(2000, plain=True), "element": typed(ELEMENTS, "input")},
        {**ID, "hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean},
        IN_CONTAINER,
    ),
    "markdown": Kind({"text": string(12_000)}, ID, frozenset({"message"})),
    "rich_text": RICH_TEXT,
    "section": Kind(
        {},
        {
            **ID,
            "text": text(3000),
            "fields": many(text(2000), 10),
            "accessory": typed(ELEMENTS, "section"),
            "expand": boolean,
        },
        IN_CONTAINER,
        _says_something,
    ),
    "table": TABLE,
}
BLOCKS["container"] = Kind(
    {"child_blocks": many(typed(BLOCKS, "container"), 10)},
    {
        **ID,
        "title": text(150, plain=True),
        "rich_text_title": typed({"rich_text": RICH_TEXT}),
        "subtitle": text(150),
        "icon": PICTURE,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    frozenset({"message", "home"}),
    _is_titled,
)


def check_blocks(
    blocks: Any, surface: str, *, without: frozenset[str] = frozenset(), path: str = "/blocks"
) -> Complaints:
    """What Slack would say of these blocks on a surface; empty when it takes them.

    `without` are block types that this workspace does not have.
    """
    complaints: Complaints = []
    kinds = {name: kind for name, kind in BLOCKS.items() if name not in without}
    many(typed(kinds, surface), 50 if surface == "message" else 100, 0)(blocks, path, complaints)
    if complaints:
        return complaints
    ids = [block["block_id"] for block in flat(blocks) if block.get("block_id")]
    if len(set(ids)) != len(ids):
        complain(complaints, "block_id must be unique", path)
    for block in flat(blocks):
        actions = [element["action_id"] for element in interactive(block) if element.get("action_id")]
        if len(set(actions)) != len(actions):
            complain(complaints, "action_id must be unique within a block", path)
    charts = [block for block in blocks if block["type"] == "data_visualization"]
    if surface == "message" and len(charts) > 2:
        complain(complaints, "no more than 2 data_visualization blocks allowed", path)
    if sum(cell_text(block["rows"]) for block in blocks if block["type"] == "data_table") > TABLE_TEXT:
        complain(complaints, f"no more than {TABLE_TEXT} characters in tables allowed", path)
    return complaints


def flat(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks, and after a container or carousel those inside it."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        inside = block["elements"] if block["type"] == "carousel" else block.get("child_blocks") or []
        found += [block, *inside]
    return found


def interactive(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The block's own elements that a person can act on."""
    match block["type"]:
        case "actions":
            found = block["elements"]
        case "card":
            found = block.get("actions") or []
        case _:
            found = [block[name] for name in ("accessory", "element") if block.get(name)]
    return [element for element in found if element["type"] != "image"]


MODAL = Kind(
    {"title": text(24, plain=True), "blocks": lambda *_: None},
    {
        "close": text(24, plain=True),
        "submit": text(24, plain=True),
        "private_metadata": string(3000, 0),
        "callback_id": string(255, 0),
        "external_id": string(255, 0),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)
HOME = Kind(
    {"blocks": lambda *_: None},
    {"private_metadata": string(3000, 0), "callback_id": string(255, 0), "external_id": string(255, 0)},
)


def check_view(view: Any, *, modal: bool, without: frozenset[str] = frozenset()) -> Complaints:
    """What Slack would say of this view; empty when it takes it."""
    complaints: Complaints = []
    expected = "modal" if modal else "home"
    if not isinstance(view, dict) or view.get("type") != expected:
        complain(complaints, f"view must be of type {expected}", "/view/type")
        return complaints
    (MODAL if modal else HOME).check(view, "/view", complaints)
    complaints += check_blocks(view.get("blocks"), expected, without=without, path="/view/blocks")
    if modal and not complaints and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        complain(complaints, "a modal with inputs must have a submit", "/view")
    focused = [
        e for b in (view.get("blocks") or []) if not complaints for e in interactive(b) if e.get("focus_on_load")
    ]
    if len(focused) > 1:
        complain(complaints, "focus_on_load must be on one element only", "/view/blocks")
    return complaints
