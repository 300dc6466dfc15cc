"""Invoices from the accounts: of clients that are known, each once, as last told."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.company import Invoice
from bot.ports import Database
from bot.refusals import Refused
from bot.services.invoices import InvoiceReport, Invoices, OfClient
from tests.people import ACME, ACME_DENTAL, BRIGHT, GLOBEX, HOOLI, company

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SEP15, NOV20 = date(2026, 9, 15), date(2026, 11, 20)
HEADER = "client,invoice,due,paid,amount_due\n"
FILE = f"""{HEADER}ACME LIMITED,1,2026-09-15,,100
globex,1,2026-09-15,2026-09-27,
Hooli:Head office,7,2026-12-15,,50
Contoso,8,2026-09-15,,5
Contoso,9,2026-09-15,,5
Hooli,2,2026-09-15,2026-11-21,
Hooli,3,2026-09-15,,0
"""


def take(database: Database, text: str, now: datetime = NOW, *, preview: bool = False) -> InvoiceReport:
    lines = io.StringIO(text, newline="")
    return Invoices(database, lambda: now).from_file(BRIGHT.id, lines, lambda _: None, preview=preview)


def known(database: Database) -> list[Invoice]:
    with database.store(BRIGHT.id) as store:
        return store.invoices.all()


def test_a_file_is_taken_once_however_often_it_comes(database: Database) -> None:
    company(database)
    first, second = take(database, FILE), take(database, FILE)
    assert first == InvoiceReport(
        taken=[OfClient("Acme Ltd", 1, 1), OfClient("Globex Corporation", 1, 1), OfClient("Hooli", 1, 0)],
        new=3,
        already_there=0,
        rejected=first.rejected,
        not_taken=3,
        undated=1,
    )
    assert [(row.line, row.reason) for row in first.rejected] == [
        (
            5,
            "There is no client called “Contoso”. 2 invoices are of it: add it in App Home, or make this another name "
            "of the client that is meant.",
        ),
        (7, "Paid on 2026-11-21: that is still to come."),
    ]
    assert (second.new, second.already_there, second.rejected) == (0, 3, first.rejected)
    assert known(database) == [
        Invoice(client_id=ACME.id, number="1", due=SEP15, amount_due=10_000, known_on=NOV20),
        Invoice(client_id=GLOBEX.id, number="1", due=SEP15, paid=date(2026, 9, 27), known_on=NOV20),
        Invoice(client_id=HOOLI.id, number="7", due=date(2026, 12, 15), amount_due=5_000, known_on=NOV20),
    ]


def test_a_client_is_never_made_and_never_guessed(database: Database) -> None:
    company(database)
    report = take(database, f"{HEADER}Hoolie,1,2026-09-15,,5\nAcme,2,2026-09-15,,5\n")
    assert (report.taken, len(report.rejected)) == ([], 2)
    with database.store(BRIGHT.id) as store:
        assert len(store.clients.all()) == 5


def test_paid_since_with_its_day_the_lateness_is_final(database: Database) -> None:
    company(database)
    take(database, f"{HEADER}Hooli,1,2026-11-10,,5\n")
    take(database, f"{HEADER}Hooli,1,2026-11-10,2026-11-24,0\n", NOW + timedelta(days=30))
    (invoice,) = known(database)
    assert (invoice.days_late, invoice.amount_due) == (14, 0)
    take(database, f"{HEADER}Hooli,1,2026-11-10,,0\n", NOW + timedelta(days=60))
    assert known(database) == [invoice]


def test_paid_since_without_a_day_it_stays_as_late_as_it_was_known_to_be(database: Database) -> None:
    company(database)
    take(database, f"{HEADER}Hooli,1,2026-11-10,,5\nHooli,2,2026-11-25,,5\n")
    report = take(database, f"{HEADER}Hooli,1,2026-11-10,,0\nHooli,2,2026-11-25,,0\n", NOW + timedelta(days=30))
    assert (report.new, report.already_there, report.undated) == (0, 2, 0)
    assert [(one.days_late, one.amount_due) for one in known(database)] == [(10, 0), (None, 0)]


def test_unpaid_it_grows_later_with_each_import(database: Database) -> None:
    company(database)
    for days in (0, 30):
        take(database, f"{HEADER}Hooli,1,2026-11-10,,5\n", NOW + timedelta(days=days))
        assert [one.days_late for one in known(database)] == [10 + days]


def test_a_preview_tells_the_same_and_writes_nothing(database: Database) -> None:
    company(database)
    seen = take(database, FILE, preview=True)
    assert known(database) == []
    assert take(database, FILE) == seen


def test_an_invoice_of_a_client_that_was_merged_is_found_again(database: Database) -> None:
    company(database)
    text = f"{HEADER}Acme Dental,1,2026-09-15,,5\n"
    take(database, text)
    with database.store(BRIGHT.id) as store:
        store.clients.merge(ACME_DENTAL.id, ACME.id)
    assert take(database, text).already_there == 1
    assert [one.client_id for one in known(database)] == [ACME.id]


def test_a_file_that_cannot_be_read_for_sure_changes_nothing(database: Database) -> None:
    company(database)
    with pytest.raises(Refused, match="--dates"):
        take(database, f"{HEADER}Hooli,1,03/04/2026,,5\n")
    assert known(database) == []
