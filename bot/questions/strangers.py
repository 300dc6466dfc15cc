"""Names that no client has: "score for Massive Dynamic?" must not be answered with other clients."""

from rapidfuzz.distance import OSA

from bot.questions.days import MONTHS
from bot.questions.signals import Signals
from bot.questions.tokens import Kind, Token, word_set

_GRADED = frozenset({"rated", "scored", "rates", "scores"})
_COMPANY = word_set("co ltd limited llp inc plc sons nephew partners associates group holdings brothers bros")
_LONGEST = 4
_FEW = 4
_SLIP = 3
"""Letters by which a word differs from the nearest of the lexicon, up to which it may be that word misspelt."""
_SAID = word_set("flags flag notes note comments comment ratings scores anything something")


def strange_name(signals: Signals, left: list[int]) -> str | None:
    """The words that stand where a client's name does and are none that is known, or None."""
    runs: list[list[int]] = []
    for at in left:
        if (runs and at in runs[-1]) or not _strange(signals, at):
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
        runs[-1] = _whole(signals, runs[-1], left)
    asks = signals.word(0) in ("who", "which", "whose")
    if len(runs) != 1 or len(set(left) - set(runs[0])) > 1 or (asks and signals.word(runs[0][0] - 1) not in _GRADED):
        return None
    run = runs[0]
    if not _in_place(signals, run):
        return None
    signals.explained |= set(run)
    return " ".join(signals.tokens[at].word for at in run)


def _whole(signals: Signals, run: list[int], left: list[int]) -> list[int]:
    """The name with the words that belong to it: "gekko & co", "kwik freeze logistics"."""
    whole = list(run)
    while len(whole) < _LONGEST:
        after = whole[-1] + 1
        if signals.word(after) == "and" and signals.word(after + 1) in _COMPANY:
            whole += [after, after + 1]
        elif signals.word(after) in _COMPANY or (after in left and _unknown(signals, signals.tokens[whole[0]])):
            whole.append(after)
        else:
            break
    return whole


def _strange(signals: Signals, at: int) -> bool:
    token = signals.tokens[at]
    return token.kind is Kind.WORD and (
        _unknown(signals, token) or (token.capital and at > 0 and token.word not in MONTHS)
    )


def _unknown(signals: Signals, token: Token) -> bool:
    return (
        token.word not in MONTHS
        and not signals.lexicon.known(token.word)
        and all(OSA.distance(token.word, form) > _SLIP for form in token.forms)
        and token.word not in signals.lexicon.english
        and len(token.word) > 3
    )


def _in_place(signals: Signals, run: list[int]) -> bool:
    """Whether a name stands here: after a word that one follows, written with a capital, or first in a question."""
    tokens = signals.tokens
    shouted = sum(token.capital for token in tokens if token.kind is Kind.WORD) > len(tokens) / 2 + len(run)
    capital = all(tokens[at].capital for at in run) and not shouted
    before = tokens[run[0] - 1].word if run[0] else ""
    alone = len(run) == len([token for token in tokens if token.kind is not Kind.BREAK])
    if ((alone and len(run) == 1) or (run[0] == 1 and before == "and" and len(tokens) <= _FEW)) and not tokens[
        run[0]
    ].forms:
        return True
    if run[0] == 0:
        return (alone and capital) or (bool(signals.hits) and (capital or len(tokens) <= _FEW))
    if before == "on" and signals.word(run[0] - 2) in _SAID:
        return True
    return signals.rule("before_client", run[0] - 1) or (capital and before not in ("the", "a", "an"))
