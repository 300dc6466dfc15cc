"""Rich text: sections, lists, quotes and code, made of a few leaf elements."""

from sandbox.checks import Check, Kind, boolean, integer, many, one_of, string, typed

STYLE = Kind(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
).check
STYLED: dict[str, Check] = {"style": STYLE}
LEAVES: dict[str, Kind] = {
    "text": Kind({"text": string(12_000)}, STYLED),
    "link": Kind({"url": string(3000)}, {**STYLED, "text": string(3000), "unsafe": boolean}),
    "user": Kind({"user_id": string(255)}, STYLED),
    "usergroup": Kind({"usergroup_id": string(255)}, STYLED),
    "channel": Kind({"channel_id": string(255)}, STYLED),
    "emoji": Kind({"name": string(255)}, {**STYLED, "unicode": string(255), "skin_tone": integer(1, 6)}),
    "date": Kind(
        {"timestamp": integer(0, 10**11), "format": string(500)},
        {**STYLED, "url": string(3000), "fallback": string(500)},
    ),
    "broadcast": Kind({"range": one_of("here", "channel", "everyone")}, STYLED),
    "color": Kind({"value": string(7, 7)}, STYLED),
}
LEAF = many(typed(LEAVES), 1000, 0)
BORDER = {"border": integer(0, 1)}
SECTION = Kind({"elements": LEAF})
PARTS: dict[str, Kind] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": Kind({"elements": LEAF}, {**BORDER, "language": string(50)}),
    "rich_text_quote": Kind({"elements": LEAF}, BORDER),
    "rich_text_list": Kind(
        {"elements": many(typed({"rich_text_section": SECTION}), 1000), "style": one_of("bullet", "ordered")},
        {**BORDER, "indent": integer(0, 8), "offset": integer(0, 10_000)},
    ),
}
RICH_TEXT = Kind(
    {"elements": many(typed(PARTS), 1000, 0)},
    {"block_id": string(255)},
    frozenset({"message", "modal", "home", "container"}),
)
