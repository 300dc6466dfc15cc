"""From two moments of a company to what its digest says. Pure: the same material says the same."""

from collections.abc import Sequence

from bot.company import ClueSeen
from bot.digests import attention, movers, watched
from bot.digests.content import Digest, Item, Part, Section
from bot.digests.explained import explained
from bot.digests.headline import headline, last_time
from bot.digests.material import Material
from bot.digests.pictures import charts, line, table
from bot.digests.words import MOST, count, listing, long, points, short
from bot.qualities import CLUES
from bot.scoring import Verdict

NOT_LATELY = 60
"""Days without a rating after which it is said that a client was not rated lately."""


def compose(material: Material) -> Digest:
    """The digest of this material."""
    rising, falling = movers.movers(material)
    early, concerns = watched.watched(material), attention.concerns(material)
    told = {move.client.id for move in falling[:MOST]} | {one.client.id for one in early[:MOST] if one.signs}
    others = [concern for concern in concerns if concern.client.id not in told]
    sections = [
        _section(Part.RISING, "Rising", [movers.item(material, move) for move in rising]),
        _section(Part.FALLING, "Falling", [movers.item(material, move) for move in falling]),
        _section(Part.ATTENTION, "In need of attention", [attention.item(concern) for concern in others]),
        _section(Part.EARLY, "New clients and prospects", [watched.item(material, one) for one in early]),
        _section(Part.BEST, "Best", _best(material)),
        _section(Part.UNKNOWN, "Not known", _unknown(material)),
        _section(Part.DEALT_WITH, "Dealt with", _dealt_with(material)),
        _section(Part.THANKS, "Thanks", _thanks(material)),
    ]
    if quiet := is_quiet(material):
        sections = [section for section in sections if section.part is Part.UNKNOWN]
    sections = [section for section in sections if section.items]
    pressing = [*(move.client.id for move in falling), *(concern.client.id for concern in concerns)]
    points = line(material)
    return Digest(
        id=material.id,
        known_at=material.now.at,
        as_of=material.as_of,
        title=_title(material),
        headline=headline(material),
        share=material.share(material.now.standings).part,
        notes=tuple(_notes(material, moved=bool(rising or falling), quiet=quiet)),
        sections=tuple(sections),
        line=points,
        charts=() if quiet else charts(material, points),
        table=table(material, list(dict.fromkeys(pressing))),
        why=explained(material, {section.part for section in sections}),
    )


def is_quiet(material: Material) -> bool:
    """Whether nothing changed since the digest before."""
    added = any(client.since and client.since >= material.since for client in material.shown.values())
    return material.then is not None and not (material.news or material.dealt_with or added)


def _title(material: Material) -> str:
    whose = "Your clients" if material.personal else "Our clients"
    return f"{whose} in the {material.period} to {long(material.as_of)}"


def _notes(material: Material, *, moved: bool, quiet: bool) -> list[str]:
    if material.then is None:
        return [f"This is the first digest: from next {material.period} on it also says what changed."]
    if quiet:
        since = last_time(material)
        if material.then and material.share(material.then.standings) != material.share(material.now.standings):
            return [
                f"No ratings and no clue dealt with since {since}; older ratings count less, and that moved the figure."
            ]
        return [f"Nothing changed since {since}: no new ratings, and no clue was dealt with."]
    if material.news and not moved:
        ratings = count(sum(news.visits for news in material.news.values()), "new rating")
        return [f"{ratings} since {last_time(material)}; no client moved enough to speak of."]
    return []


def _section(part: Part, heading: str, items: Sequence[Item]) -> Section:
    return Section(part, heading, tuple(items[:MOST]), max(0, len(items) - MOST))


def _best(material: Material) -> list[Item]:
    good = [
        one
        for one in material.rated
        if one.verdict is Verdict.GOOD and one.ratings >= movers.FEWEST_RATINGS and one.raters > 1
    ]
    good.sort(key=lambda one: (-one.overall.mean, one.client))
    return [
        Item(
            material.shown[one.client].name,
            f"{points(one.overall.mean)} ({count(one.ratings, 'rating')} by {one.raters} people)",
            one.client,
        )
        for one in good[:MOST]
    ]


def _unknown(material: Material) -> list[Item]:
    items = []
    names = {client.id: client.name for client in material.active}
    if material.unrated:
        missing = list(dict.fromkeys(material.shown[visit.client_id].name for visit in material.unrated))
        items.append(Item("Visited and not rated", listing(missing)))
    last = {client.id: material.standing(client.id) for client in material.active}
    stale = [
        (found.last, names[key])
        for key, found in last.items()
        if found and found.last and (material.as_of - found.last).days >= NOT_LATELY
    ]
    if stale:
        items.append(
            Item(
                f"Not rated for {NOT_LATELY} days",
                listing([f"{name} (since {short(day)})" for day, name in sorted(stale)]),
            )
        )
    visited = {visit.client_id for visit in material.unrated}
    never = sorted(names[key] for key, found in last.items() if found is None and key not in visited)
    if never:
        items.append(Item("Never rated", listing(never)))
    return items


def _dealt_with(material: Material) -> list[Item]:
    by_client: dict[str, list[ClueSeen]] = {}
    for clue in material.dealt_with:
        by_client.setdefault(clue.client_id, []).append(clue)
    items = []
    for client_id, clues in by_client.items():
        found = [CLUES[clue.clue] for clue in clues]
        detail = material.in_detail(client_id)
        words = dict.fromkeys(clue.text if detail else f"a clue about {clue.quality.about.name}" for clue in found)
        items.append(Item(material.shown[client_id].name, listing(list(words), 2), client_id))
    return items


def _thanks(material: Material) -> list[Item]:
    people = set().union(*(news.people for news in material.news.values()))
    if not people:
        return []
    ratings = count(sum(news.visits for news in material.news.values()), "rating")
    by = count(len(people), "person", "people")
    if not material.visited:
        return [Item("", f"{ratings} by {by} went into this. Thank you!")]
    rated, visits = len(material.visited) - len(material.unrated), len(material.visited)
    rate = f"{rated} of {count(visits, 'visit')} rated ({rated / visits:.0%})"
    return [Item("", f"{rate}; {ratings} by {by} went into this. Thank you!")]
