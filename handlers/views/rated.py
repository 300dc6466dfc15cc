"""Messages around one's own ratings."""

import json
from collections.abc import Sequence
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    Element,
    InputBlock,
    Modal,
    PlainText,
    PlainTextInput,
    SectionBlock,
)

from bot.clients import KnownClient
from bot.company import Client
from bot.privacy import WHO_SEES_WHAT
from bot.qualities import CLUES, OVERALL_ANSWERS, OVERALL_QUESTION, Quality
from bot.ratings import NOTE_LIMIT, Rating, Scores
from bot.services.notes import Waiting
from bot.services.own import Saved
from handlers.ids import Action, Callback
from handlers.message import Message
from handlers.views.rate_form import CONFIDENTIAL, who_sees_what

NOTE = "note"
"""The block of the note in the form that rewords it."""
_BUTTON_LIMIT = 75
"""Characters of a button's text (Slack)."""


def saved_message(saved: Saved) -> Message:
    """What was saved, to its writer alone, with the ways back."""
    if saved.scores is None:
        text = f"Taken back: there is no rating of {saved.client.name} for {saved.on:%-d %B} any more."
        return Message(
            text, [SectionBlock(PlainText(text)), ActionsBlock([_button("Rate again", Action.RATE, saved.client.id)])]
        )
    said = "\n".join([f"Saved: {saved.client.name}, {saved.on:%-d %B}", *score_lines(saved.scores), *_asides(saved)])
    buttons: list[Element] = [
        _button("Undo", Action.UNDO, f"{saved.rating_id}:{saved.revision}"),
        _button("Edit", Action.EDIT, saved.rating_id),
    ]
    blocks: list[Block] = [SectionBlock(PlainText(said)), ActionsBlock(buttons)]
    if saved.held:
        blocks += waiting_blocks(f"Your note waits: {saved.held}", saved.rating_id)
        said = f"{said}\nYour note waits: {saved.held}"
    if saved.first:
        blocks += who_sees_what()
        said = "\n".join([said, f"{CONFIDENTIAL}:", *WHO_SEES_WHAT])
    return Message(said, blocks)


def _asides(saved: Saved) -> list[str]:
    few = f"Few people have rated {saved.client.name} yet, so colleagues may guess who said what."
    return [
        *(["This client is new on the list."] if saved.new_client else []),
        *([saved.left_out] if saved.left_out else []),
        *([few] if saved.few_raters else []),
    ]


def waiting_blocks(words: str, rating_id: str, at: int = 0) -> list[Block]:
    """A note that waits, and the two things to do about it."""
    reword = _button("Reword", f"{Action.REWORD}:{at}", rating_id)
    keep = _button("Keep scores only", f"{Action.KEEP_SCORES}:{at}", rating_id)
    return [SectionBlock(PlainText(words)), ActionsBlock([reword, keep])]


def reword_modal(waiting: Waiting, submission: str, *, at_home: bool, response_url: str | None) -> dict[str, Any]:
    """The note as it was typed, and why it waits."""
    box = PlainTextInput(NOTE, initial_value=waiting.note, multiline=True, max_length=NOTE_LIMIT)
    about = {"rating_id": waiting.rating.id, "submission": submission, "home": at_home, "response_url": response_url}
    return Modal(
        title="Reword the note",
        blocks=[
            SectionBlock(PlainText(f"{waiting.client.name}, {waiting.rating.on:%-d %B}: {waiting.why}")),
            InputBlock(PlainText("Note"), box, block_id=NOTE, optional=True),
        ],
        submit="Save",
        close="Later",
        callback_id=Callback.REWORD,
        private_metadata=json.dumps(about),
    ).to_dict()


def score_lines(scores: Scores) -> list[str]:
    """A rating in words, a line for each part that is there."""
    lines = []
    if scores.overall is not None:
        answer = OVERALL_ANSWERS.get(scores.overall)
        lines.append(f"{OVERALL_QUESTION} {answer if answer else f'{scores.overall} of 5'}")
    if scores.qualities:
        lines.append(
            " · ".join(
                f"{quality.about.name} {scores.qualities[quality]}"
                for quality in Quality
                if quality in scores.qualities
            )
        )
    if scores.clues:
        lines.append("Clues: " + "; ".join(CLUES[key].text for key in sorted(scores.clues)))
    if scores.note:
        lines.append(f"Note: {scores.note}")
    return lines


def choose_client_message(line: str, rest: str, candidates: Sequence[KnownClient], typed: str) -> Message:
    """The clients that a name may mean, a button each; nothing that was typed is lost."""
    known = [
        _button(client.name, f"{Action.PICK_CLIENT}:{at}", json.dumps({"client": client.id, "rest": rest}))
        for at, client in enumerate(candidates[:5])
    ]
    new = _button(
        f"Add «{typed}»"[:_BUTTON_LIMIT], f"{Action.PICK_CLIENT}:new", json.dumps({"new": typed, "rest": rest})
    )
    question = f"Which client is “{typed}”?" if candidates else f"There is no client “{typed}” yet."
    text = f"{question} Nothing is saved so far. You typed: {line}"
    return Message(text, [SectionBlock(PlainText(text)), ActionsBlock([*known, new])])


def mine_message(ratings: Sequence[tuple[Rating, Client]], *, offset: int, more: bool) -> Message:
    """One's own ratings, with edit and delete."""
    if not ratings:
        text = "You have not rated anybody yet." if offset == 0 else "That was all of them."
        return Message(text, [SectionBlock(text), ActionsBlock([_button("Rate a client", Action.RATE, "any")])])
    blocks = rating_blocks(ratings)
    if more:
        blocks.append(ActionsBlock([_button("Earlier ones", Action.MY_RATINGS, str(offset + len(ratings)))]))
    return Message("Your ratings\n" + "\n\n".join(_words(*each) for each in ratings), blocks)


def rating_blocks(ratings: Sequence[tuple[Rating, Client]]) -> list[Block]:
    """One's own ratings, each with edit and delete."""
    blocks: list[Block] = []
    for at, (rating, client) in enumerate(ratings):
        sure = ConfirmationDialogue(
            PlainText("Delete this rating?"),
            PlainText(f"{client.name}, {rating.on:%-d %B %Y}"),
            PlainText("Delete"),
            PlainText("Keep"),
        )
        edit = _button("Edit", f"{Action.EDIT}:{at}", rating.id)
        delete = Button(PlainText("Delete"), f"{Action.DELETE}:{at}", value=rating.id, style="danger", confirm=sure)
        blocks += [SectionBlock(PlainText(_words(rating, client))), ActionsBlock([edit, delete])]
    return blocks


def _words(rating: Rating, client: Client) -> str:
    return "\n".join([f"{client.name}, {rating.on:%-d %B %Y}", *score_lines(rating.scores)])


def help_message() -> Message:
    """What `/rate-client` takes."""
    seven = ", ".join(Quality)
    text = (
        "`/rate-client` opens the form; `/rate-client acme dental` has the client filled in.\n"
        "In one line: `/rate-client acme dental yes` (or ok, no, or 1 to 5), "
        "`/rate-client hooli listening 2 risk 1 let the UPS die`, or all seven in order with “-” for what you "
        f"didn't see: `/rate-client hooli 4 5 - 3 - 4 2` ({seven}).\n"
        "`/rate-client undo` takes the last one back, `/rate-client mine` shows yours."
    )
    return Message(text, [SectionBlock(text), ActionsBlock([_button("Rate a client", Action.RATE, "any")])])


def _button(text: str, action: str, value: str) -> Button:
    return Button(PlainText(text), action, value=value)
