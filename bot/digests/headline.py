"""The digest's first sentence: what share of our clients are good ones, out of how many, and how that changed."""

from datetime import timedelta

from bot.company import Cadence
from bot.digests.material import Material
from bot.digests.words import count, short

_USUAL = {
    Cadence.WEEKLY: (timedelta(days=5), timedelta(days=9)),
    Cadence.MONTHLY: (timedelta(days=26), timedelta(days=37)),
}
"""A digest that many days ago is last week's or last month's; another is named by its day."""


def headline(material: Material) -> str:
    """“58% good (14 of 24 settled clients; 6 not settled yet), up 3 points”, or honestly that it is too early."""
    share = material.share(material.now.standings)
    if share.percent is None:
        return _too_early(material)
    of_whom = "of your clients good" if material.personal else "good"
    unsettled = f"; {share.unsettled} not settled yet" if share.unsettled else ""
    counted = f"({share.good} of {count(share.settled, 'settled client')}{unsettled})"
    return f"{share.percent}% {of_whom} {counted}{_change(material, share.percent)}"


def last_time(material: Material) -> str:
    """“last week”, “last month”, or the day of the digest before."""
    shortest, longest = _USUAL[material.cadence]
    usual = shortest <= material.as_of - material.since <= longest
    return f"last {material.period}" if usual else short(material.since)


def _change(material: Material, percent: int) -> str:
    before = material.share(material.then.standings).percent if material.then else None
    if before is None:
        return ""
    last = last_time(material)
    if percent == before:
        return f", as {last}" if last.startswith("last") else f", as on {last}"
    since = "" if last.startswith("last") else f" since {last}"
    return f", {'up' if percent > before else 'down'} {count(abs(percent - before), 'point')}{since}"


def _too_early(material: Material) -> str:
    clients = len(material.active)
    if not clients:
        return "You look after no clients yet" if material.personal else "No clients yet"
    if not material.rated:
        return f"None of {count(clients, 'client')} rated yet: nothing can be said about them"
    ratings = count(sum(one.ratings for one in material.rated), "rating")
    return f"Too early to say: {ratings} of {len(material.rated)} of {count(clients, 'client')}, none settled yet"
