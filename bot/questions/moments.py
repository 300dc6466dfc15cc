"""Months, quarters, seasons, years and days as they are named in a question: the latest one that has started."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.questions.periods import Named, add_months, start_of
from bot.questions.tokens import Kind, Token

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_WEEKDAYS = {name.lower(): at for at, name in enumerate(calendar.day_name)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_UNITS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_AMBIGUOUS = word_set("may march fall mar sun sat spring dec jan second")
_INTRODUCED = word_set(
    "in during over since before after until till from to between for by last this throughout of around back and up "
    "every through past the"
)


class Moment(NamedTuple):
    """First and last day of what is named, and the token after it."""

    start: date
    end: date
    next: int


def word_at(tokens: Sequence[Token], at: int) -> str:
    """The word at a place, or nothing beyond the ends."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def unit_at(tokens: Sequence[Token], at: int) -> str:
    """The calendar unit (day, week, month, quarter, year) named at a place, or nothing."""
    word = word_at(tokens, at).removesuffix("s")
    if word in _UNITS or word == "day":
        return word
    forms = tokens[at].forms if 0 <= at < len(tokens) else frozenset()
    return next((unit for unit in (*_UNITS, "day") if unit in forms and len(forms) == 1), "")


def moment(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """What is named from token `at` on, or None."""
    word = word_at(tokens, at)
    if word in ("the", "of", "about", "around") and at + 1 < len(tokens):
        return moment(tokens, at + 1, today)
    if word in ("last", "this", "previous", "current"):
        return _relative(tokens, at, today)
    for read in (_day, _month, _quarter, _season, _year, _feast, _edge):
        if found := read(tokens, at, today):
            return found
    return None


def _relative(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    which = "this" if word_at(tokens, at) in ("this", "current") else "last"
    if unit := unit_at(tokens, at + 1).replace("day", ""):
        start, end = Named(f"{which}_{unit}").resolve(today)
        return Moment(start or today, end, at + 2)
    for read in (_month, _season, _feast, _weekday):
        if found := read(tokens, at + 1, today):
            if which == "last" and found.start <= today <= found.end and read is not _feast:
                return Moment(add_months(found.start, -12), add_months(found.end, -12), found.next)
            return found
    return None


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


def _latest(month: int, year: int | None, today: date) -> date:
    start = date(year or today.year, month, 1)
    return start if year or start <= today else start.replace(year=start.year - 1)


def _month(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    word = word_at(tokens, at)
    if word not in MONTHS:
        return None
    year, after = year_at(tokens, at + 1, today)
    start = _latest(MONTHS[word], year, today)
    return Moment(start, add_months(start, 1) - timedelta(days=1), after)


def _day(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    if word_at(tokens, at) in ("today", "yesterday"):
        day = today - timedelta(days=word_at(tokens, at) == "yesterday")
        return Moment(day, day, at + 1)
    return _iso(tokens, at) or _dated(tokens, at, today) or _weekday(tokens, at, today)


def _weekday(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    if word_at(tokens, at) not in _WEEKDAYS:
        return None
    back = (today.weekday() - _WEEKDAYS[word_at(tokens, at)]) % 7 or 7
    day = today - timedelta(days=back)
    return Moment(day, day, at + 1)


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
    """ "3 June", "3rd of June 2026", "June 3rd"."""
    first, second = at, at + 1
    if word_at(tokens, second) in ("st", "nd", "rd", "th"):
        second += 1
    if word_at(tokens, second) == "of":
        second += 1
    if word_at(tokens, first) in MONTHS:
        first, second = at + 1, at
        after = first + 1 + (word_at(tokens, first + 1) in ("st", "nd", "rd", "th"))
    else:
        after = second + 1
    if word_at(tokens, second) not in MONTHS or not re.fullmatch(r"[0-3]?\d", word_at(tokens, first)):
        return None
    year, after = year_at(tokens, after, today)
    start = _latest(MONTHS[word_at(tokens, second)], year, today)
    try:
        day = start.replace(day=int(word_at(tokens, first)))
    except ValueError:
        return None
    if day > today and not year:
        day = add_months(day, -12)
    return Moment(day, day, after)


def _quarter(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "Q3", "H1 2025", "the second quarter", "first half of the year"."""
    word = word_at(tokens, at)
    months = {"q": 3, "h": 6}.get(word) or {"quarter": 3, "half": 6}.get(word_at(tokens, at + 1))
    number = _ORDINALS.get(word_at(tokens, at + 1) if word in ("q", "h") else word)
    if not months or not number or number * months > 12:
        return None
    year, after = year_at(tokens, at + 2, today)
    start = _latest((number - 1) * months + 1, year, today)
    return Moment(start, add_months(start, months) - timedelta(days=1), after)


def _season(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    word = word_at(tokens, at)
    if word not in _SEASONS:
        return None
    year, after = year_at(tokens, at + 1, today)
    start = _latest(_SEASONS[word], year, today)
    return Moment(start, add_months(start, 3) - timedelta(days=1), after)


def _year(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    year, after = year_at(tokens, at, today)
    if not year or word_at(tokens, at) in ("of", "in"):
        return None
    if word_at(tokens, after) in ("q", "h") and (found := _quarter(tokens, after, date(year, 12, 31))):
        return found
    return Moment(date(year, 1, 1), date(year, 12, 31), after)


def _feast(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    word, after = word_at(tokens, at), at + 1
    if word == "new" and word_at(tokens, after) in ("year", "years"):
        day, after = date(today.year, 1, 1), after + 1
    elif word in ("christmas", "xmas"):
        day = date(today.year, 12, 25)
    elif word == "easter":
        day = easter(today.year)
    elif (saint := _saint(tokens, at)) and word_at(tokens, at + saint - 1) == "day":
        day, after = date(today.year, 3, 17), at + saint
    else:
        return None
    year, after = year_at(tokens, after, today)
    if year:
        day = easter(year) if word == "easter" else day.replace(year=year)
    elif day > today:
        day = easter(today.year - 1) if word == "easter" else day.replace(year=day.year - 1)
    return Moment(day, day, after)


def _saint(tokens: Sequence[Token], at: int) -> int:
    """How many words say Saint Patrick's day, if they do."""
    first = at + (word_at(tokens, at) in ("st", "saint"))
    after = first + 1 + (word_at(tokens, first + 1) in ("'s", "s"))
    return after + 1 - at if word_at(tokens, first).removesuffix("s") in ("paddy", "patrick") else 0


def _edge(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "the start of the quarter", "the end of June", "the beginning of 2026"."""
    edge, after = word_at(tokens, at), at + 1
    if edge not in ("start", "beginning", "end", "turn", "middle", "mid", "early", "late"):
        return None
    if word_at(tokens, after) == "of":
        after += 1
    if word_at(tokens, after) in ("the", "this"):
        after += 1
    if unit := unit_at(tokens, after).replace("day", ""):
        start = start_of(unit, today)
        found = Moment(start, Named(f"this_{unit}").resolve(today)[1], after + 1)
    else:
        inner = moment(tokens, after, today)
        if not inner:
            return None
        found = inner
    return found if edge != "end" else Moment(found.end, found.end, found.next)


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; the anonymous algorithm of Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that is also an everyday word ("may", "fall") stands where a month or season does."""
    word = word_at(tokens, at)
    if word not in _AMBIGUOUS and word not in _WEEKDAYS:
        return True
    before = word_at(tokens, at - 1)
    if before == "," and word != "second" and all(token.kind is Kind.BREAK for token in tokens[at + 1 :]):
        return True
    if word == "may" and before in ("", "and", "of", "the", "to", "this", "that"):
        return before == "to" or (before == "" and len(tokens) == 1)
    return before in _INTRODUCED
