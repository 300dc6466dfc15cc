"""An example of every block and element that the pretend Slack accepts; tests hold it complete."""

from typing import Any
from urllib.parse import quote

Json = dict[str, Any]
SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' fill='teal'/></svg>"
DOT = f"data:image/svg+xml,{quote(SQUARE)}"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


CLIENTS = [option("Acme Dental", "acme"), option("Wayne & Sons", "wayne"), option("Hooli", "hooli")]
CONFIRM = {
    "title": plain("Delete it?"),
    "text": mrkdwn("This cannot be *undone*."),
    "confirm": plain("Delete"),
    "deny": plain("Keep"),
}
ELEMENTS: dict[str, Json] = {
    "button": {
        "type": "button",
        "action_id": "e-button",
        "text": plain("Rate :star:"),
        "value": "acme",
        "style": "primary",
    },
    "image": {"type": "image", "image_url": DOT, "alt_text": "a teal square"},
    "overflow": {"type": "overflow", "action_id": "e-overflow", "options": CLIENTS},
    "checkboxes": {
        "type": "checkboxes",
        "action_id": "e-checkboxes",
        "options": CLIENTS,
        "initial_options": CLIENTS[:1],
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "e-radio",
        "options": CLIENTS,
        "initial_option": CLIENTS[2],
    },
    "static_select": {
        "type": "static_select",
        "action_id": "e-static",
        "options": CLIENTS,
        "placeholder": plain("Client"),
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "e-multi-static",
        "option_groups": [{"label": plain("Clients"), "options": CLIENTS}],
        "initial_options": CLIENTS[:2],
    },
    "external_select": {"type": "external_select", "action_id": "e-external", "min_query_length": 1},
    "multi_external_select": {"type": "multi_external_select", "action_id": "e-multi-external", "min_query_length": 0},
    "users_select": {"type": "users_select", "action_id": "e-users"},
    "multi_users_select": {"type": "multi_users_select", "action_id": "e-multi-users"},
    "conversations_select": {
        "type": "conversations_select",
        "action_id": "e-conversations",
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    },
    "multi_conversations_select": {"type": "multi_conversations_select", "action_id": "e-multi-conversations"},
    "channels_select": {"type": "channels_select", "action_id": "e-channels"},
    "multi_channels_select": {"type": "multi_channels_select", "action_id": "e-multi-channels"},
    "datepicker": {"type": "datepicker", "action_id": "e-date", "initial_date": "2026-11-23"},
    "timepicker": {"type": "timepicker", "action_id": "e-time", "initial_time": "09:30"},
    "datetimepicker": {"type": "datetimepicker", "action_id": "e-datetime", "initial_date_time": 1795426200},
    "plain_text_input": {
        "type": "plain_text_input",
        "action_id": "e-text",
        "multiline": True,
        "placeholder": plain("What happened?"),
    },
    "number_input": {
        "type": "number_input",
        "action_id": "e-number",
        "is_decimal_allowed": False,
        "initial_value": "4",
    },
    "email_text_input": {"type": "email_text_input", "action_id": "e-email"},
    "url_text_input": {"type": "url_text_input", "action_id": "e-url"},
}
WEEKS = [f"{day} Nov" for day in (2, 9, 16, 23)]
SERIES = [
    {
        "name": "Good",
        "data": [{"label": week, "value": value} for week, value in zip(WEEKS, (42, 47, 51, 58), strict=True)],
    },
    {
        "name": "Mixed",
        "data": [{"label": week, "value": value} for week, value in zip(WEEKS, (30, 29, 25, 22), strict=True)],
    },
]


def axis_chart(kind: str) -> Json:
    axes = {"categories": WEEKS, "x_label": "Week", "y_label": "% of clients"}
    chart = {"type": kind, "series": SERIES, "axis_config": axes}
    return {"type": "data_visualization", "title": f"Good clients ({kind})", "chart": chart}


PIE: Json = {
    "type": "data_visualization",
    "title": "Verdicts",
    "chart": {
        "type": "pie",
        "segments": [
            {"label": "Good", "value": 14},
            {"label": "Mixed", "value": 6},
            {"label": "Difficult", "value": 4},
        ],
    },
}
CHARTS = [PIE, *(axis_chart(kind) for kind in ("bar", "line", "area"))]


