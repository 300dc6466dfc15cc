"""Months, quarters, seasons, years and days as they are named in a question: the latest one that has started."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.questions.days import MONTHS, ORDINALS, WEEKDAYS, Moment, latest, named_day, unit_at, weekday, year_at
from bot.questions.feasts import feast_at
from bot.questions.periods import Named, add_months, start_of
from bot.questions.tokens import Kind, Token, word_at, word_set

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_AMBIGUOUS = word_set("may march fall mar sun sat spring dec jan second")
_INTRODUCED = word_set(
    "in during over since before after until till from to between for by last this throughout of around back and up "
    "every through past the"
)


def moment(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """What is named from token `at` on, or None."""
    word = word_at(tokens, at)
    if word in ("the", "of", "about", "around") and at + 1 < len(tokens):
        return moment(tokens, at + 1, today)
    if word in ("last", "this", "previous", "current"):
        return _relative(tokens, at, today)
    for read in (_before_last, named_day, _half_month, _month, _quarter, _season, _year, _feast, _edge):
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
    for read in (_month, _season, _feast, weekday):
        if found := read(tokens, at + 1, today):
            if which == "last" and found.start <= today <= found.end and read is not _feast:
                return Moment(add_months(found.start, -12), add_months(found.end, -12), found.next)
            return found
    return None


def _month(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    word = word_at(tokens, at)
    if word not in MONTHS:
        return None
    year, after = year_at(tokens, at + 1, today)
    start = latest(MONTHS[word], year, today)
    return Moment(start, add_months(start, 1) - timedelta(days=1), after)


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


def _quarter(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "Q3", "H1 2025", "the second quarter", "first half of the year"."""
    word = word_at(tokens, at)
    if word == "this" and word_at(tokens, at + 1) == "half":
        start = date(today.year, 1 if today.month < 7 else 7, 1)
        return Moment(start, add_months(start, 6) - timedelta(days=1), year_at(tokens, at + 2, today)[1])
    months = {"q": 3, "h": 6}.get(word) or {"quarter": 3, "half": 6}.get(word_at(tokens, at + 1))
    number = ORDINALS.get(word_at(tokens, at + 1) if word in ("q", "h") else word)
    if not months or not number or number * months > 12:
        return None
    year, after = year_at(tokens, at + 2, today)
    start = latest((number - 1) * months + 1, year, today)
    return Moment(start, add_months(start, months) - timedelta(days=1), after)


def _season(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    word = word_at(tokens, at)
    if word not in _SEASONS:
        return None
    year, after = year_at(tokens, at + 1, today)
    if not year and re.fullmatch(r"[12]\d", word_at(tokens, after)):
        year, after = 2000 + int(word_at(tokens, after)), after + 1
    start = latest(_SEASONS[word], year, today)
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
    if word not in _AMBIGUOUS and word not in WEEKDAYS:
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
