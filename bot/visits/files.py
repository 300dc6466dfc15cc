"""Visits in spreadsheets: the fields of an event, a row each."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.refusals import Refused
from bot.spreadsheets import RejectedRow, undefused

NEEDED = ("client", "technician_email", "ended_at")


@dataclass(frozen=True)
class VisitRow:
    """A row as read. `ended_at` may have no zone: it is the technician's then. `technician` is an e-mail or a name."""

    client: str
    technician: str
    ended_at: datetime
    ref: str
    line: int


def are_visits(header: str) -> bool:
    """Whether a file that begins with this line holds visits."""
    return "ended_at" in _names(next(csv.reader([header]), []))


def read_visits(lines: Iterable[str]) -> Iterator[VisitRow | RejectedRow]:
    """The rows of a CSV file: client, technician_email, ended_at; event_id and ref where there are any.

    Raises Refused at once where a needed column is missing.
    """
    reader = csv.DictReader((line.replace("\0", "") for line in lines), restkey="", restval="")
    reader.fieldnames = _names(reader.fieldnames or [])
    if missing := [column for column in NEEDED if column not in reader.fieldnames]:
        raise Refused(f"The file has no column “{missing[0]}”. It needs {', '.join(NEEDED)}.")
    return _rows(reader)


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.removeprefix("\ufeff").strip().casefold() for cell in cells]


def _rows(reader: "csv.DictReader[str]") -> Iterator[VisitRow | RejectedRow]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield RejectedRow(reader.line_num, f"This line is not CSV: {error}.")
            continue
        try:
            yield _visit({name: undefused(str(cell).strip()) for name, cell in row.items() if name}, reader.line_num)
        except Refused as refusal:
            yield RejectedRow(reader.line_num, refusal.sentence)


def _visit(cells: dict[str, str], line: int) -> VisitRow:
    for column in NEEDED:
        if not cells[column]:
            raise Refused(f"The column “{column}” is empty.", field=column)
    try:
        ended_at = datetime.fromisoformat(cells["ended_at"])
    except ValueError:
        raise Refused(f"ended_at is written like 2026-11-23 15:30, not “{cells['ended_at'][:40]}”.") from None
    if ended_at.year < 2000:
        raise Refused("This visit is too long ago.")
    named = cells.get("event_id") or cells.get("ref")
    ref = named or "/".join(cells[column].casefold() for column in NEEDED)
    return VisitRow(cells["client"], cells["technician_email"], ended_at, ref, line)
