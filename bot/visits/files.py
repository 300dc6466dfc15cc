"""Visits in spreadsheets: the fields of an event, a row each."""

import csv
from _csv import Reader  # the type that csv.reader gives; csv itself does not name it
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.refusals import Refused
from bot.spreadsheets import RejectedRow, rows_of, text_only, undefused

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
    reader = csv.reader(text_only(lines))
    names = _names(next(reader, []))
    if missing := [column for column in NEEDED if column not in names]:
        raise Refused(f"The file has no column “{missing[0]}”. It needs {', '.join(NEEDED)}.")
    return _visits(reader, names)


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.removeprefix("\ufeff").strip().casefold() for cell in cells]


def _visits(reader: Reader, names: Sequence[str]) -> Iterator[VisitRow | RejectedRow]:
    for row in rows_of(reader):
        if isinstance(row, RejectedRow):
            yield row
            continue
        cells = dict.fromkeys(names, "") | {
            name: undefused(cell.strip()) for name, cell in zip(names, row, strict=False)
        }
        try:
            yield _visit(cells, reader.line_num)
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
