"""Clients in need of attention, with the reasons; never with what should become of them."""

from typing import NamedTuple

from bot.company import Client
from bot.digests.content import Item
from bot.digests.material import Material
from bot.digests.movers import FEWEST_NEW, FEWEST_RATINGS
from bot.digests.words import count, listing, points
from bot.qualities import CLUES
from bot.scoring import Standing, Verdict

WATCH, WORSE = 0.15, 0.5
"""Probabilities of getting worse from which it is worth a watch, and from which it is said: see docs/scoring.md."""

RED_CLUES = 2
"""So many open red clues on one quality are a reason of their own."""


class Concern(NamedTuple):
    """A client that needs attention; a lower `rank` is more pressing."""

    client: Client
    standing: Standing
    rank: int
    reasons: tuple[str, ...]


def concerns(material: Material) -> list[Concern]:
    """The most pressing first. Fewer than three ratings are no reason for alarm."""
    found = []
    for client in material.active:
        standing = material.standing(client.id)
        if standing and standing.ratings >= FEWEST_RATINGS and (reasons := _reasons(material, standing)):
            found.append(Concern(client, standing, min(reasons), tuple(reasons[rank] for rank in sorted(reasons))))
    return sorted(found, key=lambda concern: (concern.rank, concern.standing.overall.mean, concern.client.name))


def item(concern: Concern) -> Item:
    """“Hooli 2.4 (12 ratings by 4 people): difficult; weakest in Careful with risk, 2.1”."""
    standing = concern.standing
    by = f"{count(standing.ratings, 'rating')} by {count(standing.raters, 'person', 'people')}"
    what = f"{points(standing.overall.mean)} ({by}): {'; '.join(concern.reasons)}"
    return Item(concern.client.name, what, concern.client.id)


def _reasons(material: Material, standing: Standing) -> dict[int, str]:
    reasons: dict[int, str] = {}
    before = material.before(standing.client)
    if standing.verdict is Verdict.DIFFICULT:
        news = before is not None and before.verdict is not Verdict.DIFFICULT
        reasons[0 if news else 1] = f"{'now ' if news else ''}difficult{_weakest(standing)}"
    trend = standing.trend
    if trend.change < 0 and material.recent[standing.client] >= FEWEST_NEW:
        if trend.p_worse >= WORSE:
            reasons[2] = "getting worse over 90 days"
        elif trend.p_worse >= WATCH:
            reasons[4] = "may be getting worse, worth a watch"
    if clues := _open_clues(material, standing.client):
        reasons[3] = f"open: {clues}"
    return reasons


def _weakest(standing: Standing) -> str:
    known = {quality: standing.qualities[quality].mean for quality, seen in standing.seen.items() if seen > 1}
    if not known:
        return ""
    quality = min(known, key=known.__getitem__)
    return f", weakest in {quality.about.name} ({points(known[quality])})"


def _open_clues(material: Material, client_id: str) -> str:
    open_red = material.open_red.get(client_id)
    if not open_red:
        return ""
    qualities = [CLUES[clue].quality for clue in open_red.elements()]
    telling = [quality for quality in dict.fromkeys(qualities) if qualities.count(quality) >= RED_CLUES]
    if not material.in_detail(client_id):
        return listing([f"clues about {quality.about.name}" for quality in telling], 2)
    return listing([CLUES[clue].text for clue in open_red if CLUES[clue].quality in telling], 2)
