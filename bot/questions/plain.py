"""A text in plainer words: a workspace's own phrases, set phrases, and what is said before and after the point."""

from collections.abc import Mapping, Sequence

from bot.questions.lexicon import Lexicon
from bot.questions.matching import Hit
from bot.questions.tokens import Kind, Token

_FEWEST = 3
_LEAD = 4
"""Words that have to be left of a text that is cut at its beginning, and at its end."""


def own_phrases(tokens: list[Token], words: Lexicon, phrases: Mapping[str, str]) -> list[Token]:
    """The text with the workspace's own phrases said in plain words."""
    for phrase, meaning in phrases.items():
        said = [token.word for token in words.tokens(phrase)]
        at = 0
        while said and at + len(said) <= len(tokens):
            if [token.word for token in tokens[at : at + len(said)]] == said:
                tokens = [*tokens[:at], *words.tokens(meaning), *tokens[at + len(said) :]]
                break
            at += 1
    return tokens


def without_idioms(tokens: list[Token], words: Lexicon) -> list[Token]:
    """Set phrases become one word: "at the end of the day" means nothing here, "anything but" is "not"."""
    found: dict[int, Hit] = {}
    for idiom in words.idioms.hits(tokens):
        if idiom.start not in found or idiom.end > found[idiom.start].end:
            found[idiom.start] = idiom
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if hit := found.get(at):
            text = " ".join(token.text for token in tokens[at : hit.end + 1])
            out.append(Token(Kind.WORD, text, hit.tag, words.known(hit.tag)))
            at = hit.end + 1
        else:
            out.append(tokens[at])
            at += 1
    asked = any(token.kind is not Kind.BREAK and token.word != "the" for token in out)
    return out if asked else tokens


def plain(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The text without "ok but" before it and "rather than nodding politely" after it."""
    start = 0
    while start < len(tokens) - 1 and tokens[start].word in lexicon.rules["openers"]:
        follows = tokens[start + 1]
        if follows.kind is not Kind.BREAK and follows.word not in lexicon.rules["after_opener"]:
            break
        start += 1 + (follows.kind is Kind.BREAK)
    kept = list(tokens[start:] if len(tokens) - start >= _FEWEST else tokens)
    for at in range(_LEAD, len(kept) - 2):
        if (kept[at].word, kept[at + 1].word) in (("rather", "than"), ("instead", "of"), ("as", "opposed")):
            ends = (end for end in range(at, len(kept)) if kept[end].kind is Kind.BREAK)
            return kept[:at] + kept[next(ends, len(kept)) :]
    return kept
