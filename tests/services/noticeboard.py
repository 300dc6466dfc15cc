"""A messenger that keeps what it is given: where posts stand and who was told, and how it fails when told to."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.company import Subscription
from bot.digests import Digest
from bot.ports import Notice, Posted, Uncertain


@dataclass
class Noticeboard:
    """Implements bot.ports.Messenger.

    `before` are errors that the next posts meet without being accepted, `after` those that they meet once they
    stand, `deaf` those of the next notices. `may_look` is whether posts can be looked for.
    """

    may_look: bool = True
    posts: list[tuple[str, str, str, Digest]] = field(default_factory=list)
    notices: list[tuple[str, Notice]] = field(default_factory=list)
    before: deque[Exception] = field(default_factory=deque)
    after: deque[Exception] = field(default_factory=deque)
    deaf: deque[Exception] = field(default_factory=deque)

    def post_digest(self, workspace_id: str, subscription: Subscription, content: Digest, ref: str) -> Posted:
        if self.before:
            raise self.before.popleft()
        channel = subscription.channel or f"D-{subscription.member_id}"
        self.posts.append((workspace_id, channel, ref, content))
        if self.after:
            raise self.after.popleft()
        return Posted(channel, f"{len(self.posts)}.0")

    def post_thread(self, workspace_id: str, subscription: Subscription, content: Digest, under: Posted) -> None:
        pass

    def find_post(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        if not self.may_look:
            raise Uncertain("no scope")
        found = [at for at, post in enumerate(self.posts, 1) if post[:3] == (workspace_id, channel, ref)]
        return Posted(channel, f"{found[0]}.0") if found else None

    def tell_administrators(self, workspace_id: str, notice: Notice) -> None:
        if self.deaf:
            raise self.deaf.popleft()
        self.notices.append((workspace_id, notice))
