"""Which of the answering intents the signals of a question mean."""

from bot.questions import people, slots
from bot.questions.query import Intent, Query
from bot.questions.signals import Signals
from bot.questions.tokens import Kind

_COMPARATIVE = ("better", "worse", "more", "less", "than", "or", "best", "worst", "which", "most", "least")


def decide(signals: Signals) -> Query | None:
    """The query, or None where nothing that can be answered is asked."""
    facts = _Facts(signals)
    for intent, asked in _RULES:
        if asked(facts):
            return facts.query(intent)
    return None


class _Facts:
    """The slots of a question and the few things that the rules ask about it."""

    def __init__(self, signals: Signals) -> None:
        self.signals = signals
        self.qualities = slots.wanted(signals)
        self.verdict, self.negated = slots.verdict(signals)
        self.order = slots.order(signals)
        if self.order and self.verdict in ("good", "difficult"):
            self.verdict, self.negated = None, False
        bound = slots.score(signals)
        self.score = bound[0] if bound else None
        signals.explained |= bound[1] if bound else set()
        self.limit = slots.limit(signals, bound[1] if bound else set())
        self.rater = people.rater(signals)
        self.named = len(signals.clients) + bool(signals.ambiguous)
        self.words = signals.words()

    @property
    def about_clients(self) -> bool:
        """Whether clients are described: by a quality's end, a verdict or an order."""
        return any(end for _, end in self.qualities) or bool(self.verdict or self.order or self.score)

    def has(self, *names: str) -> bool:
        """Whether one of these intents' phrases was found."""
        return self.signals.has(*(f"intents.{name}" for name in names))

    def size(self, name: str) -> int:
        """How long the longest phrase of an intent is."""
        return self.signals.size(f"intents.{name}")

    def query(self, intent: Intent) -> Query:
        """The question with the slots that its intent has."""
        signals = self.signals
        everything = Query(
            intent,
            clients=tuple(dict.fromkeys(signals.clients)),
            ambiguous=tuple(signals.ambiguous),
            unmatched=signals.unmatched,
            qualities=self.qualities,
            order=self.order if not self.qualities else None,
            verdict=self.verdict if not self.qualities else None,
            negated=self.negated and not self.qualities,
            score=self.score,
            limit=self.limit,
            period=signals.period,
            rater=self.rater,
            direction=slots.direction(signals, self.qualities),
        )
        return trimmed(everything)


_SLOTS = {
    Intent.RANK_CLIENTS: "qualities order verdict score limit period rater",
    Intent.SHARE_GOOD: "qualities verdict score period",
    Intent.CLIENT_REPORT: "clients qualities period rater",
    Intent.EXPLAIN_CLIENT: "clients qualities period",
    Intent.COMPARE_CLIENTS: "clients qualities period",
    Intent.TREND_MOVERS: "clients direction qualities period limit",
    Intent.COVERAGE: "clients period limit rater verdict",
    Intent.RATER_ACTIVITY: "rater clients period",
    Intent.NOTES_FLAGS: "clients qualities period rater",
    Intent.DEFINITION: "qualities",
}
_ENDED = (Intent.RANK_CLIENTS, Intent.SHARE_GOOD)
"""The intents in which a quality has an end."""


def trimmed(query: Query) -> Query:
    """The query with only the slots that its intent has."""
    kept = _SLOTS.get(query.intent, "").split()
    verdict = query.verdict if "verdict" in kept else None
    if query.intent is Intent.COVERAGE and (verdict != "unrated" or query.period or query.rater):
        verdict = None
    clients = "clients" in kept
    return Query(
        query.intent,
        clients=query.clients if clients else (),
        ambiguous=query.ambiguous if clients else (),
        unmatched=query.unmatched if clients else None,
        qualities=_ends(query) if "qualities" in kept else (),
        order=query.order if "order" in kept else None,
        verdict=verdict,
        negated=query.negated and verdict is not None,
        score=query.score if "score" in kept else None,
        limit=query.limit if "limit" in kept and not query.clients else None,
        period=query.period if "period" in kept else None,
        rater=query.rater if "rater" in kept else None,
        direction=query.direction if "direction" in kept and not (query.clients or query.ambiguous) else None,
    )


def _ends(query: Query) -> tuple[slots.Wanted, ...]:
    if query.intent not in _ENDED:
        return tuple((quality, None) for quality, _ in query.qualities)
    best = slots.Order.BEST if query.intent is Intent.RANK_CLIENTS else None
    return tuple((quality, end or best) for quality, end in query.qualities)


def _definition(f: _Facts) -> bool:
    if f.named or f.rater or f.signals.period or not f.has("definition"):
        return False
    return (
        f.size("definition") >= 2
        or bool(f.qualities)
        or bool(
            f.words
            & {
                "qualities",
                "meaning",
                "definition",
                "glossary",
                "formula",
                "algorithm",
                "criteria",
                "rubric",
                "methodology",
                "unsettled",
                "threshold",
                "thresholds",
                "weights",
                "weighting",
                "weightings",
            }
        )
    )


def _notes(f: _Facts) -> bool:
    return f.has("notes")


