"""Invoices in the exports that accounting systems write; names and figures are made up."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.invoices.cells import DateOrder
from bot.invoices.files import InvoiceRow, are_invoices, read_invoices
from bot.refusals import Refused
from bot.spreadsheets import RejectedRow

XERO_SALES = """\ufeffContactName,EmailAddress,InvoiceNumber,Reference,InvoiceDate,DueDate,PlannedDate,Total,TaxTotal,\
InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,Currency,Type,Sent,Status
Acme Ltd,a@acme.example,INV-1,,01/09/2026,15/09/2026,,1200.00,200.00,0.00,1200.00,Support,1,500.00,GBP,Sales invoice,\
Sent,Awaiting Payment
Acme Ltd,a@acme.example,INV-1,,01/09/2026,15/09/2026,,1200.00,200.00,0.00,1200.00,Backup,1,500.00,GBP,Sales invoice,\
Sent,Awaiting Payment
Hooli,h@hooli.example,INV-2,,02/09/2026,16/09/2026,,60.00,10.00,60.00,0.00,Cable,1,50.00,GBP,Sales invoice,Sent,Paid
Hooli,h@hooli.example,INV-3,,02/09/2026,16/09/2026,,60.00,10.00,0.00,60.00,Cable,1,50.00,GBP,Sales invoice,,Voided
Hooli,h@hooli.example,CN-1,,02/09/2026,16/09/2026,,60.00,10.00,0.00,60.00,Cable,1,50.00,GBP,Sales credit note,,Paid
"""
XERO_SUMMARY = """Receivable Invoice Summary
Bright IT
"For the period 1 September 2026 to 30 November 2026"

Invoice Number,Contact,Invoice Date,Due Date,Last Payment Date,Gross,Balance,Status
INV-1,Acme Ltd,1 Sep 2026,15 Sep 2026,27 Sep 2026,"1,200.00",0.00,Paid
INV-2,Hooli,1 Sep 2026,15 Sep 2026,20 Sep 2026,"1,200.00","£1,000.50",Awaiting Payment
INV-3,Hooli,1 Sep 2026,15 Sep 2026,,50.00,50.00,Awaiting Payment
,,,,,"2,450.00","1,050.50",
Total,,,,,"2,450.00","1,050.50",
"""
QBO_LIST = """Bright IT,,,,,,,,
Invoice List,,,,,,,,
Date,Num,Customer,Memo/Description,Due Date,Amount,Open Balance,Currency,Exchange rate
09/01/2026,1001,Acme Ltd,,09/15/2026,"$1,200.00","$1,200.00",USD,1
09/02/2026,1002,Hooli:Head office,,09/16/2026,60.00,0.00,USD,1
,,,,,,,,
"Friday, November 20, 2026 10:32 AM GMT+00:00",,,,,,,,
"""
QBO_AGEING = """A/R Ageing Detail
Bright IT
"As of 20 November, 2026"

