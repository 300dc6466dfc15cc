"""Finding the period in a question. At most one is meant; the words that say it become one token."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.questions.clauses import asking
from bot.questions.days import MONTHS, Moment, day_of, unit_at
from bot.questions.lengths import Read, named, quantity, rolling, skip
from bot.questions.moments import alone, moment
from bot.questions.periods import Before, Between, Last, Named, Period, Since
from bot.questions.tokens import Kind, Token, word_at, word_set

_UNTIL = word_set("– — to until till til through and thru")
_BEFORE = word_set("before until till pre by upto")
_EDGES = word_set("this early late mid start end")
_NOTHING = word_set("nothing none not no")
_ENDED = word_set("ended finished over closed")
_RATINGS = word_set("rate rating score mark submit log review")
_NEAR = 5
_CORRECTS = word_set("say actually mean rather or call like well")
"""Words between a period and the one that is meant: "since Easter, say April"."""


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
        for read in _READERS:
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
    said = " ".join(token.text for token in tokens[found.end : found.end + later.start]) if later else ""
    between = set(said.lower().split())
    if later and later.start < _NEAR and between & _CORRECTS:
        period = later.period
        if isinstance(found.period, Since) and isinstance(period, Between):
            period = Since(period.start)
        found = Found(period, found.start, found.end + later.end)
    said = " ".join(token.text for token in tokens[found.start : found.end])
    token = Token(Kind.PERIOD, said, "~period", frozenset({"~period"}), found.period)
    return [*tokens[: found.start], token, *tokens[found.end :]], found.period


def _to_date(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) == "ytd":
        return Named("this_year"), at + 1
    unit = unit_at(tokens, at)
    if unit and unit != "day" and word_at(tokens, at + 1) == "to" and word_at(tokens, at + 2) == "date":
        return Named(f"this_{unit}"), at + 3
    if word_at(tokens, at) == "so" and word_at(tokens, at + 1) == "far":
        return named(tokens, skip(tokens, at + 2, "in", "for"), today) or _bare(
            tokens, skip(tokens, at + 2, "in"), today
        )
    return None


def _onwards(tokens: Sequence[Token], at: int, today: date) -> Read:
    """ "from May on", "halloween onwards", "as of 1 July", "nothing earlier than October", "go back to January"."""
    words = [word_at(tokens, place) for place in (at, at + 1, at + 2)]
    since = words[:2] in (["as", "of"], ["as", "from"], ["earlier", "than"], ["older", "than"]) and 2
    if since and words[0] in ("earlier", "older") and word_at(tokens, at - 1) not in _NOTHING:
        return None
    back = words in (["go", "back", "to"], ["going", "back", "to"]) and 3
    if (lead := since or back) and (found := moment(tokens, at + lead, today)) and found.start <= today:
        return Since(found.start), found.next
    if words[:2] == ["newer", "than"] and (found := moment(tokens, at + 2, today)) and found.end < today:
        return Since(found.end + timedelta(days=1)), found.next
    start = at + (words[0] == "from")
    if not (found := moment(tokens, start, today)) or (start == at and not alone(tokens, at)):
        return None
    onwards = word_at(tokens, found.next) in ("onwards", "onward", "forward") or (
        start > at and word_at(tokens, found.next) == "on"
    )
    return (Since(found.start), found.next + 1) if onwards else None


def _since(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) != "since":
        return None
    after = skip(tokens, at + 1, "since", "way", "about", "around", "roughly", "before")
    if came := _over(tokens, after, today):
        return Since(came.end + timedelta(days=1)), came.next
    if (found := moment(tokens, after, today)) and found.start <= today:
        return Since(found.start), found.next
    if found := _happened(tokens, after, today):
        return Since(found.start), found.next
    length = quantity(tokens, after)
    ago = length and word_at(tokens, length[2]) in ("ago", "back")
    return (Last(length[0], length[1]), length[2] + bool(ago)) if length else None


def _over(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "since we came back from the summer", "since the holidays ended" say when something ended."""
    for place in range(at, min(at + 4, len(tokens))):
        if word_at(tokens, place) == "back" and word_at(tokens, place + 1) in ("from", "after"):
            return moment(tokens, place + 2, today)
    if found := moment(tokens, at, today):
        after = skip(tokens, found.next, "holidays", "holiday", "hols", "break", "season", "was")
        if word_at(tokens, after) in _ENDED and found.end < today:
            return found._replace(next=after + 1)
    return None


