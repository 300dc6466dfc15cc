"""Which part of a longer text asks: people lead up to a question, and give their reasons after it."""

from collections.abc import Iterator, Sequence

from bot.questions.lexicon import Lexicon
from bot.questions.tokens import Kind, Token

_FEWEST = 3
"""Words that a part of a text needs to be a question of its own."""
_MOST = 60
"""Words that a question has at most: the most work that a second reading can ask for."""
_LEAD = 4
"""Words that a lead-in has at least: "remind me what" is part of the question."""
_RESUMES = ("anyway", "anyhow", "so")
_REACH = 5
"""How far after "I'd love to know" the question may begin."""


def asking(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[list[Token]]:
    """The parts of a text that may be its question, the likeliest first; none where the text is one plain question."""
    sentences = list(_sentences(tokens))
    asked = [sentence for sentence in sentences if sentence[-1].word == "?"]
    alone = asked[0] if len(asked) == 1 and len(sentences) > 1 else None
    whole = alone or (sentences[0] if len(sentences) == 1 else list(tokens))
    for part in (_led_up_to(whole, lexicon), _last_question(whole, lexicon), alone):
        if (
            part
            and len(part) < min(len(tokens), _MOST)
            and sum(token.kind is not Kind.BREAK for token in part) >= _FEWEST
        ):
            yield part


def _sentences(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The text from stop to stop; a stop after one or two words ("vs.", "Hi.") ends none."""
    start = 0
    for at, token in enumerate(tokens):
        if token.kind is Kind.BREAK and token.word in ".?!;–—" and at - start >= _FEWEST:
            yield list(tokens[start : at + 1])
            start = at + 1
    if rest := list(tokens[start:]):
        yield rest


def _led_up_to(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token] | None:
    """What follows "I'd love to know", "we were wondering", "tell me"; not what follows "clients who know"."""
    found: int | None = None
    start = 0
    for at, token in enumerate(tokens):
        if token.kind is Kind.BREAK or token.word in ("and", "but", "so", "as"):
            start = at + 1
        elif token.word in lexicon.rules["wanting"] and _ours(tokens[start:at], lexicon):
            found = _opening(tokens, at + 1, lexicon) or found
    return list(tokens[found:]) if found and found >= _LEAD else None


def _last_question(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token] | None:
    """The question after a story: "… and nobody let him in, anyway who is worst for that"."""
    for at in range(len(tokens) - _FEWEST, _LEAD, -1):
        before = tokens[at - 1]
        if tokens[at].word in lexicon.rules["opening"] and (before.kind is Kind.BREAK or before.word in _RESUMES):
            return list(tokens[at:])
    return None


def _ours(lead: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a clause up to its verb speaks of those who ask, not of clients."""
    return all(token.kind in (Kind.WORD, Kind.NUMBER) and token.word not in lexicon.rules["theirs"] for token in lead)


def _opening(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Where the question begins that somebody wants to ask."""
    for place in range(at, min(at + _REACH, len(tokens) - _FEWEST + 1)):
        word = tokens[place].word
        if word in lexicon.rules["opening"]:
            return place + (word in ("whether", "if"))
        if lexicon.has("client_noun", word.removesuffix("s")) and word.endswith("s"):
            return place
        if tokens[place].kind is not Kind.BREAK and not (lexicon.has("stop", word) or word in ("broadly", "roughly")):
            return None
    return None
