"""The records of one workspace: clients, people, ratings, visits, invoices."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.company import (
    Client,
    ClueSeen,
    ExternalId,
    HeldNote,
    Invoice,
    Member,
    Merge,
    Visit,
)
from bot.ratings import Rating, RatingTable, Scores, Snapshot


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

    def snapshot(self, before: Snapshot | None = None) -> Snapshot:
        """The present table. After an earlier one, only clients whose ratings have changed since are read again."""

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


class Invoices(Protocol):
    """The invoices of one workspace."""

    def all(self) -> list[Invoice]:
        """Each as last told of, by client and number; those of merged clients are of what they are now."""

    def put(self, invoices: Sequence[Invoice]) -> None:
        """Write them; of one that is known (same client, same number) this replaces what was known."""
