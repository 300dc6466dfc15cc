"""The one place around listeners that catches, so that every failure becomes a sentence and none a trace."""

from collections.abc import Callable

import structlog

from bot.ports import Closed, NewId, Unavailable
from bot.refusals import Refused

BUSY = "My database is busy or away, so nothing was saved. Please try again in a moment."

log = structlog.get_logger(__name__)


def sentence_for(error: Exception, new_id: NewId) -> str:
    """What the person is told. An unknown failure gets a reference that the log has too."""
    match error:
        case Refused():
            return error.sentence
        case Closed():
            return error.reason
        case Unavailable():
            log.warning("database unavailable", exc_info=error)
            return BUSY
        case _:
            reference = new_id()[-8:]
            log.error("unexpected failure", reference=reference, exc_info=error)
            return (
                f"Something went wrong on our side (reference {reference}). "
                "Please try again; if it stays, give your administrator the reference."
            )


def guarded(act: Callable[[], None], tell: Callable[[str], object], new_id: NewId) -> None:
    """Do it; where it fails, tell the person."""
    try:
        act()
    except Exception as error:  # noqa: BLE001 - the one place around listeners that catches everything
        sentence = sentence_for(error, new_id)
        try:
            tell(sentence)
        except Exception:
            log.exception("could not tell the person", sentence=sentence)
