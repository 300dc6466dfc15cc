"""“I'm at Acme”: what people say about where they are, told from questions."""

import re
from dataclasses import dataclass

_I = r"(?:i[’'`]?m|i am|we[’'`]?re|we are)"
_HERE = rf"{_I} (?:now |just |here )?(?:at|on site at|onsite at|with)|on ?site at|(?:just )?arrived at"
_OVER = (
    rf"(?:{_I} |just |all )?(?:done|finished) (?:at|with)|(?:i |we )?(?:have |just )?left"
    rf"|(?:i |we )(?:was|were) (?:just )?at|(?:{_I} )?(?:just )?leaving"
)
_SAID = re.compile(rf"(?:(?P<here>{_HERE})|(?P<over>{_OVER}))\s+(?P<place>[^?]{{1,120}}?)[\s.!]*", re.IGNORECASE)
_WHEN = re.compile(r"\s+(?:now|today|right now|just now|at the moment)$", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """Somebody says they are at a place, or that their visit there is over."""

    place: str
    over: bool


def said_where(text: str) -> Said | None:
    """Where somebody says they are; None if they say something else."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        return None
    place = _WHEN.sub("", found["place"]).strip("“”\"' ")
    return Said(place, over=found["over"] is not None) if place else None
