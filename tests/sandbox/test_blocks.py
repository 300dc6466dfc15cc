import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.blocks import BLOCKS as KNOWN
from sandbox.blocks import check_blocks, check_view
from tests.sandbox.examples import BLOCKS, DATA_TABLE, ELEMENTS, PIE, axis_chart, mrkdwn, option, plain, table_row

Json = dict[str, Any]


def section(text: str = "words") -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(action: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain("Go"), **more}


@pytest.mark.parametrize("kind", sorted(BLOCKS))
def test_examples_are_accepted_where_the_block_may_stand(kind: str) -> None:
    for surface in ("message", "modal", "home"):
        complaints = [check_blocks([block], surface) for block in BLOCKS[kind]]
        if surface in KNOWN[kind].places:
            assert complaints == [[]] * len(complaints)
        else:
            assert all(said[0].startswith(f"[ERROR] unsupported type: {kind}") for said in complaints)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "hologram"}, "unsupported type: hologram"),
        ({"type": "section"}, "missing required field: text or fields"),
        (section("x" * 3001), "must be less than 3001 characters"),
        (section(""), "must be more than 0 characters"),
        ({**section(), "colour": "red"}, "invalid additional property: colour"),
        ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed"),
        ({"type": "section", "text": {"type": "html", "text": "x"}}, "unsupported type: html"),
        ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
        (actions(*[button(str(n)) for n in range(26)]), "no more than 25 items allowed"),
        (actions(button("a"), button("a")), "action_id must be unique"),
        (actions(button("a", value="x" * 2001)), "must be less than 2001 characters"),
        (actions({**button("a"), "text": plain("x" * 76)}), "must be less than 76 characters"),
        (actions(ELEMENTS["plain_text_input"]), "unsupported type: plain_text_input"),
        (
            actions({**ELEMENTS["checkboxes"], "options": [option(str(n), str(n)) for n in range(11)]}),
            "no more than 10",
        ),
        (actions({**ELEMENTS["static_select"], "options": [option("x" * 76, "x")]}), "must be less than 76"),
        (actions({**ELEMENTS["static_select"], "options": [option("x", "1"), option("y", "1")]}), "must be unique"),
        (actions({**ELEMENTS["radio_buttons"], "initial_option": option("Nobody", "nobody")}), "one of the options"),
        ({"type": "context", "elements": [button("a")]}, "unsupported type: button"),
        ({**PIE, "title": "x" * 51}, "must be less than 51 characters"),
        ({**DATA_TABLE, "rows": DATA_TABLE["rows"][:1]}, "at least 2 items"),
        ({**DATA_TABLE, "rows": [*DATA_TABLE["rows"], table_row("x", 1, "y")[:2]]}, "the same number of columns"),
        ({**DATA_TABLE, "rows": [*DATA_TABLE["rows"], *[table_row("x", 1, "y")] * 100]}, "no more than 101 items"),
        (
            {**DATA_TABLE, "rows": [*DATA_TABLE["rows"], table_row("x" * 19_999, 1, "y")]},
            "no more than 20000 characters",
        ),
    ],
)
def test_what_slack_does_not_take_is_refused_by_name_and_place(block: Json, said: str) -> None:
    complaints = check_blocks([section(), block], "message")
    assert said in complaints[0]
    assert "[json-pointer:/blocks" in complaints[0]


def test_a_chart_point_without_its_category_is_refused() -> None:
    chart = copy.deepcopy(axis_chart("line"))
    chart["chart"]["series"][0]["data"].pop()
    assert "one point for every category" in check_blocks([chart], "message")[0]


def test_a_pie_has_no_empty_slices() -> None:
    pie = copy.deepcopy(PIE)
    pie["chart"]["segments"][0]["value"] = 0
    assert check_blocks([pie], "message") == [
        "[ERROR] must be greater than 0 [json-pointer:/blocks/0/chart/segments/0/value]"
    ]


def test_a_message_holds_two_charts_and_a_home_more() -> None:
    assert "no more than 2 data_visualization" in check_blocks([PIE] * 3, "message")[0]
    assert check_blocks([PIE] * 3, "home") == []


def test_tables_of_one_message_share_their_characters() -> None:
    half = {**DATA_TABLE, "rows": [*DATA_TABLE["rows"], table_row("x" * 10_000, 1, "y")]}
    assert check_blocks([half], "message") == []
    assert "no more than 20000 characters in tables" in check_blocks([half, half], "message")[0]


@given(st.integers(0, 110))
def test_messages_hold_50_blocks_and_views_100(count: int) -> None:
    blocks = [{"type": "divider"}] * count
    assert (check_blocks(blocks, "message") == []) == (count <= 50)
    assert (check_blocks(blocks, "home") == []) == (count <= 100)


def test_block_ids_are_unique_inside_containers_too() -> None:
    inside = {"type": "container", "title": plain("More"), "child_blocks": [{**section(), "block_id": "a"}]}
    assert "block_id must be unique" in check_blocks([inside, {**section(), "block_id": "a"}], "message")[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": plain("x" * 25)}, "must be less than 25 characters"),
        ({"title": None}, "missing required field: title"),
        ({"submit": None}, "must have a submit"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        ({"type": "home"}, "view must be of type modal"),
        ({"blocks": [PIE]}, "unsupported type: data_visualization"),
        ({"blocks": [DATA_TABLE]}, "unsupported type: data_table"),
        ({"submit_disabled": False}, "invalid additional property: submit_disabled"),
    ],
)
def test_views_are_held_to_their_limits(change: Json, said: str) -> None:
    view = {"type": "modal", "title": plain("Rate"), "submit": plain("Save"), "blocks": BLOCKS["input"][:1]}
    assert check_view(view, modal=True) == []
    assert said in " ".join(check_view({**view, **change}, modal=True))


def test_only_one_input_takes_the_focus() -> None:
    focused = [copy.deepcopy(block) for block in BLOCKS["input"][:2]]
    for block in focused:
        block["element"]["focus_on_load"] = True
    view = {"type": "modal", "title": plain("Rate"), "submit": plain("Save"), "blocks": focused}
    assert "focus_on_load" in check_view(view, modal=True)[0]


def test_a_workspace_may_not_have_the_newest_blocks() -> None:
    assert check_blocks([PIE], "message", without=frozenset({"data_visualization"})) == [
        "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"
    ]
