"""Whose ratings a question is about: first names become raters."""

from bot.questions.lexicon import Lexicon
from bot.questions.moments import MONTHS, word_at
from bot.questions.tokens import Kind, Token

_BEFORE = ("by", "from", "has", "did", "does", "have")


def name_people(tokens: list[Token], lexicon: Lexicon) -> None:
    """Make first names into raters, in place: "dave", "Mark" inside a sentence, "by will"."""
    for at, token in enumerate(tokens):
        if token.kind is not Kind.WORD or not token.word.isalpha():
            continue
        if _is_name(tokens, at, lexicon):
            tokens[at] = _rater(token, token.word)
        elif (
            token.word.endswith("s")
            and not token.forms
            and word_at(tokens, at + 1) != "day"
            and _plain_name(token.word[:-1], lexicon)
        ):
            tokens[at] = _rater(token, token.word[:-1])


def _plain_name(word: str, lexicon: Lexicon) -> bool:
    return len(word) > 2 and word in lexicon.names and word not in lexicon.word_names


def _rater(token: Token, name: str) -> Token:
    return Token(Kind.RATER, token.text, "~rater", frozenset({"~rater"}), f"name:{name}")


def _is_name(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    token, before, after = tokens[at], word_at(tokens, at - 1), word_at(tokens, at + 1)
    if after == "day":
        return False
    if token.word in MONTHS:
        return after in lexicon.rules["follows_name"] and after != "not"
    if token.word in lexicon.word_names:
        fits = before in _BEFORE or after in lexicon.rules["follows_name"]
        return fits and (token.capital or before in ("by", "from")) and before not in ("has", "does")
    return token.word in lexicon.names or _stranger(tokens, at, lexicon)


def _stranger(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word that is no known name stands where only a person does: "did mick give", "by tonya"."""
    token, before, after = tokens[at], word_at(tokens, at - 1), word_at(tokens, at + 1)
    if len(token.word) < 3:
        return False
    if before in ("did", "has") and after in lexicon.rules["grading"]:
        return not any(lexicon.has(kind, token.word) for kind in ("stop", "filler", "client"))
    if token.forms or token.word in lexicon.english:
        return False
    if after == "been":
        return at + 2 < len(tokens) and not tokens[at + 2].forms.isdisjoint({"rate", "score", "mark", "submit"})
    return before in ("by", "from") or (before in ("did", "has") and after in lexicon.rules["follows_name"])
