"""Where and when the digest comes: the form, and the first message that asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConversationFilter,
    ConversationSelectMenu,
    DatePicker,
    DividerBlock,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    PlainText,
    SectionBlock,
    StaticSelectMenu,
    TimePicker,
)

from bot.company import Cadence, Subscription
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
    CADENCE = "cadence"
    PAUSED_FROM = "paused_from"
    PAUSED_UNTIL = "paused_until"


@dataclass(frozen=True)
class Schedule:
    """What a form says; `weekday` 0 is Monday. One's own digest has no channel, the company's always comes weekly."""

    weekday: int
    at: time
    zone: str
    channel: str = ""
    cadence: Cadence = Cadence.WEEKLY
    paused_from: date | None = None
    paused_until: date | None = None


def settings_modal(subscription: Subscription | None, zone: str) -> dict[str, Any]:
    """The form, filled in with what holds now, or with Monday at nine."""
    now = subscription or Subscription(id="", zone=zone)
    conversations = ConversationSelectMenu(
        Field.CHANNEL,
        initial_conversation=now.channel,
        filter=ConversationFilter(["public", "private"], exclude_external_shared_channels=True, exclude_bot_users=True),
        placeholder=PlainText("Choose a channel"),
    )
    hint = PlainText("I have to be in it: /invite me there. Everybody in it reads the digest.")
    return Modal(
        title="The weekly digest",
        blocks=[
            InputBlock(PlainText("Channel"), conversations, hint=hint, block_id=Field.CHANNEL),
            *_when(now),
            _day("Pause from", Field.PAUSED_FROM, now.paused_from),
            _day("Pause until", Field.PAUSED_UNTIL, now.paused_until),
        ],
        submit="Save",
        close="Cancel",
        callback_id=Callback.DIGEST_SETTINGS,
    ).to_dict()


def own_digest_modal(subscription: Subscription | None, zone: str) -> dict[str, Any]:
    """The form for a digest by direct message."""
    now = subscription or Subscription(id="", zone=zone)
    options = {cadence: Option(PlainText(cadence.capitalize()), cadence) for cadence in Cadence}
    cadences = StaticSelectMenu(Field.CADENCE, options=list(options.values()), initial_option=options[now.cadence])
    return Modal(
        title="My own digest",
        blocks=[InputBlock(PlainText("How often"), cadences, block_id=Field.CADENCE), *_when(now)],
        submit="Save",
        close="Cancel",
        callback_id=Callback.OWN_DIGEST,
    ).to_dict()


def _when(now: Subscription) -> list[InputBlock]:
    days = [Option(PlainText(day), str(number)) for number, day in enumerate(WEEKDAYS)]
    weekday = StaticSelectMenu(Field.WEEKDAY, options=days, initial_option=days[now.weekday])
    zones = ExternalSelectMenu(Field.ZONE, Option(PlainText(now.zone), now.zone), min_query_length=2)
    return [
        InputBlock(PlainText("Day"), weekday, block_id=Field.WEEKDAY),
        InputBlock(PlainText("Time"), TimePicker(Field.AT, f"{now.at:%H:%M}"), block_id=Field.AT),
        InputBlock(PlainText("Time zone"), zones, block_id=Field.ZONE),
    ]


def _day(label: str, field: Field, day: date | None) -> InputBlock:
    picker = DatePicker(field, initial_date=day.isoformat() if day else None)
    return InputBlock(PlainText(label), picker, block_id=field, optional=True)


def read_settings(view: Mapping[str, Any]) -> Schedule:
    """Either form as it was submitted."""
    values = view["state"]["values"]

    def day(field: Field) -> date | None:
        chosen = values.get(field, {}).get(field, {}).get("selected_date")
        return date.fromisoformat(chosen) if chosen else None

    return Schedule(
        weekday=int(values[Field.WEEKDAY][Field.WEEKDAY]["selected_option"]["value"]),
        at=time.fromisoformat(values[Field.AT][Field.AT]["selected_time"]),
        zone=values[Field.ZONE][Field.ZONE]["selected_option"]["value"],
        channel=values[Field.CHANNEL][Field.CHANNEL]["selected_conversation"] if Field.CHANNEL in values else "",
        cadence=Cadence(values[Field.CADENCE][Field.CADENCE]["selected_option"]["value"])
        if Field.CADENCE in values
        else Cadence.WEEKLY,
        paused_from=day(Field.PAUSED_FROM),
        paused_until=day(Field.PAUSED_UNTIL),
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
    day = WEEKDAYS[subscription.weekday]
    days = f"{day}s" if subscription.cadence is Cadence.WEEKLY else f"the first {day} of the month"
    paused = ""
    if subscription.paused_from:
        until = f" until {subscription.paused_until:%-d %B}" if subscription.paused_until else ""
        paused = f", paused from {subscription.paused_from:%-d %B}{until}"
    return f"{days} at {subscription.at:%H:%M} ({subscription.zone}) in {where}{paused}"


def saved_message(subscription: Subscription) -> Message:
    """The new schedule, and what can be done with it."""
    text = f"The digest comes on {schedule_words(subscription)}."
    return Message(text, [SectionBlock(text), ActionsBlock([*_digest_buttons(subscription)])])


def digest_part(company: Subscription | None, own: Sequence[Subscription], *, administrator: bool) -> list[Block]:
    """App Home: the company's digest for administrators, and one's own."""
    blocks: list[Block] = [DividerBlock()]
    if administrator:
        text = schedule_words(company) if company else "Not yet: choose a channel and a time."
        change = Button(PlainText("Change" if company else "Set up"), Action.DIGEST_SETTINGS, value="-")
        buttons = [change, *(_digest_buttons(company) if company else [])]
        blocks += [SectionBlock(f"*The weekly digest*\n{text}"), ActionsBlock([*buttons])]
    text = "\n".join(schedule_words(one) for one in own) or "None: it would come as a direct message."
    buttons = [Button(PlainText("Change" if own else "Set up"), Action.OWN_DIGEST, value="-")]
    buttons += [
        Button(PlainText(f"Stop the {one.cadence} one"), f"{Action.OWN_DIGEST_STOP}:{at}", value=one.id)
        for at, one in enumerate(own)
        if one.due_at
    ]
    blocks += [SectionBlock(f"*My own digest*\n{text}"), ActionsBlock([*buttons])]
    return blocks


def _digest_buttons(subscription: Subscription) -> list[Button]:
    return [
        Button(PlainText("Preview"), Action.DIGEST_PREVIEW, value=subscription.id),
        Button(PlainText("Post it now"), Action.DIGEST_POST, value=subscription.id),
    ]


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
