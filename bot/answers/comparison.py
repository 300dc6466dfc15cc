"""Clients side by side, or one against the average of all."""

from collections.abc import Sequence
from statistics import fmean

from bot.answers.answer import Answer
from bot.answers.parts import about, scene_evidence
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import VERDICT, evidence, listing, point, span, topic
from bot.company import Client
from bot.pictures import AskStep, Cell, RateStep, Table
from bot.qualities import Quality
from bot.questions.query import Intent, Query

MOST_COMPARED = 6
AVERAGE = "Average client"


def compare(query: Query, sight: Sight) -> Answer:
    """Two or more side by side; one against the average."""
    return side_by_side(query, clients_of(query, sight), sight)


def side_by_side(query: Query, clients: Sequence[Client], sight: Sight) -> Answer:
    """A table with a column for each client, or for one and the average."""
    scene = sight.scene(query.period)
    shown, more = clients[:MOST_COMPARED], clients[MOST_COMPARED:]
    stood = [one for client in shown if (one := scene.of(client)) and one.standing.ratings]
    missing = [client.name for client in shown if client not in [one.client for one in stood]]
    if not stood:
        when = "in that time" if query.period else "yet"
        steps = tuple(RateStep(f"Rate {client.name}", client.id) for client in clients[:3])
        return Answer(
            headline=f"Nobody has rated {listing(missing)} {when}, so there is nothing to compare.", steps=steps
        )
    wanted: list[Quality | None] = [quality for quality, _ in query.qualities] or [None, *Quality]
    against = len(clients) == 1
    lines = [
        f"Not rated, so left out: {listing(missing)}." if missing else "",
        f"I compare {MOST_COMPARED} at a time; left out: {listing(client.name for client in more)}." if more else "",
        _apart(stood[0], stood[1], wanted) if len(stood) == 2 and len(wanted) > 1 else "",
    ]
    return Answer(
        headline=_against_average(stood[0], wanted[0], scene) if against else _between(stood, wanted[0]),
        lines=tuple(line for line in lines if line),
        table=_table(stood, wanted, scene, against=against),
        evidence=_evidence(stood, scene, sight, against=against),
        steps=tuple(
            AskStep(f"Why {one.client.name}?", about(Intent.EXPLAIN_CLIENT, one.client, query)) for one in stood[:3]
        ),
    )


def _between(stood: Sequence[Stood], quality: Quality | None) -> str:
    seen = sorted((one for one in stood if one.seen(quality)), key=lambda one: -one.on(quality).mean)
    if len(seen) < 2:
        return f"{topic(quality)}: too few of them were scored to compare."
    first, second = seen[:2]
    said = " and ".join(f"{one.client.name} at {point(one.on(quality).mean)}" for one in (first, second))
    if not first.surely_above(second, quality):
        return f"{topic(quality)}, too close to call: {said}."
    return f"{topic(quality)}, {first.client.name} is ahead: {said}."


def _against_average(one: Stood, quality: Quality | None, scene: Scene) -> str:
    if not one.seen(quality):
        return f"{topic(quality)}: nobody has scored it at {one.client.name}."
    mean, average = one.on(quality), average_of(scene, quality)
    said = f"{one.client.name} at {point(mean.mean)}, the average client at {point(average)}"
    if mean.lo <= average <= mean.hi:
        return f"{topic(quality)}, about average: {said}."
    return f"{topic(quality)}, {'above' if mean.mean > average else 'below'} average: {said}."


def average_of(scene: Scene, quality: Quality | None) -> float:
    """The mean over the rated clients that have a score of it."""
    return fmean(one.on(quality).mean for one in scene.rated if one.seen(quality))


def _apart(first: Stood, second: Stood, wanted: Sequence[Quality | None]) -> str:
    """Where two surely differ, of the qualities shown."""
    shown = [quality for quality in wanted if quality and first.seen(quality) and second.seen(quality)]
    sides = (
        (first, [topic(quality) for quality in shown if first.surely_above(second, quality)]),
        (second, [topic(quality) for quality in shown if second.surely_above(first, quality)]),
    )
    parts = [f"{one.client.name} is surely better on {listing(better, 7)}" for one, better in sides if better]
    return "; ".join(parts) + "." if parts else "On no quality do they surely differ."


def _table(stood: Sequence[Stood], wanted: Sequence[Quality | None], scene: Scene, *, against: bool) -> Table:
    columns = ("On", *(one.client.name for one in stood), *([AVERAGE] if against else []))
    rows: list[tuple[Cell, ...]] = []
    for quality in wanted:
        cells: list[Cell] = [
            f"{point(one.on(quality).mean)} ({span(one.on(quality))})" if one.seen(quality) else None for one in stood
        ]
        seen = any(one.seen(quality) for one in scene.rated)
        cells += [point(average_of(scene, quality)) if seen else None] if against else []
        rows.append((topic(quality), *cells))
    ends: list[Cell] = [None] if against else []
    rows.append(("Verdict", *(VERDICT[one.standing.verdict] for one in stood), *ends))
    rows.append(("Ratings", *(str(one.standing.ratings) for one in stood), *ends))
    return Table("Side by side", columns, tuple(rows))


def _evidence(stood: Sequence[Stood], scene: Scene, sight: Sight, *, against: bool) -> str:
    if against:
        return scene_evidence(scene, sight)
    return " ".join(
        f"{one.client.name}: {evidence(one.standing.ratings, one.standing.raters, one.standing.last, sight.today)}"
        for one in stood
    )
