"""The workspace's own phrases: the form that adds one, with those there are and those that were not understood."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from slackblocks import (
    Block,
    Button,
    DividerBlock,
    InputBlock,
    Modal,
    PlainText,
    PlainTextInput,
    SectionBlock,
)

from bot.ports import Unclear
from bot.services.phrases import LONGEST, OwnPhrases
from handlers.ids import Action, Callback

MOST = 30
"""Phrases that are listed; Slack takes 100 blocks."""


class Field(StrEnum):
    """Blocks of the form."""

    PHRASE = "phrase"
    MEANING = "meaning"


def phrases_modal(own: OwnPhrases) -> dict[str, Any]:
    """The form, and what there is."""
    blocks: list[Block] = [
        SectionBlock(PlainText("Teach me how your team talks. I read the phrase as what you say it means.")),
        _input(Field.PHRASE, "Phrase", "cheque dodgers"),
        _input(Field.MEANING, "What it means", "late payers"),
    ]
    if own.unclear:
        blocks += [DividerBlock(), SectionBlock(PlainText("Not understood so far, and what was meant"))]
        blocks += [_unclear(at, one) for at, one in enumerate(own.unclear)]
    if own.phrases:
        blocks += [DividerBlock(), SectionBlock(PlainText("Your phrases"))]
        blocks += [_known(at, *one) for at, one in enumerate(list(own.phrases.items())[:MOST])]
    return Modal(
        title="Own phrases", blocks=blocks, submit="Add", close="Close", callback_id=Callback.PHRASES
    ).to_dict()


def read_phrase(view: Mapping[str, Any]) -> tuple[str, str]:
    """The phrase and its meaning as submitted."""
    values = view["state"]["values"]
    return str(values[Field.PHRASE][Field.PHRASE]["value"]), str(values[Field.MEANING][Field.MEANING]["value"])


def read_unclear(value: str) -> tuple[str, str]:
    """The phrase behind a button, and its meaning."""
    words, meaning = json.loads(value)
    return words, meaning


def _input(field: Field, label: str, example: str) -> InputBlock:
    box = PlainTextInput(field, max_length=LONGEST, placeholder=PlainText(example))
    return InputBlock(PlainText(label), box, block_id=field)


def _unclear(at: int, one: Unclear) -> SectionBlock:
    value = json.dumps([one.words[:LONGEST], one.meaning[:LONGEST]])
    button = Button(PlainText("Add"), f"{Action.TAKE_PHRASE}:{at}", value=value)
    return SectionBlock(PlainText(f"“{one.words}” → {one.meaning} ({one.times}×)"), accessory=button)


def _known(at: int, phrase: str, meaning: str) -> SectionBlock:
    button = Button(PlainText("Remove"), f"{Action.REMOVE_PHRASE}:{at}", value=phrase)
    return SectionBlock(PlainText(f"“{phrase}” → {meaning}"), accessory=button)
