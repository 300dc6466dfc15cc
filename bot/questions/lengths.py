"""Lengths of time: "the last 6 weeks", "90 days", "a year and a half", and the calendar ones: "last month"."""

from collections.abc import Sequence
from datetime import date

from bot.questions.days import unit_at
from bot.questions.periods import Last, Named, Period
from bot.questions.tokens import Kind, Token, word_at, word_set

Read = tuple[Period, int] | None

_ROLLING = word_set("last past previous prior preceding latest recent")
_CALENDAR = word_set("previous prior preceding")
_THIS = word_set("this current")
_WITHIN = word_set(
    "in over within for during across than about since around under inside these throughout every least nearly almost >"
)
_SMALL = {"couple": 2, "few": 3, "several": 3, "a": 1, "an": 1, "one": 1, "half": 0.5, "dozen": 12}
_ABOUT = word_set("the about around roughly approximately more than or so least at nearly almost say up to")
_TRAILED = word_set(
    "least than rolling trailing client clients rating ratings say > >= unscored unrated stale unvisited untouched "
    "gone that it back another"
)
_AMID = word_set("of good odd + calendar full whole consecutive rolling solid entire clear")
_LATE = word_set("late overdue old a per every week end column terms term invoice invoices")
_SHORT = {"d": "day", "m": "month", "mo": "month", "y": "year"}
_HALF = {"year": (6, "month"), "month": (2, "week"), "quarter": (6, "week")}
_WHOLE_UNITS = ("week", "month", "quarter", "year")
_SPARSE = 4
"""Tokens up to which "a year rather" is a question of its own, which changes the one before it."""
_PAST = word_set("than now did was were had not they it")
_UPON = word_set("on over by")
_EDGED = word_set(
    "end start beginning rest time flavour flavor half day best middle part client month week employee first "
    "plan agreed priorities budget list"
)


def skip(tokens: Sequence[Token], at: int, *words: str) -> int:
    """The first place from `at` that holds none of the words."""
    while word_at(tokens, at) in words:
        at += 1
    return at


def quantity(tokens: Sequence[Token], at: int) -> tuple[int, str, int] | None:
    """A length of time: how many of which unit, and the token after it."""
    number, at = _number(tokens, skip(tokens, at, *_ABOUT))
    if number is None and word_at(tokens, at) == "fortnight":
        number = 1
    if number is None:
        return None
    number, unit = _unit(tokens, at, number)
    if [word_at(tokens, at + on) for on in (1, 2, 3)] == ["and", "a", "half"]:
        number, at = number + 0.5, at + 3
    if number % 1 == 0.5 and unit in _HALF:
        per, smaller = _HALF[unit]
        number, unit = number * 2 * per, smaller
    if not unit or number != int(number) or not 1 <= number <= 1000:
        return None
    return int(number), unit + "s", at + 1


