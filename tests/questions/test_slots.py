from datetime import date
from typing import Any

import pytest

from bot.questions.lessons import TODAY
from bot.questions.periods import period_from
from bot.questions.query import Bound
from bot.questions.reading import signals_of
from bot.questions.signals import Signals
from bot.questions.slots import Candidates, candidates
from tests.questions.examples import INDEX


def read(text: str) -> tuple[Signals, Candidates]:
    signals = signals_of(text, INDEX, TODAY, {}, None)
    return signals, candidates(signals)


def days(text: str) -> tuple[date | None, date] | None:
    period = read(text)[0].period
    return period.resolve(TODAY) if period else None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("not been rated for 3 monhts", {"last": {"n": 3, "unit": "months"}}),
        ("last 6 weaks, who's careless", {"last": {"n": 6, "unit": "weeks"}}),
        ("worst in septmber", {"from": "2026-09-01", "to": "2026-09-30"}),
        ("who havent we scored scince apirl", {"since": "2026-04-01"}),
        ("ratings since wensday", {"since": "2026-11-18"}),
        ("who rated yesteday", {"named": "yesterday"}),
        ("worst payers ths qurter", {"named": "this_quarter"}),
    ],
)
def test_misspelt_time_words_are_read(text: str, period: dict[str, Any]) -> None:
    assert days(text) == period_from(period).resolve(TODAY)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("payment league table for the year", {"named": "this_year"}),
        ("no score all year", {"named": "this_year"}),
        ("year on year, who has improved", {"named": "this_year"}),
        ("score deltas QoQ please", {"named": "this_quarter"}),
        ("make it 90 days", {"last": {"n": 90, "unit": "days"}}),
        ("stale >90d", {"last": {"n": 90, "unit": "days"}}),
        ("go back 2 years", {"last": {"n": 2, "unit": "years"}}),
        ("which customers have gone a full year unrated", {"last": {"n": 1, "unit": "years"}}),
        ("not rated for half a year", {"last": {"n": 6, "unit": "months"}}),
        ("left unrated for a year and a half", {"last": {"n": 18, "unit": "months"}}),
        ("nobody rated in a hundred days", {"last": {"n": 100, "unit": "days"}}),
        ("twenty one days: any notes about risk", {"last": {"n": 21, "unit": "days"}}),
        ("who's slipped in the last month or so", {"last": {"n": 1, "unit": "months"}}),
        ("do they listen more than they did a year ago", {"last": {"n": 1, "unit": "years"}}),
        ("is cyberdyne any better than last year", {"named": "this_year"}),
        ("who made time for us last week", {"named": "last_week"}),
        ("best clients in the last quarter", {"named": "last_quarter"}),
        ("best listeners over the last quarter", {"last": {"n": 1, "unit": "quarters"}}),
        ("same for the prior month", {"named": "last_month"}),
        ("red flags in the last month", {"last": {"n": 1, "unit": "months"}}),
    ],
)
def test_lengths_of_time_are_read(text: str, period: dict[str, Any]) -> None:
    assert days(text) == period_from(period).resolve(TODAY)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("have i missed anybody since the first of october", {"since": "2026-10-01"}),
        ("ratings since the 10th", {"since": "2026-11-10"}),
        ("ratings since the 25th", {"since": "2026-10-25"}),
        ("unrated from 1/9 to 31/10", {"from": "2026-09-01", "to": "2026-10-31"}),
        ("01.07.2026 to 31.07.2026, best for hours", {"from": "2026-07-01", "to": "2026-07-31"}),
        ("what i submitted from 5 to 9 october", {"from": "2026-10-05", "to": "2026-10-09"}),
        ("notes from 26th to 31st oct", {"from": "2026-10-26", "to": "2026-10-31"}),
        ("difficult ones as of 1st july", {"since": "2026-07-01"}),
        ("halloween onwards, any red flags", {"since": "2026-10-31"}),
        ("nothing earlier than october please", {"since": "2026-10-01"}),
        ("anything newer than august", {"since": "2026-09-01"}),
        ("go back to january", {"since": "2026-01-01"}),
        ("until the end of june, hooli", {"before": "2026-07-01"}),
        ("up to and including march, payment league", {"before": "2026-04-01"}),
        ("hooli before june", {"before": "2026-06-01"}),
        ("worst two since summer ended", {"since": "2026-09-01"}),
        ("who was good after the summer holidays ended", {"since": "2026-09-01"}),
        ("second half of last year, biggest fallers", {"from": "2025-07-01", "to": "2025-12-31"}),
        ("first half of october, dunder", {"from": "2026-10-01", "to": "2026-10-15"}),
        ("month before last, who was worst", {"from": "2026-09-01", "to": "2026-09-30"}),
        ("summer 25, top 3", {"from": "2025-06-01", "to": "2025-08-31"}),
        ("sterling cooper in '25", {"from": "2025-01-01", "to": "2025-12-31"}),
        ("worst clients in twenty twenty five", {"from": "2025-01-01", "to": "2025-12-31"}),
        ("nothing logged since Memorial Day", {"since": "2026-05-25"}),
        ("priorities since Labor Day", {"since": "2026-09-07"}),
        ("since paddy's day, late payers", {"since": "2026-03-17"}),
        ("since july have waynes had a boss", {"since": "2026-07-01"}),
        ("Jul-Sep, worst at priorities", {"from": "2026-07-01", "to": "2026-09-30"}),
        ("how's Stark been since Darren took over in May", {"since": "2026-05-01"}),
    ],
)
def test_dates_are_read(text: str, period: dict[str, Any]) -> None:
    assert days(text) == period_from(period).resolve(TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "who may have cancelled on us",
        "who changes the plan six times in a day",
        "flavour of the month lot",
        "which clients are on the 24/7 contract",
        "invoices 60 days late",
        "places with a 4 day week",
    ],
)
def test_what_only_looks_like_a_period_is_none(text: str) -> None:
    assert days(text) is None


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("top half dozen for clear leadership", 6),
        ("a couple of good ones please", 2),
        ("riskiest pair", 2),
        ("who did I mark lowest, three'll do", 3),
        ("not more than five, worst for time", 5),
        ("top thre payers", 3),
        ("worst eighteen", 18),
        ("best twenty one clients", 21),
    ],
)
def test_how_many_clients_are_asked_for(text: str, limit: int) -> None:
    assert read(text)[1].limit == limit


