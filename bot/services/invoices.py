"""Invoices come in from the accounts: each is one of a client that is known, as the accounts say it today."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.company import Client, Invoice
from bot.invoices.cells import DateOrder
from bot.invoices.files import InvoiceRow, read_invoices
from bot.names import normalise
from bot.ports import Clock, Database, Store
from bot.services.transfer import Progress
from bot.spreadsheets import RejectedRow


@dataclass(frozen=True)
class OfClient:
    """How many invoices of a client a file holds, and how many of them are or were late."""

    name: str
    invoices: int
    late: int


@dataclass(frozen=True)
class InvoiceReport:
    """What became of a file: `taken` by client; invoices that were new or there already; what could not be taken.

    `rejected` tells a client that nobody knows once; `not_taken` counts all its invoices. `undated` counts invoices
    that were paid on a day that is not told and were not known before: how late they were cannot be known.
    """

    taken: Sequence[OfClient]
    new: int
    already_there: int
    rejected: Sequence[RejectedRow]
    not_taken: int
    undated: int


class Invoices:
    """Import of invoices."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def from_file(
        self,
        workspace_id: str,
        lines: Iterable[str],
        progress: Progress,
        *,
        order: DateOrder | None = None,
        preview: bool = False,
    ) -> InvoiceReport:
        """Take in a file in one transaction; nothing is written for a `preview`. Running it again doubles nothing.

        Raises Refused for a file that is not of this kind, or whose dates can be read in two ways.
        """
        rows = read_invoices(lines, order)
        with self._database.store(workspace_id) as store:
            ledger = _Ledger(store, self._clock().astimezone(store.workspace().tz).date())
            for count, row in enumerate(rows, 1):
                ledger.enter(row)
                progress(count)
            if not preview:
                store.invoices.put(list(ledger.taken.values()))
        return ledger.report()


class _Ledger:
    """The invoices of a file, beside what was known of them."""

    def __init__(self, store: Store, today: date) -> None:
        self._today = today
        clients = store.clients.all()
        self._clients = {normalise(name): client for client in clients for name in (client.name, *client.aliases)}
        self._known = {(invoice.client_id, invoice.number): invoice for invoice in store.invoices.all()}
        self.taken: dict[tuple[str, str], Invoice] = {}
        self._rejected: list[RejectedRow] = []
        self._strangers: dict[str, list[int]] = {}
        self._undated: set[tuple[str, str]] = set()

    def enter(self, row: InvoiceRow | RejectedRow) -> None:
        """Take a row, or keep why not."""
        if isinstance(row, RejectedRow):
            self._rejected.append(row)
        elif row.paid and row.paid > self._today:
            self._rejected.append(RejectedRow(row.line, f"Paid on {row.paid}: that is still to come."))
        elif client := self._client(row.client):
            self._take(client, row)
        else:
            self._strangers.setdefault(row.client, []).append(row.line)

    def report(self) -> InvoiceReport:
        """What became of all of them."""
        invoices = self.taken.values()
        names = {client.id: client.name for client in self._clients.values()}
        each = Counter(names[one.client_id] for one in invoices)
        late = Counter(names[one.client_id] for one in invoices if one.days_late)
        there = len(self.taken.keys() & self._known.keys())
        strangers = [RejectedRow(lines[0], _unknown(name, len(lines))) for name, lines in self._strangers.items()]
        return InvoiceReport(
            taken=[OfClient(name, each[name], late[name]) for name in sorted(each, key=str.casefold)],
            new=len(self.taken) - there,
            already_there=there,
            rejected=sorted([*self._rejected, *strangers], key=lambda row: row.line),
            not_taken=len(self._rejected) + sum(map(len, self._strangers.values())),
            undated=len(self._undated - self.taken.keys()),
        )

    def _client(self, name: str) -> Client | None:
        """The client of this name, or of the part before a colon: “Acme Ltd:Head office” is a job at Acme Ltd."""
        return self._clients.get(normalise(name)) or self._clients.get(normalise(name.partition(":")[0]))

    def _take(self, client: Client, row: InvoiceRow) -> None:
        key = (client.id, row.number)
        before = self._known.get(key)
        if not row.undated:
            self.taken[key] = Invoice(
                client_id=client.id,
                number=row.number,
                due=row.due,
                paid=row.paid,
                amount_due=row.amount_due,
                known_on=self._today,
            )
        elif before:  # paid since it was last told of: it stays as late as it was then known to be
            self.taken[key] = before if before.paid else replace(before, amount_due=0)
        else:
            self._undated.add(key)


def _unknown(name: str, invoices: int) -> str:
    many = f"{invoices} invoices are" if invoices > 1 else "One invoice is"
    return (
        f"There is no client called “{name[:60]}”. {many} of it: add it in App Home, or make this another name of the "
        "client that is meant."
    )
