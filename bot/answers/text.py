"""An answer for the terminal, and the words that a message says without its blocks."""

from collections.abc import Iterator

from bot.answers.answer import Answer
from bot.pictures import Cell, Chart, Table

WIDEST = 36
"""Characters of a column in a text table."""


def answer_text(answer: Answer, *, pictures: bool = True) -> str:
    """The whole answer in lines; without `pictures` tables and charts are left out."""
    return "\n".join(_lines(answer, pictures=pictures))


def _lines(answer: Answer, *, pictures: bool) -> Iterator[str]:
    yield from (line for line in (answer.read_as, answer.headline, answer.aside, *answer.lines) if line)
    for section in answer.sections:
        yield f"{section.heading}:"
        yield from (f"• {line}" for line in section.lines)
    if pictures:
        drawn = [*([answer.table] if answer.table else []), *(as_table(chart) for chart in answer.charts)]
        for table in drawn:
            yield from ("", table.title, table_text(table), "")
    if answer.evidence:
        yield answer.evidence
    if answer.steps:
        labels = [f"[{step.label}]" for step in answer.steps]
        yield f"Next: {' '.join(labels)}"


def as_table(chart: Chart) -> Table:
    """A chart's figures, for where it cannot be drawn."""
    rows = tuple((label, *(values[at] for _, values in chart.series)) for at, label in enumerate(chart.labels))
    return Table(chart.title, ("", *(name for name, _ in chart.series)), rows)


def cell_text(cell: Cell) -> str:
    """A cell in words; “–” where nothing is known."""
    if cell is None:
        return "–"
    return cell if isinstance(cell, str) else f"{cell:g}"


def table_text(table: Table) -> str:
    """A table in columns of equal width."""
    rows = [[_cut(cell_text(cell)) for cell in row] for row in (table.columns, *table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
