"""The workspace, its people, its clients, its visits and its invoices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.qualities import Quality, Role
from bot.refusals import Refused

CLIENT_NAME_LIMIT = 60
INVOICE_NUMBER_LIMIT = 60


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A company that uses Good Clients, with its settings. `ratings_version` grows with every change of a rating."""

    id: str
    name: str
    zone: str = "UTC"
    good: float = 3.75
    difficult: float = 2.75
    weights: Mapping[Quality, float] = field(default_factory=dict)
    quiet_from: time = time(19)
    quiet_until: time = time(8)
    constants: Mapping[str, float] | None = None
    ratings_version: int = 0
    prompt_delay: int = 15
    """Minutes after the end of a visit until the bot asks."""
    unsafe_contact: str | None = None
    """The member who is told that somebody felt unsafe; None: all administrators."""
    keep_notes: int | None = None
    """Months after which a note goes; None: never."""
    keep_scores: int | None = None
    """Months after which a rating goes, with all it ever said, and an invoice; None: never."""

    @property
    def tz(self) -> ZoneInfo:
        """The zone in which its weeks begin and its digests are due."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A person of the company; maybe a Slack user, maybe known by e-mail or by a name in a spreadsheet only."""

    id: str
    name: str
    role: Role = Role.TECHNICIAN
    slack_user: str | None = None
    email: str | None = None
    zone: str | None = None
    prompts: bool = True
    away_until: date | None = None
    told: bool = False
    """Whether they were told who sees what they write."""


class Stage(StrEnum):
    """Where the company stands with a client."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    ARCHIVED = "archived"


@dataclass(frozen=True, kw_only=True)
class Client:
    """A client company. Raises Refused where the name is empty or too long."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    stage: Stage = Stage.ACTIVE
    account_manager: str | None = None
    since: date | None = None
    """The local date on which it was added; None for those that came with an import."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise Refused("Which client? A name is needed.", field="client")
        if len(self.name) > CLIENT_NAME_LIMIT:
            raise Refused(
                f"A client's name holds {CLIENT_NAME_LIMIT} characters; “{self.name[:20]}…” has {len(self.name)}.",
                field="client",
            )


@dataclass(frozen=True)
class ExternalId:
    """What another system calls a client: its name there is `source` ("xero"), the client's `id`."""

    source: str
    id: str


@dataclass(frozen=True)
class Merge:
    """A client that is read as another one since they were merged."""

    client_id: str
    name: str
    into: Client


@dataclass(frozen=True)
class HeldNote:
    """A note that waits for its writer's rewording."""

    rating_id: str
    note: str
    held_at: datetime


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A member was at a client; `on` is the local date of its end. `ref` is unique within its source."""

    id: str
    client_id: str
    member_id: str
    ended_at: datetime
    on: date
    source: str
    ref: str


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """What the accounts said of one invoice on the day `known_on`. A client's invoice is known by its `number`.

    `amount_due` is in hundredths; None where the accounts did not say. Zero without a day of payment: it was paid,
    some day after `known_on`.
    """

    client_id: str
    number: str
    due: date
    paid: date | None = None
    amount_due: int | None = None
    known_on: date

    @property
    def days_late(self) -> int | None:
        """Days from the due date to the payment, or to the last day it was known to be unpaid; 0 is on time.

        None while that cannot be told: unpaid, and not past its due date.
        """
        if self.paid is None and self.known_on <= self.due:
            return None
        return max(0, ((self.paid or self.known_on) - self.due).days)


class Cadence(StrEnum):
    """How often a digest comes."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What digest, for whom, where, when.

    Either a channel (the company's) or one member by direct message. `due_at` is the instant of the next one,
    `weekday` 0 is Monday; a monthly one comes on the first such weekday. Paused from `paused_from` to
    `paused_until`, both included, in local dates.
    """

    id: str
    cadence: Cadence = Cadence.WEEKLY
    channel: str | None = None
    member_id: str | None = None
    weekday: int = 0
    at: time = time(9)
    zone: str = "UTC"
    paused_from: date | None = None
    paused_until: date | None = None
    due_at: datetime | None = None


class DigestState(StrEnum):
    """Where a digest is on its way: due → claimed → posting → posted, or unknown, or skipped with a reason."""

    DUE = "due"
    CLAIMED = "claimed"
    POSTING = "posting"
    POSTED = "posted"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class DigestRecord:
    """One digest of one subscription for one period (`period` is the local date on which it was due).

    `content` is what was published, as JSON; `ref` is the opaque id in the message's metadata.
    """

    id: str
    subscription_id: str
    period: date
    state: DigestState
    due_at: datetime
    ref: str
    attempts: int = 0
    lease_until: datetime | None = None
    content: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    reason: str | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClueSeen:
    """A clue of a rating, for those who may see it: when, by whom (never shown), open or dealt with."""

    client_id: str
    clue: str
    on: date
    member_id: str
    rating_id: str
    dealt_by: str | None = None
    dealt_at: datetime | None = None
