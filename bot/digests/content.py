"""The content of a digest as a value: in plain words without markup, for views and the terminal to draw."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import TypeAdapter

from bot.pictures import Chart, Table


class Part(StrEnum):
    """What a section of the digest is about, in the order in which it is read."""

    RISING = "rising"
    FALLING = "falling"
    ATTENTION = "attention"
    EARLY = "early"
    BEST = "best"
    UNKNOWN = "unknown"
    DEALT_WITH = "dealt_with"
    THANKS = "thanks"


@dataclass(frozen=True)
class Item:
    """One line: who it is about (a client's name, a few words, or empty), and what is said."""

    who: str
    what: str
    client_id: str | None = None


@dataclass(frozen=True)
class Section:
    """The lines of one part. `more` says how many others the thread's table has."""

    part: Part
    heading: str
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True)
class Explained:
    """A figure or a word of the digest, and how it came about."""

    what: str
    how: str


@dataclass(frozen=True, kw_only=True)
class Digest:
    """A digest as it is published. Names in it were written by people: views must escape them.

    `id` is its record's. `known_at` is the instant up to which ratings count, `as_of` that day in the reader's zone.
    `share` is the share of good among the settled clients, None where none is settled. `notes` are sentences
    under the headline. `line` is the share on the days of this digest and those before, in percent, as published.
    `table` has a row for each client with a rating, those that need attention first.
    """

    id: str
    known_at: datetime
    as_of: date
    title: str
    headline: str
    share: float | None = None
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    line: tuple[tuple[date, float | None], ...] = ()
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    why: tuple[Explained, ...] = ()

    def to_json(self) -> str:
        """As it is stored."""
        return _json.dump_json(self).decode()

    @classmethod
    def from_json(cls, stored: str) -> "Digest":
        """The digest that was stored. Raises ValueError where it is none."""
        return _json.validate_json(stored)


_json = TypeAdapter(Digest)
