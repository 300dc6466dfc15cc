"""`good-clients import` and `export`: ratings and visits in, ratings out."""

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from bot.cli.scoring import report
from bot.cli.terminal import Bar, errors, local_terminal, opened
from bot.refusals import Refused
from bot.visits.files import are_visits

Workspace = Annotated[str | None, Option(help="The workspace's id, where there are several.")]


def import_file(
    file: Annotated[
        Path,
        Argument(
            help="CSV or CSV.gz. Ratings: client,rater,date,overall,payment,…,risk,clues,note. "
            "Visits: client,technician_email,ended_at, and event_id or ref."
        ),
    ],
    workspace: Workspace = None,
) -> None:
    """Take in ratings or visits from a spreadsheet. Running it again doubles nothing."""
    terminal, workspace_id = local_terminal(workspace)
    with opened(file) as lines:
        header = next(iter(lines), "")
        what = "visits" if are_visits(header) else "ratings"
        take = terminal.visits.from_file if what == "visits" else terminal.transfer.import_ratings
        with Bar(f"Importing {what}") as bar:
            done = take(workspace_id, chain([header], lines), bar)
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
