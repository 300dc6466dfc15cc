"""Whose ratings a question is about: first names become raters."""

from dataclasses import replace

from bot.questions.days import MONTHS
from bot.questions.lexicon import Lexicon
from bot.questions.tokens import Kind, Token, word_at, word_set

_BEFORE = word_set("by from has did does have")
_DATES = word_set("in since until till of before after during last this to")
"""Words that a month follows, not a person."""
_MODAL = word_set("will may can")
_LEADS = word_set(
    "what that which ones clients customers accounts who whom ratings scores notes note anyone and list guess"
)
"""Words that a person who did something follows: "the ones Colette did"."""
_DID = word_set(
    "rated gave scored submitted logged reckons reckoned thinks did done put marked wrote flagged thought said"
)
_AUXILIARY = word_set("has did does have")
_THEIRS = word_set(
    "rating ratings score scores mark marks note notes opinion top pick picks view views review reviews list worst "
    "best last latest comment comments entries low high feedback take"
)
_SHORTEST = 3


def name_people(tokens: list[Token], lexicon: Lexicon) -> None:
    """Make first names into raters, in place: "dave", "Mark" inside a sentence, "by will", "what did jo rate"."""
    phrases = lexicon.nobody.hits([replace(token, forms=frozenset({token.word})) for token in tokens])
    nobody = {at for hit in phrases for at in range(hit.start, hit.end + 1)}
    for at, token in enumerate(tokens):
        if token.kind is not Kind.WORD or not token.word.isalpha() or at in nobody:
            continue
        if _is_name(tokens, at, lexicon):
            tokens[at] = _rater(token, token.word)
        elif (
            token.word.endswith("s")
            and token.word not in lexicon.english
            and word_at(tokens, at + 1) != "day"
            and _plain_name(token.word[:-1], lexicon)
        ):
            tokens[at] = _rater(token, token.word[:-1])


def _plain_name(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= _SHORTEST and word in lexicon.names and word not in lexicon.word_names


def _rater(token: Token, name: str) -> Token:
    return Token(Kind.RATER, token.text, "~rater", frozenset({"~rater"}), f"name:{name}")


def _is_name(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    token, before, after = tokens[at], word_at(tokens, at - 1), word_at(tokens, at + 1)
    if after == "day" or (after == "'s" and word_at(tokens, at + 2) == "day"):
        return False
    if token.word in MONTHS:
        named = token.word in lexicon.word_names and after in lexicon.rules["follows_name"]
        theirs = after != "'s" or word_at(tokens, at + 2) in _THEIRS
        return named and theirs and after != "not" and before not in _DATES
    if token.word in lexicon.word_names and token.text.lower().startswith(token.word):  # not the "will" of "I'll"
        fits = before in _BEFORE or after in lexicon.rules["follows_name"]
        named = fits and (token.capital or before in ("by", "from")) and before not in ("has", "does")
        return named or _acts(tokens, at, lexicon)
    return (token.word in lexicon.names and token.word not in lexicon.word_names) or _stranger(tokens, at, lexicon)


def _acts(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a person stands here: "has rob submitted", "what did will do", "ratings lee logged", "bill's scores"."""
    word, before, after = tokens[at].word, word_at(tokens, at - 1), word_at(tokens, at + 1)
    if before in _AUXILIARY:
        verb = word_at(tokens, at + 2) if after in ("not", "been", "already", "ever", "even") else after
        return verb in lexicon.rules["doing" if after == "been" else "acting"]
    if after in _DID or (after in ("put", "did") and word not in _MODAL):
        return before in _LEADS or (at == 0 and word not in _MODAL)
    if after in ("has", "does", "have") and word not in _MODAL:
        return word_at(tokens, at + 2) in lexicon.rules["acting"] | {"not"} and before in _LEADS
    possessive = after == "'s" and before not in ("a", "an", "the")
    return possessive and (at + 2 == len(tokens) or word_at(tokens, at + 2) in _THEIRS)


def _stranger(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word that is no known name stands where only a person does: "did mick give", "by tonya"."""
    token, before, after = tokens[at], word_at(tokens, at - 1), word_at(tokens, at + 1)
    if len(token.word) < _SHORTEST:
        return False
    if before in ("did", "has") and after in lexicon.rules["grading"]:
        return not any(lexicon.has(kind, token.word) for kind in ("stop", "filler", "client"))
    if token.word in lexicon.english or lexicon.known(token.word) or (token.forms and not token.capital):
        return False
    if after == "been":
        return word_at(tokens, at + 2) in lexicon.rules["doing"]
    if before == "our" and word_at(tokens, at - 2) in ("by", "from"):
        return True
    return before in ("by", "from") or _acts(tokens, at, lexicon)
