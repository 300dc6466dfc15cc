"""Finding the period in a question. At most one is meant; the words that say it become one token."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.questions.clauses import asking
from bot.questions.moments import MONTHS, Moment, alone, moment, unit_at, word_at, word_set
from bot.questions.periods import Before, Between, Last, Named, Period, Since
from bot.questions.tokens import Kind, Token

_ROLLING = word_set("last past previous prior preceding latest recent")
_WITHIN = word_set(
    "in over within for during across than about since around under inside these throughout every least nearly almost"
)
_SMALL = {"couple": 2, "few": 3, "several": 3, "a": 1, "an": 1, "one": 1, "half": 0.5, "dozen": 12}
_UNTIL = word_set("– — to until till til through and thru")
_BEFORE = word_set("before until till pre by upto")
_EDGES = word_set("this early late mid start end")
_NEAR = 5
_CORRECTS = word_set("say actually mean rather or")
"""Words between a period and the one that is meant: "since Easter, say April"."""
_ABOUT = word_set("the about around roughly approximately more than or so least at nearly almost")
_TRAILED = word_set("least than rolling trailing client clients rating ratings")
_AMID = word_set("of good odd + calendar full whole consecutive rolling")
_LATE = word_set("late overdue old")


class Found(NamedTuple):
    """A period and the tokens that say it."""

    period: Period
    start: int
    end: int


def find_period(tokens: Sequence[Token], today: date) -> Found | None:
    """The first period that is said, or None."""
    for at in range(len(tokens)):
        if tokens[at].kind not in (Kind.WORD, Kind.NUMBER):
            continue
        for read in (_to_date, _onwards, _since, _after, _before, _range, _rolling, _named, _bare):
            if found := read(tokens, at, today):
                period, end = found
                return Found(period, at, end)
    return None


def merge_period(tokens: list[Token], today: date) -> tuple[list[Token], Period | None]:
    """The tokens with the period as one token, and the period: that of the sentence that asks before any other."""
    part = asking(tokens)
    found = find_period(tokens[part.start : part.stop], today)
    found = (
        Found(found.period, found.start + part.start, found.end + part.start) if found else find_period(tokens, today)
    )
    if not found:
        return tokens, None
    later = find_period(tokens[found.end :], today)
    between = {token.word for token in tokens[found.end : found.end + later.start]} if later else set()
    if later and later.start < _NEAR and between & _CORRECTS:
        period = later.period
        if isinstance(found.period, Since) and isinstance(period, Between):
            period = Since(period.start)
        found = Found(period, found.start, found.end + later.end)
    said = " ".join(token.text for token in tokens[found.start : found.end])
    token = Token(Kind.PERIOD, said, "~period", frozenset({"~period"}), found.period)
    return [*tokens[: found.start], token, *tokens[found.end :]], found.period


Read = tuple[Period, int] | None


def _skip(tokens: Sequence[Token], at: int, *words: str) -> int:
    while word_at(tokens, at) in words:
        at += 1
    return at


def _to_date(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) == "ytd":
        return Named("this_year"), at + 1
    unit = unit_at(tokens, at)
    if unit and unit != "day" and word_at(tokens, at + 1) == "to" and word_at(tokens, at + 2) == "date":
        return Named(f"this_{unit}"), at + 3
    if word_at(tokens, at) == "so" and word_at(tokens, at + 1) == "far":
        return _named(tokens, _skip(tokens, at + 2, "in", "for"), today) or _bare(
            tokens, _skip(tokens, at + 2, "in"), today
        )
    return None


def _onwards(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) != "from" or not (found := moment(tokens, at + 1, today)):
        return None
    onwards = word_at(tokens, found.next) in ("onwards", "onward", "on", "forward")
    return (Since(found.start), found.next + 1) if onwards else None


def _since(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) != "since":
        return None
    after = _skip(tokens, at + 1, "since", "way", "about", "around", "roughly", "before")
    if came := _came_back(tokens, after, today):
        return Since(came.end + timedelta(days=1)), came.next
    if (found := moment(tokens, after, today)) and found.start <= today:
        return Since(found.start), found.next
    if found := _happened(tokens, after, today):
        return Since(found.start), found.next
    quantity = _quantity(tokens, after)
    ago = quantity and word_at(tokens, quantity[2]) == "ago"
    return (Last(quantity[0], quantity[1]), quantity[2] + 1) if quantity and ago else None


def _came_back(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "since we came back from the summer", "since the end of June" say when something ended."""
    for place in range(at, min(at + 4, len(tokens))):
        if word_at(tokens, place) == "back" and word_at(tokens, place + 1) in ("from", "after"):
            return moment(tokens, place + 2, today)
    return None


