"""`good-clients import invoices.csv`: told from ratings and visits by its header, wherever that is."""

from pathlib import Path

import pytest

from bot.ports import Database
from tests.people import BRIGHT, company
from tests.terminal import Cli

FILE = """Bright IT,,,,,
A/R Ageing Detail,,,,,

Transaction type,Num,Customer full name,Due date,Amount,Open balance
1 - 30 days past due,,,,,
Invoice,1,Hooli,20/01/2026,100.00,"£1,100.00"
Invoice,2,Hooli,21/01/2026,100.00,0.00
Invoice,3,Contoso,21/01/2026,100.00,100.00
Invoice,4,Hooli,21/01/2026,100.00,a lot
Total for 1 - 30 days past due,,,,"1,300.00","1,200.00"
"""
UNKNOWN = (
    "Line 8: There is no client called “Contoso”. One invoice is of it: add it in App Home, or make this another name "
    "of the client that is meant."
)


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "invoices.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def numbers(database: Database) -> list[str]:
    with database.store(BRIGHT.id) as store:
        return [invoice.number for invoice in store.invoices.all()]


def test_invoices_come_in_once_and_the_rest_is_told(cli: Cli, kept: str, database: Database, file: Path) -> None:
    company(database)
    first, second = cli("import", file), cli("import", file)
    assert (first.status, first.out) == (0, "")
    assert " ".join(first.err.split()) == " ".join(
        [
            UNKNOWN,
            "Line 9: An amount is written like 1,234.50, not “a lot”.",
            "Paid on a day that the file does not say, so left out: 1. "
            "An export with the day of the last payment tells how late they were.",
            "1 invoices are new, 0 were there already, 2 rows could not be taken.",
        ]
    )
    assert "0 invoices are new, 1 were there already, 2 rows" in second.err
    assert numbers(database) == ["1"]


def test_a_preview_shows_what_would_be_taken_and_writes_nothing(
    cli: Cli, kept: str, database: Database, file: Path
) -> None:
    company(database)
    done = cli("import", file, "--preview")
    assert (done.status, done.out) == (0, "Hooli: 1 taken, 1 late\n")
    told = " ".join(done.err.split())
    assert UNKNOWN in told
    assert told.endswith(
        "1 invoices would be new, 0 are there already, 2 rows could not be taken. Nothing was written."
    )
    assert numbers(database) == []


def test_dates_that_can_be_read_in_two_ways_want_an_option(cli: Cli, kept: str, database: Database, home: Path) -> None:
    company(database)
    (home / "short.csv").write_text("client,invoice,due,paid\nHooli,1,03/04/2026,05/04/2026\n")
    refused = cli("import", "short.csv")
    assert (refused.status, refused.out) == (2, "")
    assert "--dates dmy or --dates mdy" in refused.err
    assert cli("import", "short.csv", "--dates", "dmy").status == 0
    with database.store(BRIGHT.id) as store:
        assert [invoice.days_late for invoice in store.invoices.all()] == [2]


@pytest.mark.parametrize("option", [("--preview",), ("--dates", "dmy")])
def test_what_is_for_invoices_is_refused_for_ratings(
    cli: Cli, kept: str, database: Database, home: Path, option: tuple[str, ...]
) -> None:
    company(database)
    (home / "ratings.csv").write_text("client,rater,date,overall\nHooli,Tom Baker,2026-11-20,4\n")
    done = cli("import", "ratings.csv", *option)
    assert (done.status, done.err) == (2, "--preview and --dates are for invoices; ratings.csv holds ratings.\n")
    with database.store(BRIGHT.id) as store:
        assert store.ratings.export() == []


def test_a_file_of_which_nothing_can_be_taken_ends_with_2(cli: Cli, kept: str, database: Database, home: Path) -> None:
    company(database)
    (home / "strangers.csv").write_text("client,invoice,due,paid\nContoso,1,2026-09-15,\n")
    done = cli("import", "strangers.csv")
    assert done.status == 2
    assert done.err.endswith("No invoice could be taken.\n")