def _activity(f: _Facts) -> bool:
    if not f.has("activity"):
        return False
    subject = f.signals.has("people.technicians") and not f.words & {
        "client",
        "clients",
        "customer",
        "customers",
        "accounts",
        "sites",
    }
    if f.has("coverage"):
        return subject and f.size("activity") >= f.size("coverage")
    if (
        f.rater
        and (f.about_clients or f.limit)
        and not f.words & {"rating", "ratings", "scores", "reviews", "did", "has", "what"}
    ):
        return False
    if (
        f.named
        and not (f.rater and f.rater != "me")
        and not f.words & {"who", "whom", "anyone", "anybody", "someone", "many", "which"}
    ):
        return False
    if f.size("activity") == 1:
        return not f.about_clients and not f.named and not f.has("share") and not f.qualities
    if f.size("activity") > max((len(hit.at) for hit in f.signals.qualities()), default=0):
        return True
    return not (f.qualities and not f.rater and not f.words & {"ratings", "reviews", "submissions"})


def _coverage(f: _Facts) -> bool:
    if f.verdict == "unrated":
        return True
    if f.size("coverage") == 1:
        return not f.about_clients and not f.qualities and not f.has("share") and not (f.named and f.has("why"))
    return f.has("coverage") and not (
        any(end for _, end in f.qualities) and not f.signals.words() & {"rating", "rated", "ratings", "scored"}
    )


def _why(f: _Facts) -> bool:
    return (
        bool(f.named)
        and f.signals.says("intents.why")
        and not (f.named > 1 and f.signals.says("intents.compare") and "why" not in f.words)
    )


def _compare(f: _Facts) -> bool:
    if f.named > 1 or (
        f.signals.ambiguous
        and not f.signals.clients
        and {"acme"}
        and f.words & {"versus", "two"}
        and len(f.signals.ambiguous) > 1
    ):
        return f.signals.says("intents.compare") or bool(f.words & set(_COMPARATIVE))
    return f.named == 1 and f.signals.says("intents.compare") and f.has("average")


def _trend(f: _Facts) -> bool:
    if f.named > 1 and f.has("compare") and not f.has("trend_up", "trend_down"):
        return False
    if f.has("trend_up", "trend_down"):
        return True
    if f.has("trend"):
        return f.size("trend") > 1 or not f.about_clients or bool(f.named)
    if not f.has("trend_weak"):
        return False
    moved = bool(
        f.words & {"getting", "becoming", "growing", "turned", "turning", "became", "become", "gotten", "used"}
    )
    comparative = bool(f.words & {"better", "worse"})
    if (
        comparative
        and f.signals.period
        and not f.qualities
        and f.words & {"getting", "got", "gotten", "since", "lately"}
    ):
        return True
    return (
        moved
        and (any(end for _, end in f.qualities) or comparative or any(w.endswith("er") for w in f.words))
        and (f.named == 1 or not f.named)
    )


def _share(f: _Facts) -> bool:
    if f.named or (
        f.score and not f.words & {"many", "percent", "percentage", "proportion", "share", "number", "fraction"}
    ):
        return False
    if f.has("share"):
        return f.limit is None or "many" in f.words or f.size("share") > 1
    return f.has("share_weak") and not f.about_clients and not f.qualities


def _rank(f: _Facts) -> bool:
    if f.signals.unmatched:
        return False
    return f.about_clients or bool(f.qualities) or (f.has("rank") and f.signals.has("intents.rank"))


_RULES = (
    (Intent.DEFINITION, _definition),
    (Intent.NOTES_FLAGS, _notes),
    (Intent.EXPLAIN_CLIENT, lambda f: _why(f) and bool(f.words & {"why", "reason", "reasons", "explain", "come"})),
    (Intent.COVERAGE, lambda f: not _activity(f) and _coverage(f)),
    (Intent.RATER_ACTIVITY, _activity),
    (Intent.TREND_MOVERS, lambda f: _trend(f) and not (f.named > 1 and f.size("compare") > 1)),
    (Intent.COMPARE_CLIENTS, _compare),
    (Intent.EXPLAIN_CLIENT, _why),
    (Intent.SHARE_GOOD, _share),
    (Intent.CLIENT_REPORT, lambda f: bool(f.named)),
    (Intent.CLIENT_REPORT, lambda f: bool(f.signals.unmatched)),
    (Intent.RANK_CLIENTS, _rank),
)


_ASKS = ("why", "compare", "trend", "trend_up", "trend_down", "coverage", "activity", "notes", "share", "definition")


def strength(signals: Signals, query: Query) -> float:
    """How much speaks for a reading, in things found: a whole phrase counts double, a single word once."""
    asked = max((len(hit.at) for hit in signals.hits if hit.tag in {f"intents.{name}" for name in _ASKS}), default=0)
    said = max((len(hit.at) for hit in signals.qualities() if not hit.tag.endswith("topic")), default=0)
    ends = signals.size("verdicts.best", "verdicts.worst", "verdicts.good", "verdicts.difficult", "verdicts.mixed")
    rated = any(token.kind is Kind.WORD and token.forms & {"rate", "score", "rating"} for token in signals.tokens)
    power = min(asked, 2) + min(said, 2) + min(ends, 1) + rated
    clients = {
        "client",
        "clients",
        "customer",
        "customers",
        "account",
        "accounts",
        "site",
        "sites",
        "places",
        "companies",
    }
    power += bool(query.intent is Intent.RANK_CLIENTS and clients & signals.words())
    power += bool(signals.clients or signals.ambiguous) + bool(query.qualities) * 0.5 + bool(signals.period) * 0.5
    return power + bool(query.score) + 2 * signals.merged + 0.5 * bool(query.rater) + bool(query.unmatched)
