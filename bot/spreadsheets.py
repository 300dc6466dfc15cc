"""Ratings in spreadsheets: rows in, rows out."""

import csv
from _csv import Reader  # the type that csv.reader gives; csv itself does not name it
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.qualities import CLUES, Quality
from bot.ratings import Scores
from bot.refusals import Refused

RATING_COLUMNS = ("client", "rater", "date", "overall", *(quality.value for quality in Quality), "clues", "note")
_NEEDED = ("client", "rater", "date")
_SCORES = {"": None, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_DATE = len("2026-11-20")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class RatedRow:
    """A row as read: who rated whom, when, how; `line` is where it ends in the file."""

    client: str
    rater: str
    on: date
    scores: Scores
    line: int = 0


@dataclass(frozen=True)
class RejectedRow:
    """A row that cannot be read, by its line in the file (the header is line 1) and the reason."""

    line: int
    reason: str


def read_ratings(lines: Iterable[str]) -> Iterator[RatedRow | RejectedRow]:
    """The rows of a CSV file with a header; columns but ours are ignored.

    Raises Refused at once where a needed column is missing or there is no header.
    """
    reader = csv.reader(text_only(lines))
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
    except csv.Error as error:
        raise Refused(f"The file is not CSV: {error}.") from None
    if missing := [column for column in _NEEDED if column not in names]:
        raise Refused(
            f"The file has no column “{missing[0]}”. It needs client, rater and date, and any of "
            f"{', '.join(RATING_COLUMNS[3:])}."
        )
    return _rated_rows(reader, _Columns({column: names.index(column) for column in RATING_COLUMNS if column in names}))


class _Columns:
    """Where in a row each of our columns is. What a file has not is read from an empty cell behind the last one."""

    def __init__(self, at: Mapping[str, int]) -> None:
        self.width = max(at.values()) + 1
        self.client, self.rater, self.date = (at[column] for column in _NEEDED)
        self.overall, self.clues, self.note = (at.get(column, self.width) for column in ("overall", "clues", "note"))
        self.qualities = [(quality, at[quality]) for quality in Quality if quality in at]


def text_only(lines: Iterable[str]) -> Iterator[str]:
    """Spreadsheets write a byte order mark; a NUL is no text and would end the reading."""
    for at, line in enumerate(lines):
        yield (line.removeprefix("\ufeff") if at == 0 else line).replace("\0", "")


def rows_of(reader: Reader) -> Iterator[list[str] | RejectedRow]:
    """The rows that are left, but the empty ones. A line that is not CSV is rejected and does not end the reading."""
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RejectedRow(reader.line_num, f"This line is not CSV: {error}.")
            continue
        if row:
            yield row


def _rated_rows(reader: Reader, columns: _Columns) -> Iterator[RatedRow | RejectedRow]:
    for row in rows_of(reader):
        if isinstance(row, RejectedRow):
            yield row
            continue
        cells = [cell.strip() for cell in row[: columns.width]]
        cells += [""] * (columns.width + 1 - len(cells))
        try:
            yield _rated(cells, columns, reader.line_num)
        except Refused as refusal:
            yield RejectedRow(reader.line_num, refusal.sentence)


def _rated(cells: Sequence[str], columns: _Columns, line: int) -> RatedRow:
    client, rater, on = cells[columns.client], cells[columns.rater], cells[columns.date]
    if not (client and rater and on):
        empty = next(name for name, cell in zip(_NEEDED, (client, rater, on), strict=True) if not cell)
        raise Refused(f"The column “{empty}” is empty.", field=empty)
    scores = Scores(
        overall=_score("overall", cells[columns.overall]),
        qualities={
            quality: score for quality, at in columns.qualities if (score := _score(quality, cells[at])) is not None
        },
        clues=_clues(cells[columns.clues]),
        note=undefused(cells[columns.note]),
    )
    if scores.empty:
        raise Refused("There is no score, clue or note in this row.")
    return RatedRow(undefused(client), undefused(rater), _date(on), scores, line)


def _score(column: str, cell: str) -> int | None:
    if cell in _SCORES:
        return _SCORES[cell]
    try:
        value = float(cell)
    except ValueError:
        raise Refused(f"{column} is a whole number from 1 to 5 or empty, not “{cell[:40]}”.") from None
    if value not in (1, 2, 3, 4, 5):
        raise Refused(f"{column} is a whole number from 1 to 5 or empty, not {cell[:40]}.")
    return int(value)


def _clues(cell: str) -> frozenset[str]:
    if not cell:
        return frozenset()
    clues = frozenset(filter(None, (part.strip() for part in cell.split(";"))))
    if unknown := sorted(clues - CLUES.keys()):
        raise Refused(f"There is no clue called “{unknown[0][:40]}”.", field="clues")
    return clues


def _date(cell: str) -> date:
    try:
        return date.fromisoformat(cell) if len(cell) <= _DATE else datetime.fromisoformat(cell).date()
    except ValueError:
        raise Refused(f"The date is written like 2026-11-20, not “{cell[:40]}”.", field="date") from None


def rating_cells(row: RatedRow) -> list[str]:
    """The row as cells in the order of RATING_COLUMNS; read_ratings reads it back."""
    scores = row.scores
    numbers = [scores.overall, *(scores.qualities.get(quality) for quality in Quality)]
    return [
        defused(row.client),
        defused(row.rater),
        row.on.isoformat(),
        *("" if number is None else str(number) for number in numbers),
        ";".join(sorted(scores.clues)),
        defused(scores.note),
    ]


def defused(cell: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front.

    So does text that already looks defused, so that reading back takes off just what was put there.
    """
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def undefused(cell: str) -> str:
    """The text that was defused."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell
