"""An asker that keeps what it is given: which messages stand, and how it fails when told to."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.company import Member
from bot.ports import Posted, Uncertain
from bot.visits.question import Question


@dataclass
class Letter:
    """A message as it stands."""

    at: Posted
    ref: str
    posted_at: datetime
    questions: Sequence[Question]

    @property
    def names(self) -> list[str]:
        return [one.client.name if one.client else f"{one.prompt.place}?" for one in self.questions]


@dataclass
class Inbox:
    """Implements bot.ports.Asker.

    `before` are errors that the next messages meet without being accepted, `after` those that they meet once they
    stand. `may_look` is whether messages can be looked for.
    """

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    may_look: bool = True
    letters: list[Letter] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    before: deque[Exception] = field(default_factory=deque)
    after: deque[Exception] = field(default_factory=deque)
    renewing: deque[Exception] = field(default_factory=deque)
    count: int = 0

    def direct(self, workspace_id: str, member: Member) -> str:
        return f"D-{member.id}"

    def ask(self, workspace_id: str, member: Member, questions: Sequence[Question], ref: str) -> Posted:
        if self.before:
            raise self.before.popleft()
        self.count += 1
        at = Posted(self.direct(workspace_id, member), f"{self.count}.0")
        self.letters.append(Letter(at, ref, self.clock(), questions))
        if self.after:
            raise self.after.popleft()
        return at

    def find(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        if not self.may_look:
            raise Uncertain("no scope")
        found = [one for one in self.letters if (one.at.channel, one.ref) == (channel, ref) and one.posted_at >= since]
        return found[0].at if found else None

    def renew(self, workspace_id: str, member: Member, at: Posted, questions: Sequence[Question]) -> None:
        if self.renewing:
            raise self.renewing.popleft()
        letter = next(one for one in self.letters if one.at == at)
        letter.questions = questions
        if not questions:
            self.letters.remove(letter)

    def tell(self, workspace_id: str, members: Sequence[Member], sentence: str) -> list[Member]:
        self.told += [(member.id, sentence) for member in members]
        return list(members)
