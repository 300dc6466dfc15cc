"""What the product needs of the outside: a database, a messenger, a clock and ids."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from bot.company import (
    Client,
    ClueSeen,
    DigestRecord,
    ExternalId,
    HeldNote,
    Member,
    Merge,
    Subscription,
    Visit,
    Workspace,
)
from bot.digests import Digest
from bot.ratings import Rating, RatingTable, Scores
from bot.visits.prompt import Fault, Feed, Prompt, PromptState
from bot.visits.question import Question

Clock = Callable[[], datetime]
"""The present instant, in UTC."""

NewId = Callable[[], str]
"""A new id: a UUID that sorts by the time it was made."""


class Clients(Protocol):
    """The clients of one workspace."""

    def all(self) -> list[Client]:
        """Every client but the merged ones, by name."""

    def get(self, client_id: str) -> Client | None:
        """The client; the one it was merged into, if it was."""

    def add(self, client: Client) -> Client:
        """Add it, or return the one that already has this name or alias (normalised)."""

    def change(self, client: Client) -> None:
        """Write name, aliases, stage and account manager. Raises Refused if a name belongs to another."""

    def merge(self, client_id: str, into: str) -> None:
        """Resolve one client as another from now on. Nothing is moved, so it can be undone."""

    def unmerge(self, client_id: str) -> None:
        """Undo a merge."""

    def merges(self) -> list[Merge]:
        """The merges that stand, by the name of what was merged."""

    def external_ids(self, client_id: str) -> list[ExternalId]:
        """What other systems call the client and those merged into it, by source."""

    def set_external_ids(self, client_id: str, ids: Sequence[ExternalId]) -> None:
        """These and no others. Raises Refused where one is another client's."""

    def by_external_id(self, one: ExternalId) -> Client | None:
        """The client that another system calls so."""


class Members(Protocol):
    """The people of one workspace."""

    def all(self) -> list[Member]:
        """Everybody, by name."""

    def get(self, member_id: str) -> Member | None: ...

    def by_slack_user(self, slack_user: str) -> Member | None: ...

    def add(self, member: Member) -> Member:
        """Add them, or return who already has this Slack user, e-mail or (without either) name."""

    def change(self, member: Member) -> None: ...


class Ratings(Protocol):
    """The ratings of one workspace, with everything they ever said."""

    def lock(self, *, client_id: str, member_id: str, visit_id: str | None, on: date) -> Rating | None:
        """The rating of this visit (or this date without a visit) as it stands, None if there is none.

        Until the transaction ends nobody else changes it: two submissions at once make one rating.
        """

    def save(self, rating: Rating, *, submission: str) -> Rating:
        """Write it and append a revision; returned with its revision, and with the id of the one that was there.

        Client, member and visit (or date) say which one that is. A submission delivered before changes nothing.
        """

    def submitted(self, submission: str) -> Rating | None:
        """What an earlier delivery of the same submission wrote: as it stands, or last stood if deleted since."""

    def get(self, rating_id: str) -> Rating | None:
        """The rating as it stands; None if deleted."""

    def undo(self, rating_id: str, revision: int, at: datetime) -> Scores | None:
        """Go back one, from `revision`: what the rating says now, None if nothing.

        From another revision than the current one it changes nothing: a second click does not undo twice.
        """

    def delete(self, rating_id: str, at: datetime) -> None:
        """Take it back; a revision says so, and undo brings it back."""

    def of_member(self, member_id: str, *, limit: int, offset: int = 0) -> list[Rating]:
        """Latest first, by date and then time of recording."""

    def of_client(self, client_id: str, *, since: date | None = None) -> list[Rating]:
        """Latest first; those of clients merged into it too."""

    def table(self, *, known_at: datetime | None = None) -> RatingTable:
        """Every rating in columns, by ids; merged clients are resolved, archived ones left out, the others all named.

        As known at an instant, if one is given: clients are what they are today.
        """

    def clues(self, *, since: date | None = None, client_id: str | None = None) -> list[ClueSeen]:
        """Clues of present ratings, latest first."""

    def raters(self, client_id: str) -> int:
        """How many people have rated it."""

    def deal(self, client_id: str, clue: str, *, by: str, at: datetime) -> list[str]:
        """Mark every open sighting of a clue at a client as dealt with: the ids of those who saw it."""

    def hold(self, rating_id: str, note: str, at: datetime) -> None:
        """Keep a note apart until it is reworded; it replaces the one that waited before."""

    def held(self, rating_id: str) -> HeldNote | None:
        """The note of a rating that waits."""

    def held_of(self, member_id: str) -> list[HeldNote]:
        """Notes of one writer that wait, latest first; those of deleted ratings do not."""

    def let_go(self, rating_id: str) -> None:
        """Forget the note that waits."""

    def add_many(self, ratings: Sequence[Rating]) -> int:
        """Add those not there yet (same client, member and date): how many were new. Revisions included.

        Deleted ratings are there, too. Of several for one date the later overwrites what it gives.
        """

    def export(self) -> list[Rating]:
        """Every rating, by date."""


