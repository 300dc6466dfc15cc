"""How the digest says counts, lists and days."""

from collections.abc import Sequence
from datetime import date

MOST = 3
"""Entries of a section: a digest is at most a screenful."""


def count(n: int, one: str, many: str = "") -> str:
    """“1 rating”, “1,204 ratings”."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def listing(names: Sequence[str], most: int = MOST) -> str:
    """“A, B and C”; “A, B, C and 12 more”."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most:,} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def short(day: date) -> str:
    """“9 Nov”."""
    return f"{day.day} {day:%b}"


def long(day: date) -> str:
    """“Monday 9 November 2026”."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def points(value: float) -> str:
    """A score: “4.3”."""
    return f"{value:.1f}"
