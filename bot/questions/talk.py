"""What is said to the bot but asks nothing of the ratings: greetings, help, and what is declined."""

from collections.abc import Sequence

from bot.questions.query import Intent, Query
from bot.questions.signals import Signals, covered
from bot.questions.trust import unexplained
from bot.questions.understanding import Why

ACTS = (("elsewhere.injection", Why.INJECTION), ("elsewhere.order", Why.ORDER))
DECLINED = (
    *ACTS,
    ("elsewhere.not_stored", Why.NOT_STORED),
    ("elsewhere.prediction", Why.PREDICTION),
    ("elsewhere.topic", Why.TOPIC),
)


def talk(signals: Signals, context: Query | None) -> Intent | None:
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
        if intent is Intent.HELP and (
            signals.has("intents.coverage") or (_of_quality(signals) and signals.word(0) != "i")
        ):
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


def _of_quality(signals: Signals) -> bool:
    """Whether a whole phrase says good or bad of a quality."""
    return any(len(hit.at) > 1 and not hit.tag.endswith("topic") for hit in signals.qualities())


def _asks(signals: Signals, said: set[int]) -> bool:
    """Whether something outside the greeting is asked."""
    return any(
        not set(hit.at) & said
        and hit.tag.partition(".")[0] not in ("talk", "people")
        and hit.tag not in ("intents.report",)
        for hit in signals.hits
    )


def elsewhere(signals: Signals, declined: Sequence[tuple[str, Why]]) -> Why | None:
    """Why the question is not one for this bot, if it is not; a longer phrase about a quality outweighs a word."""
    ended = max((len(hit.at) for hit in signals.qualities() if not hit.tag.endswith("topic")), default=0)
    for tag, why in declined:
        acts = [hit for hit in signals.every if hit.tag == tag and hit.start == 0 < hit.end] if why is Why.ORDER else []
        for hit in (*signals.of(tag), *acts):
            outweighed = ended > len(hit.at) or (ended > 1 and len(hit.at) == 1)
            if why in (Why.INJECTION, Why.ORDER) or not outweighed:
                return why
    return None
