"""Clients that rise and fall, with the reason in the raters' own evidence."""

from typing import NamedTuple

from bot.company import Client
from bot.digests.content import Item
from bot.digests.headline import last_time
from bot.digests.material import Material, News
from bot.digests.words import count, points
from bot.qualities import CLUES, Quality
from bot.scoring import Standing

MOVED = 0.2
"""Points by which the estimate of the overall must have changed to be called rising or falling."""

FEWEST_NEW = 2
"""So many new ratings must stand behind a movement: never one alone."""

FEWEST_RATINGS = 3
"""A client with fewer ratings is in no ranking and no movement."""

SURE = 0.5
"""From this probability of a change over 90 days on, a client is called rising or falling without a leap."""


class Move(NamedTuple):
    """A client that moved by so many points: since the digest before, or (`slowly`) over 90 days."""

    client: Client
    standing: Standing
    news: News
    points: float
    slowly: bool


def movers(material: Material) -> tuple[list[Move], list[Move]]:
    """Those rising and those falling, the largest movement first."""
    moves = [move for client_id in material.news if (move := _move(material, client_id))]
    moves.sort(key=lambda move: (-abs(move.points), move.client.name))
    return [move for move in moves if move.points > 0], [move for move in moves if move.points < 0]


def item(material: Material, move: Move) -> Item:
    """“Hooli 3.4 → 2.9 on 4 visits by 2 people: Careful with risk 2.9 → 2.1 (No backups tested, 2×)”."""
    now, before = move.standing, material.before(move.client.id)
    by = count(len(move.news.people), "person", "people")
    visits = f"{count(move.news.visits, 'visit')} by {by}"
    if move.slowly or before is None:
        way = "up" if move.points > 0 else "down"
        since = last_time(material)
        what = f"{points(now.overall.mean)}, {way} {points(abs(move.points))} in 90 days ({visits} since {since})"
    else:
        what = f"{points(before.overall.mean)} → {points(now.overall.mean)} on {visits}"
    reasons = [reason for reason in (_quality(move, before), _clues(material, move)) if reason]
    return Item(move.client.name, ": ".join([what, "; ".join(reasons)]) if reasons else what, move.client.id)


def _move(material: Material, client_id: str) -> Move | None:
    news, now, before = material.news[client_id], material.standing(client_id), material.before(client_id)
    client = material.shown[client_id]
    if now is None or before is None or now.ratings < FEWEST_RATINGS or before.ratings < FEWEST_NEW:
        return None
    leap = now.overall.mean - before.overall.mean
    if news.visits >= FEWEST_NEW and abs(leap) >= MOVED:
        return Move(client, now, news, leap, slowly=False)
    trend = now.trend
    if material.recent[client_id] < FEWEST_NEW:
        return None
    if (trend.change > 0 and trend.p_better >= SURE) or (trend.change < 0 and trend.p_worse >= SURE):
        return Move(client, now, news, trend.change, slowly=True)
    return None


def _quality(move: Move, before: Standing | None) -> str:
    """The quality that moved most in the same direction, where at least two new scores stand behind it."""
    sign = 1 if move.points > 0 else -1
    moved: dict[Quality, float] = {
        quality: sign * (move.standing.qualities[quality].mean - before.qualities[quality].mean)
        for quality, scores in move.news.seen.items()
        if before and scores >= FEWEST_NEW
    }
    if not moved or before is None or moved[quality := max(moved, key=moved.__getitem__)] < 0.1:
        return ""
    was, now = before.qualities[quality].mean, move.standing.qualities[quality].mean
    return f"{quality.about.name} {points(was)} → {points(now)}"


def _clues(material: Material, move: Move) -> str:
    """The clues that go with the movement; only their qualities where the clue would name who saw it."""
    falling = move.points < 0
    seen = [(CLUES[key], times) for key, times in move.news.clues.most_common() if CLUES[key].red is falling]
    if not seen:
        return ""
    if not material.in_detail(move.client.id):
        names = dict.fromkeys(clue.quality.about.name for clue, _ in seen)
        return f"clues about {', '.join(list(names)[:2])}"
    return ", ".join(clue.text + (f" ({times}×)" if times > 1 else "") for clue, times in seen[:2])
