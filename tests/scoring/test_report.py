"""The JSON that scripts rely on."""

import json

from bot.qualities import Quality
from bot.ratings import RatingTable
from bot.scoring import Constants, standings
from bot.scoring.report import as_json
from tests.scoring.workspaces import TODAY, row, workspace


def test_it_has_the_documented_shape() -> None:
    table = RatingTable.of([row("id-1", "ann", 4), row("id-1", "bob", 5, days_ago=3)], ["id-2"])
    found = as_json(standings(table, TODAY, None, Constants()), {"id-1": "Acme Ltd", "id-2": "Hooli"}, raters=True)
    assert list(found) == [
        "as_of",
        "ratings",
        "level",
        "share_good",
        "settled",
        "settled_good",
        "clients",
        "raters",
    ]
    acme, hooli = found["clients"]
    assert list(acme) == [
        "client",
        "overall",
        "p_good",
        "p_difficult",
        "verdict",
        "reason",
        "trend",
        "qualities",
        "ratings",
        "raters",
        "last",
    ]
    assert acme["client"] == "Acme Ltd"
    assert acme["last"] == "2026-11-22"
    assert list(acme["overall"]) == ["mean", "sd", "lo", "hi"]
    assert list(acme["qualities"]) == [quality.value for quality in Quality]
    assert list(acme["trend"]) == ["change", "p_better", "p_worse", "changed_on"]
    assert hooli["reason"] == "too few ratings"
    assert hooli["last"] is None
    assert list(found["raters"][0]) == ["rater", "generosity", "sd", "ratings"]


def test_it_is_json_without_nan_and_without_raters_unless_asked() -> None:
    found = as_json(standings(workspace(clients=10).table, TODAY, None, Constants()), {})
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert "raters" not in found
    assert len(found["clients"]) == 10


def test_no_ratings_are_valid_too() -> None:
    found = as_json(standings(RatingTable.of([]), TODAY), {}, raters=True)
    assert found["clients"] == []
    assert found["raters"] == []
    assert json.dumps(found, allow_nan=False)
