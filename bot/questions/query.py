"""What a question asks, after it is understood: frozen, hashable, and stored as a label."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot.qualities import Quality
from bot.questions.periods import Period, period_from
from bot.refusals import Refused


class Intent(StrEnum):
    """What the person wants; the last three are not answered with data."""

    RANK_CLIENTS = "rank_clients"
    SHARE_GOOD = "share_good"
    CLIENT_REPORT = "client_report"
    EXPLAIN_CLIENT = "explain_client"
    COMPARE_CLIENTS = "compare_clients"
    TREND_MOVERS = "trend_movers"
    COVERAGE = "coverage"
    RATER_ACTIVITY = "rater_activity"
    NOTES_FLAGS = "notes_flags"
    DEFINITION = "definition"
    HELP = "help"
    SMALLTALK = "smalltalk"
    UNKNOWN = "unknown"

    @property
    def answered(self) -> bool:
        """Whether it is answered with what is stored."""
        return self not in (Intent.HELP, Intent.SMALLTALK, Intent.UNKNOWN)


class Order(StrEnum):
    """Which end of a ranking comes first."""

    BEST = "best"
    WORST = "worst"

    @property
    def other(self) -> "Order":
        """The other end."""
        return Order.WORST if self is Order.BEST else Order.BEST


class Verdict(StrEnum):
    """The class of clients that is asked for."""

    GOOD = "good"
    MIXED = "mixed"
    DIFFICULT = "difficult"
    UNRATED = "unrated"


class Direction(StrEnum):
    """Which way a client moved."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Bound:
    """A numeric condition on a score: `op` is <, <=, >, >= or =."""

    op: str
    value: float


Wanted = tuple[Quality, Order | None]
"""A quality and the end of it that is asked for, where one is."""


@dataclass(frozen=True)
class Query:
    """A question in the convention of intents and slots.

    `clients` and `ambiguous` are the clients' own names; `unmatched` is a name that no client has. `order` is for
    questions that name no quality. `rater` is "me", a Slack user's id or "name:sarah".
    """

    intent: Intent
    clients: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    unmatched: str | None = None
    qualities: tuple[Wanted, ...] = ()
    order: Order | None = None
    verdict: Verdict | None = None
    negated: bool = False
    score: Bound | None = None
    limit: int | None = None
    period: Period | None = None
    rater: str | None = None
    direction: Direction | None = None

    def with_(self, **changes: Any) -> "Query":
        """The same question with some parts changed."""
        return replace(self, **changes)

    def to_label(self) -> dict[str, Any]:
        """{"intent": …, "slots": …}, ready for JSON, with only the slots that were said."""
        slots: dict[str, Any] = {
            "clients": list(self.clients),
            "ambiguous": list(self.ambiguous),
            "unmatched": self.unmatched,
            "quality": [quality.value for quality, _ in self.qualities],
            "order": self._order_label(),
            "verdict": self.verdict and self.verdict.value,
            "negated": self.negated,
            "score": self.score and {"op": self.score.op, "value": self.score.value},
            "limit": self.limit,
            "period": self.period and self.period.label(),
            "rater": self.rater,
            "direction": self.direction and self.direction.value,
        }
        said = {slot: value for slot, value in slots.items() if value or (slot == "clients" and self.unmatched)}
        return {"intent": self.intent.value, "slots": said}

    def _order_label(self) -> str | dict[str, str] | None:
        orders = {quality.value: order.value for quality, order in self.qualities if order}
        if not self.qualities:
            return self.order.value if self.order else None
        if len(orders) == len(self.qualities) and len(set(orders.values())) == 1:
            return next(iter(orders.values()))
        return orders or None

    @classmethod
    def from_label(cls, label: Mapping[str, Any]) -> "Query":
        """The query that was stored as `label`; Refused where it is none."""
        try:
            slots = dict(label.get("slots") or {})
            return cls(Intent(label["intent"]), **_slots(slots))
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused("This is not a question in the stored form.", field="query") from None


NOTHING = Query(Intent.UNKNOWN)
"""A question that asks nothing: what is declined, and what comes before the first one of a thread."""


def _slots(slots: dict[str, Any]) -> dict[str, Any]:
    order = slots.get("order")
    qualities = tuple(
        (Quality(key), _order(order.get(key) if isinstance(order, dict) else order))
        for key in slots.get("quality") or ()
    )
    score = slots.get("score")
    return {
        "clients": tuple(slots.get("clients") or ()),
        "ambiguous": tuple(slots.get("ambiguous") or ()),
        "unmatched": slots.get("unmatched"),
        "qualities": qualities,
        "order": _order(order) if not qualities else None,
        "verdict": Verdict(slots["verdict"]) if slots.get("verdict") else None,
        "negated": bool(slots.get("negated")),
        "score": Bound(str(score["op"]), float(score["value"])) if score else None,
        "limit": slots.get("limit"),
        "period": period_from(slots["period"]) if slots.get("period") else None,
        "rater": slots.get("rater"),
        "direction": Direction(slots["direction"]) if slots.get("direction") else None,
    }


def _order(value: Any) -> Order | None:
    return Order(value) if value else None
