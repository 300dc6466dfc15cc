"""Which words of a question nothing explains: no phrase of the lexicon, no slot, and no way of asking."""

from bot.questions.signals import Signals
from bot.questions.tokens import Kind


def unexplained(signals: Signals) -> list[int]:
    """The content words that no phrase covers and that ordinary asking does not need."""
    words = signals.lexicon
    telling = (hit for hit in signals.hits if not hit.tag.startswith(("talk.", "elsewhere.")))
    said = signals.explained.union(*(hit.at for hit in telling))
    return [
        at
        for at, token in enumerate(signals.tokens)
        if at not in said
        and token.kind is Kind.WORD
        and not words.has("stop", token.word)
        and not words.has("filler", token.word)
        and not (token.word.endswith("ly") and token.word in words.english and not token.forms)
        and not any(words.has("filler", form) or words.has("stop", form) for form in token.forms)
    ]
