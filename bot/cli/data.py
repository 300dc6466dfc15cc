"""`good-clients import` and `export`: ratings in and out."""

import sys
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from bot.cli.scoring import report
from bot.cli.terminal import Bar, errors, local_terminal, opened
from bot.refusals import Refused

Workspace = Annotated[str | None, Option(help="The workspace's id, where there are several.")]


def import_ratings(
    file: Annotated[Path, Argument(help="CSV or CSV.gz: client,rater,date,overall,payment,…,risk,clues,note")],
    workspace: Workspace = None,
) -> None:
    """Take in ratings from a spreadsheet. Running it again doubles nothing."""
    terminal, workspace_id = local_terminal(workspace)
    with opened(file) as lines, Bar("Importing ratings") as bar:
        done = terminal.transfer.import_ratings(workspace_id, lines, bar)
    report(done.rejected)
    errors.print(
        f"{done.new:,} ratings are new, {done.already_there:,} were there already, "
        f"{len(done.rejected):,} rows could not be taken."
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
