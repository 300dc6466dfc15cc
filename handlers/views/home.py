"""App Home: everybody's desk, and what all its pages share."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DatePicker,
    DispatchActionConfiguration,
    DividerBlock,
    Element,
    ExternalSelectMenu,
    HeaderBlock,
    HomeTabView,
    InputBlock,
    PlainText,
    PlainTextInput,
    SectionBlock,
)

from bot.company import Client, Member, Visit
from bot.qualities import OVERALL_ANSWERS, OVERALL_QUESTION, Role
from bot.ratings import Rating
from bot.services.notes import Waiting
from handlers.ids import Action
from handlers.views.rate_form import who_sees_what
from handlers.views.rated import rating_blocks, waiting_blocks

QUESTION_LIMIT = 300
"""Characters of a question typed here."""


@dataclass(frozen=True)
class Place:
    """Where somebody is in a long list: what they look for, and how many come before."""

    search: str = ""
    offset: int = 0

    def to_value(self) -> str:
        """As a button's value or a view's metadata."""
        return json.dumps([self.search, self.offset])

    @classmethod
    def of(cls, value: str) -> "Place":
        """Read back; the beginning of the list for what is none."""
        try:
            search, offset = json.loads(value)
        except ValueError:
            return cls()
        return cls(str(search), int(offset))


def role_name(role: Role) -> str:
    """A role as people say it."""
    return role.value.replace("_", " ")


def home_view(
    member: Member,
    visits: Sequence[tuple[Visit, Client]],
    waiting: Sequence[Waiting],
    ratings: Sequence[tuple[Rating, Client]],
) -> list[Block]:
    """What everybody has: visits to rate, notes that wait, questions, one's own latest ratings, settings."""
    buttons = [
        Button(PlainText("Rate a client"), Action.RATE, value="any", style="primary"),
        Button(PlainText("My ratings"), Action.HOME_MINE, value="0"),
    ]
    blocks: list[Block] = [HeaderBlock("Good Clients"), ActionsBlock([*buttons])]
    blocks += _visits(visits, member)
    if waiting:
        blocks.append(_title("A note of yours waits" if len(waiting) == 1 else "Notes of yours wait"))
    for at, one in enumerate(waiting):
        blocks += waiting_blocks(f"{one.client.name}, {one.rating.on:%-d %B}: {one.why}", one.rating.id, at)
    blocks += [*_asking(), DividerBlock()]
    if ratings:
        blocks += [_title("Your latest ratings"), *rating_blocks(ratings)]
    else:
        blocks.append(SectionBlock("You have not rated anybody yet. After your next visit it takes a few seconds."))
    return [*blocks, DividerBlock(), *_settings(member), *who_sees_what()]


def _visits(visits: Sequence[tuple[Visit, Client]], member: Member) -> list[Block]:
    blocks: list[Block] = (
        [_title(f"Your visits: {OVERALL_QUESTION[0].lower()}{OVERALL_QUESTION[1:]}")] if visits else []
    )
    for at, (visit, client) in enumerate(visits):
        taps: list[Element] = [
            Button(PlainText(answer), f"{Action.RATE_VISIT}:{at}:{score}", value=f"{visit.id}:{score}")
            for score, answer in OVERALL_ANSWERS.items()
        ]
        taps.append(Button(PlainText("I wasn't there"), f"{Action.NOT_THERE}:{at}", value=visit.id))
        blocks += [SectionBlock(PlainText(f"{client.name}, {visit.on:%A %-d %B}")), ActionsBlock(taps)]
    return blocks


def _asking() -> list[Block]:
    box = PlainTextInput(
        Action.HOME_ASK,
        max_length=QUESTION_LIMIT,
        placeholder=PlainText("Who are our good clients?"),
        dispatch_action_config=DispatchActionConfiguration(["on_enter_pressed"]),
    )
    card = ExternalSelectMenu(Action.HOME_CARD, min_query_length=0, placeholder=PlainText("Type a name"))
    return [
        DividerBlock(),
        InputBlock(PlainText("Ask about clients (Enter; the answer comes as a message)"), box, dispatch_action=True),
        SectionBlock("*A client's card*", accessory=card),
    ]


