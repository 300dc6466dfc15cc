"""Questions after visits as a direct message: one tap answers, and the message turns into what was saved."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DispatchActionConfiguration,
    Element,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    OverflowMenu,
    PlainText,
    PlainTextInput,
    SectionBlock,
)

from bot.clients import KnownClient
from bot.privacy import WHO_SEES_WHAT
from bot.qualities import OVERALL_ANSWERS, Clue
from bot.ratings import NOTE_LIMIT, Rating
from bot.visits.prompt import Fault, PromptState
from bot.visits.question import Question, is_low
from handlers.ids import Action, Callback
from handlers.message import Message
from handlers.views.pictures import cut
from handlers.views.rate_form import Field
from handlers.views.rated import score_lines, waiting_blocks

SHOWN = 400
"""Characters of a saved rating that are repeated: the form has them all."""

BUTTON = 75
"""Characters of a button's text (Slack)."""

FAULTS = {Fault.THEIRS: "Theirs", Fault.OURS: "Ours", Fault.BOTH: "Both"}
ASK_FAULT = "Was that theirs, ours, or both?"
FEW_RATERS = "Few people have rated this client yet, so colleagues may guess who said what."


def prompt_message(questions: Sequence[Question], *, said: str = "") -> Message:
    """The questions of one message. `said` is a sentence about what was tapped just now."""
    latest = max((one.rating for one in questions if one.rating), key=_recorded, default=None)
    open_ = sum(one.is_open for one in questions)
    blocks: list[Block] = []
    words: list[str] = []
    if len(questions) > 1 and open_:
        words.append(f"{open_} visits to rate, one tap each." if open_ > 1 else "One visit to rate.")
        blocks.append(SectionBlock(PlainText(words[0])))
    for question in questions:
        words.append(question_words(question, several=len(questions) > 1))
        blocks += question_blocks(
            question, several=len(questions) > 1, all_of_it=question.rating is not None and question.rating is latest
        )
    more = [said] if said else []
    if open_ and not questions[0].told:
        more += [f"Before your first rating: {WHO_SEES_WHAT[0]}", *WHO_SEES_WHAT[1:]]
    blocks += [ContextBlock([PlainText(line)]) for line in more]
    return Message("\n".join([*words, *more]), blocks)


def question_words(question: Question, *, several: bool = False) -> str:
    """What one question says, for screen readers, notifications and the message alike."""
    prompt = question.prompt
    if question.client is None:
        if prompt.state is PromptState.DECLINED:
            return f"“{prompt.place}” is not a client: I'll remember."
        return f"You were at “{prompt.place}” until {question.ended:%H:%M}{_day(question)}. Which client is that?"
    name = question.client.name
    if question.rating is not None:
        return cut("\n".join([f"Saved: {name}, {prompt.on:%-d %B}", *_rating_lines(question, question.rating)]), SHOWN)
    if not question.is_open:
        return f"{name}, {prompt.on:%-d %B}: {'not rated' if prompt.state is PromptState.DECLINED else 'rated'}."
    if several or question.today != prompt.on:
        when = f", until {question.ended:%H:%M}" if question.today == prompt.on else _day(question)
        return f"{name}{when}: happy to go back?"
    return f"Finished at {name}? Happy to go back?"


def question_blocks(question: Question, *, several: bool = False, all_of_it: bool = True) -> list[Block]:
    """One question, or what was saved. Clues and the note's line come with the latest answer only (`all_of_it`)."""
    words = PlainText(question_words(question, several=several))
    if question.client is None:
        asked = question.prompt.state is not PromptState.DECLINED
        return [SectionBlock(words), *([ActionsBlock(_place_buttons(question))] if asked else [])]
    text = SectionBlock(words, accessory=_more(question))
    if question.rating is not None:
        return [text, *_saved_blocks(question, question.rating, all_of_it=all_of_it)]
    if not question.is_open:
        return [text, ActionsBlock([_button("Rate it after all", Action.PROMPT_REOPEN, question)])]
    return [text, ActionsBlock(_answer_buttons(question))]


def place_modal(question: Question) -> dict[str, object]:
    """Which client a place is, chosen among all, or added."""
    menu = ExternalSelectMenu(Field.CLIENT, min_query_length=0, placeholder=PlainText("Type a name"))
    return Modal(
        title="Which client is it?",
        blocks=[
            SectionBlock(PlainText(question_words(question))),
            InputBlock(PlainText("Client"), menu, block_id=Field.CLIENT),
        ],
        submit="Save",
        close="Cancel",
        callback_id=Callback.PROMPT_PLACE,
        private_metadata=question.prompt.id,
    ).to_dict()


def noted_message(client: KnownClient, stay: timedelta) -> Message:
    """Somebody said that they are at a client."""
    minutes = round(stay.total_seconds() / 60)
    text = f"Noted: {client.name}. I'll ask in {minutes} minutes how it was, or say “finished at {client.name}”."
    rate = Button(PlainText("Rate now"), Action.RATE, value=client.id)
    return Message(text, [SectionBlock(PlainText(text)), ActionsBlock([rate])])


