"""Standings as the JSON object that `good-clients score --json` prints."""

from collections.abc import Mapping
from typing import Any

from bot.qualities import Quality
from bot.scoring.standings import Estimate, RaterStanding, Standing, Standings

DIGITS = 4


def as_json(standings: Standings, names: Mapping[str, str], *, raters: bool = False) -> dict[str, Any]:
    """The standings as plain values, with the clients in the order of `names` (id → name) and no NaN.

    Clients that are not in `names` come last, under their ids.
    """
    order = [*names, *(client for client in standings.clients if client not in names)]
    found: dict[str, Any] = {
        "as_of": standings.as_of.isoformat(),
        "ratings": standings.ratings,
        "level": _rounded(standings.level),
        "share_good": {
            "mean": _rounded(standings.share_good.mean),
            "lo": _rounded(standings.share_good.lo),
            "hi": _rounded(standings.share_good.hi),
        },
        "settled": standings.settled,
        "settled_good": standings.settled_good,
        "clients": [
            _client(standings.clients[client], names.get(client, client))
            for client in order
            if client in standings.clients
        ],
    }
    if raters:
        found["raters"] = [_rater(rater) for rater in standings.raters.values()]
    return found


def _client(standing: Standing, name: str) -> dict[str, Any]:
    return {
        "client": name,
        "overall": _estimate(standing.overall),
        "p_good": _rounded(standing.p_good),
        "p_difficult": _rounded(standing.p_difficult),
        "verdict": standing.verdict.value,
        "reason": standing.reason.value if standing.reason else None,
        "trend": {
            "change": _rounded(standing.trend.change),
            "p_better": _rounded(standing.trend.p_better),
            "p_worse": _rounded(standing.trend.p_worse),
            "changed_on": standing.trend.changed_on.isoformat() if standing.trend.changed_on else None,
        },
        "qualities": {quality.value: _estimate(standing.qualities[quality]) for quality in Quality},
        "ratings": standing.ratings,
        "raters": standing.raters,
        "last": standing.last.isoformat() if standing.last else None,
    }


def _rater(rater: RaterStanding) -> dict[str, Any]:
    return {
        "rater": rater.rater,
        "generosity": _rounded(rater.generosity),
        "sd": _rounded(rater.sd),
        "ratings": rater.ratings,
    }


def _estimate(estimate: Estimate) -> dict[str, float]:
    return {
        "mean": _rounded(estimate.mean),
        "sd": _rounded(estimate.sd),
        "lo": _rounded(estimate.lo),
        "hi": _rounded(estimate.hi),
    }


def _rounded(value: float) -> float:
    return round(float(value), DIGITS) + 0.0  # no minus zero
