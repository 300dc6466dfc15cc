"""A question's text as tokens: words folded, numbers read, Slack's mark-up taken off."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.clients import fold

MOST_CHARACTERS = 700
MOST_TOKENS = 130

_TOKEN = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^>]*)?>|<[^<>\s]{0,300}>|(?P<at>@[^\W_][\w.-]*)|:[a-z0-9_+-]{2,40}:"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<word>[^\W\d_][^\W\d_'’‘`´]*(?:['’‘`´][^\W\d_]+)*)|(?P<mark>[<>]=?|[=%£$€&+#/|·•,;:.!?()\[\]{}–—])"
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: at for at, word in enumerate(_SMALL.split())}
_NUMBERS |= {word: 10 * at for at, word in enumerate(_TENS, 2)} | {"dozen": 12, "hundred": 100}
_MARKS = {"&": "and", "%": "percent", "£": "pounds", "$": "pounds", "€": "pounds", "#": "number", "/": "or"}


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"
    BREAK = "break"
    CLIENT = "client"
    PERIOD = "period"
    RATER = "rater"


@dataclass
class Token:
    """A word, or words that were read as one thing (a client, a period), with what it may stand for in `forms`."""

    kind: Kind
    text: str
    word: str
    forms: frozenset[str] = field(default_factory=frozenset)
    value: Any = None

    @property
    def capital(self) -> bool:
        """Whether it was written with a capital."""
        return self.text[:1].isupper()


def tokenise(text: str, contractions: dict[str, tuple[str, ...]]) -> list[Token]:
    """The tokens of `text`, at most MOST_TOKENS; "isn't" and the like become two."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(_unescaped(text[:MOST_CHARACTERS])):
        if len(tokens) >= MOST_TOKENS:
            break
        said = _tokens(found, contractions)
        if [token.word for token in said] * 2 != [token.word for token in tokens[-2 * len(said) :]]:
            tokens += said  # a word said over and over says nothing more the third time
    return _as_one(tokens)


def _as_one(tokens: list[Token]) -> list[Token]:
    """Numbers of several words become one: "half a dozen", "twenty one", "two and a half", "twenty twenty five"."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        words = [token.word for token in tokens[at : at + 4]]
        half = 3 if words[:3] == ["half", "a", "dozen"] else 2 if words[:2] == ["half", "dozen"] else 0
        if half:
            token, at = (
                Token(Kind.NUMBER, " ".join(one.text for one in tokens[at : at + half]), "six", value=6.0),
                at + half,
            )
        else:
            token, at = tokens[at], at + 1
        if out and _goes_on(out[-1], token):
            value = out[-1].value * (100 if token.value > 9 else 1) + token.value
            out[-1] = Token(Kind.NUMBER, f"{out[-1].text} {token.text}", f"{value:.0f}", value=value)
        elif token.kind is Kind.NUMBER and [one.word for one in tokens[at : at + 3]] == ["and", "a", "half"]:
            out.append(Token(Kind.NUMBER, f"{token.text} and a half", str(token.value + 0.5), value=token.value + 0.5))
            at += 3
        else:
            out.append(token)
    return out


def _goes_on(first: Token, second: Token) -> bool:
    """Whether two numbers in words are one: a ten and a unit, or the two halves of a year."""
    if not (first.kind is second.kind is Kind.NUMBER) or (first.text + second.text)[-1:].isdigit():
        return False
    if 1 <= second.value <= 9 and (first.word in _TENS or (" " in first.text and first.value % 10 == 0)):
        return True
    return first.word == "twenty" and second.value in range(10, 100, 10) and second.word != "dozen"


def _unescaped(text: str) -> str:
    """Slack sends &, < and > of a text as entities, and its own marks as they are; "b4" and the like are spelt out."""
    plain = html.unescape(text) if "&" in text else text
    plain = _POINTED.sub(r"\1/\2/\3", _SHORT_YEAR.sub(r" 20\1", plain))
    return _SHORT.sub(lambda found: _SPELT[found[0].lower()], plain)


_POINTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)\b")
"""A day as 01.07.2026."""
_SHORT_YEAR = re.compile(r"(?<!\w)['’]([12]\d)\b")
"""A year as '25."""


_SPELT = {
    "b4": "before",
    "any1": "anyone",
    "some1": "someone",
    "every1": "everyone",
    "no1": "no one",
    "2day": "today",
    "gr8": "great",
    "l8": "late",
    "m8": "mate",
}
_SHORT = re.compile(rf"\b(?:{'|'.join(_SPELT)})\b", re.IGNORECASE)


def _tokens(found: re.Match[str], contractions: dict[str, tuple[str, ...]]) -> list[Token]:
    kind, text = found.lastgroup, found[0]
    if kind == "word":
        word = fold(text)
        return [word_token(text, part) for part in contractions.get(word) or _possessive(text, word)]
    if kind == "number":
        return [Token(Kind.NUMBER, text, text, value=float(text))]
    if kind == "mark":
        return [_mark(text)]
    if kind in ("user", "at"):
        return [Token(Kind.RATER, text, "~rater", value=found["user"] or _typed(text[1:].rstrip(".-")))]
    return []


def _typed(name: str) -> str:
    """A mention that was typed: a user's id, or a name."""
    return name if re.fullmatch(r"[UW](?=[A-Z0-9]*\d)[A-Z0-9]+", name) else f"name:{fold(name)}"


def _mark(text: str) -> Token:
    if text in _MARKS:
        return Token(Kind.WORD, text, _MARKS[text])
    return Token(Kind.SIGN if text[0] in "<>=+" else Kind.BREAK, text, text)


def _possessive(text: str, word: str) -> tuple[str, ...]:
    """ "Hooli's" is the word and a mark of possession, which nothing has to explain; "three'll" is "three will"."""
    stem = re.fullmatch(r"(.+)['’‘`´](s|ll)", text.lower())
    return (fold(stem[1]), "'s" if stem[2] == "s" else "will") if stem else (word,)


def word_token(text: str, word: str) -> Token:
    """A word, or a number where the word is one."""
    if word in _NUMBERS:
        return Token(Kind.NUMBER, text, word, value=float(_NUMBERS[word]))
    return Token(Kind.WORD, text, word)


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place, or nothing beyond the ends."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
