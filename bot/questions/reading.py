"""Reading a question: tokens, then what they name, then what they may mean, then how far that is to be trusted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.clients import ClientIndex
from bot.questions.alike import settle
from bot.questions.clauses import asking
from bot.questions.decide import Asked, readings
from bot.questions.echo import unecho
from bot.questions.features import features
from bot.questions.followups import point_back
from bot.questions.lexicon import Lexicon, lexicon
from bot.questions.model import model
from bot.questions.people import name_people
from bot.questions.period_reading import merge_period
from bot.questions.plain import own_phrases, plain, without_idioms
from bot.questions.query import NOTHING, Query
from bot.questions.signals import Signals
from bot.questions.slots import candidates
from bot.questions.strangers import strange_name
from bot.questions.tokens import MOST_CHARACTERS, Kind, Token
from bot.questions.trust import declined, weighed
from bot.questions.understanding import Certainty, Understanding, Why
from bot.questions.unexplained import unexplained


def understand(
    text: str,
    index: ClientIndex,
    today: date,
    context: Query | None = None,
    phrases: Mapping[str, str] | None = None,
) -> Understanding:
    """Read `text`, asked on `today`; `context` is the previous question of the thread.

    `phrases` are the workspace's own: a phrase and what it stands for in plain words ("cheque dodgers": "late payers").
    """
    if len(text) > MOST_CHARACTERS:
        return declined(text, Why.TOO_LONG)
    if said := unecho(text, index, today):
        return Understanding(text, said, Certainty.ANSWER)
    signals = signals_of(text, index, today, phrases or {}, context)
    slots = candidates(signals)
    leanings = model().leanings(features(signals, slots, context))
    elsewhere = sum(chance for intent, chance in leanings.intent.items() if not intent.answered)
    return weighed(text, signals, readings(Asked(signals, slots, leanings, context or NOTHING)), elsewhere)


def signals_of(text: str, index: ClientIndex, today: date, phrases: Mapping[str, str], before: Query | None) -> Signals:
    """What the words of a text point to; `before` is the question before it in the thread."""
    words = lexicon()
    tokens = plain(without_idioms(own_phrases(words.tokens(text), words, phrases), words), words)
    signals = _read(tokens, index, today, words)
    if before:
        point_back(signals, before, index, today)
    return signals


def _read(tokens: Sequence[Token], index: ClientIndex, today: date, words: Lexicon) -> Signals:
    """What the tokens name and which phrases are in them."""
    signals = Signals(list(tokens), words)
    _name_clients(signals, index)
    name_people(signals.tokens, words)
    signals.tokens, signals.period = merge_period(signals.tokens, today)
    part = asking(signals.tokens)
    raters = [at for at, token in enumerate(signals.tokens) if token.kind is Kind.RATER]
    signals.raters = [str(signals.tokens[at].value) for at in sorted(raters, key=lambda at: at not in part)]
    signals.hits = words.matcher.hits(signals.tokens)
    if not signals.clients and not signals.ambiguous:
        signals.unmatched = strange_name(signals, unexplained(signals))
    return signals


def _name_clients(signals: Signals, index: ClientIndex) -> None:
    """Clients become one token each; a name that several have is kept as a choice."""
    words = signals.lexicon
    said = [token.word if token.kind in (Kind.WORD, Kind.NUMBER) else "\0" for token in signals.tokens]
    mentions = index.mentions(said, taken=words.taken, english=words.english.__contains__)
    for mention in reversed(mentions):
        text = " ".join(token.text for token in signals.tokens[mention.start : mention.end])
        names = sorted(client.name for client in mention.clients)
        if len(names) == 1:
            signals.clients.insert(0, names[0])
        token = Token(Kind.CLIENT, text, "~client", frozenset({"~client"}), tuple(names))
        signals.tokens[mention.start : mention.end] = [token]
    settle(signals)
