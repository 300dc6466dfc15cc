"""The workspace's own way of saying things: administrators add phrases, and see what was not understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clients import ClientIndex
from bot.company import Member
from bot.ports import Clock, Database, Unclear
from bot.qualities import Role
from bot.questions import Certainty, understand
from bot.refusals import Refused

LONGEST = 60
"""Characters of a phrase and of what it means."""

SHOWN = 10
"""Unclear phrases that are shown, the most frequent ones."""


@dataclass(frozen=True)
class OwnPhrases:
    """What is there to look at: phrase → meaning, and what was not understood."""

    phrases: dict[str, str]
    unclear: Sequence[Unclear]


class PhraseBook:
    """The use cases around phrases; for administrators."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def look(self, workspace_id: str, actor: Member) -> OwnPhrases:
        """Every phrase of the workspace, and the unclear ones."""
        _check(actor)
        with self._database.store(workspace_id) as store:
            return OwnPhrases(store.phrases.all(), store.phrases.unclear(limit=SHOWN))

    def add(self, workspace_id: str, actor: Member, phrase: str, meaning: str) -> None:
        """From now on `phrase` is read as `meaning`. Raises Refused where the meaning is not understood itself."""
        _check(actor)
        phrase, meaning = _words(phrase, "phrase"), _words(meaning, "meaning")
        with self._database.store(workspace_id) as store:
            today = self._clock().astimezone(store.workspace().tz).date()
            _check_meaning(meaning, today)
            store.phrases.put(phrase, meaning)
            store.memory.audit(actor.id, "added a phrase", {"phrase": phrase, "meaning": meaning}, self._clock())

    def remove(self, workspace_id: str, actor: Member, phrase: str) -> None:
        """Read it as before."""
        _check(actor)
        with self._database.store(workspace_id) as store:
            store.phrases.remove(phrase)
            store.memory.audit(actor.id, "removed a phrase", {"phrase": phrase}, self._clock())


def _check(actor: Member) -> None:
    if actor.role is not Role.ADMINISTRATOR:
        raise Refused("Only administrators of Good Clients change its phrases. Please ask one of them.")


def _words(text: str, field: str) -> str:
    words = " ".join(text.casefold().split())
    if not words or len(words) > LONGEST:
        raise Refused(f"Please write 1 to {LONGEST} characters.", field=field)
    return words


def _check_meaning(meaning: str, today: date) -> None:
    read = understand(meaning, ClientIndex(()), today)
    if not read.query.intent.answered or read.certainty not in (Certainty.ANSWER, Certainty.ANSWER_PARTLY):
        raise Refused("I don't understand that meaning myself yet. Say it like “late payers”.", field="meaning")
