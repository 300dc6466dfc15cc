"""Tables and charts as Slack's native blocks, and as text for a workspace that refuses those.

Limits: Slack's reference of `data_table` and `data_visualization`. Its pages disagree on more than 100 data rows.
"""

from collections.abc import Sequence

from slackblocks import (
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataTableBlock,
    DataVisualizationBlock,
    LineChart,
    RawNumber,
    RawText,
    RichText,
    RichTextBlock,
    RichTextCodeBlock,
    RichTextSection,
)

from bot.answers.text import as_table, cell_text, table_text
from bot.pictures import Cell, Chart, ChartKind, Table

ROWS, COLUMNS, TABLE_CHARACTERS = 100, 20, 20_000
TITLE, LABEL, SERIES, POINTS = 50, 20, 12, 20
PAGE = 10
"""Rows of a table that are shown at once."""
PLAIN_CHARACTERS = 2_900
"""Characters of a text table: as much as a section would hold."""


def cut(text: str, limit: int) -> str:
    """The text, its end replaced by “…” where it is longer than `limit`."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def table_blocks(table: Table) -> list[Block]:
    """A native table, cut to what Slack takes; nothing for one without rows."""
    columns = table.columns[:COLUMNS]
    rows = [_row(columns)]
    left = TABLE_CHARACTERS - _characters(columns)
    for values in table.rows[:ROWS]:
        left -= _characters(values[:COLUMNS])
        if left < 0:
            break
        rows.append(_row(values[:COLUMNS]))
    if len(rows) < 2:
        return []
    shown = f" (the first {len(rows) - 1} of {len(table.rows)})" if len(rows) - 1 < len(table.rows) else ""
    return [DataTableBlock(rows, caption=f"{table.title or 'Table'}{shown}", page_size=PAGE)]


def _characters(values: Sequence[Cell]) -> int:
    return sum(len(cell_text(value) or "–") for value in values)


def _row(values: Sequence[Cell]) -> list[RawText | RawNumber | RichTextBlock]:
    return [
        RawText(cell_text(value) or "–")
        if value is None or isinstance(value, str)
        else RawNumber(value, cell_text(value))
        for value in values
    ]


def chart_blocks(chart: Chart) -> list[Block]:
    """A native chart. Slack knows no gaps: labels at which a series has no value are left out, or all of it."""
    kept = [at for at in range(len(chart.labels)) if all(values[at] is not None for _, values in chart.series)]
    kept = kept[-POINTS:] if chart.kind is ChartKind.LINE else kept[:POINTS]
    if not kept or not chart.series:
        return []
    labels = _unique([chart.labels[at] for at in kept])
    names = _unique([name for name, _ in chart.series[:SERIES]])
    series = [
        DataSeries(name, [DataPoint(label, values[at] or 0.0) for label, at in zip(labels, kept, strict=True)])
        for name, (_, values) in zip(names, chart.series, strict=False)
    ]
    kind = LineChart if chart.kind is ChartKind.LINE else BarChart
    return [DataVisualizationBlock(cut(chart.title or "Chart", TITLE), kind(series, AxisConfig(labels)))]


def _unique(names: Sequence[str]) -> list[str]:
    """Names of at most 20 characters that all differ, as Slack wants labels and series."""
    found: list[str] = []
    for name in names:
        short, count = cut(name or "–", LABEL), 1
        while short in found:
            count += 1
            short = f"{cut(name or '–', LABEL - len(str(count)) - 1)} {count}"
        found.append(short)
    return found


def plain_blocks(picture: Table | Chart) -> list[Block]:
    """A table or a chart's figures as text in columns."""
    table = picture if isinstance(picture, Table) else as_table(picture)
    lines = table_text(table).splitlines()
    shown: list[str] = []
    left = PLAIN_CHARACTERS
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            shown.append(f"… and {len(lines) - len(shown)} more")
            break
        shown.append(line)
    title = RichTextSection([RichText(table.title or "Table", bold=True)])
    return [RichTextBlock([title, RichTextCodeBlock([RichText("\n".join(shown) or "–")])])]
