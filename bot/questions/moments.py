"""Months, quarters, seasons, years and days as they are named in a question: the latest one that has started."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.questions.feasts import feast_at
from bot.questions.periods import Named, add_months, start_of
from bot.questions.tokens import Kind, Token

MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_WEEKDAYS = {name.lower(): at for at, name in enumerate(calendar.day_name)}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
_DAYS = {word: at for at, word in enumerate(_NTH.split(), 1)} | {str(day): day for day in range(1, 32)}
_DAYS |= {"twentieth": 20, "thirtieth": 30} | {f"0{day}": day for day in range(1, 10)}
_TH = ("st", "nd", "rd", "th")
_UNITS = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_AMBIGUOUS = word_set("may march fall mar sun sat spring dec jan second")
_AFTER_DAY = word_set("to and until till who which what is are has have any now how did do with on for")
"""Words after "the 10th", where it is no tenth place."""
_DATING = word_set("since from between and to until till before after – —")
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
    for read in (_before_last, _day, _half_month, _month, _quarter, _season, _year, _feast, _edge):
        if found := read(tokens, at, today):
            return found
    return None


def _relative(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    which = "this" if word_at(tokens, at) in ("this", "current") else "last"
    if unit := unit_at(tokens, at + 1).replace("day", ""):
        start, end = Named(f"{which}_{unit}").resolve(today)
        return Moment(start or today, end, at + 2)
    if which == "this" and (found := _quarter(tokens, at, today)) and word_at(tokens, at) == "this":
        return found
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
    for read in (_dated, _of_month, _slashed, _weekday):
        if found := _iso(tokens, at) or read(tokens, at, today):
            return found
    return None


def _before_last(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "month before last"."""
    unit = unit_at(tokens, at).replace("day", "")
    if not unit or (word_at(tokens, at + 1), word_at(tokens, at + 2)) != ("before", "last"):
        return None
    end = (Named(f"last_{unit}").resolve(today)[0] or today) - timedelta(days=1)
    return Moment(start_of(unit, end), end, at + 3)


def _half_month(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "first half of October"."""
    if word_at(tokens, at) not in ("first", "second") or word_at(tokens, at + 1) != "half":
        return None
    found = _month(tokens, at + 2 + (word_at(tokens, at + 2) == "of"), today)
    if not found:
        return None
    middle = found.start.replace(day=15)
    first = word_at(tokens, at) == "first"
    return Moment(found.start, middle, found.next) if first else found._replace(start=middle + timedelta(days=1))


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
    """ "3 June", "3rd of June 2026", "June 3rd", "Monday 3 June"."""
    if word_at(tokens, at) in _WEEKDAYS:
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
    if word_at(tokens, first) in _ORDINALS and word_at(tokens, after) in ("half", "quarter"):
        return None
    year, after = year_at(tokens, after, today)
    return _on(_DAYS[word_at(tokens, first)], _latest(MONTHS[word_at(tokens, second)], year, today), after, today, year)


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
    return _on(number, _latest(month, None, today), at + 3, today, None)


def _quarter(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "Q3", "H1 2025", "the second quarter", "first half of the year"."""
    word = word_at(tokens, at)
    if word == "this" and word_at(tokens, at + 1) == "half":
        start = date(today.year, 1 if today.month < 7 else 7, 1)
        return Moment(start, add_months(start, 6) - timedelta(days=1), year_at(tokens, at + 2, today)[1])
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
    if not year and re.fullmatch(r"[12]\d", word_at(tokens, after)):
        year, after = 2000 + int(word_at(tokens, after)), after + 1
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
    said = feast_at([token.word for token in tokens[at : at + 5]])
    if not said:
        return None
    day_in, after = said[0], at + said[1]
    year, after = year_at(tokens, after, today)
    day = day_in(year or today.year)
    if day > today and not year:
        day = day_in(today.year - 1)
    return Moment(day, day, after)


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


def alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word that is also an everyday word ("may", "fall") stands where a month or season does."""
    word = word_at(tokens, at)
    if word not in _AMBIGUOUS and word not in _WEEKDAYS:
        return True
    if word == "second" and word_at(tokens, at + 1) in ("half", "quarter"):
        return True
    if word == "may" and word_at(tokens, at + 1) in ("this", "last") and word_at(tokens, at + 2) == "year":
        return True
    before = word_at(tokens, at - 1)
    if before == "," and word != "second" and all(token.kind is Kind.BREAK for token in tokens[at + 1 :]):
        return True
    if word == "may" and before in ("", "and", "of", "the", "to", "this", "that"):
        return before == "to" or (before == "" and len(tokens) == 1)
    return before in _INTRODUCED