def _happened(tokens: Sequence[Token], at: int, today: date) -> Moment | None:
    """ "since I started in September", "since Darren took over in May", "since the kids went back, 1 September"."""
    for place in range(at + 1, min(at + 9, len(tokens))):
        if tokens[place].kind is Kind.BREAK:
            after = skip(tokens, place + 1, "say", "so", "call", "it", "that", "is", "the")
            start = after - (word_at(tokens, after - 1) == "the")
            found = moment(tokens, start, today)
            return found if found and found.start <= today and alone(tokens, start) else None
        if word_at(tokens, place) in ("in", "on", "at", "last", "during"):
            start = place + (word_at(tokens, place) != "last")
            if (found := moment(tokens, start, today)) and found.start <= today:
                return found
    return None


def _after(tokens: Sequence[Token], at: int, today: date) -> Read:
    if word_at(tokens, at) not in ("after", "following", "post"):
        return None
    found = _over(tokens, at + 1, today) or moment(tokens, at + 1, today)
    return (Since(found.end + timedelta(days=1)), found.next) if found and found.end < today else None


def _before(tokens: Sequence[Token], at: int, today: date) -> Read:
    word, after = word_at(tokens, at), at + 1
    if word in ("up", "prior") and word_at(tokens, after) in ("to", "until", "till"):
        after += 1
    elif word not in _BEFORE:
        return None
    including = word_at(tokens, after) == "and" and word_at(tokens, after + 1) == "including"
    after += 2 * including
    found = moment(tokens, after, today)
    if not found or (word == "by" and (found.start > today or word_at(tokens, after) in ("this", "last"))):
        return None
    end_of = word_at(tokens, skip(tokens, after, "the")) == "end" and word not in ("before", "by", "pre", "prior")
    return Before(found.end + timedelta(days=1) if including or end_of else found.start), found.next


def _week_of(tokens: Sequence[Token], at: int, today: date) -> Read:
    """ "week commencing 2 November"."""
    if word_at(tokens, at) != "week" or word_at(tokens, at + 1) not in ("commencing", "beginning", "starting", "of"):
        return None
    found = moment(tokens, at + 2, today)
    if not found or found.start != found.end:
        return None
    return Between(found.start, found.start + timedelta(days=6)), found.next


def _days_to(tokens: Sequence[Token], at: int, today: date) -> Read:
    """ "from 5 to 9 October"."""
    first = at + (word_at(tokens, at) in ("from", "between"))
    first += word_at(tokens, first) == "the"
    number, until = day_of(tokens, first)
    if not number or word_at(tokens, until) not in _UNTIL or (word_at(tokens, until) == "and" and first == at):
        return None
    end = moment(tokens, until + 1, today)
    if not end or end.start != end.end or number > end.start.day:
        return None
    return Between(end.start.replace(day=number), end.end), end.next


def _on_day(tokens: Sequence[Token], at: int, today: date) -> Read:
    """ "ratings on the 3rd"; "on Friday" only where ratings are spoken of, as it is also when clients call."""
    if word_at(tokens, at) != "on":
        return None
    found = moment(tokens, at + 1, today)
    near = tokens[max(0, at - _NEAR) : at + _NEAR + 3]
    rated = any(token.forms & _RATINGS for token in near) and word_at(tokens, at - 1) != "me"
    return (Between(found.start, found.end), found.next) if found and found.start == found.end and rated else None


def _months(tokens: Sequence[Token], at: int, today: date) -> Read:
    """ "Jan-Mar"."""
    if word_at(tokens, at) not in MONTHS or word_at(tokens, at + 1) not in MONTHS:
        return None
    first, last = moment(tokens, at, today), moment(tokens, at + 1, today)
    if not first or not last or last.end < first.start:
        return None
    return Between(first.start, last.end), last.next


def _range(tokens: Sequence[Token], at: int, today: date) -> Read:
    first = at + 1 if word_at(tokens, at) in ("from", "between") else at
    start = moment(tokens, first, today)
    months = word_at(tokens, first) in MONTHS
    both = months and start is not None and word_at(tokens, start.next + 1) in MONTHS
    if not start or (first == at and not both and not alone(tokens, at)):
        return None
    joined = word_at(tokens, start.next)
    if joined not in _UNTIL:
        return None
    if joined == "and" and first == at and not (months and word_at(tokens, start.next + 1) in MONTHS):
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


def _bare(tokens: Sequence[Token], at: int, today: date) -> Read:
    small = word_at(tokens, at) in ("the", "of", "about", "around")
    if word_at(tokens, at) not in _EDGES and (small or not alone(tokens, at)):
        return None
    found = moment(tokens, at, today)
    if not found or found.start > today:
        return None
    return Between(found.start, found.end), found.next


_READERS = (
    _to_date, _week_of, _onwards, _since, _after, _before, _days_to, _months, _range, rolling, named, _on_day, _bare,
)  # fmt: skip