def which_message(place: str, clients: Sequence[KnownClient], *, over: bool) -> Message:
    """Somebody said that they are at a client, and it may be one of several."""
    text = f"Which client is “{cut(place, 60)}”?"
    buttons = [
        Button(PlainText(cut(client.name, BUTTON)), f"{Action.PROMPT_SAID}:{at}", value=f"{int(over)}:{client.id}")
        for at, client in enumerate(clients)
    ]
    return Message(text, [SectionBlock(PlainText(text)), ActionsBlock(list(buttons))])


def _recorded(rating: Rating) -> tuple[datetime, str]:
    return rating.recorded_at, rating.id


def _day(question: Question) -> str:
    on = question.prompt.on
    if on == question.today:
        return ""
    return " yesterday" if question.today - on == timedelta(days=1) else f" on {on:%A}"


def _rating_lines(question: Question, rating: Rating) -> list[str]:
    fault = [f"{ASK_FAULT} {FAULTS[question.fault]}"] if question.fault and is_low(rating) else []
    few = [FEW_RATERS] if question.few_raters else []
    return [*score_lines(rating.scores), *fault, *few]


def _answer_buttons(question: Question) -> list[Element]:
    answers = [
        _button(answer, f"{Action.PROMPT_RATE}:{score}", question, f"{question.revision}:{score}")
        for score, answer in OVERALL_ANSWERS.items()
    ]
    return [
        *answers,
        _button("Add detail", Action.PROMPT_DETAIL, question),
        _button("Later", Action.PROMPT_LATER, question),
        _button("I wasn't there", Action.PROMPT_NOT_THERE, question),
    ]


def _place_buttons(question: Question) -> list[Element]:
    choices = [
        _button(cut(client.name, BUTTON), f"{Action.PROMPT_PLACE}:{at}", question, client.id)
        for at, client in enumerate(question.choices)
    ]
    return [
        *choices,
        _button("Another client", Action.PROMPT_OTHER, question),
        _button("Not a client", f"{Action.PROMPT_PLACE}:none", question, ""),
    ]


def _saved_blocks(question: Question, rating: Rating, *, all_of_it: bool) -> list[Block]:
    blocks: list[Block] = []
    chips: list[Element] = [_chip(question, rating, clue) for clue in question.chips]
    if all_of_it and chips:
        blocks.append(ActionsBlock(chips))
    if all_of_it and question.asks_fault:
        buttons: list[Element] = [
            _button(text, f"{Action.PROMPT_FAULT}:{fault}", question, fault) for fault, text in FAULTS.items()
        ]
        blocks += [ContextBlock([PlainText(ASK_FAULT)]), ActionsBlock(buttons)]
    if all_of_it and not rating.scores.note and not question.held:
        blocks.append(_note_input(question, rating))
    if question.held:
        blocks += waiting_blocks(f"Your note waits: {question.held}", rating.id)
    return [
        *blocks,
        ActionsBlock(
            [
                _button("Add detail", Action.PROMPT_DETAIL, question),
                _button("Undo", Action.PROMPT_UNDO, question, f"{rating.revision}:{rating.id}"),
            ]
        ),
    ]


def _chip(question: Question, rating: Rating, clue: Clue) -> Button:
    ticked = clue.key in rating.scores.clues
    value = f"{question.prompt.id}:{rating.revision}:{int(not ticked)}:{clue.key}"
    action = f"{Action.PROMPT_CLUE}:{question.prompt.id}:{clue.key}"
    text = PlainText(f"✓ {clue.text}" if ticked else clue.text)
    return Button(text, action, value=value, style="primary" if ticked else None)


def _note_input(question: Question, rating: Rating) -> InputBlock:
    box = PlainTextInput(
        f"{Action.PROMPT_NOTE}:{question.prompt.id}:{rating.revision}",
        max_length=NOTE_LIMIT,
        placeholder=PlainText("What happened, not what they are like. Enter saves it."),
        dispatch_action_config=DispatchActionConfiguration(["on_enter_pressed"]),
    )
    return InputBlock(PlainText("Note"), box, dispatch_action=True, optional=True)


def _more(question: Question) -> OverflowMenu:
    hears = cut(question.hears, 40) or "a colleague you trust"
    return OverflowMenu(
        f"{Action.PROMPT_MORE}:{question.prompt.id}",
        [Option(PlainText("I felt unsafe"), question.prompt.id)],
        confirm=ConfirmationDialogue(
            PlainText("You felt unsafe there?"),
            PlainText(f"{hears} will be told, privately, with your name and the client's. It is in no score."),
            PlainText("Tell them"),
            PlainText("Not now"),
        ),
    )


def _button(text: str, action: str, question: Question, more: str | None = None) -> Button:
    """A button of one question; action ids have to differ within a message."""
    value = question.prompt.id if more is None else f"{question.prompt.id}:{more}"
    kind, _, rest = action.partition(":")
    unique = ":".join(filter(None, (kind, question.prompt.id, rest)))
    return Button(PlainText(text), unique, value=value)
