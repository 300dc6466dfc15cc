"""Phrases of the lexicon, compiled to patterns over tokens.

A phrase is words in order. `a|b` is either, `word?` may be missing, `with_it` is two words in an `a|b`, `@class` is any
word or phrase of a class. `..` is up to four tokens that are not looked at, never past a comma
or a word that begins something else, `...` up to nine.
`~client`, `~period`, `~rater` and `~number` are what was read as such. A word stands for its inflected forms too.

Reading is linear in the tokens: a pattern keeps the set of places it can have reached, it never tries again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.questions.tokens import Kind, Token

GAPS = {"..": 4, "...": 9}
_BARS = frozenset({"who", "which", "but", "because", "if", "while", "whilst", "unless"})
"""Words that begin something else: no gap reaches over them."""

Run = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Element:
    """One step of a pattern: any of `words`, or one of the longer `runs`, or a gap of up to `gap` tokens."""

    words: frozenset[str]
    runs: tuple[Run, ...] = ()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True)
class Pattern:
    """A phrase and the tag it stands for."""

    tag: str
    elements: tuple[Element, ...]


@dataclass(frozen=True)
class Hit:
    """A phrase found: which tag, and which tokens carry it (gaps are not among them)."""

    tag: str
    at: tuple[int, ...]

    @property
    def start(self) -> int:
        """Its first token."""
        return self.at[0]

    @property
    def end(self) -> int:
        """Its last token."""
        return self.at[-1]


def compile_phrase(tag: str, phrase: str, classes: Mapping[str, Sequence[str]]) -> Pattern:
    """The pattern of a phrase; KeyError where it names a class that there is not."""
    return Pattern(tag, tuple(_element(part, classes) for part in phrase.split()))


def _element(part: str, classes: Mapping[str, Sequence[str]]) -> Element:
    if part in GAPS:
        return Element(frozenset(), gap=GAPS[part])
    optional = part.endswith("?")
    words: set[str] = set()
    runs: list[Run] = []
    for choice in part.removesuffix("?").split("|"):
        for phrase in classes[choice[1:]] if choice.startswith("@") else (choice,):
            parts = phrase.replace("_", " ").split()
            if len(parts) == 1:
                words.add(phrase)
            else:
                runs.append(tuple(frozenset(word.split("|")) for word in parts))
    return Element(frozenset(words), tuple(runs), optional)


class Matcher:
    """All patterns, found by the words they can begin with."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._by_first: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in self.patterns:
            for word in _firsts(pattern.elements):
                self._by_first[word].append(pattern)

    def vocabulary(self) -> set[str]:
        """Every word that some pattern holds."""
        elements = [element for pattern in self.patterns for element in pattern.elements]
        runs = {word for element in elements for run in element.runs for words in run for word in words}
        return runs.union(*(element.words for element in elements))

    def hits(self, tokens: Sequence[Token]) -> list[Hit]:
        """The longest run of each pattern from each token on."""
        said = frozenset[str]().union(*(token.forms for token in tokens))
        possible: dict[int, bool] = {}
        found: dict[tuple[str, tuple[int, ...]], Hit] = {}
        for at, token in enumerate(tokens):
            for word in token.forms:
                for pattern in self._by_first.get(word, ()):
                    if id(pattern) not in possible:
                        possible[id(pattern)] = _possible(pattern, said)
                    if possible[id(pattern)] and (run := _run(pattern.elements, tokens, at)):
                        found[pattern.tag, run] = Hit(pattern.tag, run)
        return list(found.values())


def _firsts(elements: tuple[Element, ...]) -> set[str]:
    words: set[str] = set()
    for element in elements:
        words |= element.words.union(*(run[0] for run in element.runs))
        if not element.optional:
            break
    return words


def _possible(pattern: Pattern, said: frozenset[str]) -> bool:
    """Whether each step has a word that is said at all."""
    return all(
        element.gap
        or element.optional
        or not said.isdisjoint(element.words)
        or any(all(not said.isdisjoint(words) for words in run) for run in element.runs)
        for element in pattern.elements
    )


def _run(elements: tuple[Element, ...], tokens: Sequence[Token], at: int) -> tuple[int, ...]:
    """The tokens that carry a pattern begun at `at`; empty where it is not there."""
    ends: dict[int, tuple[int, ...]] = {at: ()}
    for element in elements:
        reached: dict[int, tuple[int, ...]] = dict(ends) if element.optional else {}
        for place, run in ends.items():
            for end, used in _steps(element, tokens, place):
                if len(run) + len(used) >= len(reached.get(end, ())):
                    reached[end] = run + used
        ends = reached
        if not ends:
            return ()
    return max(ends.values(), key=len)


def _steps(element: Element, tokens: Sequence[Token], place: int) -> Iterable[tuple[int, tuple[int, ...]]]:
    if element.gap:
        for end in range(place, min(place + element.gap, len(tokens)) + 1):
            if end > place and (tokens[end - 1].kind is Kind.BREAK or tokens[end - 1].word in _BARS):
                return
            yield end, ()
        return
    if place >= len(tokens):
        return
    if not tokens[place].forms.isdisjoint(element.words):
        yield place + 1, (place,)
    for run in element.runs:
        end = place + len(run)
        if end <= len(tokens) and all(
            not tokens[place + step].forms.isdisjoint(words) for step, words in enumerate(run)
        ):
            yield end, tuple(range(place, end))
