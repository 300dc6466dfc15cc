"""Reading a question."""

from collections.abc import Mapping
from datetime import date

from bot.clients import ClientIndex, fold
from bot.questions.query import Intent, Query
from bot.questions.understanding import Certainty, Understanding, Why


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
    mentions = index.mentions(fold(text).split())
    names = tuple(mention.clients[0].name for mention in mentions if len(mention.clients) == 1)
    if not names:
        return Understanding(text, Query(Intent.UNKNOWN), Certainty.DECLINE, why=Why.NOT_UNDERSTOOD)
    return Understanding(text, Query(Intent.CLIENT_REPORT, clients=names), Certainty.ANSWER)