def _settings(member: Member) -> list[Block]:
    asked = "on" if member.prompts else "off"
    away = f" · Away until {member.away_until:%-d %B}" if member.away_until else ""
    said = f"Role: {role_name(member.role)} · Time zone: {member.zone} · Questions after visits: {asked}{away}"
    label = "Don't ask after visits" if member.prompts else "Ask me after visits"
    buttons: list[Element] = [
        Button(PlainText(label), Action.HOME_PROMPTS, value="off" if member.prompts else "on"),
        Button(PlainText("My calendar"), Action.CALENDAR, value="-"),
    ]
    if member.away_until:
        buttons.append(Button(PlainText("I'm back"), Action.HOME_BACK, value="-"))
    until = DatePicker(Action.HOME_AWAY, initial_date=member.away_until.isoformat() if member.away_until else None)
    return [
        _title("Your settings"),
        SectionBlock(PlainText(said)),
        ActionsBlock(buttons),
        SectionBlock("Away, so that nothing is asked, until:", accessory=until),
    ]


def administration_part() -> list[Block]:
    """What administrators have besides: people, clients, phrases, visits, the audit log."""
    doors = [
        Button(PlainText("People and roles"), Action.HOME_PEOPLE, value=Place().to_value()),
        Button(PlainText("Clients"), Action.HOME_CLIENTS, value=Place().to_value()),
        Button(PlainText("Our phrases"), Action.PHRASES, value="-"),
        Button(PlainText("After visits"), Action.VISIT_SETTINGS, value="-"),
        Button(PlainText("Visits by webhook"), Action.WEBHOOK, value="-"),
        Button(PlainText("Audit log"), Action.HOME_AUDIT, value="0"),
    ]
    return [DividerBlock(), _title("For administrators"), ActionsBlock([*doors])]


def mine_view(ratings: Sequence[tuple[Rating, Client]], offset: int, more: bool, size: int) -> list[Block]:
    """One's own ratings, a page of them."""
    blocks = page_head("Your ratings")
    blocks += rating_blocks(ratings) if ratings else [SectionBlock("There are none here.")]
    return blocks + pager(Action.HOME_MINE, str(max(0, offset - size)) if offset else None, str(offset + size), more)


def card_view(card: Sequence[Block]) -> list[Block]:
    """A client's card, with the way back."""
    return [back(), *card, ContextBlock([PlainText("What the buttons ask is answered in a message.")])]


def page_head(title: str, notice: Sequence[Block] = ()) -> list[Block]:
    """How every page but the desk begins."""
    return [back(), *notice, HeaderBlock(title)]


def back() -> Block:
    """The way back to the desk."""
    return ActionsBlock([Button(PlainText("← Back"), Action.HOME_DESK, value="-")])


def search_box(action: Action, label: str, place: Place) -> Block:
    """Where a long list is searched."""
    box = PlainTextInput(
        action,
        initial_value=place.search or None,
        max_length=60,
        dispatch_action_config=DispatchActionConfiguration(["on_enter_pressed"]),
    )
    return InputBlock(PlainText(label), box, dispatch_action=True)


def pager(action: Action, before: str | None, after: str, more: bool) -> list[Block]:
    """The way to the page before and the page after, as far as there are."""
    buttons: list[Element] = []
    if before is not None:
        buttons.append(Button(PlainText("← Previous"), f"{action}:before", value=before))
    if more:
        buttons.append(Button(PlainText("Next →"), f"{action}:after", value=after))
    return [ActionsBlock(buttons)] if buttons else []


def notice(sentence: str) -> list[Block]:
    """What was just done, on top of a page."""
    return [SectionBlock(PlainText(sentence))]


def drawn(blocks: Sequence[Block], place: Place | None = None) -> dict[str, Any]:
    """The view that Slack takes."""
    return HomeTabView([*blocks], private_metadata=place.to_value() if place else None).to_dict()


def _title(text: str) -> Block:
    return SectionBlock(f"*{text}*")
