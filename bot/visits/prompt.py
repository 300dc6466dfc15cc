"""The question after a visit, and what it came to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class PromptState(StrEnum):
    """Where a question is on its way: due → claimed → posting → asked → answered, declined or expired.

    Whether one stands that was never found again nobody can tell: it ends as unknown, and is not asked blindly.
    """

    DUE = "due"
    CLAIMED = "claimed"
    POSTING = "posting"
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


class Fault(StrEnum):
    """Whose fault a low score was, as the one who gave it sees it."""

    THEIRS = "theirs"
    OURS = "ours"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """The question about one visit, or, as long as `visit_id` is None, about which client `place` is.

    `source` and `source_ref` say where the visit was seen. `due_at` is when it is asked, once asked when it is asked
    the second and last time. Questions with one `ref` stand in one message, at `channel` and `message_ts`.
    """

    id: str
    member_id: str
    ended_at: datetime
    on: date
    source: str
    source_ref: str
    due_at: datetime
    visit_id: str | None = None
    place: str | None = None
    state: PromptState = PromptState.DUE
    reminded: bool = False
    attempts: int = 0
    ref: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    lease_until: datetime | None = None

    @property
    def was_asked(self) -> bool:
        """Whether it stands in some message."""
        return self.message_ts is not None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A member's calendar. `address` is a secret; what ended before `added_at` is not asked about."""

    member_id: str
    address: str = field(repr=False)
    added_at: datetime
    due_at: datetime
    checked_at: datetime | None = None
    problem: str | None = None
