"""How far a reading is to be trusted: what speaks for it, and which words nothing explains."""

from bot.questions.decide import strength
from bot.questions.hints import hinted
from bot.questions.query import Intent, Query
from bot.questions.signals import Signals, carried
from bot.questions.tokens import Kind
from bot.questions.understanding import Certainty, Understanding, Why

_MOST_LEFT = 3
"""Words that nothing explains, up to which a doubtful reading is worth asking back."""
_ENDS = ("verdicts.good", "verdicts.difficult", "verdicts.mixed", "verdicts.best", "verdicts.worst")


def declined(text: str, why: Why, left_aside: tuple[str, ...] = ()) -> Understanding:
    """A kind decline, with its reason."""
    return Understanding(text, Query(Intent.UNKNOWN), Certainty.DECLINE, left_aside, why=why)


def explained(signals: Signals) -> set[int]:
    """The tokens that some phrase of a question explains."""
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


def left_aside(signals: Signals) -> tuple[str, ...]:
    """The words that nothing explains, as typed."""
    return tuple(dict.fromkeys(signals.tokens[at].text for at in unexplained(signals, explained(signals))))


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


def _not_asked(signals: Signals, query: Query, left: tuple[str, ...]) -> Why | None:
    """Why a reading cannot be what is meant, if it cannot."""
    words = signals.words()
    if len(set(signals.raters)) > 1 and signals.says("intents.compare") and not query.clients:
        return Why.NOT_STORED  # "is Priya better than Dave"
    if query.clients and _tells(signals):
        return Why.NOT_UNDERSTOOD
    if query.intent is Intent.CLIENT_REPORT:
        if _reports_a_fault(signals, query):
            return Why.NOT_UNDERSTOOD
        if query.clients and "how" in words and words & {"many", "much"}:
            return Why.NOT_STORED
    return Why.TOPIC if left and not query.clients and _how_to(signals) else None


def _tells(signals: Signals) -> bool:
    """ "Running late for Hooli", "just parked up at Stark": something is told, nothing asked."""
    starts = signals.rule("telling", 0) and not signals.rule("wanting", 0)
    asks = any(signals.rule("asking", at) or signals.word(at) == "?" for at in range(len(signals.tokens)))
    return starts and not asks


def _doubtful(signals: Signals, query: Query) -> bool:
    """Whether one word is all that speaks for a ranking, and nothing in the text asks for clients: "knackered, me"."""
    if query.intent is not Intent.RANK_CLIENTS or query.score or query.limit or query.period:
        return False
    said = [hit for hit in (*signals.qualities(), *signals.of(*_ENDS)) if hit.at]
    asks = any(
        signals.rule("asking", at) or signals.is_(at, "client_noun") or signals.word(at) == "?"
        for at in range(len(signals.tokens))
    )
    many = any(
        token.word.endswith("s") and not token.word.endswith("ss") and not signals.lexicon.has("stop", token.word)
        for token in signals.tokens
    )
    topics = any(hit.tag.endswith("topic") for hit in said)
    return not (asks or many or topics) and max((len(hit.at) for hit in said), default=0) <= 1


def _how_to(signals: Signals) -> bool:
    """Whether it is asked how something is done: "how do you get wine out of a carpet"."""
    first = [signals.word(at) for at in range(3)]
    return (
        first[0] == "how"
        and first[1] in ("do", "can", "to", "should", "would")
        and (first[1] == "to" or first[2] in ("i", "you", "we", "one"))
    )


def weighed(text: str, signals: Signals, query: Query | None) -> Understanding:
    """The more words nothing explains, the more has to speak for a reading."""
    left = left_aside(signals)
    if query and not signals.merged and (why := _not_asked(signals, query, left)):
        return declined(text, why, left)
    if not query or (left and strength(signals, query) < 1 + len(left)):
        return _hinted_at(text, signals, query, left)
    if not signals.merged and _doubtful(signals, query):
        return Understanding(text, Query(Intent.UNKNOWN), Certainty.ASK, left, _readings(signals, query))
    if len(left) > 1:
        return Understanding(text, query, Certainty.ASK, left, _readings(signals, query))
    return Understanding(text, query, Certainty.ANSWER_PARTLY if left else Certainty.ANSWER, left)


def _hinted_at(text: str, signals: Signals, query: Query | None, left: tuple[str, ...]) -> Understanding:
    """The last resort: words that only hint at a quality, or a reading for which too little speaks, are asked back."""
    named = signals.clients or signals.ambiguous or signals.unmatched
    if not named and (hint := hinted(signals)):
        guess, said = hint
        rest = tuple(dict.fromkeys(signals.tokens[at].text for at in unexplained(signals, said)))
        if len(rest) <= len(said):
            return Understanding(text, guess, Certainty.ASK, rest, _readings(signals, guess))
    if query and len(left) <= _MOST_LEFT and (query.qualities or query.clients):
        return Understanding(text, Query(Intent.UNKNOWN), Certainty.ASK, left, _readings(signals, query))
    return declined(text, Why.NOT_UNDERSTOOD, left)
