"""What stands behind [Why?]: each figure and each word of the digest, and how it came about."""

from collections import Counter
from collections.abc import Iterator, Set

from bot.digests.attention import RED_CLUES
from bot.digests.content import Explained, Part
from bot.digests.headline import last_time
from bot.digests.material import Material
from bot.digests.movers import FEWEST_NEW, FEWEST_RATINGS, MOVED
from bot.digests.words import count
from bot.scoring import Reason
from bot.scoring.verdicts import SURE


def explained(material: Material, parts: Set[Part]) -> tuple[Explained, ...]:
    """Explanations of what this digest says, in its order."""
    return (*_figures(material), *_parts(material, parts))


def _figures(material: Material) -> Iterator[Explained]:
    now = material.now.standings
    share = material.share(now)
    good = f"{material.criteria.good:g}"
    if share.percent is not None:
        estimated = now.share_good
        everybody = (
            ""
            if material.personal
            else (
                f" Counting the unsettled by their chances, an estimated {estimated.mean:.0%} of all rated clients"
                f" are good (90% interval {estimated.lo:.0%} to {estimated.hi:.0%})."
            )
        )
        yield Explained(
            f"{share.percent}% good",
            f"{share.good} of the {count(share.settled, 'client')} with a settled verdict are good: their overall is"
            f" {good} or more with a probability of at least {SURE:.0%}.{everybody}",
        )
    if share.unsettled:
        reasons = Counter(one.reason for one in material.rated if one.reason)
        never = len(material.active) - len(material.rated)
        parts = [f"{reasons[reason]}: {reason.value}" for reason in Reason if reasons[reason]]
        parts += [f"{never}: never rated"] if never else []
        yield Explained(f"{share.unsettled} not settled yet", f"No verdict is probable enough. {'; '.join(parts)}.")
    before = material.share(material.then.standings) if material.then else None
    if before and before.percent is not None:
        yield Explained(
            f"Compared with {last_time(material)}",
            f"By what was known then it was {before.percent}% ({before.good} of {before.settled} settled).",
        )
    if material.rated:
        yield Explained(
            "A figure such as 3.4",
            "The score from 1 to 5 that our average technician would give today, estimated from all ratings: allowing"
            " for harsh and generous raters, and counting recent visits more.",
        )


def _parts(material: Material, parts: Set[Part]) -> Iterator[Explained]:
    if parts & {Part.RISING, Part.FALLING}:
        yield Explained(
            "Rising and falling",
            f"The overall moved by {MOVED:g} or more since {last_time(material)} on at least {FEWEST_NEW} new ratings,"
            " or a change over 90 days is more likely than not. The quality named moved most; the clues are those"
            " ticked on these visits.",
        )
    if Part.ATTENTION in parts:
        yield Explained(
            "In need of attention",
            f"Difficult is an overall of {material.criteria.difficult:g} or less with a probability of at least"
            f" {SURE:.0%}. {RED_CLUES} open red clues on one quality, or signs of getting worse, are reasons, too."
            f" Nobody is listed on fewer than {FEWEST_RATINGS} ratings.",
        )
    if Part.EARLY in parts:
        yield Explained(
            "Early signs",
            "In a client's first 90 days, and for prospects, a single 1 or two red clues on one quality are raised."
            " Until two people have rated, the channel reads only the quality.",
        )
    if Part.BEST in parts:
        yield Explained("Best", f"Good clients with at least {FEWEST_RATINGS} ratings by two people or more.")
    if Part.UNKNOWN in parts:
        yield Explained(
            "Not known", "Visits that nobody who made them rated, and clients that were not rated for long."
        )
