"""What is kept for a while, put on record, or erased; the workspace's own phrases."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol


class Erasure(Protocol):
    """What goes for good, revisions included; digests that were published of it lose their content."""

    def member(self, member_id: str) -> int:
        """Everything a person wrote, and everything that says who they are: how many ratings."""

    def notes(self, before: date) -> int:
        """Notes on visits before a date: how many."""

    def ratings(self, before: date) -> int:
        """Ratings of visits before a date: how many."""

    def invoices(self, before: date) -> None:
        """Invoices that were due before a date."""


class Memory(Protocol):
    """Small things that expire."""

    def conversation(self, thread: str, now: datetime) -> Mapping[str, Any] | None:
        """The last query of a thread (as its label), unless it has expired."""

    def remember(self, thread: str, query: Mapping[str, Any], *, until: datetime) -> None: ...

    def first_time(self, event: str, *, now: datetime, until: datetime) -> bool:
        """Whether this event id was not seen before; it is from now on."""

    def audit(self, actor: str | None, action: str, detail: Mapping[str, Any], at: datetime) -> None:
        """Append to the audit log. No secret and no note goes into `detail`."""

    def audited(self, *, limit: int, offset: int = 0) -> list["AuditEntry"]:
        """Latest first."""

    def forget_expired(self, now: datetime) -> None: ...


class Unclear(NamedTuple):
    """Words that were not understood, and what their asker then chose instead; no name is in them."""

    words: str
    meaning: str
    times: int


class Phrases(Protocol):
    """The workspace's own way of saying things."""

    def all(self) -> dict[str, str]:
        """Phrases and what each stands for in plain words."""

    def put(self, phrase: str, meaning: str) -> None:
        """Add or change one; it is no longer among the unclear."""

    def remove(self, phrase: str) -> None: ...

    def note_unclear(self, words: str, meaning: str, at: datetime) -> None:
        """Count that these words were not understood and that this was meant."""

    def unclear(self, *, limit: int) -> list[Unclear]:
        """The most frequent first."""


class AuditEntry(NamedTuple):
    """Who did what, when."""

    at: datetime
    actor: str | None
    action: str
    detail: Mapping[str, Any]
