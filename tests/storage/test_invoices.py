"""Invoices, each as last told of."""

from dataclasses import replace
from datetime import date

from bot.company import Invoice, Workspace
from bot.ports import Database
from tests.people import ACME, ACME_DENTAL, BRIGHT, HOOLI, company

SEP15, OCT1, NOV1 = date(2026, 9, 15), date(2026, 10, 1), date(2026, 11, 1)
OPEN = Invoice(client_id=ACME.id, number="INV-1", due=SEP15, amount_due=120_050, known_on=OCT1)
HUGE = replace(OPEN, client_id=HOOLI.id, amount_due=99_999_999_999_999)


def test_what_is_told_later_replaces_what_was_known(database: Database) -> None:
    with database.store(company(database).id) as store:
        store.invoices.put([OPEN, HUGE])
        store.invoices.put([])
        assert store.invoices.all() == [OPEN, HUGE]
        paid = replace(OPEN, paid=OCT1, amount_due=None, known_on=NOV1)
        store.invoices.put([paid])
        assert store.invoices.all() == [paid, HUGE]


def test_another_workspace_knows_nothing_of_them(database: Database) -> None:
    company(database)
    other = company(database, Workspace(id="other-it", name="Other IT"))
    with database.store(BRIGHT.id) as store:
        store.invoices.put([OPEN])
    with database.store(other.id) as store:
        assert store.invoices.all() == []
        store.invoices.put([replace(OPEN, amount_due=1)])
        store.erasure.invoices(NOV1)
    with database.store(BRIGHT.id) as store:
        assert store.invoices.all() == [OPEN]


def test_invoices_of_a_merged_client_are_of_what_it_is_now_until_the_merge_is_undone(database: Database) -> None:
    with database.store(company(database).id) as store:
        store.invoices.put([OPEN])
        store.clients.merge(ACME.id, ACME_DENTAL.id)
        now = replace(OPEN, client_id=ACME_DENTAL.id)
        assert store.invoices.all() == [now]
        paid = replace(now, paid=NOV1, known_on=NOV1)
        store.invoices.put([paid])
        assert store.invoices.all() == [paid]
        store.clients.unmerge(ACME.id)
        assert store.invoices.all() == [replace(paid, client_id=ACME.id)]


def test_of_one_number_at_two_clients_that_are_one_now_the_later_holds(database: Database) -> None:
    with database.store(company(database).id) as store:
        later = replace(OPEN, client_id=ACME_DENTAL.id, amount_due=0, known_on=NOV1)
        store.invoices.put([later, OPEN])
        store.clients.merge(ACME_DENTAL.id, ACME.id)
        assert store.invoices.all() == [replace(later, client_id=ACME.id)]
