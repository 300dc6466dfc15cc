"""A rating in one line: `acme dental yes`, `"Wayne & Sons" listening 2 risk 1 let the UPS die`, `hooli 4`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.clients import ClientIndex, Match, Sure
from bot.qualities import OVERALL_ANSWERS, Quality
from bot.ratings import Scores
from bot.refusals import Refused

SEVEN = ", ".join(Quality)
_ANSWERS = {answer.casefold(): score for score, answer in OVERALL_ANSWERS.items()}
_NUMBER = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,9})?")
_NOT_SEEN = {"-", "–", "—"}
_LIKE_A_QUALITY = 80
"""RapidFuzz ratio from which a word counts as a misspelt quality."""


@dataclass(frozen=True)
class Token:
    """A word of the line and where it stands in it."""

    text: str
    start: int


def tokens(line: str) -> list[Token]:
    """The words of a line, split at white space."""
    return [Token(match.group(), match.start()) for match in re.finditer(r"\S+", line)]


def starts_scores(word: str) -> bool:
    """Whether a word can begin the scores of a line, and so end the client's name."""
    return bool(_NUMBER.fullmatch(word)) or word.casefold() in _ANSWERS or _quality(word) is not None


def parse_scores(text: str) -> Scores:
    """What stands behind the client's name: an answer, one number or seven, then qualities with scores, then a note.

    Raises Refused for scores outside 1 to 5, numbers that are neither one nor seven, and words that look like a
    quality and are none.
    """
    words = tokens(text)
    overall, qualities, at = _leading(words)
    named = dict(_named(words, at))
    at += 2 * len(named)
    _refuse_unknown_quality(words, at)
    note = text[words[at].start :].strip() if at < len(words) else ""
    return Scores(overall=overall, qualities={**qualities, **named}, note=_unquoted(note))


def _leading(words: list[Token]) -> tuple[int | None, dict[Quality, int], int]:
    """An answer or the numbers at the front, and how many words they took."""
    if words and words[0].text.casefold() in _ANSWERS:
        return _ANSWERS[words[0].text.casefold()], {}, 1
    numbers = []
    for word in words:
        if word.text not in _NOT_SEEN and not _NUMBER.fullmatch(word.text):
            break
        numbers.append(word.text)
    if not numbers:
        return None, {}, 0
    if len(numbers) == 1 and numbers[0] not in _NOT_SEEN:
        return _score(numbers[0]), {}, 1
    if len(numbers) != len(Quality):
        raise Refused(
            f"One number is the overall, seven are the qualities in this order: {SEVEN}. Here are {len(numbers)}. "
            "Write “-” for one you didn't see.",
            field="qualities",
        )
    scores = zip(Quality, numbers, strict=True)
    return None, {quality: _score(number) for quality, number in scores if number not in _NOT_SEEN}, len(numbers)


def _named(words: list[Token], at: int) -> Iterator[tuple[Quality, int]]:
    seen: set[Quality] = set()
    while at + 1 < len(words):
        quality = _quality(words[at].text)
        if quality is None or not _NUMBER.fullmatch(words[at + 1].text):
            return
        if quality in seen:
            raise Refused(f"“{quality}” is there twice. Please give each quality once.", field="qualities")
        seen.add(quality)
        yield quality, _score(words[at + 1].text)
        at += 2


def _refuse_unknown_quality(words: list[Token], at: int) -> None:
    """`banana 3` at the end, or `listning 2` anywhere, was meant as a score; `server 2 died` is a note."""
    if at + 1 >= len(words) or not _NUMBER.fullmatch(words[at + 1].text):
        return
    word = words[at].text
    likely = process.extractOne(word.casefold(), [quality.value for quality in Quality], scorer=fuzz.ratio)
    misspelt = likely is not None and likely[1] >= _LIKE_A_QUALITY
    another_follows = at + 2 < len(words) and _quality(words[at + 2].text) is not None
    if misspelt or another_follows or at + 2 == len(words):
        meant = f" Did you mean “{likely[0]}”?" if misspelt and likely else ""
        raise Refused(f"There is no quality “{word}”.{meant} The seven are {SEVEN}.", field="qualities")


def _score(number: str) -> int:
    try:
        value = int(number)
    except ValueError:
        raise Refused(f"Scores are whole numbers from 1 to 5, not {number}.", field="qualities") from None
    if not 1 <= value <= 5:
        raise Refused(f"Scores go from 1 to 5, not {number}.", field="qualities")
    return value


def _quality(word: str) -> Quality | None:
    try:
        return Quality(word.casefold().rstrip(":"))
    except ValueError:
        return None


def _unquoted(note: str) -> str:
    quoted = len(note) > 1 and (note[0], note[-1]) in {('"', '"'), ("“", "”")}
    return note[1:-1].strip() if quoted else note


@dataclass(frozen=True)
class Line:
    """A line as read: the clients that its name may mean, the name as typed, and what stands behind it."""

    match: Match
    name: str
    rest: str

    def scores(self) -> Scores:
        """What stands behind the name. Raises Refused."""
        return parse_scores(self.rest)


def read_line(text: str, index: ClientIndex) -> Line:
    """Where the client's name ends: quotes or a whole known name say it, else the first word that begins scores.

    Names may hold digits ("studio 54 4"): where that first word leaves scores that cannot be, the longest name wins.
    """
    text = text.strip()
    found, rest = index.leading_name(text)
    rest = _with_dashes(text, rest)
    longest = Line(found, _name(text, rest), rest)
    quoted = text.strip()[:1] in {'"', "“", "”", "«"}
    end = next((word.start for word in tokens(text) if starts_scores(word.text)), None)
    if quoted or found.sure is Sure.EXACT or (end is None and found.candidates):
        return longest
    rest = "" if end is None else _with_dashes(text, text[end:])
    shortest = Line(index.match(text[: len(text) - len(rest)]), _name(text, rest), rest)
    if shortest.match.candidates and _readable(shortest):
        return shortest
    return longest if found.candidates and _readable(longest) else shortest


def _with_dashes(text: str, rest: str) -> str:
    """What stands behind the name, with the dashes before it where they make seven scores: `hooli - 4 - 3 4 5 2`."""
    scores = 0
    for word in tokens(rest):
        if word.text not in _NOT_SEEN and not _NUMBER.fullmatch(word.text):
            break
        scores += 1
    before = tokens(text[: len(text) - len(rest)])
    missing = before[scores - len(Quality) :] if scores < len(Quality) else []
    return text[missing[0].start :] if missing and all(word.text in _NOT_SEEN for word in missing) else rest


def _name(text: str, rest: str) -> str:
    return text.strip().removesuffix(rest.strip()).strip(' "“”«»')


def _readable(line: Line) -> bool:
    try:
        line.scores()
    except Refused:
        return False
    return True
