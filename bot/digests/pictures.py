"""The digest's pictures: the share over time, the seven qualities, and the table of clients."""

from collections.abc import Sequence
from datetime import date
from statistics import fmean

from bot.company import Cadence
from bot.digests.material import Material
from bot.digests.words import short
from bot.pictures import Cell, Chart, ChartKind, Table
from bot.qualities import Quality
from bot.scoring import Standings

POINTS = {Cadence.WEEKLY: 20, Cadence.MONTHLY: 13}
"""Points of the line, today's included: twenty weeks (Slack draws no more), or a year of months and one."""

Line = tuple[tuple[date, float | None], ...]

COLUMNS = ("Client", "Verdict", "Overall", *(quality.about.name for quality in Quality), "Ratings")


def line(material: Material) -> Line:
    """The share of good clients on the days of the digests, in percent: what was published stays as it was."""
    before = list(material.line) or [_point(material, standings) for standings in material.earlier]
    return tuple([*before, _point(material, material.now.standings)][-POINTS[material.cadence] :])


def _point(material: Material, standings: Standings) -> tuple[date, float | None]:
    percent = material.share(standings).percent
    return standings.as_of, None if percent is None else float(percent)


def charts(material: Material, points: Line) -> tuple[Chart, ...]:
    """The share over time and the qualities of the whole, each where there is enough to draw."""
    return tuple(chart for chart in (_line(points), _bars(material)) if chart)


def _line(points: Line) -> Chart | None:
    if sum(percent is not None for _, percent in points) < 2:
        return None
    labels, values = tuple(short(day) for day, _ in points), tuple(percent for _, percent in points)
    return Chart(ChartKind.LINE, "Good clients, % of the settled", labels, (("Good", values),))


def _bars(material: Material) -> Chart | None:
    means: dict[str, float] = {}
    for quality in Quality:
        known = [one.qualities[quality].mean for one in material.rated if one.seen[quality]]
        if known:
            means[quality.about.name] = round(fmean(known), 1)
    if not means:
        return None
    whose = "your clients" if material.personal else "all clients"
    return Chart(ChartKind.BAR, f"The seven qualities of {whose}", tuple(means), (("Mean", tuple(means.values())),))


def table(material: Material, pressing: Sequence[str]) -> Table | None:
    """A row for each rated client: the pressing ones first, the others from the lowest overall up."""
    standings = [found for client_id in material.shown if (found := material.standing(client_id))]
    if not standings:
        return None
    place = {client_id: at for at, client_id in enumerate(pressing)}
    standings.sort(key=lambda one: (place.get(one.client, len(place)), one.overall.mean, one.client))
    rows: list[tuple[Cell, ...]] = []
    for one in standings:
        qualities = [round(one.qualities[quality].mean, 1) if one.seen[quality] else None for quality in Quality]
        name, overall = material.shown[one.client].name, round(one.overall.mean, 1)
        rows.append((name, one.verdict.value, overall, *qualities, float(one.ratings)))
    return Table("Clients by the seven qualities", COLUMNS, tuple(rows))
