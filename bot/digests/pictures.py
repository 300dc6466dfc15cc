"""The digest's pictures: the share over time, the seven qualities, and the table of clients."""

from collections.abc import Sequence
from statistics import fmean

from bot.digests.material import Material
from bot.digests.words import short
from bot.pictures import Cell, Chart, ChartKind, Table
from bot.qualities import Quality

POINTS = 20
"""Slack draws at most so many points of a line."""

COLUMNS = ("Client", "Verdict", "Overall", *(quality.about.name for quality in Quality), "Ratings")


def charts(material: Material) -> tuple[Chart, ...]:
    """The share of good clients over time and the qualities of the whole, each where there is enough to draw."""
    return tuple(chart for chart in (_line(material), _bars(material)) if chart)


def _line(material: Material) -> Chart | None:
    moments = [*material.earlier, material.now.standings]
    if material.then:
        moments.insert(-1, material.then.standings)
    moments = moments[-POINTS:]
    shares = [material.share(moment).percent for moment in moments]
    if sum(share is not None for share in shares) < 2:
        return None
    values = tuple(None if share is None else float(share) for share in shares)
    labels = tuple(short(moment.as_of) for moment in moments)
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
