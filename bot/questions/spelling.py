"""Slips of the keyboard in the small words that periods, numbers and bounds are said with: "septmber", "thre"."""

import calendar
from collections import defaultdict
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.tokens import Kind, Token, word_set, word_token

_COUNTED = word_set("three four five seven eight nine eleven twelve twenty thirty sixty ninety")
_UNITS = word_set("week weeks month months quarter quarters year years days fortnight")
_LEAD = word_set("top bottom first last past worst best under over than least most for in by the my")
"""Words before a number, where "thre" is "three" and not "there"."""
_SPAN = word_set("last past this previous next every few couple")
_INSTEAD = {"weak": "week", "weaks": "weeks", "moth": "month", "moths": "months", "mouth": "month", "mouths": "months"}
"""English words that stand for a unit after "last" or a number."""
_LONG = 8
_MOST = 12
"""Unknown words of a question that are looked at."""


def _targets() -> dict[str, list[str]]:
    words = [*map(str.lower, (*calendar.month_name[1:], *calendar.day_name)), *_UNITS, *_COUNTED]
    words += word_set("today yesterday since until before after last past previous under below above least fewer")
    words += word_set("spring summer autumn winter christmas easter")
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) > 3 and word != "may":
            by_letter[word[0]].append(word)
    return by_letter


_TARGETS = _targets()


def respelt(tokens: list[Token], known: Callable[[str], bool]) -> list[Token]:
    """The tokens with slips mended in place; a word that is `known` is none."""
    looked = 0
    for at, token in enumerate(tokens):
        if token.kind is not Kind.WORD:
            continue
        before = tokens[at - 1] if at else None
        if token.word in _INSTEAD:
            if before and (before.word in _SPAN or before.kind is Kind.NUMBER):
                tokens[at] = word_token(token.text, _INSTEAD[token.word])
        elif len(token.word) > 3 and token.word.isalpha() and looked < _MOST and not known(token.word):
            looked += 1
            meant = _nearest(token.word)
            if meant and (meant not in _COUNTED or (before and before.word in _LEAD)):
                tokens[at] = word_token(token.text, meant)
    return tokens


def _nearest(word: str) -> str | None:
    """The one word that is one slip away, or two where it is long."""
    if (word.endswith("ly") and len(word) > 5) or (word.endswith("s") and word[:-1] in _TARGETS[word[0]]):
        return None
    near = process.extract(word, _TARGETS.get(word[0], ()), scorer=OSA.distance, score_cutoff=2, limit=2)
    fits = [(slips, target) for target, slips, _ in near if slips == 1 or len(target) >= _LONG]
    best = [target for slips, target in fits if slips == fits[0][0]]
    if len(best) == 2 and best[0].removesuffix("s") == best[1].removesuffix("s"):
        best = [target for target in best if target.endswith("s") == word.endswith("s")]  # "monts" is no month
    return best[0] if len(best) == 1 else None