def _number(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """How many: "6", "a couple of", "half a", "two dozen"; and the token after it."""
    number: float | None = None
    while at < len(tokens):
        word = word_at(tokens, at)
        article = word in ("a", "an") and number
        if tokens[at].kind is Kind.NUMBER and number in (None, 1):
            number = float(tokens[at].value)
        elif word in _SMALL and not article:
            number = _SMALL[word] * (number if word == "dozen" and number else 1)
        elif word not in _AMID and not article:
            break
        at += 1
    return number, at


def _unit(tokens: Sequence[Token], at: int, number: float) -> tuple[float, str]:
    """The unit at a place, and how many of it: 48 hours are two days, a fortnight is two weeks."""
    word = word_at(tokens, at)
    if word in ("hours", "hrs") and number % 24 == 0:
        return number / 24, "day"
    if word.removesuffix("s") == "fortnight":
        return 2 * number, "week"
    short = _SHORT.get(word, "") if tokens[at - 1].kind is Kind.NUMBER else ""
    return number, unit_at(tokens, at) or short


def rolling(tokens: Sequence[Token], at: int, _today: date) -> Read:
    """ "the last month", "past 6 weeks", "over 90 days", "than a year ago"."""
    word = word_at(tokens, at)
    first = at + 1 if word == "the" and word_at(tokens, at + 1) in _ROLLING else at
    if word_at(tokens, first) in _ROLLING:
        return _latest(tokens, at, first)
    if word == "rolling" and (unit := unit_at(tokens, at + 1)):
        return Last(1, unit + "s"), at + 2
    if word in _WITHIN and (found := quantity(tokens, at + 1)) and _goes(tokens, found[2]):
        if found[:2] == (1, "days") and word == "in":
            return None  # "six times in a day"
        return Last(found[0], found[1]), found[2] + (word_at(tokens, found[2]) in ("ago", "back", "plus", "+"))
    return _ago(tokens, at) or _trailing(tokens, at)


def _latest(tokens: Sequence[Token], at: int, first: int) -> Read:
    """ "last 6 weeks" and "the last month" roll, "last month" is the calendar's; `first` is where "last" stands."""
    if unit := unit_at(tokens, first + 1):
        article = first > at and tokens[at].text.lower() in ("the", "teh")
        loose = (word_at(tokens, first + 2), word_at(tokens, first + 3)) == ("or", "so")
        if loose or word_at(tokens, first) == "past" or (article and not _of_calendar(tokens, first, unit)):
            return Last(1, unit + "s"), first + 2 + 2 * loose
    if word_at(tokens, first + 1) == "fortnight":
        return Last(2, "weeks"), first + 2
    found = quantity(tokens, first + 1)
    return (Last(found[0], found[1]), found[2]) if found else None


def _of_calendar(tokens: Sequence[Token], at: int, unit: str) -> bool:
    """ "the previous month" is the calendar's, and so is "in the last quarter", but not "over the last quarter"."""
    if unit == "day":
        return False
    over = word_at(tokens, at - 2) in ("over", "during", "throughout", "across")
    return word_at(tokens, at) in _CALENDAR or (unit == "quarter" and not over)


def _goes(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing after a length says that something else is as long: "60 days late", "5 day week"."""
    if word_at(tokens, at) == "past":
        return word_at(tokens, at + 1) != "due"
    if word_at(tokens, at) == "old":
        return any(token.forms & {"score", "rating", "review"} for token in tokens)
    return word_at(tokens, at) not in _LATE


def _ago(tokens: Sequence[Token], at: int) -> Read:
    """ "better than they were a year ago": what has changed since then."""
    if word_at(tokens, at - 1) not in _PAST:
        return None
    found = quantity(tokens, at)
    if not found or word_at(tokens, found[2]) not in ("ago", "back"):
        return None
    return Last(found[0], found[1]), found[2] + 1


def _trailing(tokens: Sequence[Token], at: int) -> Read:
    """ "90 days" with nothing before it or after it in its part of the sentence, "make it 90 days", "gone a year"."""
    before = word_at(tokens, at - 1)
    if at and tokens[at - 1].kind is not Kind.BREAK and before not in _TRAILED and not _stretched(tokens, at):
        return None
    found = quantity(tokens, at)
    if not found or not _goes(tokens, found[2]) or (found[:2] == (1, "days") and before):
        return None
    loose = word_at(tokens, at) in ("a", "an") and before not in ("gone", "it", "that") and len(tokens) > _SPARSE
    return None if loose else (Last(found[0], found[1]), found[2] + (word_at(tokens, found[2]) == "+"))


def _stretched(tokens: Sequence[Token], at: int) -> bool:
    """ "stretch that to six months"."""
    return word_at(tokens, at - 1) == "to" and word_at(tokens, at - 2) in ("that", "it", "out", "back")


def named(tokens: Sequence[Token], at: int, _today: date) -> Read:
    """ "today", "last month", "all year", "quarter on quarter"."""
    word = word_at(tokens, at)
    if word in ("today", "yesterday"):
        return Named(word), at + 1
    if word in _THIS and word_at(tokens, at + 1) in ("morning", "afternoon", "evening"):
        return Named("today"), at + 2
    after = at + 1
    if word == "the" and word_at(tokens, after) in _THIS | _ROLLING:
        word, after = word_at(tokens, after), after + 1
    if word_at(tokens, after) in ("calendar", "current"):
        after += 1
    unit = unit_at(tokens, after)
    if not unit or unit == "day" or word not in _THIS | _CALENDAR | {"last"}:
        return _as_whole(tokens, at) or _upon(tokens, at)
    which = "this" if word in _THIS or _baseline(tokens, at) else "last"
    return Named(f"{which}_{unit}"), after + 1


def _baseline(tokens: Sequence[Token], at: int) -> bool:
    """Whether "last year" is what this year is compared with: "better than last year", "up on last quarter"."""
    words = [word_at(tokens, place) for place in range(max(0, at - 4), at)]
    return "than" in words or words[-2:] in (["up", "on"], ["down", "on"])


def _as_whole(tokens: Sequence[Token], at: int) -> Read:
    """ "over the year", "for the quarter", "clients of the month", "all year"."""
    word, after = word_at(tokens, at), at + 1
    if word not in ("over", "for", "of", "all") or word_at(tokens, at - 1) in _EDGED:
        return None
    after += word_at(tokens, after) == "the"
    unit = unit_at(tokens, after)
    if unit not in _WHOLE_UNITS or (after == at + 1 and word != "all") or word_at(tokens, after).endswith("s"):
        return None
    if word_at(tokens, after + 1) == "of" or tokens[after - 1].text.lower() not in ("the", "teh", "all"):
        return None
    return Named(f"this_{unit}"), after + 1


def _upon(tokens: Sequence[Token], at: int) -> Read:
    """ "quarter on quarter", "year so far"."""
    unit = unit_at(tokens, at)
    if unit not in _WHOLE_UNITS:
        return None
    if word_at(tokens, at + 1) in _UPON and unit_at(tokens, at + 2) == unit:
        return Named(f"this_{unit}"), at + 3
    so_far = (word_at(tokens, at + 1), word_at(tokens, at + 2)) == ("so", "far")
    return (Named(f"this_{unit}"), at + 3) if so_far else None
