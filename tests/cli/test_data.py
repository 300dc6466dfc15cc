"""`good-clients import` and `export`: ratings in and out of a database."""

import csv
import io
from pathlib import Path

import pytest

from bot.company import Workspace
from bot.ports import Database
from tests.people import BRIGHT, company
from tests.terminal import Cli

FILE = """client,rater,date,overall,risk,clues,note
Acme Ltd,Maya Patel,2026-11-20,4,2,risk.no_ups,"=HYPERLINK(""http://evil"")"
Hooli,Tom Baker,2026-11-20,7,,,
Globex,Tom Baker,2026-11-20,,,,kind people
Globex,Tom Baker,2999-01-01,3,,,
"""


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "ratings.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_ratings_come_in_once_and_the_rest_is_told(cli: Cli, kept: str, database: Database, file: Path) -> None:
    company(database)
    first, second = cli("import", file), cli("import", file)
    assert (first.status, first.out) == (0, "")
    assert first.err.splitlines() == [
        "Line 3: overall is a whole number from 1 to 5 or empty, not 7.",
        "Line 5: 2999-01-01 is still to come.",
        "2 ratings are new, 0 were there already, 2 rows could not be taken.",
    ]
    assert "0 ratings are new, 2 were there already, 2 rows could not be taken." in second.err
    with database.store(BRIGHT.id) as store:
        found = {(rating.client_id, rating.member_id, rating.scores.note) for rating in store.ratings.export()}
    assert found == {("acme", "maya", '=HYPERLINK("http://evil")'), ("globex", "tom", "kind people")}


def test_what_is_exported_runs_no_formula_and_is_read_back(cli: Cli, kept: str, home: Path, file: Path) -> None:
    cli("import", file)
    exported = cli("export")
    assert exported.status == 0
    assert exported.err.strip() == "2 ratings exported."
    first, second = rows(exported.out)
    assert (first["client"], first["rater"], first["overall"], first["risk"]) == ("Acme Ltd", "Maya Patel", "4", "2")
    assert (first["clues"], first["note"]) == ("risk.no_ups", '\'=HYPERLINK("http://evil")')
    assert (second["overall"], second["note"]) == ("", "kind people")
    (home / "back.csv").write_text(exported.out, encoding="utf-8", newline="")
    assert "0 ratings are new, 2 were there already, 0 rows" in cli("import", "back.csv").err


def test_an_export_moves_to_another_database(
    cli: Cli, kept: str, home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("import", file)
    assert cli("export", "moved.csv").out == ""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home}/other.db")
    assert "2 ratings are new" in cli("import", "moved.csv").err
    assert cli("export").out == (home / "moved.csv").read_bytes().decode()


def test_an_export_is_put_on_record(cli: Cli, kept: str, database: Database, file: Path) -> None:
    company(database)
    cli("import", file)
    cli("export")
    with database.store(BRIGHT.id) as store:
        assert [(entry.action, entry.detail) for entry in store.memory.audited(limit=9)] == [("export", {"ratings": 2})]


def test_without_a_workspace_a_local_one_is_made_once(cli: Cli, kept: str, database: Database, file: Path) -> None:
    cli("import", file)
    cli("export")
    assert len(database.workspace_ids()) == 1


def test_where_there_are_several_workspaces_one_must_be_named(
    cli: Cli, kept: str, database: Database, file: Path
) -> None:
    company(database)
    company(database, Workspace(id="other-it", name="Other IT"))
    for words in (["import", str(file)], ["export"], ["ask", "who is good"], ["digest", "--preview"]):
        done = cli(*words)
        assert (done.status, done.out) == (2, "")
        assert "There are 2 workspaces: please name one with --workspace." in done.err
    assert cli("import", file, "--workspace", "other-it").status == 0
    assert len(rows(cli("export", "--workspace", "other-it").out)) == 2
    assert rows(cli("export", "--workspace", BRIGHT.id).out) == []
    assert cli("export", "--workspace", "third-it").err.startswith("There is no workspace third-it. There are: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("client,rater\nAcme,maya\n", "The file has no column “date”."),
        ("client,rater,date\nAcme,maya,2026-11-20\n", "ratings.csv has no row that can be read."),
        ("client,rater,date,overall\nAcme,maya,2999-11-20,4\n", "ratings.csv has no row that can be read."),
    ],
)
def test_a_file_of_another_kind_ends_with_2(cli: Cli, kept: str, home: Path, content: str, said: str) -> None:
    (home / "ratings.csv").write_text(content)
    done = cli("import", "ratings.csv")
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_an_export_that_cannot_be_written_says_where(cli: Cli, kept: str, home: Path) -> None:
    done = cli("export", home / "nowhere" / "out.csv")
    assert (done.status, done.err) == (2, f"{home}/nowhere/out.csv cannot be written: No such file or directory.\n")


def test_a_database_that_is_away_is_one_sentence(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    done = cli("export")
    assert (done.status, done.out) == (2, "")
    assert done.err == "The database is away or busy. Please check DATABASE_URL and try again.\n"


def test_as_processes_they_share_the_file_of_the_folder(process: Cli, home: Path, file: Path) -> None:
    assert process("import", "ratings.csv").status == 0
    assert (home / "good-clients.db").exists()
    done = process("export")
    assert done.status == 0
    assert len(rows(done.out)) == 2
