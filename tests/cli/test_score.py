"""`good-clients score`: standings from a spreadsheet, exactly as scripts rely on it."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bot.qualities import Quality
from tests.terminal import Cli

ESTIMATE = {"mean", "sd", "lo", "hi"}


def ratings(*, ill: str = "", days: int = 12) -> str:
    """Acme is loved, Hooli is not, Globex was seen once."""
    rows = ["client,rater,date,overall,payment,risk,colour"]
    for day in range(1, days + 1):
        for rater in ("maya", "tom", "priya"):
            rows.append(f"Acme Ltd,{rater},2026-11-{day:02},5,5,,red")
            rows.append(f"Hooli,{rater},2026-11-{day:02},1,,1,")
    rows.append("Globex,maya,2026-11-03,3,,,")
    return "\n".join(rows) + f"\n{ill}"


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "ratings.csv"
    path.write_text(ratings(), encoding="utf-8")
    return path


def clients(found: Any) -> dict[str, Any]:
    return {client["client"]: client for client in found["clients"]}


def test_as_a_process_it_prints_json_alone_and_needs_no_settings(process: Cli, home: Path) -> None:
    (home / ".env").write_text("SLACK_BOT_TOKEN=nonsense\nPORT=many\nDATABASE_URL=nowhere\n")
    (home / "ratings.csv").write_text(ratings(ill="Acme Ltd,maya,2026-11-01,7\n"), encoding="utf-8")
    done = process("score", "ratings.csv", "--as-of", "2026-11-22", "--json")
    assert done.status == 0
    assert clients(done.json)["Acme Ltd"]["verdict"] == "good"
    assert done.err == "Line 75: overall is a whole number from 1 to 5 or empty, not 7.\n"


def test_a_process_that_cannot_go_on_ends_with_2_and_one_sentence(process: Cli) -> None:
    done = process("score", "nowhere.csv", "--json")
    assert (done.status, done.out) == (2, "")
    assert done.err == "nowhere.csv cannot be read: No such file or directory.\n"


def test_the_whole_object(cli: Cli, file: Path) -> None:
    done = cli("score", file, "--as-of", "2026-11-22", "--json")
    found = done.json
    assert (done.status, done.err) == (0, "")
    assert found.keys() == {"as_of", "ratings", "level", "share_good", "settled", "settled_good", "clients"}
    assert (found["as_of"], found["ratings"]) == ("2026-11-22", 73)
    assert found["share_good"].keys() == {"mean", "lo", "hi"}
    assert [client["client"] for client in found["clients"]] == ["Acme Ltd", "Hooli", "Globex"]
    for client in found["clients"]:
        assert client.keys() == {
            *("client", "overall", "p_good", "p_difficult", "verdict", "reason"),
            *("trend", "qualities", "ratings", "raters", "last"),
        }
        assert client["overall"].keys() == ESTIMATE
        assert list(client["qualities"]) == [quality.value for quality in Quality]
        assert all(estimate.keys() == ESTIMATE for estimate in client["qualities"].values())
        assert client["trend"].keys() == {"change", "p_better", "p_worse", "changed_on"}
    of = clients(found)
    assert (of["Acme Ltd"]["ratings"], of["Acme Ltd"]["raters"], of["Acme Ltd"]["last"]) == (36, 3, "2026-11-12")
    assert (of["Acme Ltd"]["verdict"], of["Acme Ltd"]["reason"]) == ("good", None)
    assert of["Hooli"]["verdict"] == "difficult"
    assert (of["Globex"]["verdict"], of["Globex"]["reason"]) == ("unsettled", "too few ratings")
    assert of["Hooli"]["qualities"]["risk"]["mean"] < 2.5 < of["Acme Ltd"]["qualities"]["payment"]["mean"]
    assert (found["settled"], found["settled_good"]) == (2, 1)


def test_ratings_of_the_day_count_and_later_ones_do_not(cli: Cli, file: Path) -> None:
    def count(day: str) -> int:
        found: int = cli("score", file, "--as-of", day, "--json").json["ratings"]
        return found

    assert [count("2026-11-02"), count("2026-11-03"), count("2030-01-01")] == [12, 19, 73]


def test_a_day_before_all_ratings_is_no_error(cli: Cli, file: Path) -> None:
    done = cli("score", file, "--as-of", "2020-01-01", "--json")
    assert (done.status, done.json["ratings"], done.json["settled"]) == (0, 0, 0)
    assert {client["last"] for client in done.json["clients"]} <= {None}


def test_raters_are_told_on_request(cli: Cli, file: Path) -> None:
    found = cli("score", file, "--raters", "--json").json
    assert {rater["rater"]: rater["ratings"] for rater in found["raters"]} == {"maya": 25, "tom": 24, "priya": 24}
    assert all(rater.keys() == {"rater", "generosity", "sd", "ratings"} for rater in found["raters"])


def test_thresholds_and_weights_are_taken(cli: Cli, file: Path) -> None:
    strict = cli("score", file, "--good", "4.99", "--difficult", "1.01", "--json").json
    assert strict["settled_good"] == 0
    plain, weighted = (
        clients(cli("score", file, "--weights", weights, "--json").json)["Hooli"]
        for weights in ("", "risk=9, payment=0.5")
    )
    assert plain.keys() == weighted.keys()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "22/11/2026"], "A date is written like "),
        (["--weights", "payment"], "A weight is written like payment=2 "),
        (["--weights", "charm=2"], "A weight is written like payment=2 "),
        (["--weights", "risk=-1"], "A weight is zero or more"),
        (["--weights", "risk=nan"], "A weight is zero or more"),
        (["--explain", "Umbrella"], "There is no client “Umbrella” in the file."),
        (["--good", "many"], "Invalid value for '--good'"),
        (["--good", "nan"], "--difficult and --good are scores from 1 to 5"),
        (["--good", "2", "--difficult", "3"], "--difficult and --good are scores from 1 to 5"),
        (["--good", "6"], "--difficult and --good are scores from 1 to 5"),
        (["--shiny"], "No such option: --shiny"),
    ],
)
def test_what_cannot_be_taken_is_one_sentence(cli: Cli, file: Path, words: list[str], said: str) -> None:
    done = cli("score", file, "--json", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(said)
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("suffix", [".csv.gz", ".CSV.GZ"])
def test_a_gzipped_file(cli: Cli, home: Path, suffix: str) -> None:
    path = home / f"ratings{suffix}"
    path.write_bytes(gzip.compress(ratings().encode()))
    assert cli("score", path, "--json").json["ratings"] == 73


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"client,rater,date,overall\n"),
        ("a.csv", b"client,rater,date,overall\nAcme,maya,soon,4\n"),
        ("a.csv", b"client,rater,date,note\nAcme,maya,2026-11-20,kind people\n"),
        ("a.csv", b"client,rater,overall\nAcme,maya,4\n"),
        ("a.csv", "client,rater,date,overall\nCafé,maya,2026-11-20,4\n".encode("latin-1")),
        ("a.csv", "client,rater,date,overall\nCafé,maya,2026-11-20,4\n".encode("utf-16")),
        ("a.csv.gz", b"client,rater,date,overall\nAcme,maya,2026-11-20,4\n"),
        ("a.csv.gz", gzip.compress(ratings().encode(), mtime=0)[:-12]),
        ("a.csv.gz", gzip.compress(ratings().encode(), mtime=0)[:20] + b"\xff" * 40),
    ],
    ids=[
        *("nothing", "header", "bad row", "note alone", "no date", "latin-1", "utf-16"),
        *("not gzipped", "cut off", "broken"),
    ],
)
def test_a_file_without_a_row_that_can_be_read_ends_with_2(cli: Cli, home: Path, name: str, content: bytes) -> None:
    (home / name).write_bytes(content)
    done = cli("score", name, "--json")
    assert (done.status, done.out) == (2, "")
    assert name in done.err.splitlines()[-1] or "The file" in done.err


def test_a_folder_is_no_file(cli: Cli, home: Path) -> None:
    assert cli("score", home, "--json").err == f"{home} cannot be read: Is a directory.\n"


def test_bad_rows_are_told_by_line_the_first_twenty_one_by_one(cli: Cli, home: Path) -> None:
    (home / "a.csv").write_text(ratings() + "Acme,maya,[bold]soon,4\n" * 25)
    done = cli("score", "a.csv", "--json")
    said = done.err.splitlines()
    assert done.json["ratings"] == 73
    assert said[0] == "Line 75: The date is written like 2026-11-20, not “[bold]soon”."
    assert said[20:] == ["… and 5 more rows that cannot be read."]


def test_for_people_it_is_a_table(cli: Cli, file: Path) -> None:
    done = cli("score", file, "--raters", "--as-of", "2026-11-22")
    assert done.status == 0
    assert "1 of 2 settled clients are good · 73 ratings up to 22 November 2026" in done.out
    assert "unsettled (too few ratings)" in done.out
    assert "maya" in done.out
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.out)


def test_one_client_can_be_taken_apart(cli: Cli, file: Path) -> None:
    done = cli("score", file, "--explain", "acme ltd", "--as-of", "2026-11-22")
    assert done.status == 0
    assert done.out.startswith("Acme Ltd: ")
    assert "good (36 ratings by 3 people)" in done.out
    assert "How generous its raters are" in done.out


def test_names_stay_as_they_are_written(cli: Cli, home: Path) -> None:
    (home / "a.csv").write_text('client,rater,date,overall\n"Müller, ""Söhne"" & 東京 [red]",maya,2026-11-20,4\n')
    assert list(clients(cli("score", "a.csv", "--json").json)) == ['Müller, "Söhne" & 東京 [red]']
    assert 'Müller, "Söhne" & 東京 [red]' in cli("score", "a.csv").out
