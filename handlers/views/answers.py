"""An answer as a message. Names and notes stand in rich or plain text only, where nothing of theirs is markup."""

import json
from collections.abc import Iterable

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    Element,
    PlainText,
    RichText,
    RichTextBlock,
    RichTextList,
    RichTextObject,
    RichTextSection,
)

from bot.answers import Answer, Section
from bot.answers.text import spoken
from bot.pictures import AskStep, Chart, DealStep, Step, Table
from handlers.ids import Action
from handlers.message import Message
from handlers.views.pictures import chart_blocks, cut, plain_blocks, table_blocks

TEXT = 3_900
"""Characters of a message's words: Slack asks for less than 4,000."""
CONTEXT = 2_000
LINE = 1_000
"""Characters of one line: a name or a note is never longer, a list of them may be."""
BUTTON, VALUE, BUTTONS = 75, 2_000, 10
CHARTS = 2
ANY_CLIENT = "any"
"""Value of a rating button without a client: Slack refuses an empty one."""


def answer_message(answer: Answer) -> Message:
    """The answer for a channel, a thread, a direct or an ephemeral message."""
    charts: tuple[Chart, ...] = answer.charts[:CHARTS]
    pictures: tuple[Table | Chart, ...] = (*charts, *([answer.table] if answer.table else []))
    drawn = [block for chart in charts for block in chart_blocks(chart)]
    drawn += table_blocks(answer.table) if answer.table else []
    as_text = [block for picture in pictures for block in plain_blocks(picture)]
    plain = _around(answer, answer.sections, as_text) if as_text else None
    return Message(_words(answer), _around(answer, _beside_table(answer), drawn), plain)


def escaped(text: str) -> str:
    """Text that somebody wrote, so that Slack takes none of it for markup, a link or a mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _words(answer: Answer) -> str:
    """Everything that matters, cut at a line where it is too long."""
    said = ""
    for line in spoken(answer):
        more = escaped(cut(line, LINE))
        if len(said) + len(more) + 2 > TEXT:
            return f"{said}\n…"
        said = f"{said}\n{more}" if said else more
    return said


def _beside_table(answer: Answer) -> tuple[Section, ...]:
    """A ranked list says again what a drawn table shows at a glance."""
    return tuple(section for section in answer.sections if section.first is None or not answer.table)


def _around(answer: Answer, sections: Iterable[Section], pictures: list[Block]) -> list[Block]:
    before = [_context(answer.read_as)] if answer.read_as else []
    after = [_context(answer.evidence)] if answer.evidence else []
    buttons = [button for at, step in enumerate(answer.steps[:BUTTONS]) if (button := _button(at, step))]
    return [*before, _said(answer, sections), *pictures, *after, *([ActionsBlock(buttons)] if buttons else [])]


def _context(text: str) -> Block:
    return ContextBlock([PlainText(cut(text, CONTEXT))])


def _said(answer: Answer, sections: Iterable[Section]) -> Block:
    parts: list[RichTextObject] = [_line(answer.headline, bold=True)]
    parts += [_line(answer.aside, italic=True)] if answer.aside else []
    parts += [_line(line) for line in answer.lines]
    for section in sections:
        style, offset = ("bullet", 0) if section.first is None else ("ordered", section.first - 1)
        parts += [_line(section.heading, bold=True)]
        parts += [RichTextList(style, [_line(line) for line in section.lines], offset=offset)]
    return RichTextBlock(parts)


def _line(text: str, *, bold: bool | None = None, italic: bool | None = None) -> RichTextSection:
    return RichTextSection([RichText(cut(text, LINE), bold=bold, italic=italic)])


def _button(at: int, step: Step) -> Element | None:
    """A next step; None where its question is longer than a button can carry."""
    text = PlainText(cut(step.label, BUTTON))
    if isinstance(step, DealStep):
        sure = ConfirmationDialogue(
            PlainText("Dealt with?"),
            PlainText("Whoever saw this clue is told."),
            PlainText("Yes"),
            PlainText("Not yet"),
        )
        return Button(text, f"{Action.DEAL}:{at}", value=json.dumps([step.client_id, step.clue]), confirm=sure)
    if not isinstance(step, AskStep):
        return Button(text, f"{Action.RATE}:{at}", value=step.client_id or ANY_CLIENT)
    value = json.dumps(step.query.to_label(), ensure_ascii=False, separators=(",", ":"))
    return Button(text, f"{Action.ASK}:{at}", value=value) if len(value) <= VALUE else None
