"""What a question's words point to: tokens, and the phrases of the lexicon that are found in them."""

from dataclasses import dataclass, field

from bot.qualities import Quality
from bot.questions.lexicon import Lexicon
from bot.questions.matching import Hit
from bot.questions.periods import Period
from bot.questions.tokens import Kind, Token, word_at

_IDEAS = frozenset(Quality)
"""The files of the lexicon that are about a quality."""


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
    explained: set[int] = field(default_factory=set)
    """Tokens that were read as something else than a phrase: a name that no client has."""

    def word(self, at: int) -> str:
        """The word at a place, or nothing beyond the ends."""
        return word_at(self.tokens, at)

    def rule(self, rule: str, at: int) -> bool:
        """Whether the word at a place is one of a rule's small words."""
        return self.word(at) in self.lexicon.rules[rule]

    def of(self, *tags: str) -> list[Hit]:
        """The hits of the tags."""
        return [hit for hit in self.hits if hit.tag in tags]

    def qualities(self) -> list[Hit]:
        """Hits of qualities."""
        return [hit for hit in self.hits if hit.tag.partition(".")[0] in _IDEAS and ".hint" not in hit.tag]

    def is_(self, at: int, kind: str) -> bool:
        """Whether the token at a place is a word of a class."""
        token = self.tokens[at]
        return token.kind is Kind.WORD and (
            self.lexicon.has(kind, token.word) or any(self.lexicon.has(kind, form) for form in token.forms)
        )

    def words(self) -> set[str]:
        """The words said."""
        return {token.word for token in self.tokens}
