"""Where and when the digest comes: the form, and the first message that asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Any

from slackblocks import (
    ActionsBlock,
    Button,
    ConversationFilter,
    ConversationSelectMenu,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    PlainText,
    SectionBlock,
    StaticSelectMenu,
    TimePicker,
)

from bot.company import Subscription
from bot.digests import Digest
from handlers.ids import Action, Callback
from handlers.message import Message
from handlers.views.digest import why_blocks

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Field(StrEnum):
    """Blocks of the form."""

    CHANNEL = "channel"
    WEEKDAY = "weekday"
    AT = "at"
    ZONE = "zone"


@dataclass(frozen=True)
class Schedule:
    """What the form says; `weekday` 0 is Monday."""

    channel: str
    weekday: int
    at: time
    zone: str


def settings_modal(subscription: Subscription | None, zone: str) -> dict[str, Any]:
    """The form, filled in with what holds now, or with Monday at nine."""
    now = subscription or Subscription(id="", zone=zone)
    conversations = ConversationSelectMenu(
        Field.CHANNEL,
        initial_conversation=now.channel,
        filter=ConversationFilter(["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True),
        placeholder=PlainText("Choose a channel"),
    )
    days = [Option(PlainText(day), str(number)) for number, day in enumerate(WEEKDAYS)]
    weekday = StaticSelectMenu(Field.WEEKDAY, options=days, initial_option=days[now.weekday])
    zones = ExternalSelectMenu(Field.ZONE, Option(PlainText(now.zone), now.zone), min_query_length=2)
    hint = PlainText("I have to be in it: /invite me there. Everybody in it reads the digest.")
    return Modal(
        title="The weekly digest",
        blocks=[
            InputBlock(PlainText("Channel"), conversations, hint=hint, block_id=Field.CHANNEL),
            InputBlock(PlainText("Day"), weekday, block_id=Field.WEEKDAY),
            InputBlock(PlainText("Time"), TimePicker(Field.AT, f"{now.at:%H:%M}"), block_id=Field.AT),
            InputBlock(PlainText("Time zone"), zones, block_id=Field.ZONE),
        ],
        submit="Save",
        close="Cancel",
        callback_id=Callback.DIGEST_SETTINGS,
    ).to_dict()


def read_settings(view: Mapping[str, Any]) -> Schedule:
    """The form as it was submitted."""
    values = view["state"]["values"]
    return Schedule(
        channel=values[Field.CHANNEL][Field.CHANNEL]["selected_conversation"],
        weekday=int(values[Field.WEEKDAY][Field.WEEKDAY]["selected_option"]["value"]),
        at=time.fromisoformat(values[Field.AT][Field.AT]["selected_time"]),
        zone=values[Field.ZONE][Field.ZONE]["selected_option"]["value"],
    )


def why_modal(digest: Digest) -> dict[str, Any]:
    """How a digest's figures came about."""
    return Modal(title="Why these figures?", blocks=why_blocks(digest.why), close="Close").to_dict()


def zone_options(zones: Sequence[str]) -> list[dict[str, Any]]:
    """Time zones as options of the typeahead."""
    return [{"text": {"type": "plain_text", "text": zone}, "value": zone} for zone in zones]


def schedule_words(subscription: Subscription) -> str:
    """“Mondays at 09:00 (Europe/London) in #service-desk”, in Slack's markup."""
    where = f"<#{subscription.channel}>" if subscription.channel else "a direct message"
    return f"{WEEKDAYS[subscription.weekday]}s at {subscription.at:%H:%M} ({subscription.zone}) in {where}"


def saved_message(subscription: Subscription) -> Message:
    """The new schedule, and what can be done with it."""
    text = f"The digest comes on {schedule_words(subscription)}."
    buttons = [
        Button(PlainText("Preview"), Action.DIGEST_PREVIEW, value=subscription.id),
        Button(PlainText("Post it now"), Action.DIGEST_POST, value=subscription.id),
    ]
    return Message(text, [SectionBlock(text), ActionsBlock([*buttons])])


def first_run_message() -> Message:
    """What the one who installed it reads first."""
    text = (
        "Good Clients is here. Technicians rate a client with `/rate-client` in seconds, anybody may ask "
        "“who are our good clients?”, and once a week a digest says where things stand.\n"
        "Where and when shall the digest come?"
    )
    buttons = [
        Button(PlainText("Choose a channel"), Action.DIGEST_SETTINGS, value="-"),
        Button(PlainText("Rate a client"), Action.RATE, value="any"),
    ]
    return Message(text, [SectionBlock(text), ActionsBlock([*buttons])])
