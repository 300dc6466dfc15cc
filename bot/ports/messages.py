"""The way to people, and how it can fail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.company import (
    Member,
    Subscription,
)
from bot.digests import Digest
from bot.visits.question import Question


class Unavailable(Exception):  # noqa: N818 - it says what the outside is
    """The database cannot be reached or is busy: nothing was written, trying again may help."""


class Closed(Exception):  # noqa: N818 - it says what the door is
    """The gate lets nothing about clients through here. `reason` says why without a word about clients."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Postponed(Exception):  # noqa: N818 - it says what became of the post
    """It was certainly not posted; `after` says when to try again."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"not posted, again after {after}")
        self.after = after


class Uncertain(Exception):  # noqa: N818 - it says what is known of the post
    """Whether it was posted cannot be told."""


class Posted(NamedTuple):
    """Where a message stands."""

    channel: str
    ts: str


class Notice(NamedTuple):
    """What administrators are told: a sentence, and a button for what to do about it."""

    sentence: str
    button: str | None = None
    action: str | None = None
    """Which door the button opens: "choose_channel" or "post_now"."""
    value: str | None = None


class Messenger(Protocol):
    """The way to the company's people. Everything about clients goes through a gate that decides by audience."""

    def post_digest(self, workspace_id: str, subscription: Subscription, content: Digest, ref: str) -> Posted:
        """Post once, never sent again by the transport. `ref` goes into the message's metadata, opaque.

        Raises Closed, Postponed or Uncertain.
        """

    def post_thread(self, workspace_id: str, subscription: Subscription, content: Digest, under: Posted) -> None:
        """Post the detail under a digest, as far as Slack takes it: the digest stands without it, too."""

    def find_post(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        """The message with this `ref`, None if there is certainly none.

        `channel` is where it was posted to: a channel, or the Slack user of a direct message. Raises Uncertain or
        Closed where it may not look.
        """

    def tell_administrators(self, workspace_id: str, notice: Notice) -> None:
        """A direct message to each administrator.

        Raises Postponed where Slack took it for none of them: what is not told has to be told later.
        """


class Asker(Protocol):
    """The way to one person's direct messages: questions after visits. Each method but `tell` may raise Closed,
    Postponed and Uncertain."""

    def direct(self, workspace_id: str, member: Member) -> str:
        """The channel of the direct message with a member. Nothing is posted."""

    def ask(self, workspace_id: str, member: Member, questions: Sequence[Question], ref: str) -> Posted:
        """Post once; `ref` goes into the message's metadata, opaque."""

    def find(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        """The message with this `ref`, None if there is certainly none."""

    def renew(self, workspace_id: str, member: Member, at: Posted, questions: Sequence[Question]) -> None:
        """Show these questions in a message that stands; without any it goes. One that is gone stays so."""

    def tell(self, workspace_id: str, members: Sequence[Member], sentence: str) -> list[Member]:
        """Say a sentence to each in a direct message: who took it."""
