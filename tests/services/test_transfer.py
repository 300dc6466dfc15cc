"""Ratings in and out of the database: nothing lost, nothing doubled, by properties."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Database
from bot.qualities import CLUES, Quality
from bot.ratings import Scores
from bot.refusals import Refused
from bot.services.transfer import Transfer
from bot.spreadsheets import RATING_COLUMNS
from storage import migrate
from tests.database import open_database
from tests.people import BRIGHT, company

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def transfer(database: Database) -> Transfer:
    ids = (f"id {number}" for number in count())
    return Transfer(database, lambda: NOW, lambda: next(ids))


def take(database: Database, text: str, workspace: str = BRIGHT.id) -> tuple[int, int, list[tuple[int, str]]]:
    report = transfer(database).import_ratings(workspace, io.StringIO(text, newline=""), lambda _: None)
    return report.new, report.already_there, [(row.line, row.reason) for row in report.rejected]


def written(database: Database, workspace: str = BRIGHT.id) -> str:
    to = io.StringIO(newline="")
    transfer(database).export_ratings(workspace, to, lambda _: None)
    return to.getvalue()


def test_names_that_people_write_differently_are_one(database: Database) -> None:
    company(database)
    text = "client,rater,date,overall\nacme limited,maya patel,2026-11-20,4\nACME LTD.,UTOM,2026-11-20,2\n"
    assert take(database, text) == (2, 0, [])
    assert take(database, "client,rater,date,overall\nAcme Ltd,Tom@Bright.example,2026-11-20,2\n") == (0, 1, [])
    with database.store(BRIGHT.id) as store:
        found = {(each.client_id, each.member_id) for each in store.ratings.export()}
    assert found == {("acme", "maya"), ("acme", "tom")}


def test_rows_of_one_visit_are_laid_over_each_other(database: Database) -> None:
    company(database)
    text = "client,rater,date,overall,risk\nHooli,Tom Baker,2026-11-20,4,\nHooli,Tom Baker,2026-11-20,,2\n"
    take(database, text)
    with database.store(BRIGHT.id) as store:
        (rating,) = store.ratings.export()
    assert rating.scores == Scores(overall=4, qualities={Quality.RISK: 2})


def test_today_counts_by_the_workspaces_clock_and_tomorrow_does_not(database: Database) -> None:
    company(database)
    text = "client,rater,date,overall\nHooli,Tom Baker,2026-11-23,4\nHooli,Tom Baker,2026-11-24,4\n"
    assert take(database, text) == (1, 0, [(3, "2026-11-24 is still to come.")])


def test_a_name_that_cannot_be_is_a_rejected_row(database: Database) -> None:
    company(database)
    new, _, rejected = take(database, f"client,rater,date,overall\n{'x' * 61},Tom Baker,2026-11-20,4\n")
    assert (new, [line for line, _ in rejected]) == (0, [2])


def test_a_file_of_another_kind_changes_nothing(database: Database) -> None:
    company(database)
    with pytest.raises(Refused, match="The file has no column “rater”"):
        take(database, "client,date\nNew Client,2026-11-20\n")
    assert written(database).splitlines() == [",".join(RATING_COLUMNS)]


def test_progress_counts_every_row(database: Database) -> None:
    company(database)
    lines = ["client,rater,date,overall\n", *(f"Hooli,Rater {number},2026-11-20,4\n" for number in range(9)), "bad\n"]
    told: list[int] = []
    transfer(database).import_ratings(BRIGHT.id, lines, told.append)
    assert told == list(range(1, 11))
    told.clear()
    transfer(database).export_ratings(BRIGHT.id, io.StringIO(), told.append)
    assert told == list(range(1, 10))


@contextmanager
def new_database(migrated: Path) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        path.write_bytes(migrated.read_bytes())
        database = open_database(f"sqlite:///{path}")
        company(database)
        yield database
        database.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("transfer") / "migrated.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


SCORE = st.sampled_from(["", "1", "2", "3", "4", "5"])
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)
ROW = st.fixed_dictionaries(
    {
        "client": st.sampled_from(["Acme Ltd", "acme limited", "Hooli", "=1+1 Ltd", "東京"]) | TEXT,
        "rater": st.sampled_from(["Maya Patel", "Tom Baker", "@everyone"]) | TEXT,
        "date": st.dates(date(2026, 11, 1), date(2026, 11, 25)).map(str),
        **dict.fromkeys(RATING_COLUMNS[3:11], SCORE),
        "clues": st.sampled_from(["", *sorted(CLUES)]),
        "note": st.sampled_from(["", "kind", "=cmd()"]) | TEXT,
    }
)


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, max_size=6))
def test_what_goes_out_comes_in_again_and_changes_nothing(empty: Path, rows: list[dict[str, str]]) -> None:
    text = "\n".join([",".join(RATING_COLUMNS), *(",".join(map(quoted, row.values())) for row in rows)])
    with new_database(empty) as first, new_database(empty) as second:
        new, already, rejected = take(first, text)
        assert new + already + len(rejected) == len(rows)
        out = written(first)
        assert take(second, out) == (new, 0, [])
        assert sorted(written(second).splitlines()) == sorted(out.splitlines())
        assert take(first, out) == (0, new, [])
        assert written(first) == out


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_notes_about_people_are_taken_as_they_are_and_counted(database: Database) -> None:
    company(database)
    file = (
        "client,rater,date,overall,note\nHooli,Maya,2026-11-20,1,the boss is an idiot\nHooli,Tom,2026-11-20,2,no UPS\n"
    )
    report = transfer(database).import_ratings(BRIGHT.id, io.StringIO(file, newline=""), lambda _: None)
    assert (report.new, report.about_people) == (2, 1)
    assert "the boss is an idiot" in written(database)
