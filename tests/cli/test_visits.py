"""`good-clients import visits.csv`: told from ratings by its header."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.ports import Database
from bot.refusals import Refused
from bot.spreadsheets import RejectedRow
from bot.visits.files import read_visits
from tests.people import BRIGHT, MAYA, company
from tests.terminal import Cli

YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011 - any day that is not long past
FILE = f"""\ufeffClient,Technician_Email,Ended_At,event_id,ref
Hooli,maya@bright.example,{YESTERDAY} 15:30,e1,T-1
Hooli,maya@bright.example,{YESTERDAY}T10:00:00Z,e2,T-1
'=Unit 4,Tom Baker,{YESTERDAY} 11:00,,
Hooli,maya@bright.example,2999-01-01 10:00,e3,
Hooli,,{YESTERDAY} 10:00,e4,
Hooli,maya@bright.example,yesterday,e5,
Unit 5,maya@bright.example,2025-01-31 10:00,e6,
"""


def test_visits_come_in_once_and_the_rest_is_told(cli: Cli, kept: str, database: Database, home: Path) -> None:
    company(database)
    (home / "visits.csv").write_text(FILE, encoding="utf-8")
    first, second = cli("import", "visits.csv"), cli("import", "visits.csv")
    assert (first.status, first.out) == (0, "")
    assert first.err.splitlines() == [
        "Line 5: 1 January 2999 10:00 is still to come.",
        "Line 6: The column “technician_email” is empty.",
        "Line 7: ended_at is written like 2026-11-23 15:30, not “yesterday”.",
        "Line 8: There is no client “Unit 5”.",
        "3 visits are new, 0 were there already, 4 rows could not be taken.",
    ]
    assert "0 visits are new" in second.err
    with database.store(BRIGHT.id) as store:
        assert [(visit.client_id, visit.ref) for visit in store.visits.latest_of(MAYA.id, limit=9)] == [
            ("hooli", "e1"),
            ("hooli", "e2"),
        ]


@pytest.mark.parametrize("header", ["client,ended_at", "technician_email,ended_at", ""])
def test_a_file_without_what_is_needed_says_so(header: str) -> None:
    with pytest.raises(Refused, match="has no column"):
        list(read_visits([header, "x,y"]))


def test_a_line_that_is_not_csv_is_told_and_the_others_are_read() -> None:
    lines = ["client,technician_email,ended_at\n", "Hooli,a@b.example,2026-11-20 10:00\n", "x" * 200_000 + "\n"]
    found = list(read_visits(lines))
    assert [isinstance(one, RejectedRow) for one in found] == [False, True]
