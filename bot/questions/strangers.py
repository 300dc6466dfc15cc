"""Names that no client has: "score for Massive Dynamic?" must not be answered with other clients."""

from bot.questions.moments import MONTHS
from bot.questions.signals import Signals
from bot.questions.tokens import Kind, Token


def strange_name(signals: Signals, left: list[int]) -> str | None:
    """The words that stand where a client's name does and are none that is known, or None."""
    runs: list[list[int]] = []
    for at in left:
        if not _strange(signals, at):
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    if signals.word(0) in ("who", "which", "whose") or len(runs) != 1 or len(left) - len(runs[0]) > 1:
        return None
    run = runs[0]
    if not _in_place(signals, run):
        return None
    signals.explained |= set(run)
    return " ".join(signals.tokens[at].word for at in run)


def _strange(signals: Signals, at: int) -> bool:
    token = signals.tokens[at]
    return token.kind is Kind.WORD and (
        _unknown(signals, token) or (token.capital and at > 0 and token.word not in MONTHS)
    )


def _unknown(signals: Signals, token: Token) -> bool:
    return (
        token.word not in MONTHS
        and not token.forms
        and token.word not in signals.lexicon.english
        and len(token.word) > 3
    )


def _in_place(signals: Signals, run: list[int]) -> bool:
    """Whether a name stands here: after a word that one follows, written with a capital, or first in a question."""
    tokens = signals.tokens
    shouted = sum(token.capital for token in tokens if token.kind is Kind.WORD) > len(tokens) / 2 + len(run)
    capital = all(tokens[at].capital for at in run) and not shouted
    before = tokens[run[0] - 1].word if run[0] else ""
    if run[0] == 0:
        return (len(run) == len([token for token in tokens if token.kind is not Kind.BREAK]) and capital) or (
            bool(signals.hits) and (capital or len(tokens) <= 4)
        )
    return signals.rule("before_client", run[0] - 1) or (capital and before not in ("the", "a", "an"))