def _happened(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "since I started in September", "since we had that big meeting in July"."""
    if word_at(tokens, at) not in ("i", "we", "they", "the", "that", "our", "you", "it"):
        return None
    for place in range(at + 1, min(at + 8, len(tokens))):
        if tokens[place].kind is Kind.BREAK:
            break
        if word_at(tokens, place) in ("in", "on", "at", "last", "during"):
            start = place + (word_at(tokens, place) != "last")
            if (found := moment(tokens, start, today)) and found.start <= today:
                return found
    return None


def _after(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) not in ("after", "following", "post"):
        return None
    found = moment(tokens, at + 1, today)
    return (Since(found.end + timedelta(days=1)), found.next) if found and found.end < today else None


def _before(tokens: Sequence[Token], at: int, today: date) -> Read:
    word, after = word_at(tokens, at), at + 1
    if word in ("up", "prior") and word_at(tokens, after) in ("to", "until", "till"):
        after += 1
    elif word not in _BEFORE:
        return None
    found = moment(tokens, after, today)
    if not found or (word == "by" and found.start > today):
        return None
    return Before(found.start), found.next


def _range(tokens: Sequence[Token], at: int, today: date) -> Read:
    first = at + 1 if word_at(tokens, at) in ("from", "between") else at
    start = moment(tokens, first, today)
    months = start and word_at(tokens, first) in MONTHS
    if months and start and not {word_at(tokens, start.next), word_at(tokens, start.next + 1)}.isdisjoint(MONTHS):
        start = start._replace(next=start.next - (word_at(tokens, start.next) in MONTHS))  # "Jan-Mar"
    elif first == at and not alone(tokens, at):
        return None
    if not start or word_at(tokens, start.next) not in _UNTIL:
        return None
    if (
        word_at(tokens, start.next) == "and"
        and first == at
        and not (months and word_at(tokens, start.next + 1) in MONTHS)
    ):
        return None
    if word_at(tokens, start.next + 1) in ("now", "today", "date"):
        return Since(start.start), start.next + 2
    end = moment(tokens, start.next + 1, today)
    if not end or end.end < start.start:
        return None
    begin = start.start
    dated = word_at(tokens, start.next - 1) == str(begin.year)
    if not dated and begin.year < end.start.year and end.next > start.next + 2 and begin.month <= end.start.month:
        begin = begin.replace(year=end.start.year)  # "March to May 2025"
    return Between(begin, end.end), end.next


def _quantity(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """A length of time: how many of which unit, and the token after it."""
    at = _skip(tokens, at, *_ABOUT)
    number: float | None = None
    while at < len(tokens):
        if tokens[at].kind is Kind.NUMBER and number is None:
            number = float(tokens[at].value)
        elif word_at(tokens, at) in _SMALL:
            number = _SMALL[word_at(tokens, at)] * (number if word_at(tokens, at) == "dozen" and number else 1)
        elif word_at(tokens, at) not in _AMID:
            break
        at += 1
    unit = unit_at(tokens, at)
    if word_at(tokens, at) in ("hours", "hrs") and number and number % 24 == 0:
        number, unit = number / 24, "day"
    if word_at(tokens, at).removesuffix("s") == "fortnight":
        number, unit = 2 * (number or 1), "week"
    if not unit or number is None:
        return None
    if number == 0.5:
        number, unit = {"year": (6, "month"), "month": (2, "week"), "quarter": (6, "week")}.get(unit, (1, unit))
    if number != int(number) or not 1 <= number <= 1000:
        return None
    return int(number), unit + "s", at + 1


def _rolling(tokens: Sequence[Token], at: int, today: date) -> Read:
    word = word_at(tokens, at)
    if word == "the" and word_at(tokens, at + 1) in _ROLLING and unit_at(tokens, at + 2):
        return Last(1, unit_at(tokens, at + 2) + "s"), at + 3
    if word == "past" and unit_at(tokens, at + 1):
        return Last(1, unit_at(tokens, at + 1) + "s"), at + 2
    first = at + 1 if word == "the" and word_at(tokens, at + 1) in _ROLLING else at
    if word_at(tokens, first) in _ROLLING:
        if word_at(tokens, first + 1) == "fortnight":
            return Last(2, "weeks"), first + 2
        quantity = _quantity(tokens, first + 1)
        return (Last(quantity[0], quantity[1]), quantity[2]) if quantity else None
    if word in _WITHIN and (quantity := _quantity(tokens, at + 1)) and word_at(tokens, quantity[2]) not in _LATE:
        return Last(quantity[0], quantity[1]), quantity[2] + (word_at(tokens, quantity[2]) in ("ago", "plus", "+"))
    return _trailing(tokens, at)


def _trailing(tokens: Sequence[Token], at: int) -> Read:
    """ "90 days" with nothing before it or after it in its part of the sentence."""
    if at and tokens[at - 1].kind is not Kind.BREAK and word_at(tokens, at - 1) not in _TRAILED:
        return None
    quantity = _quantity(tokens, at)
    if not quantity or word_at(tokens, at) in ("a", "an") or word_at(tokens, quantity[2]) in _LATE:
        return None
    return Last(quantity[0], quantity[1]), quantity[2] + (word_at(tokens, quantity[2]) == "+")


def _named(tokens: Sequence[Token], at: int, today: date) -> Read:
    word = word_at(tokens, at)
    if word in ("today", "yesterday"):
        return Named(word), at + 1
    if word in ("this", "current") and word_at(tokens, at + 1) in ("morning", "afternoon", "evening"):
        return Named("today"), at + 2
    after = at + 1
    if word == "the" and word_at(tokens, after) == "current":
        word, after = "this", after + 1
    if word_at(tokens, after) in ("calendar", "current"):
        after += 1
    unit = unit_at(tokens, after)
    if not unit or unit == "day" or word not in ("this", "current", "last", "previous", "prior"):
        return None
    return Named(f"{'this' if word in ('this', 'current') else 'last'}_{unit}"), after + 1


def _bare(tokens: Sequence[Token], at: int, today: date) -> Read:
    small = word_at(tokens, at) in ("the", "of", "about", "around")
    if word_at(tokens, at) not in _EDGES and (small or not alone(tokens, at)):
        return None
    found = moment(tokens, at, today)
    if not found or found.start > today:
        return None
    return Between(found.start, found.end), found.next
