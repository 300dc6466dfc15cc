"""The rating form: drawn, and read back as it was submitted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from slackblocks import (
    Block,
    ContextBlock,
    DatePicker,
    DividerBlock,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    OptionGroup,
    PlainText,
    PlainTextInput,
    RadioButtonGroup,
    RichText,
    RichTextBlock,
    RichTextList,
    RichTextSection,
    StaticMultiSelectMenu,
    StaticSelectMenu,
)

from bot.clients import KnownClient
from bot.privacy import WHO_SEES_WHAT
from bot.qualities import CLUES, OVERALL_ANSWERS, OVERALL_QUESTION, THREE, Quality
from bot.ratings import NOTE_LIMIT, Scores
from handlers.ids import Callback

NEW = "new:"
"""An option's value begins so where the client is new; its name follows."""

DIDNT_SEE = "0"
CONFIDENTIAL = "Confidential, not anonymous: who sees what"
_OPTION_LIMIT = 75
"""Characters of an option's text (Slack)."""


class Field(StrEnum):
    """Blocks of the form; those of qualities are the qualities' keys."""

    CLIENT = "client"
    ON = "on"
    OVERALL = "overall"
    CLUES = "clues"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Form:
    """What the form holds: a client or the name of a new one, the date, the scores.

    `submission` is the form's own id, so that a second delivery is recognised; `response_url` is where the person
    asked for it, if that was a command.
    """

    submission: str
    on: date
    client: KnownClient | None = None
    new_client: str | None = None
    scores: Scores = field(default_factory=Scores)
    response_url: str | None = None
    rating_id: str | None = None
    """The rating that is edited, if one is."""
    asked: Sequence[Quality] = tuple(Quality)
    """The qualities that it shows: those that its reader's role can see."""
    first: bool = False
    """Whether its reader has to be told who sees what."""
    at_home: bool = False
    """Whether it was opened in App Home."""


def rate_modal(form: Form) -> dict[str, Any]:
    """The form, filled in as far as is known."""
    blocks: list[Block] = [
        *(who_sees_what() if form.first else []),
        _client_input(form),
        _date_input(form.on),
        _overall_input(form.scores.overall),
        DividerBlock(),
    ]
    blocks += [_quality_input(quality, form.scores.qualities.get(quality)) for quality in form.asked]
    blocks += [DividerBlock(), _clues_input(form.scores.clues), _note_input(form.scores.note), _confidential()]
    return Modal(
        title="Rate a client",
        blocks=blocks,
        submit="Save",
        close="Cancel",
        callback_id=Callback.RATE_MODAL,
        private_metadata=json.dumps(
            {
                "submission": form.submission,
                "response_url": form.response_url,
                "rating_id": form.rating_id,
                "at_home": form.at_home,
            }
        ),
    ).to_dict()


def suggestions(clients: Sequence[KnownClient], new: str | None) -> list[dict[str, Any]]:
    """Options of the typeahead: known clients, and “Add «Foo»” for a name that nobody has yet."""
    options = [(client.name, client.id) for client in clients] + ([(_adding(new), f"{NEW}{new}")] if new else [])
    return [{"text": {"type": "plain_text", "text": text}, "value": value} for text, value in options]


def read_form(view: Mapping[str, Any]) -> Form:
    """The form as it was submitted. Raises Refused for a note that is too long."""
    values = view["state"]["values"]
    about = json.loads(view["private_metadata"])
    chosen = _chosen(values, Field.CLIENT)
    name = chosen["text"]["text"]
    new_client = chosen["value"].removeprefix(NEW) if chosen["value"].startswith(NEW) else None
    return Form(
        submission=about["submission"],
        response_url=about["response_url"],
        rating_id=about["rating_id"],
        at_home=about["at_home"],
        asked=tuple(quality for quality in Quality if quality in values),
        client=None if new_client is not None else KnownClient(chosen["value"], name),
        new_client=new_client,
        on=date.fromisoformat(values[Field.ON][Field.ON]["selected_date"]),
        scores=Scores(
            overall=_number(values, Field.OVERALL),
            qualities={quality: score for quality in Quality if (score := _number(values, quality))},
            clues=frozenset(option["value"] for option in values[Field.CLUES][Field.CLUES]["selected_options"] or ()),
            note=(values[Field.NOTE][Field.NOTE]["value"] or "").strip(),
        ),
    )


