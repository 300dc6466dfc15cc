"""Invoices in the exports of Xero and QuickBooks, or in a plain form: client, invoice, due, paid, amount_due."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.company import INVOICE_NUMBER_LIMIT
from bot.invoices.cells import DateOrder, order_of, read_amount, read_date
from bot.refusals import Refused
from bot.spreadsheets import RejectedRow, rows_of, text_only, undefused

HEAD = 30
"""The header is looked for in so many lines: reports begin with the company's name, a title, a period."""

FIRST_YEAR = 2000

_KNOWN_NAMES = {
    "client": ("client", "contactname", "contact", "customer", "customer full name", "name"),
    "invoice": ("invoice", "invoicenumber", "invoice number", "num"),
    "due": ("due", "duedate", "due date"),
    "paid": ("paid", "paid date", "last payment date"),
    "amount_due": ("amount_due", "amount due", "invoiceamountdue", "open balance", "balance"),
    "kind": ("transaction type", "type"),
    "status": ("status",),
}
_COLUMNS = {name: column for column, names in _KNOWN_NAMES.items() for name in names}
_OF_AN_INVOICE = ("invoice", "due", "paid", "amount_due")
_NOT_SENT = {"draft", "submitted", "awaiting approval", "voided", "deleted"}


@dataclass(frozen=True)
class InvoiceRow:
    """A row as read. `amount_due` is in hundredths; None where the file does not say."""

    client: str
    number: str
    due: date
    paid: date | None
    amount_due: int | None
    line: int

    @property
    def undated(self) -> bool:
        """Whether it was paid on a day that the file does not say."""
        return self.paid is None and self.amount_due == 0


def are_invoices(head: Iterable[str]) -> bool:
    """Whether a file that begins with these lines holds invoices."""
    try:
        return any(_header(row) for row in csv.reader(text_only(head)))
    except csv.Error:
        return False


def read_invoices(lines: Iterable[str], order: DateOrder | None = None) -> list[InvoiceRow | RejectedRow]:
    """The invoices of an export, each once: a row for every item of an invoice says the same again.

    In which `order` dates are written is decided by all of them. Raises Refused where that cannot be told, or there
    is no header.
    """
    broken: list[RejectedRow] = []
    rows = _rows(lines, broken)
    at = next((found for _, row in islice(rows, HEAD) if (found := _header(row))), None)
    if at is None:
        raise Refused("The file has no header of invoices. It needs client, invoice, due, and paid or amount_due.")
    entries = list(_entries(rows, at))
    order = order or order_of(cells.get(column, "") for _, cells in entries for column in ("due", "paid"))
    return [*broken, *(_read(line, cells, order) for line, cells in entries)]


def _rows(lines: Iterable[str], broken: list[RejectedRow]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text_only(lines))
    for row in rows_of(reader):
        if isinstance(row, RejectedRow):
            broken.append(row)
        else:
            yield reader.line_num, [cell.strip() for cell in row]


def _header(row: Sequence[str]) -> Mapping[str, int] | None:
    """Where each of our columns is, if this row names enough of them; of two that mean the same the first."""
    names = [" ".join(cell.strip(" *").casefold().split()) for cell in row]
    at = {_COLUMNS[name]: place for place, name in reversed(list(enumerate(names))) if name in _COLUMNS}
    return at if {"invoice", "due"} <= at.keys() and at.keys() & {"paid", "amount_due"} else None


def _entries(rows: Iterable[tuple[int, list[str]]], at: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are about an invoice. Without a column for the client, its name stands in a row above them."""
    groups: list[str] = []  # a client's name, and that of a job below it
    below = False  # whether rows have come below the group that is open
    said = set()
    for line, row in rows:
        cells = {column: row[place] if place < len(row) else "" for column, place in at.items()}
        filled = [cell for cell in row if cell]
        if not any(cells.get(column) for column in _OF_AN_INVOICE) and len(filled) == 1:
            groups, below = [*([] if below else groups), filled[0]], False
        elif filled and filled[0].casefold().startswith("total") and not (cells["invoice"] or cells["due"]):
            groups, below = groups[:-1], False
        elif any(cells.get(column) for column in _OF_AN_INVOICE):
            below = True
            cells.setdefault("client", ":".join(groups))
            if (entry := tuple(cells.values())) not in said:
                said.add(entry)
                yield line, cells


def _read(line: int, cells: Mapping[str, str], order: DateOrder) -> InvoiceRow | RejectedRow:
    try:
        return _invoice(line, cells, order)
    except Refused as refusal:
        return RejectedRow(line, refusal.sentence)


def _invoice(line: int, cells: Mapping[str, str], order: DateOrder) -> InvoiceRow:
    kind, status = cells.get("kind", ""), cells.get("status", "")
    if kind and "invoice" not in kind.casefold():
        raise Refused(f"“{kind[:40]}” is no invoice.")
    if status.casefold() in _NOT_SENT:
        raise Refused(f"This invoice is “{status}”: nobody is to pay it.")
    if empty := next((column for column in ("client", "invoice", "due") if not cells[column]), None):
        raise Refused(f"The column “{empty}” is empty.")
    if len(cells["invoice"]) > INVOICE_NUMBER_LIMIT:
        raise Refused(f"An invoice's number holds {INVOICE_NUMBER_LIMIT} characters; this has {len(cells['invoice'])}.")
    if "paid" not in cells and not cells["amount_due"]:
        raise Refused("The column “amount_due” is empty.")
    amount_due = read_amount(cells.get("amount_due", ""))
    owed = None if amount_due is None else max(0, amount_due)
    # Of an invoice that is paid in part, the last payment's day is told; it is not paid while something is due.
    paid = read_date(cells["paid"], order) if cells.get("paid") and not owed else None
    due = read_date(cells["due"], order)
    if due.year < FIRST_YEAR:
        raise Refused(f"This invoice was due on {due}: that is too long ago.")
    return InvoiceRow(undefused(cells["client"]), undefused(cells["invoice"]), due, paid, owed, line)
