"""A company's clients as the questions of these tests know them, and any query at all."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from bot.qualities import Quality
from bot.questions.lessons import TODAY, client_index
from bot.questions.periods import NAMED, UNITS, Before, Between, Last, Named, Since
from bot.questions.query import Bound, Direction, Intent, Order, Query, Verdict

INDEX = client_index()
NAMES = tuple(client.name for client in INDEX.clients)


def unseen_questions() -> list[dict[str, Any]]:
    """Labelled questions, by role, that nothing was taught by or mended after: they measure, and no more."""
    files = sorted(Path(__file__).with_name("unseen").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


_days = st.dates(date(2001, 1, 1), TODAY)
periods = st.one_of(
    st.sampled_from(NAMED).map(Named),
    st.builds(Last, st.integers(1, 400), st.sampled_from(UNITS)),
    _days.map(Since),
    _days.map(Before),
    st.tuples(_days, _days).map(lambda pair: Between(min(pair), max(pair))),
)
_maybe_period = st.none() | periods
_orders = st.sampled_from(Order)
_plain = st.lists(st.sampled_from(Quality), unique=True, max_size=3).map(
    lambda keys: tuple((key, None) for key in sorted(keys, key=list(Quality).index))
)
_ended = st.lists(st.sampled_from(Quality), unique=True, min_size=1, max_size=3).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), _orders) for key in sorted(keys, key=list(Quality).index)))
)
_raters = st.none() | st.sampled_from(["me", "U123", "name:sarah", "name:dave"])
_clients = st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3).map(tuple)
_named = st.one_of(
    st.fixed_dictionaries({"clients": _clients}),
    st.just({"ambiguous": ("Acme Dental", "Acme Ltd")}),
    st.just({"unmatched": "massive dynamic"}),
)
_limits = st.none() | st.integers(1, 99)
_bounds = st.builds(Bound, st.sampled_from(["<", "<=", ">", ">=", "="]), st.sampled_from([1.0, 2.5, 3.0, 4.75]))
_described = st.one_of(
    st.fixed_dictionaries({"qualities": _ended}, optional={"score": _bounds}),
    st.fixed_dictionaries({"order": _orders}),
    st.fixed_dictionaries({"verdict": st.sampled_from([Verdict.GOOD, Verdict.DIFFICULT]), "negated": st.booleans()}),
    st.fixed_dictionaries({"score": _bounds}),
)


def _queries(intent: Intent, *slots: st.SearchStrategy[dict[str, Any]], **fields: st.SearchStrategy[Any]) -> Any:
    return st.tuples(*slots, st.fixed_dictionaries(fields)).map(
        lambda parts: Query(intent, **{name: value for part in parts for name, value in part.items()})
    )


queries: st.SearchStrategy[Query] = st.one_of(
    _queries(Intent.RANK_CLIENTS, _described, limit=_limits, period=_maybe_period, rater=_raters),
    _queries(Intent.SHARE_GOOD, qualities=_plain, period=_maybe_period),
    *(
        _queries(intent, _named, qualities=_plain, period=_maybe_period)
        for intent in (Intent.CLIENT_REPORT, Intent.EXPLAIN_CLIENT, Intent.COMPARE_CLIENTS, Intent.NOTES_FLAGS)
    ),
    _queries(
        Intent.TREND_MOVERS, qualities=_plain, direction=st.none() | st.sampled_from(Direction), period=_maybe_period
    ),
    _queries(Intent.COVERAGE, verdict=st.sampled_from([None, Verdict.UNRATED]), limit=_limits, rater=_raters),
    _queries(Intent.RATER_ACTIVITY, rater=_raters, period=_maybe_period),
    _queries(Intent.DEFINITION, qualities=_plain),
)
