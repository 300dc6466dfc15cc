"""Which clients a question is about, or the answer that asks."""

from bot.answers.answer import Answer
from bot.answers.sight import Sight
from bot.clients import ClientIndex, KnownClient
from bot.company import Client
from bot.pictures import AskStep, RateStep
from bot.questions.query import Query

NEAR = 3
"""Near names that are offered for one that nobody has."""


def clients_of(query: Query, sight: Sight) -> list[Client]:
    """The clients named in the query that there are."""
    return [client for name in query.clients if (client := sight.named(name))]


def ask_whom(query: Query, sight: Sight) -> Answer | None:
    """The answer that asks which client is meant, or says that there is none of the name; None where it is clear."""
    if query.ambiguous and not query.clients:
        return Answer(
            headline="Which of these do you mean?",
            lines=tuple(query.ambiguous),
            steps=tuple(AskStep(name, query.with_(clients=(name,), ambiguous=())) for name in query.ambiguous[:5]),
        )
    if clients_of(query, sight):
        return None
    name = query.unmatched or next(iter(query.clients), None)
    return _no_such(name, query, sight) if name else None


def _no_such(name: str, query: Query, sight: Sight) -> Answer:
    index = ClientIndex(KnownClient(client.id, client.name, client.aliases) for client in sight.clients)
    near = [known.name for known in index.search(name, NEAR)]
    asks = [AskStep(one, query.with_(clients=(one,), unmatched=None)) for one in near]
    return Answer(
        headline=f"I know no client called “{name}”.",
        lines=(
            f"Near names: {', '.join(near)}." if near else "No other name comes near it.",
            "If it is a new client, rate it once: it is added on the way.",
        ),
        steps=(*asks, RateStep("Rate a new client")),
    )
