"""What is due: questions after visits, calendars, digests."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.company import (
    DigestRecord,
    Subscription,
    Visit,
)
from bot.ports.messages import Posted
from bot.ratings import Rating
from bot.visits.prompt import Fault, Feed, Prompt, PromptState


class Prompts(Protocol):
    """Questions after visits. A claim is one conditional write."""

    def add(self, prompt: Prompt) -> None:
        """Add it, unless its visit, or what its source calls it, has one."""

    def get(self, prompt_id: str) -> Prompt | None: ...

    def seen(self, source: str, source_ref: str) -> Prompt | None:
        """The question about what a source calls so."""

    def of_ref(self, ref: str) -> list[Prompt]:
        """Those in one message, by the end of their visits."""

    def of_message(self, at: Posted) -> list[Prompt]:
        """Those that stand in a message."""

    def of_member(self, member_id: str, states: Sequence[PromptState]) -> list[Prompt]:
        """Those of a member in one of these states, by the end of their visits."""

    def at_place(self, place: str) -> list[Prompt]:
        """Those that wait for an answer to which client the place is, whoever is asked."""

    def claim(self, member_id: str, *, owner: str, now: datetime, lease: timedelta, limit: int) -> list[Prompt]:
        """Take a member's questions in hand that are due, first due first, with those asked on the same days and open.

        One that was posting when its lease ran out comes back in state posting: whether it stands must be found out.
        """

    def posting(self, prompts: Sequence[Prompt], *, owner: str, ref: str, channel: str) -> list[Prompt]:
        """Record where they are about to be posted as one message: those that were still in hand."""

    def finish(self, prompt: Prompt, *, owner: str) -> bool:
        """Record what came of one in hand; False if it was answered, or taken over, meanwhile."""

    def stand(self, ref: str, at: Posted) -> None:
        """Record where the message with this `ref` stands."""

    def about(self, prompt_id: str, visit_id: str) -> None:
        """It is known now which visit it is about."""

    def hasten(self, visit_id: str, at: datetime) -> None:
        """Ask about a visit then, unless it was asked already."""

    def settle(self, prompt: Prompt) -> None:
        """Record what a person did about it, whoever has it in hand."""

    def rating_of(self, visit: Visit) -> Rating | None:
        """The member's rating of a visit, as it stands."""

    def revision_of(self, visit: Visit) -> int:
        """The revision of that rating, taken back or not; 0 if there never was one."""

    def fault(self, rating_id: str) -> Fault | None:
        """Whose fault a low rating was."""

    def blame(self, rating_id: str, fault: Fault) -> None:
        """Record it."""

    def places(self) -> Mapping[str, str | None]:
        """What was answered about places, by normalised name: a client's id, or None for “not a client”."""

    def remember_place(self, place: str, client_id: str | None) -> None:
        """Keep an answer; the last one counts."""


class Feeds(Protocol):
    """Where visits come from. Addresses and secrets are encrypted: Refused where there is no key."""

    def save(self, feed: Feed) -> None:
        """Add or replace a member's feed."""

    def get(self, member_id: str) -> Feed | None: ...

    def all(self) -> list[Feed]: ...

    def remove(self, member_id: str) -> None: ...

    def claim(self, member_id: str, *, now: datetime, again: datetime) -> Feed | None:
        """Take a feed that is due in hand; it is due `again` then. None if somebody else has it."""

    def checked(self, member_id: str, at: datetime, problem: str | None) -> None:
        """Record when it was read, or why it could not be."""

    def webhook_secret(self) -> str | None:
        """What signs events of visits."""

    def set_webhook_secret(self, secret: str, at: datetime) -> None: ...


class Digests(Protocol):
    """Subscriptions and the digests that came of them. Claims are one conditional write each."""

    def subscriptions(self) -> list[Subscription]: ...

    def subscription(self, subscription_id: str) -> Subscription | None: ...

    def save_subscription(self, subscription: Subscription) -> None:
        """Add or change it."""

    def claim(self, digest: DigestRecord, *, owner: str, now: datetime, lease: timedelta) -> DigestRecord | None:
        """Take the digest of a subscription and period in hand; None if somebody else has it or it is done.

        `digest` is written in state due first, if it is new. A claim whose lease ran out can be taken over;
        one that was posting by then comes back in state posting: whether Slack has it must be found out first.
        """

    def posting(self, digest: DigestRecord, *, owner: str) -> bool:
        """Record content and channel just before posting; False if the claim was lost."""

    def finish(self, digest: DigestRecord, *, owner: str) -> bool:
        """Record the state it came to (due again with its due_at for a retry, posted, unknown, skipped)."""

    def latest(self, subscription_id: str, *, limit: int = 1) -> list[DigestRecord]:
        """The latest periods first, whatever their state."""

    def get(self, digest_id: str) -> DigestRecord | None: ...