@pytest.mark.parametrize(
    ("text", "op", "value"),
    [
        ("clients with straight 5s", "=", 5),
        ("any perfect fives", "=", 5),
        ("who got full marks for hours", "=", 5),
        ("five out of five on listening", "=", 5),
        ("anyone with a 1 on hours", "=", 1),
        ("just the 1s and 2s for hours", "<=", 2),
        ("clients scoring 1 or 2 for payment", "<=", 2),
        ("clients sarah gave a 4 or a 5 for hours", ">=", 4),
        ("4s and over", ">=", 4),
        ("anyone under two and a half overall", "<", 2.5),
        ("anyone over three and a half for command", ">", 3.5),
        ("who can't even manage a 3", "<", 3),
        ("not even a 3 for making time", "<", 3),
        ("who hasn't reached 4 for risk", "<", 4),
        ("nothing less than 4 across the board", ">=", 4),
        ("won't drop under 4: command", ">=", 4),
        ("sub 2 for priorities", "<", 2),
        ("north of 4", ">", 4),
        ("scores at or under 2.5", "<=", 2.5),
        ("up to 2 for risk", "<=", 2),
        ("greater than or equal to 4 for hours", ">=", 4),
        ("who is on 2 or worse", "<=", 2),
        ("undr 3 for command", "<", 3),
    ],
)
def test_bounds_on_a_score_are_read(text: str, op: str, value: float) -> None:
    assert read(text)[1].score == Bound(op, value)


@pytest.mark.parametrize("text", ["who needs more than one reminder", "are the P1s open", "clients w/o ratings >4 wks"])
def test_other_numbers_bound_no_score(text: str) -> None:
    assert read(text)[1].score is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("has kayleigh been slacking on her ratings", "kayleigh"),
        ("who was marked lowest by our Colette", "colette"),
        ("only the ones Zanele did", "zanele"),
        ("which ones did Macca reckon were duds", "macca"),
        ("daves ratings", "dave"),
        ("which clients has mo not rated this year", "mo"),
        ("jo's scores please", "jo"),
        ("what did mark mark this week", "mark"),
        ("how many ratings did will do", "will"),
        ("who did lee score lowest", "lee"),
        ("bill's ratings please", "bill"),
        ("i want to see what guy put for oceanic", "guy"),
        ("may's ratings since march", "may"),
    ],
)
def test_raters_are_found_by_a_first_name(text: str, name: str) -> None:
    assert read(text)[1].rater == f"name:{name}"


@pytest.mark.parametrize(
    "text",
    [
        "you ring one person and Bob's your uncle, it's signed off",
        "who's taking the mick with invoices",
        "who would rob Peter to pay Paul",
        "places where they work dawn till dusk",
        "any Tom, Dick and Harry can order work",
        "only October's notes",
        "in may has payment got better",
        "how's contoso been rated",
    ],
)
def test_a_name_of_nobody_is_no_rater(text: str) -> None:
    assert read(text)[1].rater is None


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("put the two acmes side by side", ["Acme Dental", "Acme Ltd"]),
        ("both acmes please", ["Acme Dental", "Acme Ltd"]),
        ("which acme is the good one", ["Acme Dental", "Acme Ltd"]),
        ("acme vs acme", ["Acme Dental", "Acme Ltd"]),
        ("acme or acme dental, which is better", ["Acme Dental", "Acme Ltd"]),
        ("do the dental lot at acme know their priorities", ["Acme Dental"]),
        ("How is Initech, our treasured Initech?", ["Initech"]),
    ],
)
def test_clients_that_share_a_name_are_all_meant_where_they_are_compared(text: str, clients: list[str]) -> None:
    signals, _ = read(text)
    assert (sorted(signals.clients), signals.ambiguous) == (clients, [])


def test_a_shared_name_is_a_choice_otherwise() -> None:
    assert read("how is acme doing")[0].ambiguous == ["Acme Dental", "Acme Ltd"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is contoso any good", "contoso"),
        ("how are northwind rated", "northwind"),
        ("who scored northwind", "northwind"),
        ("why is gekko and co bad", "gekko and co"),
        ("contoso?", "contoso"),
        ("is our invoice late", None),
        ("are apointments kept", None),
    ],
)
def test_a_name_of_no_client_is_told(text: str, name: str | None) -> None:
    assert read(text)[0].unmatched == name
