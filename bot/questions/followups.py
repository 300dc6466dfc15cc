"""A follow-up is part of a question: what it leaves out comes from the question before it in the thread."""

from collections.abc import Sequence
from datetime import date

from bot.clients import ClientIndex, normalise
from bot.questions import numbers, people, slots
from bot.questions.decide import decide
from bot.questions.lexicon import lexicon
from bot.questions.periods import before
from bot.questions.query import Intent, Order, Query
from bot.questions.signals import Signals
from bot.questions.tokens import Kind
from bot.questions.trimming import trimmed

_SHORT = 4
"""Up to so many words are part of the question before, where they do not make one of their own."""
_WHY = frozenset({"why", "explain", "reason", "reasons", "evidence"})


def follow_up(signals: Signals, context: Query, index: ClientIndex, today: date) -> Query | None:
    """The merged question, or None where the text is a question of its own."""
    own = decide(signals)
    if not _is_part(signals, own) and not _unnamed(signals, own, context):
        return None
    signals.merged = True
    other = _the_other(signals, context, index)
    clients = (other,) if other else tuple(dict.fromkeys(signals.clients))
    merged = _intent(signals, context, own, clients)
    merged = _clients(signals, merged, context, clients)
    merged = _earlier(signals, _ends(signals, merged), today)
    return trimmed(_rest(signals, merged, own))


def _is_part(signals: Signals, own: Query | None) -> bool:
    words = [token.word for token in signals.tokens if token.kind is not Kind.BREAK]
    if not words:
        return False
    if own is None or not own.intent.answered:
        return True
    joins = words[0] in signals.lexicon.rules["joining"] or words[-1] in ("too", "also", "well", "instead", "though")
    about = words[0] in ("what", "how") and "about" in words[1:3]
    refers = not signals.lexicon.rules["referring"].isdisjoint(words) and not (own.clients or own.ambiguous)
    return joins or about or refers or (len(words) <= _SHORT and not _complete(words, own))


def _unnamed(signals: Signals, own: Query | None, context: Query) -> bool:
    """ "What do the notes say": a question about one client that leaves out which."""
    if own is None or own.intent not in (Intent.NOTES_FLAGS, Intent.EXPLAIN_CLIENT, Intent.CLIENT_REPORT):
        return False
    named = own.clients or own.ambiguous or own.unmatched or own.rater
    return bool(context.clients) and not named and signals.word(0) not in ("who", "which") and len(signals.tokens) < 8


def _complete(words: Sequence[str], own: Query) -> bool:
    """Whether few words are a question of their own: "how is Hooli", "who pays late"."""
    subject = own.clients or own.ambiguous or own.unmatched or own.qualities or own.verdict
    return len(words) > 2 and bool(subject) and words[0] in lexicon().rules["complete"]


def _the_other(signals: Signals, context: Query, index: ClientIndex) -> str | None:
    """ "the other Acme": the one of an ambiguous name that was not meant before."""
    words = {token.word for token in signals.tokens}
    told = [name for name in context.ambiguous if words & set(normalise(name).split())]
    if len(told) == 1:
        return told[0]
    left = [name for name in signals.ambiguous if name not in context.clients]
    if len(left) == 1 and (words & {"other", "another", "one", "else"} or context.clients):
        return left[0]
    if not signals.ambiguous and not signals.clients and "other" in words and len(context.clients) == 1:
        first = context.clients[0].split()[0]
        alike = [client.name for client in index.match(first).candidates if client.name not in context.clients]
        return alike[0] if len(alike) == 1 else None
    return None