def table_row(name: str, overall: float, note: str) -> list[Json]:
    return [
        {"type": "raw_text", "text": name},
        {"type": "raw_number", "value": overall, "text": f"{overall:.1f}"},
        {"type": "raw_text", "text": note},
    ]


DATA_TABLE: Json = {
    "type": "data_table",
    "caption": "Clients by how they were rated",
    "page_size": 3,
    "rows": [
        [{"type": "raw_text", "text": text} for text in ("Client", "Overall", "Trend")],
        table_row("Hooli", 2.1, "falling"),
        table_row("Acme Dental", 4.6, "steady"),
        table_row("Wayne & Sons", 10.0, "rising"),
        table_row("Initech", 3.3, "steady"),
    ],
}
RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Signed off by "},
                {"type": "text", "text": "the owner", "style": {"bold": True, "italic": True}},
                {"type": "text", "text": " <!channel> "},
                {"type": "link", "url": "https://example.com", "text": "the notes"},
                {"type": "emoji", "name": "tada"},
                {"type": "date", "timestamp": 1795426200, "format": "{date_short}", "fallback": "23 Nov"},
                {"type": "broadcast", "range": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
                for text in ("pays", "listens")
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "a quote"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "ping acme"}]},
    ],
}
CARD: Json = {
    "type": "card",
    "title": mrkdwn("*Acme Dental*"),
    "subtitle": plain("good"),
    "body": mrkdwn("14 ratings by 5 people"),
    "icon": ELEMENTS["image"],
    "subtext": plain("newest 2 days ago"),
    "actions": [{"type": "button", "action_id": "e-card", "text": plain("Why?"), "value": "acme"}],
}
BLOCKS: dict[str, list[Json]] = {
    "actions": [
        {
            "type": "actions",
            "elements": [
                ELEMENTS["button"],
                ELEMENTS["overflow"],
                ELEMENTS["datepicker"],
                {
                    "type": "button",
                    "action_id": "e-delete",
                    "text": plain("Delete"),
                    "style": "danger",
                    "confirm": CONFIRM,
                },
            ],
        }
    ],
    "alert": [{"type": "alert", "level": "warning", "text": mrkdwn("*Three* ratings are needed")}],
    "card": [CARD],
    "carousel": [{"type": "carousel", "elements": [CARD, {**CARD, "title": plain("Hooli")}]}],
    "container": [
        {
            "type": "container",
            "title": plain("Why?"),
            "subtitle": mrkdwn("_in words_"),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("because")}, {"type": "divider"}],
        }
    ],
    "context": [
        {"type": "context", "elements": [ELEMENTS["image"], mrkdwn("read as *best clients*"), plain("plain :tada:")]}
    ],
    "data_table": [DATA_TABLE],
    "data_visualization": CHARTS,
    "divider": [{"type": "divider"}],
    "header": [{"type": "header", "text": plain("This week :chart_with_upwards_trend:")}],
    "image": [{"type": "image", "image_url": DOT, "alt_text": "a teal square", "title": plain("A square")}],
    "input": [
        {
            "type": "input",
            "label": plain(name),
            "element": element,
            "hint": plain(f"an input of {name}"),
            "optional": True,
        }
        for name, element in ELEMENTS.items()
        if name not in ("button", "image", "overflow")
    ],
    "markdown": [{"type": "markdown", "text": "# Title\n**bold** and [a link](https://example.com)\n- one"}],
    "rich_text": [RICH_TEXT],
    "section": [
        {"type": "section", "text": mrkdwn("*Acme* & _friends_"), "accessory": ELEMENTS["static_select"]},
        {
            "type": "section",
            "fields": [mrkdwn("*Overall*\n4.6"), plain("Trend\nsteady")],
            "accessory": ELEMENTS["image"],
        },
    ],
    "table": [
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "a"}, RICH_TEXT], [{"type": "raw_text", "text": "b"}, RICH_TEXT]],
        }
    ],
}