def _client_input(form: Form) -> InputBlock:
    initial = None
    if form.client:
        initial = Option(PlainText(form.client.name), form.client.id)
    elif form.new_client:
        initial = Option(PlainText(_adding(form.new_client)), f"{NEW}{form.new_client}")
    menu = ExternalSelectMenu(
        Field.CLIENT, initial_option=initial, min_query_length=0, placeholder=PlainText("Type a name")
    )
    return InputBlock(PlainText("Client"), menu, block_id=Field.CLIENT)


def _adding(name: str) -> str:
    return f"Add «{name}»"


def _date_input(on: date) -> InputBlock:
    return InputBlock(
        PlainText("Date of the visit"), DatePicker(Field.ON, initial_date=on.isoformat()), block_id=Field.ON
    )


def _overall_input(overall: int | None) -> InputBlock:
    answers = dict(OVERALL_ANSWERS)
    if overall is not None and overall not in answers:
        answers[overall] = f"{overall} of 5"  # from a one-line rating: the form must not change it
    options = {score: Option(PlainText(answer), str(score)) for score, answer in answers.items()}
    radio = RadioButtonGroup(Field.OVERALL, list(options.values()), options[overall] if overall is not None else None)
    return InputBlock(PlainText(OVERALL_QUESTION), radio, block_id=Field.OVERALL, optional=True)


def _quality_input(quality: Quality, score: int | None) -> InputBlock:
    about = quality.about
    anchors = {5: about.five, 4: "", 3: THREE, 2: "", 1: about.one}
    options = {0: Option(PlainText("Didn't see"), DIDNT_SEE)}
    for value, anchor in anchors.items():
        options[value] = Option(PlainText(f"{value} · {anchor}"[:_OPTION_LIMIT] if anchor else str(value)), str(value))
    menu = StaticSelectMenu(quality, options=list(options.values()), initial_option=options[score or 0])
    return InputBlock(PlainText(about.name), menu, hint=PlainText(about.question), block_id=quality, optional=True)


def _clues_input(clues: frozenset[str]) -> InputBlock:
    options = {
        key: Option(PlainText(f"{'🔴' if clue.red else '🟢'} {clue.text}", emoji=True), key)
        for key, clue in CLUES.items()
    }
    groups = [
        OptionGroup(PlainText(quality.about.name), [options[clue.key] for clue in quality.about.clues])
        for quality in Quality
    ]
    menu = StaticMultiSelectMenu(
        Field.CLUES,
        options=None,  # type: ignore[arg-type]  # slackblocks wants groups or options, not both, and types only one
        option_groups=groups,
        initial_options=[options[key] for key in sorted(clues)] or None,
        placeholder=PlainText("What did you see?"),
    )
    return InputBlock(PlainText("Clues"), menu, block_id=Field.CLUES, optional=True)


def _note_input(note: str) -> InputBlock:
    box = PlainTextInput(Field.NOTE, initial_value=note or None, multiline=True, max_length=NOTE_LIMIT)
    hint = PlainText("What happened, not what they are like.")
    return InputBlock(PlainText("Note"), box, hint=hint, block_id=Field.NOTE, optional=True)


def who_sees_what() -> list[Block]:
    """What people are told before they rate for the first time, in three lines."""
    lines = [RichTextSection([RichText(line)]) for line in WHO_SEES_WHAT]
    return [RichTextBlock([RichTextSection([RichText(CONFIDENTIAL, bold=True)]), RichTextList("bullet", lines)])]


def _confidential() -> ContextBlock:
    text = (
        "Confidential: colleagues see standings and clues, never who said what. Your note is read by you, "
        "the client's account manager and administrators (their reading is logged)."
    )
    return ContextBlock([PlainText(text)])


def _chosen(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    chosen: Mapping[str, Any] = values[name][name]["selected_option"]
    return chosen


def _number(values: Mapping[str, Any], name: str) -> int | None:
    chosen = values[name][name]["selected_option"] if name in values else None
    return int(chosen["value"]) or None if chosen else None
