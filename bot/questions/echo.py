"""A query said in one line: "Last 90 days · all clients · pays promptly · worst first"."""

from datetime import date

from bot.questions.query import Query


def echo(query: Query, today: date) -> str:
    """The line that every answer starts with. What it says is understood again as the same query."""
    parts = [query.period.words() if query.period else "", " and ".join(query.clients) or "all clients"]
    parts += [quality.about.name.lower() for quality, _ in query.qualities]
    said = " · ".join(part for part in parts if part)
    return said[0].upper() + said[1:]