def _intent(signals: Signals, context: Query, own: Query | None, clients: tuple[str, ...]) -> Query:
    """The earlier question, turned to what the follow-up asks for."""
    named = bool(context.clients or context.ambiguous)
    words = {token.word for token in signals.tokens}
    if (
        signals.has("intents.why")
        and (named or clients)
        and (words & _WHY or "come" in words or signals.size("intents.why") > 1)
    ):
        return context.with_(intent=Intent.EXPLAIN_CLIENT)
    if signals.has("intents.notes"):
        return context.with_(intent=Intent.NOTES_FLAGS)
    if (
        signals.has("intents.compare")
        and named
        and clients
        and words & {"versus", "against", "compare", "compared", "v", "than", "with"}
    ):
        both = tuple(dict.fromkeys((*context.clients, *clients)))
        return context.with_(intent=Intent.COMPARE_CLIENTS, clients=both)
    if own and own.intent in (Intent.TREND_MOVERS, Intent.COVERAGE, Intent.SHARE_GOOD, Intent.RATER_ACTIVITY):
        only = words & {"only", "just", "mine"} and context.intent is not Intent.COVERAGE
        weak = own.intent is Intent.RATER_ACTIVITY and own.rater and (signals.size("intents.activity") < 2 or only)
        return context if weak else context.with_(intent=own.intent)
    if clients and context.intent in (Intent.RANK_CLIENTS, Intent.SHARE_GOOD):
        ended = tuple((quality, None) for quality, _ in context.qualities)
        return Query(Intent.CLIENT_REPORT, clients=clients, qualities=ended, period=context.period)
    return context


def _clients(signals: Signals, query: Query, context: Query, clients: tuple[str, ...]) -> Query:
    compared = query.intent is Intent.COMPARE_CLIENTS
    adds = not signals.words().isdisjoint(signals.lexicon.rules["adding"])
    if clients and compared and query.clients == context.clients and (len(clients) == 1 or adds):
        return query.with_(clients=tuple(dict.fromkeys((*context.clients, *clients))))
    if clients and not (compared and query.clients != context.clients):
        return query.with_(clients=clients, ambiguous=(), unmatched=None)
    if signals.ambiguous and not clients:
        return query.with_(clients=(), ambiguous=tuple(signals.ambiguous), unmatched=None)
    if signals.unmatched:
        return query.with_(clients=(), ambiguous=(), unmatched=signals.unmatched)
    return query


def _ends(signals: Signals, query: Query) -> Query:
    """Qualities, and which end: a quality that is only named keeps the end that was asked for."""
    asked = slots.wanted(signals)
    end = slots.order(signals)
    said, negated = slots.verdict(signals)
    before = next((order for _, order in query.qualities if order), query.order)
    if asked:
        return query.with_(
            qualities=tuple((quality, order or before) for quality, order in asked),
            order=None,
            verdict=None,
            negated=False,
        )
    if end is None and said is None and _turned(signals):
        end = before.other if before else None
    if end is None and said in ("good", "difficult") and (query.qualities or query.order):
        end = Order.BEST if (said == "good") != negated else Order.WORST
    if end and query.qualities:
        return query.with_(qualities=tuple((quality, end) for quality, _ in query.qualities))
    if end:
        return query.with_(order=end, verdict=None, negated=False)
    return query.with_(verdict=said, negated=negated, order=None) if said else query


def _turned(signals: Signals) -> bool:
    """ "the other end", "flip it": the same the other way round."""
    words = signals.words()
    other = "other" in words and not words.isdisjoint({"end", "way", "direction", "side", "extreme"})
    return other or not words.isdisjoint(signals.lexicon.rules["turning_round"])


def _earlier(signals: Signals, query: Query, today: date) -> Query:
    """ "the week before", "and the one before that": the period before the one that was asked for."""
    if signals.period or not query.period or signals.clients:
        return query
    words = [token.word for token in signals.tokens if token.kind is Kind.WORD]
    said = ("before" in words or {"previous", "prior", "preceding"} & set(words)) and len(words) <= 7
    return query.with_(period=before(query.period, today)) if said else query


def _rest(signals: Signals, query: Query, own: Query | None) -> Query:
    bound = numbers.score(signals)
    limit = numbers.limit(signals, bound[1] if bound else set())
    rater = people.rater(signals)
    way = slots.direction(signals, ()) if own and own.intent is Intent.TREND_MOVERS else None
    return query.with_(
        score=bound[0] if bound else query.score,
        limit=limit or query.limit,
        period=signals.period or query.period,
        rater=rater or query.rater,
        direction=way or query.direction,
    )
