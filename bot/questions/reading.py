"""Reading a question: tokens, then what they name, then what is asked, then how far that is to be trusted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.clients import ClientIndex
from bot.questions.clauses import asking
from bot.questions.decide import decide
from bot.questions.echo import unecho
from bot.questions.followups import follow_up
from bot.questions.lexicon import Lexicon, lexicon
from bot.questions.people import name_people
from bot.questions.period_reading import merge_period
from bot.questions.plain import own_phrases, plain, without_idioms
from bot.questions.query import Intent, Order, Query
from bot.questions.signals import Signals
from bot.questions.slots import wanted
from bot.questions.strangers import strange_name
from bot.questions.talk import ACTS, DECLINED, elsewhere, talk
from bot.questions.tokens import MOST_CHARACTERS, Kind, Token
from bot.questions.trust import declined, explained, left_aside, unexplained, weighed
from bot.questions.understanding import Certainty, Understanding, Why

_SURE = (Certainty.ANSWER, Certainty.ANSWER_PARTLY)
_SHORT = 4
"""A question of so few words after a story ("who's worst") asks about the story."""
_SUCH = frozenset({"that", "this", "it", "so", "such"})
_PRONOUNS = frozenset({"they", "them", "their", "theirs", "it", "its", "he", "she", "either", "one"})


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
    words = lexicon()
    tokens = plain(without_idioms(own_phrases(words.tokens(text), words, phrases or {}), words), words)
    whole = read(tokens, index, today, words)
    if said_to_us := talk(whole, context):
        return Understanding(text, Query(said_to_us), Certainty.ANSWER)
    if why := elsewhere(whole, ACTS):
        return declined(text, why, left_aside(whole))
    if context is None:
        for part in asking(tokens, words):
            signals = read(part, index, today, words)
            carry(signals, whole)
            if _loses(signals, whole):
                continue
            if (understood := _understood(text, signals, index, today, None)) and understood.certainty in _SURE:
                return understood
    return _understood(text, whole, index, today, context)


def _understood(text: str, signals: Signals, index: ClientIndex, today: date, context: Query | None) -> Understanding:
    if said_to_us := talk(signals, context):
        return Understanding(text, Query(said_to_us), Certainty.ANSWER)
    if why := elsewhere(signals, DECLINED):
        return declined(text, why, left_aside(signals))
    if signals.retold and (told := _of_the_story(signals)):
        return Understanding(text, told, Certainty.ANSWER)
    query = (follow_up(signals, context, index, today) if context else None) or decide(signals)
    return weighed(text, signals, query)


def _of_the_story(signals: Signals) -> Query | None:
    """ "who is worst for that sort of thing" asks for the one quality that the story before it is about."""
    query = decide(signals) or Query(Intent.RANK_CLIENTS)
    if query.qualities or query.rater or query.intent not in (Intent.RANK_CLIENTS, Intent.RATER_ACTIVITY):
        return None
    query = query.with_(intent=Intent.RANK_CLIENTS)
    ((quality, end),) = signals.retold
    return query.with_(
        qualities=((quality, end or query.order or Order.WORST),), order=None, verdict=None, negated=False
    )


def read(tokens: Sequence[Token], index: ClientIndex, today: date, words: Lexicon) -> Signals:
    """What the tokens name and which phrases are in them."""
    signals = Signals(list(tokens), words)
    _name_clients(signals, index)
    name_people(signals.tokens, words)
    signals.tokens, signals.period = merge_period(signals.tokens, today)
    signals.raters = [str(token.value) for token in signals.tokens if token.kind is Kind.RATER]
    signals.find()
    if not signals.clients and not signals.ambiguous:
        signals.unmatched = strange_name(signals, unexplained(signals, explained(signals)))
    return signals


def _loses(part: Signals, whole: Signals) -> bool:
    """Whether a client or a period is named only outside the part, and is no matter of the story before it."""
    client = bool(whole.clients) and not part.clients
    story = not part.retold and not wanted(part) and bool(wanted(whole)) and len(part.tokens) <= _SHORT
    return client or story or bool(whole.period and not part.period and not part.retold and not _of_ours(whole))


def _of_ours(whole: Signals) -> bool:
    """Whether the period says when we did something: "I spoke to the boss this morning and he'd like …"."""
    at = next(at for at, token in enumerate(whole.tokens) if token.kind is Kind.PERIOD)
    start, _ = whole.clause(at)
    return any(whole.word(place) in ("i", "we", "he", "she", "was", "had") for place in range(start, at))


def carry(part: Signals, whole: Signals) -> None:
    """A part of a text that says "them" speaks of the clients named before it."""
    if not part.clients and not part.ambiguous and not part.words().isdisjoint(_PRONOUNS):
        part.clients, part.ambiguous = list(whole.clients), list(whole.ambiguous)
        part.unmatched = part.unmatched or whole.unmatched
    told = wanted(whole)
    short = sum(token.kind is not Kind.BREAK for token in part.tokens) <= _SHORT
    if len(told) == 1 and (short or not part.words().isdisjoint(_SUCH)):
        part.retold = told


def _name_clients(signals: Signals, index: ClientIndex) -> None:
    """Clients become one token each; a name that several have is kept as a choice."""
    words = signals.lexicon
    said = [token.word if token.kind in (Kind.WORD, Kind.NUMBER) else "\0" for token in signals.tokens]
    mentions = index.mentions(said, taken=words.taken, english=words.english.__contains__)
    choice: dict[str, None] = {}
    for mention in reversed(mentions):
        text = " ".join(token.text for token in signals.tokens[mention.start : mention.end])
        names = sorted(client.name for client in mention.clients)
        if len(names) == 1:
            signals.clients.insert(0, names[0])
        else:
            choice |= dict.fromkeys(names)
        token = Token(Kind.CLIENT, text, "~client", frozenset({"~client"}), tuple(names))
        signals.tokens[mention.start : mention.end] = [token]
    signals.ambiguous = [name for name in choice if name not in signals.clients]
