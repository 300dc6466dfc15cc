"""Ratings in spreadsheets: rows in, rows out."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.qualities import CLUES, Quality
from bot.ratings import Scores
from bot.refusals import Refused

RATING_COLUMNS = ("client", "rater", "date", "overall", *(quality.value for quality in Quality), "clues", "note")
_NEEDED = ("client", "rater", "date")
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

    Raises Refused at once where a needed column is missing or there is nothing to count.
    """
    reader = csv.DictReader(_text_only(lines), restkey="")
    names = {(name or "").strip().casefold(): name for name in reader.fieldnames or ()}
    if missing := [column for column in _NEEDED if column not in names]:
        raise Refused(
            f"The file has no column “{missing[0]}”. It needs client, rater and date, and any of "
            f"{', '.join(RATING_COLUMNS[3:])}."
        )
    columns = {column: names[column] for column in RATING_COLUMNS if column in names}
    return _rows(reader, columns)


def _text_only(lines: Iterable[str]) -> Iterator[str]:
    """Spreadsheets write a byte order mark; a NUL is no text and would end the reading."""
    for at, line in enumerate(lines):
        yield (line.removeprefix("\ufeff") if at == 0 else line).replace("\0", "")


def _rows(reader: "csv.DictReader[str]", columns: Mapping[str, str]) -> Iterator[RatedRow | RejectedRow]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RejectedRow(reader.line_num, f"This line is not CSV: {error}.")
            continue
        cells = {column: (row.get(name) or "").strip() for column, name in columns.items()}
        try:
            yield _rated(cells, reader.line_num)
        except Refused as refusal:
            yield RejectedRow(reader.line_num, refusal.sentence)


def _rated(cells: Mapping[str, str], line: int) -> RatedRow:
    for column in _NEEDED:
        if not cells[column]:
            raise Refused(f"The column “{column}” is empty.", field=column)
    scores = Scores(
        overall=_score("overall", cells.get("overall", "")),
        qualities={
            quality: score
            for quality in Quality
            if (score := _score(quality.about.name, cells.get(quality.value, ""))) is not None
        },
        clues=frozenset(_clues(cells.get("clues", ""))),
        note=undefused(cells.get("note", "")),
    )
    if scores.empty:
        raise Refused("There is no score, clue or note in this row.")
    return RatedRow(undefused(cells["client"]), undefused(cells["rater"]), _date(cells["date"]), scores, line)


def _score(name: str, cell: str) -> int | None:
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        raise Refused(f"{name} is a whole number from 1 to 5 or empty, not “{cell[:40]}”.") from None
    if value not in (1, 2, 3, 4, 5):
        raise Refused(f"{name} is a whole number from 1 to 5 or empty, not {cell[:40]}.")
    return int(value)


def _clues(cell: str) -> Iterator[str]:
    for key in filter(None, (part.strip() for part in cell.split(";"))):
        if key not in CLUES:
            raise Refused(f"There is no clue called “{key[:40]}”.", field="clues")
        yield key


def _date(cell: str) -> date:
    try:
        return date.fromisoformat(cell[:10])
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
