"""Two moments of a small company, written down by hand: its figures are given, so that the words can be tested."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.company import Client, ClueSeen, Visit
from bot.digests import Digest, Material, Moment, compose
from bot.qualities import Quality
from bot.ratings import RatingTable, Row
from bot.scoring import Estimate, Reason, Standing, Standings, Trend, Verdict
from handlers.views.digest import digest_message
from tests.people import ACME, ACME_DENTAL, GLOBEX, HOOLI, WAYNE

MONDAY = date(2026, 11, 23)
LAST_MONDAY = MONDAY - timedelta(days=7)
CLIENTS = (ACME_DENTAL, ACME, GLOBEX, HOOLI, WAYNE)

Rated = tuple[str, Client, date, dict[str, int]]


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def rated(rater: str, client: Client, on: date, **scores: int) -> Rated:
    """One rating: `rated("maya", HOOLI, day, overall=3, risk=2)`."""
    return rater, client, on, scores


def table_of(ratings: Sequence[Rated]) -> RatingTable:
    columns = ("overall", *Quality)
    return RatingTable.of(
        Row(client.id, rater, on, [scores.get(column, float("nan")) for column in columns])
        for rater, client, on, scores in ratings
    )


def estimate(mean: float) -> Estimate:
    return Estimate(mean, 0.2, mean - 0.3, mean + 0.3)


def stands(
    client: Client,
    overall: float,
    *,
    ratings: int = 10,
    raters: int = 3,
    verdict: Verdict | None = None,
    qualities: Mapping[Quality, float] | None = None,
    **more: Any,
) -> Standing:
    """A standing with the verdict that goes with its overall, and every quality like the overall unless given."""
    if verdict is None:
        verdict = Verdict.GOOD if overall >= 3.75 else Verdict.DIFFICULT if overall <= 2.75 else Verdict.MIXED
    given = qualities or {}
    return Standing(
        client=client.id,
        overall=estimate(overall),
        qualities={quality: estimate(given.get(quality, overall)) for quality in Quality},
        p_good=0.9 if verdict is Verdict.GOOD else 0.1,
        p_difficult=0.9 if verdict is Verdict.DIFFICULT else 0.1,
        verdict=verdict,
        reason=Reason.TOO_FEW if verdict is Verdict.UNSETTLED else None,
        trend=more.get("trend", Trend(0.0, 0.1, 0.1, None)),
        ratings=ratings,
        raters=raters,
        last=more.get("last", LAST_MONDAY),
        seen=dict.fromkeys(Quality, ratings),
    )


def moment(day: date, standings: Sequence[Standing], ratings: Sequence[Rated] = ()) -> Moment:
    found = Standings(
        as_of=day,
        ratings=sum(one.ratings for one in standings),
        level=3.5,
        share_good=Estimate(0.55, 0.05, 0.48, 0.62),
        clients={one.client: one for one in standings},
        raters={},
    )
    return Moment(at_nine(day), table_of(ratings), found)


def clue(client: Client, key: str, rater: str = "maya", on: date = MONDAY - timedelta(days=3), **more: Any) -> ClueSeen:
    return ClueSeen(client_id=client.id, clue=key, on=on, member_id=rater, rating_id=f"{rater}-{on}", **more)


def visit(rater: str, client: Client, on: date) -> Visit:
    ref = f"{rater} {client.id} {on}"
    return Visit(id=ref, client_id=client.id, member_id=rater, ended_at=at_nine(on), on=on, source="calendar", ref=ref)


def digest_of(now: Moment, then: Moment | None = None, clients: Sequence[Client] = CLIENTS, **more: Any) -> Digest:
    return compose(Material(id="digest", now=now, then=then, clients=clients, **more))


def said(digest: Digest) -> str:
    """The digest as a screen reader says it, without the charts' figures and the title."""
    lines = digest_message(digest).text.splitlines()
    return "\n".join(line for line in lines if line != digest.title and not line.startswith(CHARTS))


CHARTS = ("Good clients, %", "The seven qualities")
