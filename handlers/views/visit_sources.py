"""Forms around where visits come from and when the bot asks."""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    InputBlock,
    Modal,
    NumberInput,
    PlainText,
    PlainTextInput,
    SectionBlock,
    TimePicker,
    UserSelectMenu,
)

from bot.company import Workspace
from bot.visits.prompt import Feed
from handlers.ids import Action, Callback

LONGEST_ADDRESS = 2000


class Field(StrEnum):
    """Blocks of the forms."""

    CALENDAR = "calendar"
    DELAY = "delay"
    QUIET_FROM = "quiet_from"
    QUIET_UNTIL = "quiet_until"
    HEARS = "hears"


def calendar_modal(feed: Feed | None, zone: ZoneInfo) -> dict[str, Any]:
    """One's own calendar: its address is asked for and never shown again."""
    said = (
        "Give me your calendar's secret address (ICS, webcal), and I ask after each visit by myself. I read titles, "
        "places and times; private, cancelled and all-day appointments I leave out. Nobody else sees any of it."
    )
    blocks: list[Block] = [SectionBlock(PlainText(said))]
    if feed:
        read = f"last read {feed.checked_at.astimezone(zone):%A at %H:%M}" if feed.checked_at else "not read yet"
        remove = Button(PlainText("Read it no more"), Action.CALENDAR_REMOVE, value="-")
        problem = f" {feed.problem}" if feed.problem else ""
        blocks += [SectionBlock(PlainText(f"Your calendar is {read}.{problem}")), ActionsBlock([remove])]
    box = PlainTextInput(Field.CALENDAR, max_length=LONGEST_ADDRESS, placeholder=PlainText("https://…"))
    label = "A new address" if feed else "Address of your calendar"
    return Modal(
        title="My calendar",
        blocks=[*blocks, InputBlock(PlainText(label), box, block_id=Field.CALENDAR)],
        submit="Save",
        close="Cancel",
        callback_id=Callback.CALENDAR,
    ).to_dict()


def webhook_modal(workspace_id: str, secret: str | None = None) -> dict[str, Any]:
    """How another system tells of visits; a new secret is shown this once."""
    how = (
        f"POST /visits?workspace={workspace_id}\n"
        '{"event_id": "…", "client": "Acme Dental", "technician_email": "…", "ended_at": "2026-11-23T15:30:00Z"}\n'
        "X-Timestamp: seconds since 1970\n"
        "X-Signature: hexadecimal HMAC-SHA256, by the secret, of the timestamp with the body behind it"
    )
    confirm = ConfirmationDialogue(
        PlainText("Make a new secret?"),
        PlainText("What is signed with the one before is refused from then on."),
        PlainText("Make it"),
        PlainText("Keep"),
    )
    new = Button(PlainText("Make a new secret"), Action.WEBHOOK_ROTATE, value="-", confirm=confirm)
    blocks: list[Block] = [
        SectionBlock(PlainText("Another system tells me that a visit was completed:")),
        SectionBlock(PlainText(how)),
    ]
    if secret:
        blocks += [
            SectionBlock(PlainText(f"The secret: {secret}")),
            ContextBlock([PlainText("Copy it now: it is not shown again.")]),
        ]
    return Modal(title="Visits by webhook", blocks=[*blocks, ActionsBlock([new])], close="Done").to_dict()


def settings_modal(workspace: Workspace, hears: str | None) -> dict[str, Any]:
    """When people are asked, and who hears that somebody felt unsafe."""
    delay = NumberInput(
        action_id=Field.DELAY, is_decimal_allowed=False, initial_value=str(workspace.prompt_delay), min_value="0"
    )
    quiet = {
        Field.QUIET_FROM: ("Ask nobody from", workspace.quiet_from),
        Field.QUIET_UNTIL: ("until", workspace.quiet_until),
    }
    who = UserSelectMenu(Field.HEARS, initial_user=hears, placeholder=PlainText("All administrators"))
    return Modal(
        title="After visits",
        blocks=[
            InputBlock(PlainText("Ask so many minutes after the end"), delay, block_id=Field.DELAY),
            *(
                InputBlock(PlainText(label), TimePicker(field, initial_time=f"{at:%H:%M}"), block_id=field)
                for field, (label, at) in quiet.items()
            ),
            InputBlock(
                PlainText("Who hears, in private, that somebody felt unsafe"), who, block_id=Field.HEARS, optional=True
            ),
        ],
        submit="Save",
        close="Cancel",
        callback_id=Callback.VISIT_SETTINGS,
    ).to_dict()


def read_settings(view: Mapping[str, Any]) -> tuple[int, time, time, str | None]:
    """Minutes, quiet hours, and the Slack user who hears."""
    values = view["state"]["values"]
    quiet = [
        time.fromisoformat(values[field][field]["selected_time"]) for field in (Field.QUIET_FROM, Field.QUIET_UNTIL)
    ]
    return (
        int(values[Field.DELAY][Field.DELAY]["value"]),
        quiet[0],
        quiet[1],
        values[Field.HEARS][Field.HEARS]["selected_user"],
    )
