"""The digest as a message, and the thread under it. Names stand in plain or rich text only: nothing there is markup."""

from collections.abc import Iterator
from dataclasses import replace

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DataTableBlock,
    Element,
    HeaderBlock,
    PlainText,
    RichText,
    RichTextBlock,
    RichTextList,
    RichTextObject,
    RichTextSection,
)

from bot.digests import Digest, Explained, Item, Section
from bot.pictures import Chart, ChartKind
from handlers.ids import Action
from handlers.message import Message
from handlers.views.answers import ANY_CLIENT, LINE, TEXT, escaped
from handlers.views.pictures import chart_blocks, cut, plain_blocks, table_blocks

HEADER = 150
"""Characters of a header (Slack)."""

LEGEND = "Those that need attention come first. Scores are estimates from 1 to 5; – means not seen."


def digest_message(digest: Digest) -> Message:
    """The screenful: headline, what moved and why, two charts, and the ways on."""
    before = [HeaderBlock(PlainText(cut(digest.title, HEADER))), _said(digest)]
    charts = [block for chart in digest.charts for block in chart_blocks(chart)]
    figures: list[Block] = [ContextBlock([PlainText(chart_words(chart))]) for chart in digest.charts]
    after = [ActionsBlock(_buttons(digest))]
    return Message(_words(digest), [*before, *charts, *after], [*before, *figures, *after] if charts else None)


def digest_thread(digest: Digest, start: int = 0) -> Message:
    """Under it: the clients by the seven qualities, as a table that can be sorted; from row `start` on."""
    if digest.table is None:
        nothing = "There is no table yet: it comes with the first ratings."
        return Message(nothing, [ContextBlock([PlainText(nothing)])])
    table = replace(digest.table, rows=digest.table.rows[start:])
    drawn = table_blocks(table)
    end = start + sum(len(block.rows) - 1 for block in drawn if isinstance(block, DataTableBlock))
    note = _rows(start, end, len(digest.table.rows))
    lines = [f"{name}: {verdict}, {overall} of 5" for name, verdict, overall, *_ in table.rows]
    text = _as_far_as_it_goes([f"{table.title}. {note}", *lines])
    more: list[Block] = []
    if digest.id and end < len(digest.table.rows):
        more.append(ActionsBlock([Button(PlainText("The next ones"), Action.DIGEST_TABLE, value=f"{digest.id}:{end}")]))
    as_text = [*plain_blocks(table), ContextBlock([PlainText(LEGEND)]), *more]
    return Message(text, [*drawn, ContextBlock([PlainText(note)]), *more], as_text)


def why_blocks(explained: tuple[Explained, ...]) -> list[Block]:
    """How each figure and word of a digest came about, for a modal or a message."""
    parts: list[RichTextObject] = []
    for one in explained:
        parts += [RichTextSection([RichText(f"{one.what}\n", bold=True), RichText(f"{one.how}\n")])]
    return [RichTextBlock(parts)]


def chart_words(chart: Chart) -> str:
    """A chart's figures in one line."""
    unit = "%" if chart.kind is ChartKind.LINE else ""
    points = [
        f"{label} {value:g}{unit}"
        for _, values in chart.series
        for label, value in zip(chart.labels, values, strict=True)
        if value is not None
    ]
    return f"{chart.title}: {', '.join(points)}"


def _said(digest: Digest) -> Block:
    parts: list[RichTextObject] = [RichTextSection([RichText(digest.headline, bold=True)])]
    parts += [RichTextSection([RichText(note)]) for note in digest.notes]
    for section in digest.sections:
        parts.append(RichTextSection([RichText(f"\n{_heading(section)}", bold=True)]))
        parts.append(RichTextList("bullet", [RichTextSection(list(_item(item))) for item in section.items]))
    return RichTextBlock(parts)


def _heading(section: Section) -> str:
    return f"{section.heading} ({section.more} more in the thread)" if section.more else section.heading


def _item(item: Item) -> Iterator[RichText]:
    if item.who:
        yield RichText(f"{item.who}: ", bold=True)
    yield RichText(cut(item.what, LINE))


def _words(digest: Digest) -> str:
    """Everything that the screenful says: a screen reader and a phone's notification read nothing else."""
    lines = [digest.headline, digest.title, *digest.notes]
    for section in digest.sections:
        lines.append(f"{_heading(section)}:")
        lines += [f"• {item.who}: {item.what}" if item.who else f"• {item.what}" for item in section.items]
    return _as_far_as_it_goes([*lines, *(chart_words(chart) for chart in digest.charts)])


def _as_far_as_it_goes(lines: list[str]) -> str:
    said = escaped(lines[0])
    for line in lines[1:]:
        more = escaped(cut(line, LINE))
        if len(said) + len(more) + 2 > TEXT:
            return f"{said}\n…"
        said = f"{said}\n{more}"
    return said


def _rows(start: int, end: int, there: int) -> str:
    if end - start == there:
        return f"All {there} rated clients. {LEGEND}"
    if start:
        return f"{start + 1} to {end} of {there} rated clients. {LEGEND}"
    return f"{end} of {there} rated clients: “The next ones” and the export have the others. {LEGEND}"


def _buttons(digest: Digest) -> list[Element]:
    """A preview has no record yet, and so nothing to explain or to open."""
    rate = Button(PlainText("Rate a client"), Action.RATE, value=ANY_CLIENT)
    if not digest.id:
        return [rate]
    why = Button(PlainText("Why?"), Action.DIGEST_WHY, value=digest.id)
    table = [Button(PlainText("Full table"), Action.DIGEST_TABLE, value=digest.id)] if digest.table else []
    return [why, *table, rate]
