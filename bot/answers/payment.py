"""Payment as measured from invoices, said beside what people observed and never mixed with it."""

from dataclasses import replace

from bot.answers.answer import Answer, Section
from bot.answers.order import worst_first
from bot.answers.parts import name
from bot.answers.scene import Stood
from bot.answers.sight import Sight
from bot.answers.words import MOST_LINES, count, point, span, topic
from bot.company import Client
from bot.qualities import Quality
from bot.questions.periods import Period, say
from bot.questions.query import Query
from bot.scoring import Measured

FROM_INVOICES = "Measured from invoices"


def on_the_card(client: Client, sight: Sight, period: Period | None) -> tuple[str, ...]:
    """A line among the qualities, where invoices say something that this viewer may see."""
    found = sight.measured(period).get(client.id)
    return (f"{topic(Quality.PAYMENT)}, measured · {_said(found)} · {_as_of(found)}",) if found else ()


def beside(answer: Answer, client: Client, one: Stood | None, query: Query, sight: Sight) -> Answer:
    """The answer about one client; if payment was asked about, with what was observed of it and what was measured."""
    asked = any(quality is Quality.PAYMENT for quality, _ in query.qualities)
    found = sight.measured(query.period).get(client.id) if asked else None
    if not found:
        return answer
    observed = "nobody has scored it"
    if one and one.seen(Quality.PAYMENT):
        estimate = one.on(Quality.PAYMENT)
        observed = f"{point(estimate.mean)} ({span(estimate)}) · {count(one.seen(Quality.PAYMENT), 'score')}"
    lines = (f"Observed by people · {observed}", f"{FROM_INVOICES} · {_said(found)} · {_as_of(found)}")
    return replace(answer, sections=(*answer.sections, Section("Payment, from both sides", lines)))


def ranked_beside(answer: Answer, query: Query, sight: Sight) -> Answer:
    """The ranking, with a section of its own if it is by payment alone; in the order and length that was asked."""
    if [quality for quality, _ in query.qualities] != [Quality.PAYMENT] or query.score:
        return answer
    measured = sight.measured(query.period)
    found = [(client, measured[client.id]) for client in sight.clients if client.id in measured]
    sign = 1 if worst_first(query) else -1
    found.sort(key=lambda one: (0, sign * one[1].score.mean) if one[1].score else (1, 0))
    if not found:
        return answer
    latest = max((one for _, one in found), key=lambda one: one.last)
    lines = tuple(
        f"{name(client)} · {_said(one)}{'' if one.last == latest.last else f' · {_as_of(one)}'}"
        for client, one in found
    )
    most = query.limit or MOST_LINES
    heading = f"{FROM_INVOICES}, {_as_of(latest)}{f', {most} of {len(lines)}' if len(lines) > most else ''}"
    # Not numbered: numbered lists are left out beside a drawn table, which holds them, but none of this.
    return replace(answer, sections=(*answer.sections, Section(heading, lines[:most])))


def _as_of(found: Measured) -> str:
    return f"as of {say(found.last)}"


def _said(found: Measured) -> str:
    """“2.3 (2.0 to 2.6) · 14 invoices, 12 days late on average, 3,200 overdue”."""
    days = round(found.days_late)
    late = f"{count(days, 'day')} late" if days else "on time"
    overdue = f", {found.overdue:,.0f} overdue" if found.overdue else ""
    if found.score is None:
        return f"{count(found.invoices, 'open invoice')}, {late} so far{overdue}"
    average = " on average" if found.invoices > 1 else ""
    invoices = f"{count(found.invoices, 'invoice')}, {late}{average}{overdue}"
    return f"{point(found.score.mean)} ({span(found.score)}) · {invoices}"
