"""`good-clients import` and `export`: ratings, visits and invoices in, ratings out."""

import sys
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from bot.app import Terminal
from bot.cli.scoring import report
from bot.cli.terminal import Bar, errors, local_terminal, opened, say
from bot.invoices.cells import DateOrder
from bot.invoices.files import HEAD, are_invoices
from bot.refusals import Refused
from bot.visits.files import are_visits

Workspace = Annotated[str | None, Option(help="The workspace's id, where there are several.")]


def import_file(
    file: Annotated[
        Path,
        Argument(
            help="CSV or CSV.gz. Ratings: client,rater,date,overall,payment,…,risk,clues,note. "
            "Visits: client,technician_email,ended_at, and event_id or ref. "
            "Invoices: an export of Xero or QuickBooks, or client,invoice,due,paid,amount_due."
        ),
    ],
    workspace: Workspace = None,
    dates: Annotated[DateOrder | None, Option(help="Of invoices: how dates like 03/04/2026 are meant.")] = None,
    preview: Annotated[bool, Option("--preview", help="Of invoices: show what would be taken, write nothing.")] = False,
) -> None:
    """Take in ratings, visits or invoices from a spreadsheet. Running it again doubles nothing."""
    terminal, workspace_id = local_terminal(workspace)
    with opened(file) as rest:
        head = list(islice(rest, HEAD))
        lines = chain(head, rest)
        what = "visits" if are_visits(next(iter(head), "")) else "invoices" if are_invoices(head) else "ratings"
        if what == "invoices":
            _take_invoices(terminal, workspace_id, lines, dates, preview=preview)
            return
        if preview or dates:
            raise Refused(f"--preview and --dates are for invoices; {file} holds {what}.")
        take = terminal.visits.from_file if what == "visits" else terminal.transfer.import_ratings
        with Bar(f"Importing {what}") as bar:
            done = take(workspace_id, lines, bar)
    report(done.rejected)
    errors.print(
        f"{done.new:,} {what} are new, {done.already_there:,} were there already, "
        f"{len(done.rejected):,} rows could not be taken."
    )
    if done.about_people:
        errors.print(
            f"Notes about what somebody is like rather than what happened: {done.about_people:,}. "
            "They were taken as they are; a new one would wait for rewording."
        )
    if not done.new and not done.already_there:
        raise Refused(f"{file} has no row that can be read.")


def _take_invoices(
    terminal: Terminal, workspace_id: str, lines: Iterable[str], dates: DateOrder | None, *, preview: bool
) -> None:
    with Bar("Importing invoices") as bar:
        done = terminal.invoices.from_file(workspace_id, lines, bar, order=dates, preview=preview)
    if preview:
        for client in done.taken:
            say(f"{client.name}: {client.invoices:,} taken, {client.late:,} late")
    report(done.rejected)
    if done.undated:
        errors.print(
            f"Paid on a day that the file does not say, so left out: {done.undated:,}. "
            "An export with the day of the last payment tells how late they were."
        )
    are, were = ("would be", "are") if preview else ("are", "were")
    errors.print(
        f"{done.new:,} invoices {are} new, {done.already_there:,} {were} there already, "
        f"{done.not_taken:,} rows could not be taken.{' Nothing was written.' if preview else ''}"
    )
    if not (preview or done.taken):
        raise Refused("No invoice could be taken.")


def export_ratings(
    file: Annotated[Path | None, Argument(help="Where to; standard output without it.")] = None,
    workspace: Workspace = None,
) -> None:
    """Write every rating as CSV. The audit log keeps that it was done."""
    terminal, workspace_id = local_terminal(workspace)
    with Bar("Exporting ratings") as bar:
        if file is None:
            count = terminal.transfer.export_ratings(workspace_id, sys.stdout, bar)
        else:
            try:
                with file.open("w", encoding="utf-8", newline="") as to:
                    count = terminal.transfer.export_ratings(workspace_id, to, bar)
            except OSError as error:
                raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    errors.print(f"{count:,} ratings exported.")
