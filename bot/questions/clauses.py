"""Which part of a longer text asks: people lead up to a question, and give their reasons after it."""

from collections.abc import Sequence

from bot.questions.tokens import Kind, Token

_FEWEST = 3
"""Words that a sentence needs to be a question of its own: "Hi." and "vs." end none."""


def asking(tokens: Sequence[Token]) -> range:
    """The places of the sentence that asks: the last one with a question mark, or else the last one."""
    sentences: list[range] = []
    start = 0
    for at, token in enumerate(tokens):
        ends = token.kind is Kind.BREAK and token.word in ".?!;–—"
        if (ends and at - start >= _FEWEST) or at == len(tokens) - 1:
            sentences.append(range(start, at + 1))
            start = at + 1
    long = [one for one in sentences if len(one) > _FEWEST]
    asked = [one for one in long if tokens[one[-1]].word == "?"]
    return (asked or long or [range(len(tokens))])[-1]
