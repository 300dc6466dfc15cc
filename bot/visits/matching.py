"""Which client an appointment was at: by #tag, name, alias or location; where it is not sure, what to ask about."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.clients import ClientIndex, KnownClient, normalise
from bot.names import name_words

CHOICES = 3
"""Clients that are offered where it is not sure which one is meant."""

_TAG = re.compile(r"(?<!\w)#([^\W\d_][\w-]{1,59})")
_ONLINE = re.compile(r"https?://|\b(teams|zoom|webex|google meet|skype|online|remote|phone|telephone)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """The client, beyond doubt."""

    client_id: str


@dataclass(frozen=True)
class Unsure:
    """It may be a client: `place`, in the words of the calendar, has to be asked about once."""

    place: str


class Elsewhere:
    """It is no visit, as far as can be seen."""


Placed = Known | Unsure | Elsewhere
Remembered = Mapping[str, str | None]
"""What people answered: by normalised place a client's id, or None for “not a client”."""


class Places:
    """Finds clients in what calendars say. Built once for a list of clients and answers."""

    def __init__(self, index: ClientIndex, remembered: Remembered) -> None:
        self._index = index
        self._remembered = remembered
        self._names = _names(index)
        self._joined = {name.replace(" ", ""): client for name, client in self._names.items()}

    def find(self, title: str, location: str = "", description: str = "") -> Placed:
        """The client of an appointment: a tag says it, then a whole name, then what was answered before."""
        if tag := _TAG.search(f"{title} {description}"):
            return self._tagged(tag[1])
        for text in (title, location):
            named = self._named(text)
            if len(named) == 1:
                return Known(next(iter(named)))
        alike = self._alike(title)
        asked = [text for text in (_place(location), alike) if text]
        for text in asked:
            if (found := self._answered(text)) is not None:
                return found
        return Unsure(alike or asked[0]) if asked else Elsewhere()

    def named(self, name: str) -> Placed:
        """The client that another system names: its whole name, or what was answered before."""
        if client := self._names.get(normalise(name)):
            return Known(client)
        return self._answered(name) or Unsure(" ".join(name.split()))

    def choices(self, place: str) -> list[KnownClient]:
        """Clients that a place may be, best first."""
        match = self._index.match(place)
        mentioned = self._index.mentions(normalise(place).split())
        found = [*match.candidates, *(client for one in mentioned for client in one.clients)]
        return list({client.id: client for client in found}.values())[:CHOICES]

    def _tagged(self, tag: str) -> Placed:
        if client := self._joined.get(normalise(tag.replace("-", " ").replace("_", " ")).replace(" ", "")):
            return Known(client)
        return self._answered(tag) or Unsure(f"#{tag}")

    def _answered(self, place: str) -> Placed | None:
        key = normalise(place)
        if key not in self._remembered:
            return None
        client = self._remembered[key]
        return Known(client) if client else Elsewhere()

    def _named(self, text: str) -> set[str]:
        """Clients whose whole name stands in a text; a name inside a longer one does not count."""
        words = normalise(text).split()
        found: set[str] = set()
        at = 0
        while at < len(words):
            runs = ((self._names.get(normalise(" ".join(words[at:end]))), end) for end in range(len(words), at, -1))
            client, at = next(((client, end) for client, end in runs if client), (None, at + 1))
            found |= {client} if client else set()
        return found

    def _alike(self, title: str) -> str:
        """The words of a title that sound like a client, or like several."""
        words = normalise(title).split()
        mentions = self._index.mentions(words)
        return " ".join(words[mentions[0].start : mentions[0].end]) if mentions else ""


def _names(index: ClientIndex) -> dict[str, str]:
    """Clients by their names; by a name without its “Ltd” too, where no other client's begins so."""
    names = {normalise(name): client.id for client in index.clients for name in (client.name, *client.aliases)}
    begins = defaultdict(set)
    for name, client in names.items():
        words = name.split()
        for end in range(1, len(words) + 1):
            begins[" ".join(words[:end])].add(client)
    suffixes = set(name_words().suffixes.values())
    for name, client in list(names.items()):
        short, _, last = name.rpartition(" ")
        if last in suffixes and begins[short] == {client}:
            names.setdefault(short, client)
    names.pop("", None)
    return names


def _place(location: str) -> str:
    """The location, if it is one that people travel to."""
    return "" if _ONLINE.search(location) else " ".join(location.split())[:200]
