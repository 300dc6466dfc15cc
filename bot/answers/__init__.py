"""Query + facts + viewer → Answer: what is said to a question, with its evidence."""

from collections.abc import Callable
from dataclasses import replace

from bot.answers.activity import activity
from bot.answers.answer import Answer, Section
from bot.answers.blind import left_out, yours_first
from bot.answers.card import report
from bot.answers.comparison import compare
from bot.answers.coverage import coverage
from bot.answers.facts import Facts, Note
from bot.answers.flags import flags
from bot.answers.ranking import rank
from bot.answers.share import share
from bot.answers.sight import Sight
from bot.answers.talk import declined, definition, help_, smalltalk, unknown
from bot.answers.text import answer_text
from bot.answers.trends import movers
from bot.answers.whom import ask_whom, clients_of
from bot.answers.why import why
from bot.pictures import AskStep
from bot.privacy import Viewer
from bot.questions import Certainty, Understanding, echo
from bot.questions.query import Intent, Query

__all__ = ["Answer", "Facts", "Note", "Section", "answer", "answer_text", "reply"]

_FAMILIES: dict[Intent, Callable[[Query, Sight], Answer]] = {
    Intent.RANK_CLIENTS: rank,
    Intent.SHARE_GOOD: share,
    Intent.CLIENT_REPORT: report,
    Intent.EXPLAIN_CLIENT: why,
    Intent.COMPARE_CLIENTS: compare,
    Intent.TREND_MOVERS: movers,
    Intent.COVERAGE: coverage,
    Intent.RATER_ACTIVITY: activity,
    Intent.NOTES_FLAGS: flags,
    Intent.DEFINITION: definition,
    Intent.HELP: help_,
    Intent.SMALLTALK: smalltalk,
    Intent.UNKNOWN: unknown,
}
_WITHOUT_SCORES = {Intent.NOTES_FLAGS, Intent.DEFINITION, Intent.HELP, Intent.SMALLTALK, Intent.UNKNOWN}
"""Intents that show nobody's scores."""
_OF_ALL = {Intent.RANK_CLIENTS, Intent.SHARE_GOOD, Intent.TREND_MOVERS, Intent.COVERAGE}
"""Intents that are about every client, where none is named."""
_OF_CLIENTS = {Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT, Intent.COMPARE_CLIENTS}
"""Intents that say nothing without a client."""


def answer(query: Query, facts: Facts, viewer: Viewer) -> Answer:
    """What `viewer` is told to `query`. Everything in it was permitted first: see `Sight`."""
    sight = Sight(facts, viewer)
    said = _said(query, sight)
    if not query.intent.answered:
        return said
    missing = [name for name in query.clients if not sight.named(name)] + ([query.unmatched] if query.unmatched else [])
    known = clients_of(query, sight)
    aside = f"I know no client called “{missing[0]}”, so it is left out." if missing and known else said.aside
    return replace(said, read_as=echo(query, facts.today), aside=aside)


def _said(query: Query, sight: Sight) -> Answer:
    if asked := ask_whom(query, sight):
        return asked
    if query.intent in _OF_CLIENTS and not query.clients:
        return declined()
    named = clients_of(query, sight)
    waiting = [client for client in named if client in sight.yet_to_rate]
    if waiting and query.intent not in _WITHOUT_SCORES and not query.rater:
        return yours_first(waiting)
    said = _FAMILIES[query.intent](query, sight)
    return left_out(said, sight.yet_to_rate) if sight.yet_to_rate and query.intent in _OF_ALL and not named else said


def reply(understood: Understanding, facts: Facts, viewer: Viewer) -> Answer:
    """What `viewer` is told to a question as it was read: an answer, a question back, or a kind decline."""
    if understood.certainty is Certainty.DECLINE and not understood.query.intent.answered:
        if understood.query.intent is Intent.UNKNOWN:
            return declined(understood.why, understood.text)
        return answer(understood.query, facts, viewer)
    if understood.certainty is Certainty.ASK and understood.readings:
        return _ask_back(understood, facts)
    said = answer(understood.query, facts, viewer)
    if not understood.left_aside:
        return said
    words = ", ".join(f"“{word}”" for word in understood.left_aside)
    aside = f"I left {words} aside: I don't know what it means here."
    return replace(said, aside=f"{said.aside} {aside}".strip())


def _ask_back(understood: Understanding, facts: Facts) -> Answer:
    readings = [echo(reading, facts.today) for reading in understood.readings]
    words = ", ".join(f"“{word}”" for word in understood.left_aside)
    return Answer(
        headline="Which of these do you mean?" if len(readings) > 1 else "Do you mean this?",
        lines=((f"I don't know {words} here.",) if words else ()) + tuple(readings),
        steps=tuple(AskStep(words, reading) for words, reading in zip(readings, understood.readings, strict=True)),
    )