,Date,Transaction type,Num,Customer full name,Due date,Amount,Open balance
91 or more days past due,,,,,,,
,01/07/2026,Invoice,1001,Acme Ltd,31/07/2026,"1,200.00","1,150.00"
,02/07/2026,Payment,,Acme Ltd,,-50.00,-50.00
Total for 91 or more days past due,,,,,,"1,150.00","1,100.00"
TOTAL,,,,,,"1,150.00","1,100.00"
"""
QB_DESKTOP = """Bright IT
Average Days to Pay
,Type,Due Date,Num,Memo,Account,Class,Amount,Date,Paid Date,Avg Days to Pay
Acme Ltd,,,,,,,,,,
,Invoice,09/15/2026,1001,,Accounts Receivable,,1200.00,09/01/2026,09/27/2026,26
Total Acme Ltd,,,,,,,1200.00,,,26
Hooli,,,,,,,,,,
Head office,,,,,,,,,,
,Invoice,09/16/2026,1002,,Accounts Receivable,,60.00,09/02/2026,09/10/2026,8
Total Head office,,,,,,,60.00,,,8
Hooli - Other,,,,,,,,,,
,Invoice,09/16/2026,1003,,Accounts Receivable,,60.00,09/02/2026,09/16/2026,14
Total Hooli - Other,,,,,,,60.00,,,14
Total Hooli,,,,,,,120.00,,,11
TOTAL,,,,,,,1320.00,,,16
"""
PLAIN = """client,invoice,due,paid,amount_due
Acme Ltd,1,2026-09-15,2026-09-27,
Hooli,2,2026-09-15,,"1,200.50"
Hooli,3,2026-09-15,,
"""
SEP15 = date(2026, 9, 15)


def read(text: str, order: DateOrder | None = None) -> list[InvoiceRow | RejectedRow]:
    return read_invoices(io.StringIO(text, newline=""), order)


def taken(text: str) -> list[InvoiceRow]:
    return [row for row in read(text) if isinstance(row, InvoiceRow)]


def rejected(text: str, order: DateOrder | None = None) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in read(text, order) if isinstance(row, RejectedRow)]


@pytest.mark.parametrize("text", [XERO_SALES, XERO_SUMMARY, QBO_LIST, QBO_AGEING, QB_DESKTOP, PLAIN])
def test_exports_are_known_by_their_header_wherever_it_is(text: str) -> None:
    assert are_invoices(text.splitlines(keepends=True)[:30])


@pytest.mark.parametrize(
    "text", ["client,rater,date,overall,payment\n", "client,technician_email,ended_at\n", "", "x" * 200_000]
)
def test_what_holds_no_invoices_is_not_taken_for_them(text: str) -> None:
    assert not are_invoices([text])
    with pytest.raises(Refused, match="no header of invoices"):
        read(text)


def test_xero_sales_invoices_are_one_for_all_their_items() -> None:
    acme, hooli = taken(XERO_SALES)
    assert acme == InvoiceRow("Acme Ltd", "INV-1", SEP15, None, 120_000, 2)
    assert (hooli.number, hooli.undated) == ("INV-2", True)
    assert rejected(XERO_SALES) == [
        (5, "This invoice is “Voided”: nobody is to pay it."),
        (6, "“Sales credit note” is no invoice."),
    ]


def test_an_invoice_paid_in_part_in_xeros_summary_is_not_paid() -> None:
    assert taken(XERO_SUMMARY) == [
        InvoiceRow("Acme Ltd", "INV-1", SEP15, date(2026, 9, 27), 0, 6),
        InvoiceRow("Hooli", "INV-2", SEP15, None, 100_050, 7),
        InvoiceRow("Hooli", "INV-3", SEP15, None, 5_000, 8),
    ]


def test_quickbooks_online_lists_open_balances() -> None:
    acme, hooli = taken(QBO_LIST)
    assert acme == InvoiceRow("Acme Ltd", "1001", SEP15, None, 120_000, 4)
    assert (hooli.client, hooli.undated) == ("Hooli:Head office", True)
    assert rejected(QBO_LIST) == []


def test_an_ageing_report_has_groups_totals_and_payments() -> None:
    assert taken(QBO_AGEING) == [InvoiceRow("Acme Ltd", "1001", date(2026, 7, 31), None, 115_000, 7)]
    assert rejected(QBO_AGEING) == [(8, "“Payment” is no invoice.")]


def test_quickbooks_desktop_names_clients_and_jobs_in_rows_above() -> None:
    assert [(row.client, row.number, row.paid) for row in taken(QB_DESKTOP)] == [
        ("Acme Ltd", "1001", date(2026, 9, 27)),
        ("Hooli:Head office", "1002", date(2026, 9, 10)),
        ("Hooli:Hooli - Other", "1003", date(2026, 9, 16)),
    ]
    assert rejected(QB_DESKTOP) == []


def test_a_group_without_its_total_ends_where_the_next_begins() -> None:
    lines = [line for line in QB_DESKTOP.splitlines(keepends=True) if not line.startswith("Total Acme")]
    assert [row.client for row in taken("".join(lines))][:2] == ["Acme Ltd", "Hooli:Head office"]


def test_the_plain_form_may_leave_the_day_of_payment_open() -> None:
    assert taken(PLAIN) == [
        InvoiceRow("Acme Ltd", "1", SEP15, date(2026, 9, 27), None, 2),
        InvoiceRow("Hooli", "2", SEP15, None, 120_050, 3),
        InvoiceRow("Hooli", "3", SEP15, None, None, 4),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",1,2026-09-15,,5", "The column “client” is empty."),
        ("Hooli,,2026-09-15,,5", "The column “invoice” is empty."),
        ("Hooli,1,,,5", "The column “due” is empty."),
        ("Hooli,1,soon,,5", "A date is written like 2026-11-20 or 20/11/2026, not “soon”."),
        ("Hooli,1,31/02/2026,,5", "A date is written like 2026-11-20 or 20/11/2026, not “31/02/2026”."),
        ("Hooli,1,0206-09-15,,5", "This invoice was due on 0206-09-15: that is too long ago."),
        ("Hooli,1,2026-09-15,later,", "A date is written like 2026-11-20 or 20/11/2026, not “later”."),
        ("Hooli,1,2026-09-15,,lots", "An amount is written like 1,234.50, not “lots”."),
        (f"Hooli,{'1' * 61},2026-09-15,,5", "An invoice's number holds 60 characters; this has 61."),
        ("x" * 200_000, "This line is not CSV: field larger than field limit (131072)."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_are_read(row: str, reason: str) -> None:
    text = f"client,invoice,due,paid,amount_due\n{row}\nAcme Ltd,2,2026-09-15,,5\n"
    assert rejected(text) == [(2, reason)]
    assert [one.number for one in taken(text)] == ["2"]


def test_without_a_day_of_payment_the_amount_due_is_needed() -> None:
    assert rejected("client,invoice,due,balance\nHooli,1,2026-09-15,\n") == [(2, "The column “amount_due” is empty.")]


def dated(*dates: str) -> str:
    return "client,invoice,due,paid\n" + "".join(f"Hooli,{at},{day},\n" for at, day in enumerate(dates))


def test_one_date_tells_how_all_are_written() -> None:
    assert [row.due for row in taken(dated("03/04/2026", "13/04/2026"))] == [date(2026, 4, 3), date(2026, 4, 13)]
    assert [row.due for row in taken(dated("03/04/2026", "04-13-2026"))] == [date(2026, 3, 4), date(2026, 4, 13)]
    assert [row.due for row in taken(dated("05/05/2026", "2026-04-03 00:00"))] == [date(2026, 5, 5), date(2026, 4, 3)]


def test_where_dates_can_be_read_in_two_ways_nothing_is_guessed() -> None:
    with pytest.raises(Refused, match=r"03/04 may be either\. Please say which, with --dates dmy or --dates mdy\."):
        read(dated("03/04/2026", "05/05/2026"))
    with pytest.raises(Refused, match="Some dates of this file begin with the day, others with the month"):
        read(dated("13/04/2026", "04/13/2026"))
    (row,) = read(dated("03/04/2026"), DateOrder.MDY)
    assert isinstance(row, InvoiceRow)
    assert row.due == date(2026, 3, 4)
    assert [line for line, _ in rejected(dated("13/04/2026", "04/13/2026"), DateOrder.DMY)] == [3]


@pytest.mark.parametrize(
    ("cell", "hundredths"),
    [
        ("1234", 123_400),
        ("1,234.50", 123_450),
        ("£1,234.5", 123_450),
        ("1.234,50 €", 123_450),
        ("1 234,50", 123_450),
        ("USD 1,234,567.89", 123_456_789),
        ("1’234.50", 123_450),
        ("12,34", 1_234),
        ("1,234", 123_400),
        ("(1,234.50)", 0),
        ("-£5.00", 0),
        ("£ −5.00", 0),
    ],
)
def test_amounts_are_read_with_their_signs_and_separators(cell: str, hundredths: int) -> None:
    (row,) = taken(f'client,invoice,due,balance\nHooli,1,2026-09-15,"{cell}"\n')
    assert row.amount_due == hundredths


@pytest.mark.parametrize("cell", ["1,23,4", "0.125", "12.3456", "1,234,56", "ten", "1" * 13, "--5", "£"])
def test_amounts_that_could_be_something_else_are_not_guessed(cell: str) -> None:
    assert rejected(f'client,invoice,due,balance\nHooli,1,2026-09-15,"{cell}"\n') == [
        (2, f"An amount is written like 1,234.50, not “{cell}”.")
    ]


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]), min_size=1, max_size=9).map(
    lambda text: f"a{text}"
)
DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ROWS = st.lists(
    st.tuples(TEXT, TEXT, DAY, st.none() | DAY, st.none() | st.integers(1, 10**12)),
    max_size=8,
    unique_by=lambda row: row[:2],
)
SHAPES = {DateOrder.DMY: "%d/%m/%Y", DateOrder.MDY: "%m/%d/%Y"}


@given(ROWS, st.sampled_from(DateOrder), st.integers(1, 3), st.booleans())
def test_what_is_written_is_read(
    rows: Sequence[tuple[str, str, date, date | None, int | None]], order: DateOrder, items: int, preamble: bool
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([["Bright IT"], ["All invoices", "2026"], []] if preamble else [])
    writer.writerow(["Amount Due", "Contact*", "Memo", "Invoice Number", "DUE DATE", "Paid Date"])
    for client, number, due, paid, owed in rows:
        days = [due.strftime(SHAPES[order]), paid.strftime(SHAPES[order]) if paid else ""]
        amount = "" if owed is None or paid else f"{owed // 100:,}.{owed % 100:02}"
        writer.writerows([[amount, client, f"item {at}", number, *days] for at in range(items)])
    writer.writerow(["Total", "", "", "", "", ""])
    found = read(file.getvalue(), order)
    assert [
        (row.client, row.number, row.due, row.paid, row.amount_due) for row in found if isinstance(row, InvoiceRow)
    ] == [(client, number, due, paid, None if paid else owed) for client, number, due, paid, owed in rows]
    assert len(found) == len(rows)
