"""App Home: everybody's desk."""

from collections.abc import Sequence
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DispatchActionConfiguration,
    DividerBlock,
    HeaderBlock,
    HomeTabView,
    InputBlock,
    PlainText,
    PlainTextInput,
    SectionBlock,
)

from bot.company import Client
from bot.ratings import Rating
from handlers.ids import Action
from handlers.views.rated import rating_blocks

QUESTION_LIMIT = 300
"""Characters of a question typed here."""


def home_view(ratings: Sequence[tuple[Rating, Client]]) -> list[Block]:
    """What everybody has: rate, ask, one's own latest ratings."""
    buttons = [
        Button(PlainText("Rate a client"), Action.RATE, value="any", style="primary"),
        Button(PlainText("My ratings"), Action.MY_RATINGS, value="0"),
    ]
    box = PlainTextInput(
        Action.HOME_ASK,
        max_length=QUESTION_LIMIT,
        placeholder=PlainText("Who are our good clients?"),
        dispatch_action_config=DispatchActionConfiguration(["on_enter_pressed"]),
    )
    blocks: list[Block] = [
        HeaderBlock("Good Clients"),
        ActionsBlock([*buttons]),
        InputBlock(PlainText("Ask about clients (Enter; the answer comes as a message)"), box, dispatch_action=True),
        DividerBlock(),
    ]
    if ratings:
        blocks.append(SectionBlock("*Your latest ratings*"))
        blocks += rating_blocks(ratings)
    else:
        blocks.append(SectionBlock("You have not rated anybody yet. After your next visit it takes a few seconds."))
    blocks.append(_who_sees_what())
    return blocks


def drawn(blocks: list[Block]) -> dict[str, Any]:
    """The view that Slack takes."""
    return HomeTabView(blocks).to_dict()


def _who_sees_what() -> Block:
    text = (
        "Confidential, not anonymous: standings and clues are for the team, without names; a note is read by you, "
        "the client's account manager and administrators."
    )
    return ContextBlock([PlainText(text)])
