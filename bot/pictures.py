"""Tables, charts and next steps as plain values: answers and digests hold them, views draw them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.questions.query import Query

Cell = str | float | None


@dataclass(frozen=True)
class Table:
    """A table for people; a cell is words, a number, or None for “not known”."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class ChartKind(StrEnum):
    """How points are drawn."""

    LINE = "line"
    BAR = "bar"


@dataclass(frozen=True)
class Chart:
    """A chart: each series has one value per label, None for a gap."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True)
class AskStep:
    """A button that asks the next likely question."""

    label: str
    query: Query


@dataclass(frozen=True)
class RateStep:
    """A button that opens the rating of a client (of any, without one)."""

    label: str
    client_id: str | None = None


@dataclass(frozen=True)
class DealStep:
    """A button that marks a clue at a client as dealt with."""

    label: str
    client_id: str
    clue: str


Step = AskStep | RateStep | DealStep
