"""Days as they are named in a question."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.questions.periods import add_months, start_of
from bot.questions.tokens import Kind, Token, word_at, word_set

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): at for at, name in enumerate(calendar.day_name)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
)
_DAYS = {word: at for at, word in enumerate(_NTH.split(), 1)} | {str(day): day for day in range(1, 32)}
_DAYS |= {"twentieth": 20, "thirtieth": 30} | {f"0{day}": day for day in range(1, 10)}
_TH = ("st", "nd", "rd", "th")
_UNITS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}


_AFTER_DAY = word_set("to and until till who which what is are has have any now how did do with on for")
"""Words after "the 10th", where it is no tenth place."""
_DATING = word_set("since from between and to until till before after – —")


class Moment(NamedTuple):
    """First and last day of what is named, and the token after it."""

    start: date
    end: date
    next: int


def unit_at(tokens: Sequence[Token], at: int) -> str:
    """The calendar unit (day, week, month, quarter, year) named at a place, or nothing."""
    word = word_at(tokens, at).removesuffix("s")
    if word in _UNITS or word == "day":
        return word
    forms = tokens[at].forms if 0 <= at < len(tokens) else frozenset()
    return next((unit for unit in (*_UNITS, "day") if unit in forms and len(forms) == 1), "")


def year_at(tokens: Sequence[Token], at: int, today: date) -> tuple[int | None, int]:
    """A year named at a place ("2025", "last year", "of this year", "'25"), and the token after it."""
    if word_at(tokens, at) in ("of", "in"):
        year, after = year_at(tokens, at + 1, today)
        return (year, after) if year else (None, at)
    if at < len(tokens) and tokens[at].kind is Kind.NUMBER and 2000 <= float(tokens[at].value) <= today.year + 1:
        return int(tokens[at].value), at + 1
    if word_at(tokens, at) in ("last", "this") and word_at(tokens, at + 1) == "year":
        return today.year - (word_at(tokens, at) == "last"), at + 2
    if word_at(tokens, at) == "the" and word_at(tokens, at + 1) == "year":
        return today.year, at + 2
    return None, at


def latest(month: int, year: int | None, today: date) -> date:
    """The first of a month: of the year that is said, or the latest."""
    start = date(year or today.year, month, 1)
    return start if year or start <= today else start.replace(year=start.year - 1)


def named_day(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """A day: "yesterday", "3 June", "2026-06-03", "the 10th", "1/9", "Monday"."""
    if word_at(tokens, at) in ("today", "yesterday"):
        day = today - timedelta(days=word_at(tokens, at) == "yesterday")
        return Moment(day, day, at + 1)
    if found := _iso(tokens, at):
        return found
    for read in (_dated, _of_month, _slashed, weekday):
        if found := read(tokens, at, today):
            return found
    return None


def _numbers(tokens: Sequence[Token], at: int) -> tuple[list[int], int]:
    """Up to three whole numbers parted by nothing or a slash, as in 2026-06-03 and 3/6/2026."""
    numbers: list[int] = []
    while at < len(tokens) and tokens[at].kind is Kind.NUMBER and tokens[at].text.isdigit() and len(numbers) < 3:
        numbers.append(int(tokens[at].value))
        at += 1
        if word_at(tokens, at) == "or" and tokens[at].text == "/":
            at += 1
    return numbers, at


def _iso(tokens: Sequence[Token], at: int) -> Moment | None:
    numbers, after = _numbers(tokens, at)
    if len(numbers) != 3:
        return None
    if numbers[0] < 1000:
        numbers.reverse()
    try:
        day = date(numbers[0] + (2000 if numbers[0] < 100 else 0), numbers[1], numbers[2])
    except ValueError:
        return None
    return Moment(day, day, after)


def _dated(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "3 June", "3rd of June 2026", "June 3rd", "Monday 3 June"."""
    if word_at(tokens, at) in WEEKDAYS:
        at += 1 + (word_at(tokens, at + 1) == "the")
        return _dated(tokens, at, today) if word_at(tokens, at) in _DAYS else None
    first, second = at, at + 1
    second += word_at(tokens, second) in _TH
    second += word_at(tokens, second) == "of"
    if word_at(tokens, first) in MONTHS:
        first, second = at + 1, at
        first += word_at(tokens, first) == "the"
        after = first + 1 + (word_at(tokens, first + 1) in _TH)
    else:
        after = second + 1
    if word_at(tokens, second) not in MONTHS or word_at(tokens, first) not in _DAYS:
        return None
    if word_at(tokens, first) in ORDINALS and word_at(tokens, after) in ("half", "quarter"):
        return None
    year, after = year_at(tokens, after, today)
    return _on(_DAYS[word_at(tokens, first)], latest(MONTHS[word_at(tokens, second)], year, today), after, today, year)


def _on(number: int, start: date, after: int, today: date, year: int | None) -> Moment | None:
    """A day of a month; where no year is said, the latest one."""
    try:
        day = start.replace(day=number)
    except ValueError:
        return None
    if day > today and not year:
        day = add_months(day, -12)
    return Moment(day, day, after)


def day_of(tokens: Sequence[Token], at: int) -> tuple[int | None, int]:
    """A day of a month by its number alone, and the token after it."""
    return _DAYS.get(word_at(tokens, at)), at + 1 + (word_at(tokens, at + 1) in _TH)


def _of_month(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "the 10th": the latest such day."""
    number, after = day_of(tokens, at)
    if not number or word_at(tokens, at - 1) != "the" or after == at + 1:
        return None
    if after < len(tokens) and tokens[after].kind is not Kind.BREAK and word_at(tokens, after) not in _AFTER_DAY:
        return None
    start = start_of("month", today) if number <= today.day else add_months(start_of("month", today), -1)
    return _on(number, start, after, today, start.year)


def _slashed(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "1/9": the first of September."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/" or word_at(tokens, at - 1) not in _DATING:
        return None
    number, month = _DAYS.get(word_at(tokens, at)), _DAYS.get(word_at(tokens, at + 2), 13)
    if not number or month > 12:
        return None
    return _on(number, latest(month, None, today), at + 3, today, None)


def weekday(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """The latest such day of the week before today."""
    if word_at(tokens, at) not in WEEKDAYS:
        return None
    back = (today.weekday() - WEEKDAYS[word_at(tokens, at)]) % 7 or 7
    day = today - timedelta(days=back)
    return Moment(day, day, at + 1)
