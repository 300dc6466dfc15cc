"""An answer in lines of words, for the terminal and for those to whom a message is read out."""

from bot.answers.answer import Answer
from bot.pictures import Cell, Chart, Table

WIDEST = 36
"""Characters of a column in a text table."""
FEW_ROWS = 12
"""Rows of a table that can be read out."""


def answer_text(answer: Answer) -> str:
    """The whole answer for a terminal, tables and charts as columns."""
    pictures = [*([answer.table] if answer.table else []), *(as_table(chart) for chart in answer.charts)]
    drawn = [line for table in pictures for line in ("", table.title, table_text(table))]
    steps = f"Next: {' '.join(f'[{step.label}]' for step in answer.steps)}" if answer.steps else ""
    after = [line for line in (answer.evidence, steps) if line]
    return "\n".join([*_before(answer), *drawn, *([""] if drawn and after else []), *after])


def spoken(answer: Answer) -> list[str]:
    """All that matters in lines; a small table is read out where no section has said what it holds."""
    read_out = answer.table and not answer.sections and len(answer.table.rows) <= FEW_ROWS
    rows = _read_out(answer.table) if answer.table and read_out else []
    return [*_before(answer), *rows, *([answer.evidence] if answer.evidence else [])]


def _before(answer: Answer) -> list[str]:
    lines = [line for line in (answer.read_as, answer.headline, answer.aside, *answer.lines) if line]
    for section in answer.sections:
        lines.append(f"{section.heading}:")
        for at, line in enumerate(section.lines, section.first or 1):
            lines.append(f"• {line}" if section.first is None else f"{at}. {line}")
    return lines


def _read_out(table: Table) -> list[str]:
    return [
        f"{cell_text(row[0])}: "
        + ", ".join(f"{name} {cell_text(cell)}" for name, cell in zip(table.columns[1:], row[1:], strict=True))
        for row in table.rows
    ]


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