class Visits(Protocol):
    """The visits of one workspace."""

    def add(self, visit: Visit) -> Visit:
        """Add it, or return the one that has this source and reference."""

    def latest_of(self, member_id: str, *, limit: int) -> list[Visit]:
        """Latest first."""

    def get(self, visit_id: str) -> Visit | None: ...

    def on(self, member_id: str, client_id: str, day: date) -> list[Visit]:
        """A member's visits to a client on a local date, latest first."""

    def open_of(self, member_id: str, since: datetime) -> list[Visit]:
        """Visits that ended since then and that the member neither rated nor declined to, latest first.

        A rating without a visit counts for the visits of its day and before.
        """

    def lock(self) -> None:
        """Until the transaction ends nobody else adds visits: what two sources see at once is one visit."""

    def seen(self, source: str, ref: str) -> Visit | None:
        """The visit that a source calls so, whichever source added it."""

    def sources(self, visit_id: str) -> set[str]:
        """The sources that have seen it."""

    def also_seen(self, visit_id: str, source: str, ref: str) -> None:
        """Another source has seen it too, and calls it so."""


class Prompts(Protocol):
    """Questions after visits. A claim is one conditional write."""

    def add(self, prompt: Prompt) -> None:
        """Add it, unless its visit, or what its source calls it, has one."""

    def get(self, prompt_id: str) -> Prompt | None: ...

    def seen(self, source: str, source_ref: str) -> Prompt | None:
        """The question about what a source calls so."""

    def of_ref(self, ref: str) -> list[Prompt]:
        """Those in one message, by the end of their visits."""

    def of_message(self, at: "Posted") -> list[Prompt]:
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

    def stand(self, ref: str, at: "Posted") -> None:
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


class Erasure(Protocol):
    """What goes for good, revisions included; digests that were published of it lose their content."""

    def member(self, member_id: str) -> int:
        """Everything a person wrote, and everything that says who they are: how many ratings."""

    def notes(self, before: date) -> int:
        """Notes on visits before a date: how many."""

    def ratings(self, before: date) -> int:
        """Ratings of visits before a date: how many."""


class Memory(Protocol):
    """Small things that expire."""

    def conversation(self, thread: str, now: datetime) -> Mapping[str, Any] | None:
        """The last query of a thread (as its label), unless it has expired."""

    def remember(self, thread: str, query: Mapping[str, Any], *, until: datetime) -> None: ...

    def first_time(self, event: str, *, now: datetime, until: datetime) -> bool:
        """Whether this event id was not seen before; it is from now on."""

    def audit(self, actor: str | None, action: str, detail: Mapping[str, Any], at: datetime) -> None:
        """Append to the audit log. No secret and no note goes into `detail`."""

    def audited(self, *, limit: int, offset: int = 0) -> list["AuditEntry"]:
        """Latest first."""

    def forget_expired(self, now: datetime) -> None: ...


class Unclear(NamedTuple):
    """Words that were not understood, and what their asker then chose instead; no name is in them."""

    words: str
    meaning: str
    times: int


class Phrases(Protocol):
    """The workspace's own way of saying things."""

    def all(self) -> dict[str, str]:
        """Phrases and what each stands for in plain words."""

    def put(self, phrase: str, meaning: str) -> None:
        """Add or change one; it is no longer among the unclear."""

    def remove(self, phrase: str) -> None: ...

    def note_unclear(self, words: str, meaning: str, at: datetime) -> None:
        """Count that these words were not understood and that this was meant."""

    def unclear(self, *, limit: int) -> list[Unclear]:
        """The most frequent first."""


class AuditEntry(NamedTuple):
    """Who did what, when."""

    at: datetime
    actor: str | None
    action: str
    detail: Mapping[str, Any]


class Store(Protocol):
    """One workspace's data in one transaction."""

    @property
    def clients(self) -> Clients: ...
    @property
    def members(self) -> Members: ...
    @property
    def ratings(self) -> Ratings: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def digests(self) -> Digests: ...
    @property
    def erasure(self) -> Erasure: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def phrases(self) -> Phrases: ...

    def workspace(self) -> Workspace: ...

    def change_workspace(self, workspace: Workspace) -> None:
        """Write its settings; `ratings_version` is not one of them."""


class Due(NamedTuple):
    """Something that is due, by ids only."""

    workspace_id: str
    subscription_id: str


class DueFor(NamedTuple):
    """A member for whom something is due, by ids only."""

    workspace_id: str
    member_id: str


class Installation(NamedTuple):
    """A Slack team and the workspace it belongs to. `bot_token` is encrypted at rest."""

    enterprise_id: str | None
    team_id: str
    workspace_id: str
    team_name: str
    bot_token: str | None
    bot_user: str
    scopes: tuple[str, ...]
    installed_by: str | None


class Database(Protocol):
    """Everything that is stored. A store is opened for one workspace: there is no way to ask across."""

    def store(self, workspace_id: str) -> AbstractContextManager[Store]:
        """One transaction: committed when the block ends, rolled back when it raises."""

    def create_workspace(self, workspace: Workspace) -> None: ...

    def workspace_ids(self) -> list[str]:
        """Oldest first."""

    def due(self, now: datetime, *, limit: int = 100) -> list[Due]:
        """Across workspaces, ids only: subscriptions whose time has come, and claims that ran out."""

    def prompts_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        """Across workspaces, ids only: members who have questions after visits to be asked."""

    def feeds_due(self, now: datetime, *, limit: int = 100) -> list[DueFor]:
        """Across workspaces, ids only: members whose calendar is to be read."""

    def installation(self, enterprise_id: str | None, team_id: str) -> Installation | None: ...

    def installation_of(self, workspace_id: str) -> Installation | None: ...

    def install(self, installation: Installation) -> None:
        """Add or replace it."""

    def uninstall(self, enterprise_id: str | None, team_id: str) -> None:
        """Forget the token; the workspace's data stays."""


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
