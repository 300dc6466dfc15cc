"""Dates and amounts as accounting systems write them."""

import re
import unicodedata
from calendar import month_abbr
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from bot.refusals import Refused

_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")
_MONTHS = {month_abbr[number].casefold(): number for number in range(1, 13)}

_WHOLE = r"(?P<whole>\d+|[1-9]\d{0,2}(?P<mark>[,. '])\d{3}(?:(?P=mark)\d{3})*)"
_AMOUNT = re.compile(rf"(?P<minus>[-(]?){_WHOLE}(?:(?!(?P=mark))[,.](?P<part>\d{{1,2}}))?\)?")
_CURRENCY_CODE = re.compile(r"\b[A-Z]{2,3}\b")
_MOST_DIGITS = 12


class DateOrder(StrEnum):
    """Which comes first in a date like 03/04/2026."""

    DMY = "dmy"
    MDY = "mdy"


def order_of(cells: Iterable[str]) -> DateOrder:
    """The one order in which all dates of a file can be read.

    Raises Refused where both are possible and not the same, or neither is.
    """
    pairs = {(int(found[1]), int(found[2])) for cell in cells if (found := _NUMBERS.fullmatch(cell))}
    orders = {DateOrder.DMY for day, month in pairs if day > 12 >= month}
    orders |= {DateOrder.MDY for month, day in pairs if day > 12 >= month}
    if len(orders) == 1:
        return orders.pop()
    if orders:
        raise Refused(
            "Some dates of this file begin with the day, others with the month. Please say how they are to be read, "
            "with --dates dmy or --dates mdy; the rows that do not fit are told."
        )
    if unlike := min(((one, other) for one, other in pairs if one != other and max(one, other) <= 12), default=None):
        raise Refused(
            f"The dates of this file can begin with the day or the month: {unlike[0]:02}/{unlike[1]:02} may be either. "
            "Please say which, with --dates dmy or --dates mdy."
        )
    return DateOrder.DMY


def read_date(cell: str, order: DateOrder) -> date:
    """A date as 2026-11-20, 20 Nov 2026, or in numbers of this order. Raises Refused."""
    try:
        if found := _NUMBERS.fullmatch(cell):
            first, second, year = map(int, found.groups())
            return date(year, *((second, first) if order is DateOrder.DMY else (first, second)))
        if found := _IN_WORDS.fullmatch(cell):
            return date(int(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
        return datetime.fromisoformat(cell).date()
    except (ValueError, KeyError):
        example = "20/11/2026" if order is DateOrder.DMY else "11/20/2026"
        raise Refused(f"A date is written like 2026-11-20 or {example}, not “{cell[:40]}”.") from None


def read_amount(cell: str) -> int | None:
    """Hundredths of a currency's unit, with or without its sign and separators; None for an empty cell.

    Raises Refused.
    """
    if not cell:
        return None
    plain = unicodedata.normalize("NFKC", cell).translate({ord("−"): "-", ord("’"): "'"})
    plain = "".join(char for char in plain if unicodedata.category(char) != "Sc")
    found = _AMOUNT.fullmatch(_CURRENCY_CODE.sub("", plain).strip().replace("- ", "-"))
    whole = re.sub(r"\D", "", found["whole"]) if found else ""
    if not found or len(whole) > _MOST_DIGITS:
        raise Refused(f"An amount is written like 1,234.50, not “{cell[:40]}”.")
    hundredths = int(whole) * 100 + int((found["part"] or "").ljust(2, "0"))
    return -hundredths if found["minus"] else hundredths
