"""Reading a question: tokens, then what they name, then what is asked, then how far that is to be trusted."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.clients import ClientIndex
from bot.questions.clauses import asking, plain
from bot.questions.decide import decide, strength
from bot.questions.echo import unecho
from bot.questions.followups import follow_up
from bot.questions.hints import hinted
from bot.questions.lexicon import Lexicon, lexicon
from bot.questions.matching import Hit
from bot.questions.people import name_people
from bot.questions.period_reading import merge_period
from bot.questions.query import Intent, Order, Query
from bot.questions.signals import Signals, carried, covered
from bot.questions.slots import wanted
from bot.questions.strangers import strange_name
from bot.questions.tokens import MOST_CHARACTERS, Kind, Token
from bot.questions.understanding import Certainty, Understanding, Why

_ACTS = (("elsewhere.injection", Why.INJECTION), ("elsewhere.order", Why.ORDER))
_DECLINED = (
    *_ACTS,
    ("elsewhere.not_stored", Why.NOT_STORED),
    ("elsewhere.prediction", Why.PREDICTION),
    ("elsewhere.topic", Why.TOPIC),
)
_SURE = (Certainty.ANSWER, Certainty.ANSWER_PARTLY)
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
        return _declined(text, Why.TOO_LONG)
    if said := unecho(text, index, today):
        return Understanding(text, said, Certainty.ANSWER)
    words = lexicon()
    tokens = plain(_without_idioms(_own_phrases(words.tokens(text), words, phrases or {}), words), words)
    whole = read(tokens, index, today, words)
    if talk := _talk(whole, context):
        return Understanding(text, Query(talk), Certainty.ANSWER)
    if why := _elsewhere(whole, _ACTS):
        return _declined(text, why, _left_aside(whole))
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
    if talk := _talk(signals, context):
        return Understanding(text, Query(talk), Certainty.ANSWER)
    if why := _elsewhere(signals, _DECLINED):
        return _declined(text, why, _left_aside(signals))
    if signals.retold and (told := _of_the_story(signals)):
        return Understanding(text, told, Certainty.ANSWER)
    query = (follow_up(signals, context, index, today) if context else None) or decide(signals)
    return _weighed(text, signals, query)


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
        signals.unmatched = strange_name(signals, unexplained(signals, _explained(signals)))
    return signals


def _loses(part: Signals, whole: Signals) -> bool:
    """Whether a client or a period is named only outside the part, and is no matter of the story before it."""
    client = bool(whole.clients) and not part.clients
    return client or bool(whole.period and not part.period and not part.retold)


def carry(part: Signals, whole: Signals) -> None:
    """A part of a text that says "them" speaks of the clients named before it."""
    if not part.clients and not part.ambiguous and not part.words().isdisjoint(_PRONOUNS):
        part.clients, part.ambiguous = list(whole.clients), list(whole.ambiguous)
        part.unmatched = part.unmatched or whole.unmatched
    told = wanted(whole)
    if len(told) == 1 and not part.words().isdisjoint(_SUCH):
        part.retold = told


def _own_phrases(tokens: list[Token], words: Lexicon, phrases: Mapping[str, str]) -> list[Token]:
    for phrase, meaning in phrases.items():
        said = [token.word for token in words.tokens(phrase)]
        at = 0
        while said and at + len(said) <= len(tokens):
            if [token.word for token in tokens[at : at + len(said)]] == said:
                tokens = [*tokens[:at], *words.tokens(meaning), *tokens[at + len(said) :]]
                break
            at += 1
    return tokens


def _without_idioms(tokens: list[Token], words: Lexicon) -> list[Token]:
    """Set phrases become one word: "at the end of the day" means nothing here, "anything but" is "not"."""
    found: dict[int, Hit] = {}
    for hit in words.idioms.hits(tokens):
        if hit.start not in found or hit.end > found[hit.start].end:
            found[hit.start] = hit
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


def _talk(signals: Signals, context: Query | None) -> Intent | None:
    """Greetings and questions about the bot, where nothing else is said."""
    about_clients = not signals.words().isdisjoint(signals.lexicon.rules["clients"])
    if signals.clients or signals.ambiguous or signals.period:
        return None
    for tag, intent in (("talk.help", Intent.HELP), ("talk.smalltalk", Intent.SMALLTALK)):
        hits = [hit for hit in signals.every if hit.tag == tag]
        if not hits:
            continue
        rest = unexplained(signals, covered(hits))
        longest = max(len(hit.at) for hit in hits)
        rival = max(
            (len(hit.at) for hit in signals.hits if not hit.tag.startswith(("talk.", "people.", "elsewhere."))),
            default=0,
        )
        if intent is Intent.HELP and signals.has("intents.coverage"):
            continue
        if intent is Intent.HELP and longest >= rival and (longest > 1 or not rest) and len(rest) <= 2:
            return intent
        if context and signals.words() & {"only", "just", "the", "ones", "and", "what"}:
            continue
        if (
            intent is Intent.SMALLTALK
            and not rest
            and not about_clients
            and longest >= rival
            and not _asks(signals, covered(hits))
        ):
            return intent
    return None


def _asks(signals: Signals, said: set[int]) -> bool:
    """Whether something outside the greeting is asked."""
    return any(
        not set(hit.at) & said
        and hit.tag.partition(".")[0] not in ("talk", "people")
        and hit.tag not in ("intents.report",)
        for hit in signals.hits
    )


def _elsewhere(signals: Signals, declined: Sequence[tuple[str, Why]]) -> Why | None:
    """Why the question is not one for this bot, if it is not; a longer phrase about a quality outweighs a word."""
    ended = max((len(hit.at) for hit in signals.qualities() if not hit.tag.endswith("topic")), default=0)
    for tag, why in declined:
        for hit in signals.of(tag):
            outweighed = ended > len(hit.at) or (ended > 1 and len(hit.at) == 1)
            if why in (Why.INJECTION, Why.ORDER) or not outweighed:
                return why
    return None


def _declined(text: str, why: Why, left_aside: tuple[str, ...] = ()) -> Understanding:
    return Understanding(text, Query(Intent.UNKNOWN), Certainty.DECLINE, left_aside, why=why)


def _explained(signals: Signals) -> set[int]:
    return signals.explained | carried(hit for hit in signals.hits if not hit.tag.startswith(("talk.", "elsewhere.")))


def unexplained(signals: Signals, said: set[int]) -> list[int]:
    """The content words that neither `said` covers nor ordinary asking needs."""
    words = signals.lexicon
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


def _left_aside(signals: Signals) -> tuple[str, ...]:
    return tuple(dict.fromkeys(signals.tokens[at].text for at in unexplained(signals, _explained(signals))))


def _readings(signals: Signals, query: Query) -> tuple[Query, ...]:
    """What to ask back: the reading, the other end of it, and what other words hint at; at most three."""
    readings = [query]
    if query.intent is Intent.RANK_CLIENTS and query.qualities:
        turned = tuple((quality, end and end.other) for quality, end in query.qualities)
        readings.append(query.with_(qualities=turned))
    if guess := hinted(signals):
        readings.append(guess[0])
    return tuple(dict.fromkeys(readings))[:3]


def _reports_a_fault(signals: Signals, query: Query) -> bool:
    """ "The screen isn't working at Bluth" names a client, says "not" and nothing of how the client is rated."""
    only_named = strength(signals, query) <= 1 and not signals.merged
    return only_named and any(signals.is_(at, "not") for at in range(len(signals.tokens)))


def _how_to(signals: Signals) -> bool:
    """Whether it is asked how something is done: "how do you get wine out of a carpet"."""
    first = [signals.word(at) for at in range(3)]
    return (
        first[0] == "how"
        and first[1] in ("do", "can", "to", "should", "would")
        and (first[1] == "to" or first[2] in ("i", "you", "we", "one"))
    )


def _weighed(text: str, signals: Signals, query: Query | None) -> Understanding:
    """The more words nothing explains, the more has to speak for a reading; hints are the last resort."""
    left = _left_aside(signals)
    if query and query.intent is Intent.CLIENT_REPORT and _reports_a_fault(signals, query):
        return _declined(text, Why.NOT_UNDERSTOOD, left)
    if left and query and not query.clients and _how_to(signals):
        return _declined(text, Why.TOPIC, left)
    if query and not left:
        return Understanding(text, query, Certainty.ANSWER)
    if query and strength(signals, query) >= 1 + len(left):
        if len(left) == 1:
            return Understanding(text, query, Certainty.ANSWER_PARTLY, left)
        return Understanding(text, query, Certainty.ASK, left, _readings(signals, query))
    if not (signals.clients or signals.ambiguous or signals.unmatched) and (hint := hinted(signals)):
        guess, said = hint
        rest = tuple(dict.fromkeys(signals.tokens[at].text for at in unexplained(signals, said)))
        if len(rest) <= len(said):
            return Understanding(text, guess, Certainty.ASK, rest, _readings(signals, guess))
    return _declined(text, Why.NOT_UNDERSTOOD, left)
