"""`good-clients score`: standings from somebody's spreadsheet, without a database or Slack."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from rich.console import Console
from rich.table import Table
from typer import Argument, Option

from bot.app import utc_now
from bot.cli.terminal import Bar, day, errors, opened, say
from bot.qualities import HIGHEST, LOWEST, Quality
from bot.ratings import RatingTable, Row
from bot.refusals import Refused
from bot.scoring import Criteria, Explanation, Standings, explain, learn, standings
from bot.scoring.report import as_json
from bot.spreadsheets import RejectedRow, read_ratings

SHOWN = 20
"""Rejected rows that are listed one by one."""


def score(
    file: Annotated[Path, Argument(help="CSV or CSV.gz with client, rater, date and any scores.")],
    as_of: Annotated[str | None, Option(help="Ratings of this day count, later ones do not. Default: today.")] = None,
    good: Annotated[float, Option(help="A client is good from here.")] = Criteria().good,
    difficult: Annotated[float, Option(help="A client is difficult up to here.")] = Criteria().difficult,
    weights: Annotated[str, Option(help="For instance payment=2,risk=1.5; others are 1.")] = "",
    raters: Annotated[bool, Option("--raters", help="With every rater's generosity.")] = False,
    explain_client: Annotated[str | None, Option("--explain", help="Take one client's estimate apart.")] = None,
    as_json_: Annotated[bool, Option("--json", help="Print JSON.")] = False,
) -> None:
    """Standings of the clients in a spreadsheet."""
    on = day(as_of, utc_now().date())
    if not LOWEST <= difficult < good <= HIGHEST:
        raise Refused("--difficult and --good are scores from 1 to 5, and difficult ends below good.")
    criteria = Criteria(good=good, difficult=difficult, weights=read_weights(weights))
    table = read_table(file)
    constants = learn(table, on)
    if explain_client is not None:
        client = _named(explain_client, table)
        _show_explanation(explain(client, table, on, criteria, constants))
        return
    found = standings(table, on, criteria, constants)
    if as_json_:
        names = {name: name for name in table.clients}
        say(json.dumps(as_json(found, names, raters=raters), allow_nan=False))
    else:
        _show(found, raters=raters)


def read_weights(text: str) -> dict[Quality, float]:
    """`payment=2,risk=1.5` as weights. Raises Refused."""
    weights = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        try:
            weight = float(number)
            weights[Quality(name.strip())] = weight
        except ValueError:
            raise Refused(
                f"A weight is written like payment=2 with one of {', '.join(Quality)}; not “{part}”."
            ) from None
        if not 0 <= weight < float("inf"):
            raise Refused(f"A weight is zero or more, not {number}.")
    return weights


def read_table(file: Path) -> RatingTable:
    """The ratings of a file; rows that cannot be read are reported. Raises Refused where none can."""
    rows: list[Row] = []
    rejected: list[RejectedRow] = []
    qualities = tuple(Quality)
    with opened(file) as lines, Bar("Reading rows") as bar:
        for count, row in enumerate(read_ratings(lines), 1):
            if isinstance(row, RejectedRow):
                rejected.append(row)
            elif row.scores.overall is not None or row.scores.qualities:
                scores = [row.scores.overall, *map(row.scores.qualities.get, qualities)]
                rows.append(Row(row.client, row.rater, row.on, scores))
            bar(count)
    report(rejected)
    if not rows:
        raise Refused(f"{file} has no row that can be read.")
    return RatingTable.of(rows)


def report(rejected: Sequence[RejectedRow]) -> None:
    """Rows that were left out, by line and reason, on standard error."""
    for row in rejected[:SHOWN]:
        errors.print(f"Line {row.line}: {row.reason}", markup=False)
    if len(rejected) > SHOWN:
        errors.print(f"… and {len(rejected) - SHOWN:,} more rows that cannot be read.", markup=False)


def _named(name: str, table: RatingTable) -> str:
    for client in table.clients:
        if client.casefold() == name.strip().casefold():
            return client
    raise Refused(f"There is no client “{name}” in the file.")


def _show(found: Standings, *, raters: bool) -> None:
    shown = Table(title=_title(found))
    for column in ("Client", "Verdict", "Overall", "90 %", "Ratings", "People", "Latest"):
        shown.add_column(column, justify="left" if column in {"Client", "Verdict"} else "right")
    for standing in sorted(found.clients.values(), key=lambda standing: -standing.overall.mean):
        overall = standing.overall
        verdict = standing.verdict.value + (f" ({standing.reason})" if standing.reason else "")
        cells = (
            f"{overall.mean:.2f}",
            f"{overall.lo:.1f}–{overall.hi:.1f}",
            str(standing.ratings),
            str(standing.raters),
        )
        shown.add_row(standing.client, verdict, *cells, _date(standing.last))
    console = Console(highlight=False)
    console.print(shown, markup=False)
    if raters:
        people = Table(title="Raters: points above or below the average technician")
        for column in ("Rater", "Generosity", "± sd", "Ratings"):
            people.add_column(column, justify="left" if column == "Rater" else "right")
        for rater in sorted(found.raters.values(), key=lambda rater: rater.generosity):
            people.add_row(rater.rater, f"{rater.generosity:+.2f}", f"{rater.sd:.2f}", str(rater.ratings))
        console.print(people, markup=False)


def _show_explanation(found: Explanation) -> None:
    standing = found.standing
    console = Console(highlight=False)
    people = f"{standing.ratings} ratings by {standing.raters} people"
    console.print(f"{standing.client}: {standing.overall.mean:.2f}, {standing.verdict} ({people})", markup=False)
    steps = {
        "Plain mean of its ratings": found.plain,
        "Which qualities were seen": found.qualities_seen,
        "How generous its raters are": found.generosity,
        "Recent visits count more": found.recency,
        "Few or unsteady ratings draw to the level": found.pull,
    }
    for words, points in steps.items():
        if points is not None:
            console.print(f"  {words:<44} {points if points is found.plain else f'{points:+.2f}'}", markup=False)
    qualities = Table(title=f"Against the company's level of {found.level:.2f}")
    for column in ("Quality", "Mean", "Level", "Moves the overall by", "Scores"):
        qualities.add_column(column, justify="left" if column == "Quality" else "right")
    for driver in found.drivers:
        cells = (f"{driver.mean:.2f}", f"{driver.level:.2f}", f"{driver.contribution:+.2f}", str(driver.seen))
        qualities.add_row(driver.quality.about.name, *cells)
    console.print(qualities, markup=False)
    for flip in found.flips:
        console.print(f"{flip.ratings} more ratings of {flip.score} would make it {flip.verdict}.", markup=False)


def _title(found: Standings) -> str:
    good = (
        f"{found.settled_good} of {found.settled} settled clients are good" if found.settled else "No client is settled"
    )
    return f"{good} · {found.ratings:,} ratings up to {found.as_of:%-d %B %Y}"


def _date(on: date | None) -> str:
    return f"{on:%-d %b %Y}" if on else ""
