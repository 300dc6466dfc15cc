"""`good-clients ask`: questions in the terminal, exactly as scripts rely on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Database
from tests.people import company
from tests.terminal import Cli

NAMES = ["Acme Ltd", "Acme Dental", "Hooli", "Wayne & Sons"]
KEYS = {"text", "understood", "certainty", "left_aside", "readings", "answer"}
RATED = "client,rater,date,overall\n" + "".join(
    f"Hooli,{rater},2026-11-{day:02},1\nAcme Ltd,{rater},2026-11-{day:02},5\n"
    for day in range(1, 9)
    for rater in ("Maya Patel", "Tom Baker", "Priya Shah")
)


@pytest.fixture
def names(home: Path) -> Path:
    path = home / "names.json"
    path.write_text(json.dumps(NAMES), encoding="utf-8")
    return path


@pytest.fixture
def rated(cli: Cli, kept: str, database: Database, home: Path) -> None:
    """Bright IT with three weeks of ratings, in the database of the settings."""
    company(database)
    (home / "rated.csv").write_text(RATED, encoding="utf-8")
    assert cli("import", "rated.csv").status == 0


def intent(line: Any) -> str:
    found: str = line["understood"]["intent"]
    return found


def test_as_a_process_each_line_is_answered_by_a_line_without_settings(process: Cli, home: Path, names: Path) -> None:
    (home / ".env").write_text("SLACK_BOT_TOKEN=nonsense\nDATABASE_URL=nowhere\n")
    done = process("ask", "-", "--json", "--clients", "names.json", stdin="who pays late\n\n  \nblargh\nhow is hooli\n")
    assert (done.status, done.err) == (0, "")
    assert [line["text"] for line in done.lines] == ["who pays late", "blargh", "how is hooli"]
    assert all(line.keys() == KEYS for line in done.lines)
    assert sorted(path.name for path in home.iterdir()) == [".env", "names.json"]


def test_what_was_understood_is_said_in_the_labels_of_the_convention(cli: Cli, names: Path) -> None:
    line = cli("ask", "whos slow to pay this quarter", "--json", "--clients", names).json
    assert intent(line) == "rank_clients"
    assert line["understood"]["slots"] == {
        "quality": ["payment"],
        "order": "worst",
        "period": {"named": "this_quarter"},
    }
    assert line["certainty"] == "answer"
    assert (line["left_aside"], line["readings"]) == ([], [])
    assert isinstance(line["answer"], str)


def test_what_is_not_understood_is_an_object_too(cli: Cli, names: Path) -> None:
    line = cli("ask", "wibble wobble uiop", "--json", "--clients", names).json
    assert line["understood"].keys() == {"intent", "slots"}
    assert line["certainty"] in {"decline", "ask"}
    assert line["answer"]


@pytest.mark.parametrize(("day", "month"), [("2026-03-15", "1 Feb 2026 to 28 Feb"), ("2024-03-01", "29 Feb 2024")])
def test_today_decides_what_a_period_is(cli: Cli, names: Path, day: str, month: str) -> None:
    assert month in cli("ask", "who pays late last month", "--clients", names, "--today", day).out


def test_whatever_is_asked_can_be_printed(cli: Cli, names: Path) -> None:
    odd = json.dumps({"text": "\ud800 how is 東京?", "context": None})
    done = cli("ask", "-", "--json", "--context", "--clients", names, stdin=odd)
    assert done.lines[0]["text"] == "\ud800 how is 東京?"


def test_with_context_the_turn_before_counts(cli: Cli, names: Path) -> None:
    before = {"intent": "rank_clients", "slots": {"quality": ["payment"], "order": "worst"}}
    asked = [{"text": "and the best?", "context": before}, {"text": "who pays late", "context": None}]
    done = cli("ask", "-", "--context", "--json", "--clients", names, stdin="\n".join(map(json.dumps, asked)))
    assert done.lines[0]["understood"]["slots"]["quality"] == ["payment"]
    assert done.lines[0]["understood"]["slots"]["order"] == "best"
    assert [line["text"] for line in done.lines] == ["and the best?", "who pays late"]


@pytest.mark.parametrize(
    "line",
    [
        "who pays late",
        "[]",
        "{}",
        '{"text": "and now?", "context": 7}',
        '{"text": "and now?", "context": {"intent": "dance", "slots": {}}}',
        '{"text": "and now?", "context": {"slots": {}}}',
        '{"text": "and now?", "context": {"intent": "rank_clients", "slots": {"quality": ["charm"]}}}',
        '{"text": "and now?", "context": {"intent": "rank_clients", "slots": {"period": {"from": "soon"}}}}',
    ],
)
def test_a_line_that_is_no_turn_ends_with_2_and_says_which(cli: Cli, names: Path, line: str) -> None:
    good = json.dumps({"text": "who pays late", "context": None})
    done = cli("ask", "-", "--context", "--json", "--clients", names, stdin=f"{good}\n{line}\n")
    assert done.status == 2
    assert len(done.lines) == 1
    assert done.err.startswith("Line 2 ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("content", ["", "{}", '"Acme"', "[1]", '[""]', "[null]"])
def test_a_list_of_names_that_is_none_ends_with_2(cli: Cli, home: Path, content: str) -> None:
    (home / "bad.json").write_text(content)
    done = cli("ask", "who pays late", "--json", "--clients", "bad.json")
    assert (done.status, done.out, done.err) == (2, "", "bad.json is not a JSON list of client names.\n")


def test_an_empty_list_of_names_is_one(cli: Cli, home: Path) -> None:
    (home / "none.json").write_text("[]")
    assert intent(cli("ask", "who pays late", "--json", "--clients", "none.json").json) == "rank_clients"


def test_for_people_the_answer_alone_is_printed(cli: Cli, names: Path) -> None:
    done = cli("ask", "what are the seven qualities", "--clients", names)
    assert "Pays promptly" in done.out
    assert "understood" not in done.out


def test_the_database_answers_with_evidence(cli: Cli, rated: None) -> None:
    done = cli("ask", "who are our good clients?", "--today", "2026-11-22", "--json")
    assert "Acme Ltd" in done.json["answer"]
    assert "24 ratings" in done.json["answer"]


def test_ratings_after_today_are_not_known(cli: Cli, rated: None) -> None:
    done = cli("ask", "who are our good clients?", "--today", "2026-10-31", "--json")
    assert "24 ratings" not in done.json["answer"]


@pytest.mark.parametrize("who", ["Maya Patel", "maya@bright.example", "umaya"])
def test_somebodys_eyes_are_named_as_people_name_them(cli: Cli, rated: None, who: str) -> None:
    done = cli("ask", "my ratings", "--as", who, "--today", "2026-11-22", "--json")
    assert done.status == 0
    assert "Hooli" in done.json["answer"]


def test_nobody_by_that_name(cli: Cli, rated: None) -> None:
    done = cli("ask", "my ratings", "--as", "Bruce", "--json")
    assert (done.status, done.out, done.err) == (2, "", "There is no member “Bruce”.\n")


def test_permissions_come_after_understanding(cli: Cli, rated: None) -> None:
    line = cli("ask", "who gave Hooli a 1?", "--as", "Tom Baker", "--today", "2026-11-22", "--json").json
    assert line["certainty"] == "answer"
    assert "Maya" not in line["answer"]


def test_a_wrong_day_is_refused(cli: Cli, names: Path) -> None:
    done = cli("ask", "who pays late", "--clients", names, "--today", "tomorrow")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("A date is written like ")
