"""New clients and prospects: clues that are spotted early tell good from bad before the figures can."""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from bot.company import Client, Stage
from bot.digests.content import Item
from bot.digests.material import Material
from bot.digests.words import count, listing, short
from bot.qualities import CLUES, LOWEST, OVERALL_QUESTION, Quality

NEW = timedelta(days=90)
"""A client is watched for early signs in its first 90 days; a prospect always."""

RED_CLUES = 2
"""So many red clues on one quality are an early sign; a single lowest score is one, too."""


class Watched(NamedTuple):
    """A new client or a prospect: the qualities with an early sign (None is the overall), each with what was seen."""

    client: Client
    signs: dict[Quality | None, str]


def watched(material: Material) -> list[Watched]:
    """Those with something new to say about them, early signs first."""
    found = [
        Watched(client, _signs(material, client))
        for client in material.shown.values()
        if _is_watched(material, client) and _has_news(material, client)
    ]
    return sorted(found, key=lambda one: (-len(one.signs), one.client.name))


def item(material: Material, one: Watched) -> Item:
    """“Piedmont, new since 3 Nov: early sign in Careful with risk. 1 rating so far.”"""
    client = one.client
    what = "prospect" if client.stage is Stage.PROSPECT else "new"
    if client.since:
        what += f" since {short(client.since)}"
    standing = material.standing(client.id)
    so_far = "not rated yet"
    if standing:
        so_far = f"{count(standing.ratings, 'rating')} by {count(standing.raters, 'person', 'people')}"
    if not one.signs:
        return Item(client.name, f"{what}: no early sign ({so_far})" if standing else f"{what}, {so_far}", client.id)
    names = [quality.about.name if quality else f"“{OVERALL_QUESTION}”" for quality in one.signs]
    if material.in_detail(client.id):
        names = [f"{name} ({seen})" for name, seen in zip(names, one.signs.values(), strict=True)]
    signs = "early sign" if len(names) == 1 else "early signs"
    return Item(client.name, f"{what}: {signs} in {listing(names, 2)}; {so_far}", client.id)


def _is_watched(material: Material, client: Client) -> bool:
    new = client.since is not None and material.as_of - client.since < NEW
    return client.stage is Stage.PROSPECT or new


def _has_news(material: Material, client: Client) -> bool:
    return client.id in material.news or (client.since is not None and client.since >= material.since)


def _signs(material: Material, client: Client) -> dict[Quality | None, str]:
    table = material.now.table
    rows = table.scores[np.array(table.clients, object)[table.client] == client.id]
    seen: dict[Quality | None, list[str]] = defaultdict(list)
    for quality, lowest in zip([None, *Quality], (rows == LOWEST).sum(0).tolist(), strict=True):
        if lowest:
            seen[quality].append("a 1" if lowest == 1 else f"{lowest} times a 1")
    clues = material.open_red.get(client.id, Counter())
    for quality in Quality:
        red = [clue for clue in clues.elements() if CLUES[clue].quality is quality]
        if len(red) >= RED_CLUES or (red and quality in seen):
            seen[quality] += [CLUES[clue].text for clue in dict.fromkeys(red)]
    return {quality: ", ".join(words) for quality, words in seen.items()}
