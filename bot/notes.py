"""The note check: is a note about what happened, or about what somebody is like?

It looks for insults and for somebody's health, religion, ethnicity or accent by lists of words (notes.toml), so it
gives the same answer every time and can say what it found. It knows no names of people: "Bob is lazy" passes, "the
lazy receptionist" does not.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

INSTEAD = "Please write what happened, not what they are like."


class Kind(StrEnum):
    """What a note should not hold; the value ends the sentence “… reads as …”."""

    INSULT = "an insult"
    HEALTH = "somebody's health"
    RELIGION = "somebody's religion"
    ORIGIN = "where somebody comes from, or how they speak"


class Finding(NamedTuple):
    """Words of a note, as they were typed, and what they are taken for."""

    words: str
    kind: Kind

    def __str__(self) -> str:
        reads = "reads as" if self.kind is Kind.INSULT else "is about"
        return f"“{self.words}” {reads} {self.kind}"


@dataclass(frozen=True)
class _Patterns:
    """How one kind is recognised in a simplified note; `fine` are phrases that only look like it."""

    kind: Kind
    found: tuple[re.Pattern[str], ...]
    fine: re.Pattern[str]


def check(note: str, names: Iterable[str] = ()) -> tuple[Finding, ...]:
    """What in a note should be reworded, in its order; nothing where it may stand.

    `names` are the client's own: "Christian Aid" says nothing about anybody.
    """
    text = _simple(note)
    for of_no_person in (_things(), *(re.compile(rf"\b{re.escape(_simple(name))}\b") for name in names)):
        text = of_no_person.sub(lambda match: "_" * len(match.group()), text)
    kept: list[tuple[int, int, Kind]] = []
    for start, end, kind in sorted(_matches(text)):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, kind))
    return tuple(Finding(note[start:end], kind) for start, end, kind in kept)


def explained(findings: Iterable[Finding]) -> str:
    """What was found, and what to do about it, as sentences for the writer."""
    return f"{'; '.join(dict.fromkeys(str(finding) for finding in findings))}. {INSTEAD}"


def _matches(text: str) -> Iterator[tuple[int, int, Kind]]:
    for patterns in _patterns():
        fine = [match.span() for match in patterns.fine.finditer(text)]
        for pattern in patterns.found:
            for match in pattern.finditer(text):
                start, end = match.span("it")
                if not any(first <= start and end <= last for first, last in fine):
                    yield start, end, patterns.kind


def _simple(text: str) -> str:
    """The same number of characters, without case, accents and typographic quotes: places stay the same."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    if char in "’‘`´":
        return "'"
    base = unicodedata.normalize("NFKD", char)[:1].casefold()
    return base if len(base) == 1 else char


_START = r"(?<![\w'])"
"""The beginning of a word; that of "ll" in "I'll" is none."""
_FILLERS = (
    "a an the so such very really too quite bit total totally complete completely just plain clearly obviously also "
    "still not rather pretty absolutely utterly of and all always being bloody fucking simply probably both"
)
_IS = (
    "is was are were be been being isn't wasn't aren't weren't seems seem seemed looks looked sounds sounded acts "
    "acted went got"
)
_SOMEBODY = "he she they who"
_SHORTENED = "he's she's they're who's"


@cache
def _lists() -> dict[str, Any]:
    """notes.toml, read once."""
    return tomllib.loads(files("bot").joinpath("notes.toml").read_text(encoding="utf-8"))


@cache
def _things() -> re.Pattern[str]:
    """What has a person's name and is none."""
    return re.compile(rf"\b{_any(_listed(_lists()['things']))}\b")


@cache
def _patterns() -> tuple[_Patterns, ...]:
    return tuple(_of_kind(kind, _lists()[kind.name.lower()]) for kind in Kind)


def _of_kind(kind: Kind, words: dict[str, str]) -> _Patterns:
    people = _any([*_lists()["people"].split(), *words.get("people", "").split()])
    always, phrases, fine = _any(words["always"].split()), _any(_listed(words["phrases"])), _any(_listed(words["fine"]))
    of_people = _any(words["of_people"].split())
    filler = rf"(?:{_any(_FILLERS.split())}\s+){{0,4}}"
    subject = rf"(?:(?:{_any(_SOMEBODY.split())}|{people})\s+{_any(_IS.split())}|{_any(_SHORTENED.split())})"
    found = [
        rf"{_START}(?P<it>{phrases}|{always})\b",
        rf"{_START}{subject}\s+{filler}(?P<it>{of_people})\b",
        rf"{_START}{_any(_IS.split())}\s+{_any(_SOMEBODY.split()[:3])}\s+{filler}(?P<it>{of_people})\b",
        rf"{_START}(?P<it>{of_people}\s+(?:old\s+|young\s+)?{people})\b",
    ]
    return _Patterns(kind, tuple(re.compile(one) for one in found), re.compile(rf"\b{fine}\b"))


def _listed(phrases: str) -> list[str]:
    return [phrase.strip() for phrase in phrases.split(";")]


def _any(words: Iterable[str]) -> str:
    """One of the words or phrases, the longest first."""
    return f"(?:{'|'.join(_one(word) for word in sorted(words, key=len, reverse=True))})"


def _one(word: str) -> str:
    """ "*" at the end is any ending, inside a word any letter; white space and hyphens are the same."""
    ending = r"\w*" if word.endswith("*") else ""
    return (
        re.escape(word.removesuffix("*")).replace(r"\*", ".").replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+")
        + ending
    )
