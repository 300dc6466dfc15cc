"""Blocks as somebody reads them: the words in their order, for tests and notifications."""

from typing import Any

HIDDEN = frozenset({"type", "block_id", "action_id", "value", "url", "image_url", "style", "confirm", "id", "name"})
SHOWN = frozenset({"text", "alt_text", "caption", "title", "label", "fallback"})


def words(value: Any) -> str:
    """Every text inside blocks or a block, one a line; numbers of charts and raw cells as they are written."""
    return "\n".join(line for line in _lines(value) if line)


def _lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [line for part in value for line in _lines(part)]
    if not isinstance(value, dict):
        return []
    if value.get("type") == "rich_text_section":
        return ["".join(_leaf(leaf) for leaf in value["elements"])]
    if value.get("type") == "emoji":
        return [f":{value['name']}:"]
    found: list[str] = []
    for name, part in value.items():
        if isinstance(part, str) and (name in SHOWN or (name == "name" and "data" in value)):
            found.append(part)
        elif name == "value" and "label" in value:
            found.append(str(part))
        elif name not in HIDDEN:
            found += _lines(part)
    return found


def _leaf(leaf: dict[str, Any]) -> str:
    match leaf["type"]:
        case "emoji":
            return f":{leaf['name']}:"
        case "user":
            return f"<@{leaf['user_id']}>"
        case "channel":
            return f"<#{leaf['channel_id']}>"
        case "date":
            return str(leaf.get("fallback", ""))
        case _:
            return str(leaf.get("text") or leaf.get("url") or leaf.get("range") or "")
