"""How figures, days and evidence are said."""

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import NormalDist

from bot.qualities import Quality
from bot.questions.periods import say
from bot.scoring import Estimate, Verdict
from bot.scoring.verdicts import SURE

VERDICT = {
    Verdict.GOOD: "good",
    Verdict.MIXED: "mixed",
    Verdict.DIFFICULT: "difficult",
    Verdict.UNSETTLED: "not settled yet",
}
MOST_LINES = 10
"""Entries of a list that are said in words; the table holds the rest."""


def count(n: int, one: str, many: str = "") -> str:
    """“1 rating”, “1,204 ratings”."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def point(value: float) -> str:
    """A score as it is said: 4.3."""
    return f"{value:.1f}"


def span(estimate: Estimate) -> str:
    """The 90 % interval of a score."""
    return f"{estimate.lo:.1f} to {estimate.hi:.1f}"


def change(points: float) -> str:
    """“up 0.4”, “down 0.3”, “unchanged”."""
    if abs(points) < 0.05:
        return "unchanged"
    return f"{'up' if points > 0 else 'down'} {abs(points):.1f}"


def percent(share: float) -> str:
    """“58%”."""
    return f"{share:.0%}"


def topic(quality: Quality | None) -> str:
    """What is spoken of: a quality, or everything together."""
    return quality.about.name if quality else "Overall"


def listing(names: Iterable[str], most: int = 6) -> str:
    """“A, B and C”; “A, B and 12 more”."""
    shown = list(names)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def ago(day: date, today: date) -> str:
    """How long ago a day was."""
    days = (today - day).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    for unit, length, from_ in (("month", 30.44, 75), ("week", 7, 21)):
        if days >= from_:
            return f"{count(round(days / length), unit)} ago"
    return f"{days} days ago"


def evidence(ratings: int, people: int, last: date | None, today: date) -> str:
    """“From 12 ratings by 4 people, the latest 3 days ago.”"""
    if not ratings or last is None:
        return "There are no ratings to go by."
    by = count(people, "person", "people")
    latest = f"the latest {ago(last, today)}" if ratings > 1 else f"{ago(last, today)}"
    return f"From {count(ratings, 'rating')} by {by}, {latest}."


def ahead(better: Estimate, worse: Estimate) -> float:
    """The probability that one really is above the other."""
    spread = (better.sd**2 + worse.sd**2) ** 0.5
    if not spread:
        return 1.0 if better.mean > worse.mean else 0.5
    return NormalDist().cdf((better.mean - worse.mean) / spread)


def too_close(ordered: Sequence[Estimate]) -> int:
    """How many at the head of a ranking cannot be told apart from the first, as surely as a verdict needs."""
    if not ordered:
        return 0
    first = ordered[0]
    told = (at for at, other in enumerate(ordered) if max(ahead(first, other), ahead(other, first)) >= SURE)
    return next(told, len(ordered))


def day_and_ago(day: date, today: date) -> str:
    """“19 Nov 2026 (3 days ago)”."""
    return f"{say(day)} ({ago(day, today)})"
