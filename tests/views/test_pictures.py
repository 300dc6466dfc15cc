"""Tables and charts within Slack's limits, whatever they hold. The checks are those of the pretend Slack."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from slackblocks import Block

from bot.pictures import Cell, Chart, ChartKind, Table
from handlers.views.pictures import chart_blocks, plain_blocks, table_blocks
from sandbox.blocks import check_blocks

words = st.text(max_size=80)
cells: st.SearchStrategy[Cell] = st.none() | words | st.floats(-1e6, 1e6)


def drawn(blocks: list[Block]) -> list[dict[str, Any]]:
    """The blocks as Slack gets them; it would take them."""
    sent = [block._resolve() for block in blocks]
    assert check_blocks(sent, "message") == []
    return sent


def test_numbers_sort_as_numbers_and_unknown_cells_are_a_dash() -> None:
    table = Table("Scores", ("Client", "Score"), (("Acme Ltd", 4.25), ("Hooli", None)))
    rows = drawn(table_blocks(table))[0]["rows"]
    assert rows[1] == [{"type": "raw_text", "text": "Acme Ltd"}, {"type": "raw_number", "value": 4.25, "text": "4.25"}]
    assert rows[2][1] == {"type": "raw_text", "text": "–"}


def test_a_table_without_rows_is_not_drawn() -> None:
    assert table_blocks(Table("Empty", ("Client",), ())) == []


def test_a_table_too_big_for_slack_says_how_much_is_shown() -> None:
    big = Table("All", ("Client", "What"), tuple((f"Client {at}", "x" * 300) for at in range(500)))
    (sent,) = drawn(table_blocks(big))
    assert sent["caption"] == f"All (the first {len(sent['rows']) - 1} of 500)"
    assert 50 < len(sent["rows"]) < 101


@settings(deadline=None)
@given(
    st.integers(1, 25).flatmap(
        lambda width: st.tuples(
            st.lists(words, min_size=width, max_size=width).map(tuple),
            st.lists(st.lists(cells, min_size=width, max_size=width).map(tuple), max_size=130).map(tuple),
        )
    ),
    words,
)
def test_any_table_passes(shape: tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]], title: str) -> None:
    table = Table(title, *shape)
    drawn(table_blocks(table))
    drawn(plain_blocks(table))


def test_labels_that_are_alike_once_cut_still_differ() -> None:
    names = ("Sterling Cooper Agency London", "Sterling Cooper Agency Leeds", "Sterling Cooper Agency Derby")
    chart = Chart(ChartKind.BAR, "Overall", names, (("Score", (1.0, 2.0, 3.0)),))
    (sent,) = drawn(chart_blocks(chart))
    assert sent["chart"]["axis_config"]["categories"] == [
        "Sterling Cooper Age…",
        "Sterling Cooper A… 2",
        "Sterling Cooper A… 3",
    ]


def test_a_gap_takes_its_label_out_as_slack_knows_none() -> None:
    chart = Chart(ChartKind.LINE, "Course", ("Sep", "Oct", "Nov"), (("Hooli", (None, 2.0, 1.0)),))
    (sent,) = drawn(chart_blocks(chart))
    assert sent["chart"]["axis_config"]["categories"] == ["Oct", "Nov"]


def test_a_long_course_keeps_its_latest_points() -> None:
    labels = tuple(f"Day {at}" for at in range(30))
    chart = Chart(ChartKind.LINE, "Course", labels, (("Hooli", tuple(float(at) for at in range(30))),))
    (sent,) = drawn(chart_blocks(chart))
    assert sent["chart"]["axis_config"]["categories"][-1] == "Day 29"
    assert len(sent["chart"]["axis_config"]["categories"]) == 20


@settings(deadline=None)
@given(
    st.sampled_from(list(ChartKind)),
    words,
    st.integers(0, 25).flatmap(
        lambda points: st.tuples(
            st.lists(words, min_size=points, max_size=points).map(tuple),
            st.lists(
                st.tuples(words, st.lists(st.none() | st.floats(0, 5), min_size=points, max_size=points).map(tuple)),
                max_size=15,
            ).map(tuple),
        )
    ),
)
def test_any_chart_passes(
    kind: ChartKind,
    title: str,
    shape: tuple[tuple[str, ...], tuple[tuple[str, tuple[float | None, ...]], ...]],
) -> None:
    chart = Chart(kind, title, *shape)
    drawn(chart_blocks(chart))
    drawn(plain_blocks(chart))
