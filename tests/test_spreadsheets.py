"""Ratings in spreadsheets: rows in, rows out, and whatever people put in between."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.qualities import CLUES, Quality
from bot.ratings import Scores
from bot.refusals import Refused
from bot.spreadsheets import RATING_COLUMNS, RatedRow, RejectedRow, defused, rating_cells, read_ratings, undefused

HEADER = "client,rater,date,overall,payment,listening,command,priorities,hours,time,risk,clues,note"


def read(text: str) -> list[RatedRow | RejectedRow]:
    return list(read_ratings(io.StringIO(text, newline="")))


def row(line: str, header: str = HEADER) -> RatedRow | RejectedRow:
    return read(f"{header}\n{line}\n")[0]


def reason(line: str, header: str = HEADER) -> str:
    rejected = row(line, header)
    assert isinstance(rejected, RejectedRow)
    assert rejected.line == 2
    return rejected.reason


def test_a_whole_row() -> None:
    assert row("Acme Ltd,maya,2026-11-20,4,5,,3,,1,2,,risk.no_ups;risk.mfa,UPS died") == RatedRow(
        client="Acme Ltd",
        rater="maya",
        on=date(2026, 11, 20),
        scores=Scores(
            overall=4,
            qualities={Quality.PAYMENT: 5, Quality.COMMAND: 3, Quality.HOURS: 1, Quality.TIME: 2},
            clues=frozenset({"risk.no_ups", "risk.mfa"}),
            note="UPS died",
        ),
        line=2,
    )


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("\ufeffClient, RATER ,Date,Overall", "Acme Ltd,maya,2026-11-20,4"),
        ("colour,overall,date,rater,client", "red,4,2026-11-20,maya,Acme Ltd"),
        ("client,rater,date,overall,payment", "Acme Ltd,maya,2026-11-20,4"),
        ("client,rater,date,overall", " Acme Ltd , maya,2026-11-20 ,4.0,one cell,too many"),
        ("client,rater,date,overall", "Acme Ltd,maya,2026-11-20T16:30:00+01:00,4"),
        ("client,rater,date,overall", '"Acme Ltd",maya,"2026-11-20 16:30",4\r'),
    ],
)
def test_spreadsheets_differ_and_mean_the_same(header: str, line: str) -> None:
    assert row(line, header) == RatedRow("Acme Ltd", "maya", date(2026, 11, 20), Scores(overall=4), 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Acme,maya,2026-11-20,6", "overall is a whole number from 1 to 5 or empty, not 6."),
        ("Acme,maya,2026-11-20,0", "overall is a whole number from 1 to 5 or empty, not 0."),
        ("Acme,maya,2026-11-20,4.5", "overall is a whole number from 1 to 5 or empty, not 4.5."),
        ("Acme,maya,2026-11-20,nan", "overall is a whole number from 1 to 5 or empty, not nan."),
        ("Acme,maya,2026-11-20,good", "overall is a whole number from 1 to 5 or empty, not “good”."),
        ("Acme,maya,2026-11-20,,1e9", "payment is a whole number from 1 to 5 or empty, not 1e9."),
        ("Acme,maya,20/11/2026,4", "The date is written like 2026-11-20, not “20/11/2026”."),
        ("Acme,maya,2026-11-200,4", "The date is written like 2026-11-20, not “2026-11-200”."),
        ("Acme,maya,2026-02-29,4", "The date is written like 2026-11-20, not “2026-02-29”."),
        (",maya,2026-11-20,4", "The column “client” is empty."),
        ("Acme,,2026-11-20,4", "The column “rater” is empty."),
        ("Acme,maya,,4", "The column “date” is empty."),
        ("Acme", "The column “rater” is empty."),
        ("Acme,maya,2026-11-20", "There is no score, clue or note in this row."),
        ("Acme,maya,2026-11-20,4,,,,,,,,risk.shark", "There is no clue called “risk.shark”."),
        (
            f"Acme,maya,2026-11-20,4,,,,,,,,,{'x' * 3001}",
            "A note holds 3,000 characters; this one is 1 too long. Please shorten it.",
        ),
    ],
)
def test_a_row_that_cannot_be_read_says_why(line: str, said: str) -> None:
    assert reason(line) == said


def test_a_bad_row_is_told_by_its_line_and_the_others_are_read() -> None:
    text = f'{HEADER}\nAcme,maya,2026-11-20,9\n\nHooli,tom,2026-11-20,4,,,,,,,,,"two\nlines"\nAcme,tom,soon,4\n'
    rows = read(text)
    assert [(type(each).__name__, each.line) for each in rows] == [
        ("RejectedRow", 2),
        ("RatedRow", 5),
        ("RejectedRow", 6),
    ]


def test_a_line_that_is_no_csv_is_told_and_the_next_is_read() -> None:
    too_long = "x" * (csv.field_size_limit() + 1)
    rows = read(f"client,rater,date,overall\nAcme,{too_long},2026-11-20,4\nAcme,maya,2026-11-20,4\n")
    assert isinstance(rows[0], RejectedRow)
    assert rows[0].reason.startswith("This line is not CSV: field larger than field limit")
    assert isinstance(rows[-1], RatedRow)


@pytest.mark.parametrize("missing", ["client", "rater", "date"])
def test_a_missing_column_is_named(missing: str) -> None:
    header = ",".join({"client", "rater", "date", "overall"} - {missing})
    with pytest.raises(Refused, match=f"The file has no column “{missing}”"):
        read_ratings([header])


@pytest.mark.parametrize("text", ["", "\n", "x" * (csv.field_size_limit() + 1)])
def test_a_file_without_a_header_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_ratings([text] if text else [])


CELL = st.text(max_size=30)
NAME = CELL.map(str.strip).filter(lambda text: text and "\0" not in text)
NOTE = CELL.map(str.strip).filter(lambda text: "\0" not in text)
SCORE = st.integers(1, 5)
SCORES = st.builds(
    Scores,
    overall=st.none() | SCORE,
    qualities=st.dictionaries(st.sampled_from(Quality), SCORE),
    clues=st.frozensets(st.sampled_from(sorted(CLUES)), max_size=3),
    note=NOTE,
).filter(lambda scores: not scores.empty)
ROW = st.builds(RatedRow, client=NAME, rater=NAME, on=st.dates(), scores=SCORES, line=st.just(0))


def written(rows: list[RatedRow]) -> str:
    to = io.StringIO(newline="")
    writer = csv.writer(to)
    writer.writerow(RATING_COLUMNS)
    writer.writerows(rating_cells(each) for each in rows)
    return to.getvalue()


@given(st.lists(ROW, max_size=4))
def test_what_is_written_is_read_back(rows: list[RatedRow]) -> None:
    back = read(written(rows))
    assert [each for each in back if isinstance(each, RejectedRow)] == []
    assert [each.__dict__ | {"line": 0} for each in back] == [each.__dict__ for each in rows]


@given(ROW)
def test_no_cell_that_is_written_is_a_formula(rated: RatedRow) -> None:
    assert [cell for cell in rating_cells(rated) if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@given(st.text())
def test_defusing_can_be_undone(cell: str) -> None:
    assert undefused(defused(cell)) == cell


PIECE = st.sampled_from([*HEADER.split(","), ",", ",", "\n", "\r\n", "\r", '"', "'", "\0", "\ufeff", "4", "2026-11-20"])
ANYTHING = st.text() | st.lists(PIECE | st.text(max_size=3)).map("".join)


@given(st.booleans(), ANYTHING)
def test_any_text_is_read_row_by_row_or_refused(with_header: bool, text: str) -> None:
    try:
        rows = read(f"{HEADER}\n{text}" if with_header else text)
    except Refused:
        assert not with_header
    else:
        assert all(isinstance(each, RatedRow | RejectedRow) for each in rows)
