"""The digest: when it is due, and what it says."""

from bot.digests.compose import compose
from bot.digests.content import Digest, Explained, Item, Part, Section
from bot.digests.material import Material, Moment
from bot.digests.pictures import POINTS
from bot.digests.times import CATCH_UP, instant, last_due, next_due

__all__ = [
    "CATCH_UP",
    "POINTS",
    "Digest",
    "Explained",
    "Item",
    "Material",
    "Moment",
    "Part",
    "Section",
    "compose",
    "instant",
    "last_due",
    "next_due",
]
