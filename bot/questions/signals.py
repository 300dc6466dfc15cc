"""What a question's words point to: tokens, and the phrases of the lexicon that are found in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.questions.lexicon import Lexicon
from bot.questions.matching import Hit
from bot.questions.periods import Period
from bot.questions.query import Wanted
from bot.questions.tokens import Kind, Token

QUALITY_FILES = frozenset({"payment", "listening", "command", "priorities", "hours", "time", "risk"})
_JOINS = frozenset(
    {"and", "or", "but", "nor", "plus", "yet", "while", "whilst", "although", "though", "then", "also", "both"}
)


@dataclass
class Signals:
    """The tokens of a question and what was found among them."""

    tokens: list[Token]
    lexicon: Lexicon
    period: Period | None = None
    clients: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unmatched: str | None = None
    raters: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    every: list[Hit] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)
    """Tokens that were read as something else than a phrase: the words around a score."""
    retold: tuple[Wanted, ...] = ()
    """The quality that the story before the question is about, where the question points back to it."""
    merged: bool = False
    """Whether the question before it completes this one."""

    def find(self) -> None:
        """Look the phrases up; a phrase that is part of a longer one says nothing of its own."""
        found = self.lexicon.matcher.hits(self.tokens)
        self.every = [hit for hit in found if not self._no_order(hit) and not self._hollow(hit)]
        self.hits = longest([hit for hit in self.every if ".hint" not in hit.tag])

    def _hollow(self, hit: Hit) -> bool:
        """Whether small words alone carry a phrase around something else: "on settling up" is not "on the up"."""
        if hit.tag.startswith(
            ("intents.why", "intents.definition", "intents.report", "talk.", "people.", "elsewhere.")
        ):
            return False
        between = set(range(hit.start, hit.end)) - set(hit.at)
        small = all(self.lexicon.has("stop", self.tokens[at].word) for at in hit.at)
        return small and not all(self.lexicon.has("stop", self.tokens[at].word) for at in between)

    def _no_order(self, hit: Hit) -> bool:
        """Whether a phrase that could be an order stands where none begins."""
        return hit.tag == "elsewhere.order" and not self._commands(hit)

    def _commands(self, hit: Hit) -> bool:
        start, _ = self.clause(hit.start)
        if self.word(hit.start).endswith(("ed", "ing")) and len(self.word(hit.start)) > 5:
            return False
        after = self.tokens[hit.start + 1].word if hit.start + 1 < len(self.tokens) else ""
        if after == "me" and self.tokens[hit.start].word in ("send", "give", "get", "run", "pull", "email", "show"):
            return False
        return all(
            token.word in self.lexicon.rules["asked_of_us"] or token.kind is Kind.RATER
            for token in self.tokens[start : hit.start]
        )

    def has(self, *tags: str) -> bool:
        """Whether one of the tags was found."""
        return any(hit.tag in tags for hit in self.hits)

    def word(self, at: int) -> str:
        """The word at a place, or nothing beyond the ends."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def rule(self, rule: str, at: int) -> bool:
        """Whether the word at a place is one of a rule's small words."""
        return self.word(at) in self.lexicon.rules[rule]

    def says(self, *tags: str) -> bool:
        """Whether one of the tags was found, be it as part of a longer phrase."""
        return any(hit.tag in tags for hit in self.every)

    def of(self, *tags: str) -> list[Hit]:
        """The hits of the tags."""
        return [hit for hit in self.hits if hit.tag in tags]

    def size(self, *tags: str) -> int:
        """How many tokens the longest hit of the tags has."""
        return max((len(hit.at) for hit in self.of(*tags)), default=0)

    def qualities(self) -> list[Hit]:
        """Hits of qualities."""
        return [hit for hit in self.hits if is_quality(hit)]

    def hints(self) -> list[Hit]:
        """Hits of words that only hint at a quality."""
        return [hit for hit in self.every if ".hint" in hit.tag]

    def is_(self, at: int, kind: str) -> bool:
        """Whether the token at a place is a word of a class."""
        token = self.tokens[at]
        return token.kind is Kind.WORD and (
            self.lexicon.has(kind, token.word) or any(self.lexicon.has(kind, form) for form in token.forms)
        )

    def words(self) -> set[str]:
        """The words said."""
        return {token.word for token in self.tokens}

    def parted(self, first: Hit, second: Hit) -> bool:
        """Whether "and", "but" or a comma stands between two hits."""
        first, second = sorted((first, second), key=lambda hit: hit.end)
        between = self.tokens[first.end + 1 : second.end]
        return any(token.kind is Kind.BREAK or token.word in _JOINS for token in between)

    def clause(self, at: int) -> tuple[int, int]:
        """The part of the sentence around a token: from after a break or "but" to before the next."""
        start = end = at
        while start > 0 and not self._ends(start - 1):
            start -= 1
        while end < len(self.tokens) and not self._ends(end):
            end += 1
        return start, end

    def _ends(self, at: int) -> bool:
        return self.tokens[at].kind is Kind.BREAK or self.tokens[at].word in (
            "but",
            "and",
            "yet",
            "though",
            "although",
            "while",
        )


def is_quality(hit: Hit) -> bool:
    """Whether a phrase says something of a quality."""
    idea, _, kind = hit.tag.partition(".")
    return idea in QUALITY_FILES and not kind.startswith("hint")


def longest(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that are not part of another one."""
    sets = [(hit, frozenset(hit.at)) for hit in hits]
    telling = [(hit, at) for hit, at in sets if not hit.tag.startswith(_ASIDE)]
    return [
        hit
        for hit, at in sets
        if hit.tag.startswith("people.") or not any(_swallows(other, of, hit, at) for other, of in telling)
    ]


def _swallows(other: Hit, of: frozenset[int], hit: Hit, at: frozenset[int]) -> bool:
    """Whether `hit` is but a part of what `other` says; "what is payment" still is about payment."""
    if is_quality(hit) and other.tag.startswith(("intents.definition", "intents.trend")):
        return False
    return at < of or (at == of and _before(other, hit))


_ASIDE = ("people.", "talk.", "intents.report", "intents.average", "intents.compare", "verdicts.near")
"""Ideas whose phrases say nothing about the words that other phrases share with them."""


def _before(first: Hit, second: Hit) -> bool:
    """Whether of two phrases over the same words the first is to be believed: within one idea, what says more."""
    one, two = first.tag.split("."), second.tag.split(".")
    return one[0] == two[0] and one[0] in QUALITY_FILES and two[1] == "topic" and one[1] != "topic"


def covered(hits: Iterable[Hit]) -> set[int]:
    """The tokens from the first to the last of each hit."""
    return {at for hit in hits for at in range(hit.start, hit.end + 1)}


def carried(hits: Iterable[Hit]) -> set[int]:
    """The tokens that carry the hits: what stands in a gap is not explained by it."""
    return {at for hit in hits for at in hit.at}
