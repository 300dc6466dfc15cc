"""Which of the answering intents the signals of a question mean."""

from bot.questions import numbers, people, slots
from bot.questions.periods import Since
from bot.questions.query import Intent, Query
from bot.questions.signals import Signals
from bot.questions.tokens import Kind
from bot.questions.trimming import trimmed


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
        bound = numbers.score(signals)
        self.score = bound[0] if bound else None
        if self.score and self.verdict == ("difficult" if self.score.op.startswith("<") else "good"):
            self.verdict, self.negated = None, False  # "miserable sods under 2": the number says it
        signals.explained |= bound[1] if bound else set()
        self.limit = numbers.limit(signals, bound[1] if bound else set())
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

    def said(self, *rules: str) -> bool:
        """Whether one of the small words of a rule was said."""
        return any(not self.words.isdisjoint(self.signals.lexicon.rules[rule]) for rule in rules)

    def size(self, *names: str) -> int:
        """How long the longest phrase of some intents is."""
        return self.signals.size(*(f"intents.{name}" for name in names))

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


def _definition(f: _Facts) -> bool:
    asked = f.rater is None or (f.rater == "me" and f.size("definition") > 2)
    if f.named or not asked or f.signals.period or f.said("counting") or not f.has("definition"):
        return False
    return f.size("definition") >= 2 or bool(f.qualities) or f.said("plain_terms")


def _notes(f: _Facts) -> bool:
    return f.has("notes")


def _activity(f: _Facts) -> bool:
    """Ratings or raters are wanted: not clients by what somebody gave them, nor one client's standing."""
    size = f.size("activity")
    if f.verdict == "unrated" and size <= f.signals.size("verdicts.unrated"):
        return False
    if f.has("coverage"):
        technicians = f.signals.has("people.technicians") and not f.said("clients")
        longer = size > f.size("coverage") and not f.rater and not f.said("clients")
        return longer or (technicians and size >= f.size("coverage"))
    graded = bool(f.verdict or f.order) and f.said("clients_or_who") and not f.said("ratings")
    described = f.rater and (((f.about_clients or f.limit) and not f.said("ratings", "given")) or graded)
    if f.score and not f.named and not f.said("ratings"):
        return False
    carded = f.named and f.rater in (None, "me") and not f.said("whom")
    if not size or described or carded:
        return False
    if size == 1:
        return not f.about_clients and not f.named and not f.has("share") and not f.qualities
    longer = size > max((len(hit.at) for hit in f.signals.qualities()), default=0)
    return longer or not f.qualities or bool(f.rater) or f.said("ratings")


def _coverage(f: _Facts) -> bool:
    if f.verdict == "unrated":
        return True
    if f.size("coverage") == 1:
        return not (f.about_clients or f.qualities or f.has("share") or (f.named and f.has("why")))
    return f.has("coverage") and (f.said("rated") or not any(end for _, end in f.qualities))


def _why(f: _Facts) -> bool:
    compared = f.named > 1 and f.signals.says("intents.compare") and "why" not in f.words
    return bool(f.named) and f.signals.says("intents.why") and not compared


def _compare(f: _Facts) -> bool:
    if f.named > 1:
        return f.signals.says("intents.compare") or f.said("comparing")
    return f.named == 1 and f.signals.says("intents.compare") and f.signals.says("intents.average")


def _trend(f: _Facts) -> bool:
    if f.named > 1 and (f.size("compare") > 1 or (f.has("compare") and not f.has("trend_up", "trend_down"))):
        return False
    if f.has("trend_up", "trend_down"):
        return True
    if isinstance(f.signals.period, Since) and f.said("comparatives") and not f.score and f.named < 2:
        return True
    if f.has("trend"):
        return f.size("trend") > 1 or not f.about_clients or bool(f.named)
    return f.has("trend_weak") and _turning(f)


def _turning(f: _Facts) -> bool:
    """ "getting slower at paying", "worse since June": a weak word of change beside something that can change."""
    tokens = f.signals.tokens
    places = [at for at in range(len(tokens)) if f.signals.rule("turning", at)]
    ended = any(end for _, end in f.qualities)
    if ended and any(f.signals.word(at + 1).endswith("ing") and f.signals.rule("beginning", at) for at in places):
        return True
    if all(
        f.signals.lexicon.has("stop", f.signals.word(at + 1)) and not f.signals.rule("degrees", at + 1) for at in places
    ):
        return False  # "getting through to them", "turned up"
    comparative = f.said("better_or_worse") or any(f.signals.word(at + 1) in ("more", "less") for at in places)
    if comparative and f.signals.period and not f.qualities and f.said("since"):
        return True
    ended = any(end for _, end in f.qualities) or any(word.endswith("er") for word in f.words)
    return f.said("turning") and (comparative or ended) and f.named < 2


def _share(f: _Facts) -> bool:
    if f.named or (f.score and not f.said("counting")):
        return False
    if f.score:
        return True
    if f.has("share"):
        return f.limit is None or "many" in f.words or f.size("share") > 1
    return f.has("share_weak") and not f.about_clients and not f.has("rank")


def _rank(f: _Facts) -> bool:
    return f.about_clients or bool(f.qualities) or f.has("rank")


_MOVING = ("trend", "trend_up", "trend_down")

_RULES = (
    (Intent.DEFINITION, _definition),
    (Intent.NOTES_FLAGS, _notes),
    (Intent.EXPLAIN_CLIENT, lambda f: _why(f) and (f.said("why") or f.size("why") > f.size(*_MOVING))),
    (Intent.COVERAGE, lambda f: not _activity(f) and _coverage(f)),
    (Intent.RATER_ACTIVITY, _activity),
    (Intent.TREND_MOVERS, _trend),
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
    power: float = min(asked, 2) + min(said, 2) + min(ends, 1) + rated
    clients = not signals.words().isdisjoint(signals.lexicon.rules["clients"])
    power += query.intent is Intent.RANK_CLIENTS and clients
    power += bool(signals.clients or signals.ambiguous) + bool(query.qualities) * 0.5 + bool(signals.period) * 0.5
    return power + bool(query.score) + 2 * signals.merged + 0.5 * bool(query.rater) + bool(query.unmatched)
