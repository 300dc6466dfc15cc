"""Feasts and public holidays that people date things by."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

_FIXED = {
    "new year": (1, 1),
    "new years": (1, 1),
    "australia day": (1, 26),
    "burns night": (1, 25),
    "valentines": (2, 14),
    "anzac day": (4, 25),
    "may day": (5, 1),
    "canada day": (7, 1),
    "fourth of july": (7, 4),
    "independence day": (7, 4),
    "halloween": (10, 31),
    "bonfire night": (11, 5),
    "guy fawkes": (11, 5),
    "veterans day": (11, 11),
    "armistice day": (11, 11),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "xmas": (12, 25),
    "boxing day": (12, 26),
    "st stephens day": (12, 26),
    "saint stephens day": (12, 26),
    "hogmanay": (12, 31),
}
_PATRICK = frozenset({"paddy", "paddys", "patrick", "patricks"})


def _weekday(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    """The nth (from 0) Monday (0), Tuesday (1) … of a month."""

    def day_in(year: int) -> date:
        days = [date(year, month, day) for day in range(1, 31)]
        return [day for day in days if day.weekday() == weekday][nth]

    return day_in


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


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


def _good_friday(year: int) -> date:
    return easter(year) - timedelta(days=2)


_MOVED: dict[str, Callable[[int], date]] = {
    "easter": easter,
    "good friday": _good_friday,
    "labor day": _weekday(9, 0, 0),
    "memorial day": _last_monday_of_may,
    "spring bank holiday": _last_monday_of_may,
    "thanksgiving": _weekday(11, 3, 3),
}


def feast_at(words: Sequence[str]) -> tuple[Callable[[int], date], int] | None:
    """The feast that words begin with, as its day in a year, and how many words name it."""
    said = [word for word in words if word not in ("'s", "s")]
    for size in (3, 2, 1):
        name = " ".join(said[:size])
        if len(said) >= size and (found := _MOVED.get(name) or _fixed(name)):
            return found, _length(words, size)
    first = 1 if words[:1] and words[0] in ("st", "saint") else 0
    if said[first : first + 1] and said[first] in _PATRICK and said[first + 1 : first + 2] == ["day"]:
        return _on(3, 17), _length(words, first + 2)
    return None


def _fixed(name: str) -> Callable[[int], date] | None:
    name = name.replace("stephen day", "stephens day")
    return _on(*_FIXED[name]) if name in _FIXED else None


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _length(words: Sequence[str], size: int) -> int:
    """How many tokens the first `size` words take, with marks of possession between them."""
    at = told = 0
    while told < size:
        told += words[at] not in ("'s", "s")
        at += 1
    return at
