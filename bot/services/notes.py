"""Notes that wait for their writer's rewording."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.company import Client, HeldNote, Member
from bot.notes import check, explained
from bot.ports import Clock, Database, Store
from bot.ratings import Rating
from bot.refusals import Refused
from bot.services.own import Saved, client_of, own_rating, saved


class Waiting(NamedTuple):
    """A note that waits: what was typed, of which rating, and why."""

    rating: Rating
    client: Client
    note: str
    why: str


class Notes:
    """What a writer can do about a note that waits. Nobody else reads it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def waiting(self, workspace_id: str, member: Member) -> Sequence[Waiting]:
        """The member's notes that wait, latest first."""
        with self._database.store(workspace_id) as store:
            return [_waiting(store, member, held) for held in store.ratings.held_of(member.id)]

    def reword(self, workspace_id: str, member: Member, rating_id: str, note: str, submission: str) -> Saved:
        """Write the note in other words. Raises Refused where these will not do, either; the first ones still wait."""
        with self._database.store(workspace_id) as store:
            if delivered := store.ratings.submitted(submission):
                return saved(store, delivered)
            rating = own_rating(store, member, rating_id)
            client = client_of(store, rating)
            if found := check(note, (client.name, *client.aliases)):
                raise Refused(explained(found), field="note")
            store.ratings.let_go(rating.id)
            if not note:
                return saved(store, rating)
            rating = _locked(store, rating)
            reworded = replace(rating, scores=replace(rating.scores, note=note), recorded_at=self._clock())
            return saved(store, store.ratings.save(reworded, submission=submission))

    def keep_scores_only(self, workspace_id: str, member: Member, rating_id: str) -> Saved:
        """Let the note go; the scores stay as they are."""
        with self._database.store(workspace_id) as store:
            rating = own_rating(store, member, rating_id)
            store.ratings.let_go(rating.id)
            return saved(store, rating)


def _waiting(store: Store, member: Member, held: HeldNote) -> Waiting:
    rating = own_rating(store, member, held.rating_id)
    client = client_of(store, rating)
    return Waiting(rating, client, held.note, explained(check(held.note, (client.name, *client.aliases))))


def _locked(store: Store, rating: Rating) -> Rating:
    now = store.ratings.lock(
        client_id=rating.client_id, member_id=rating.member_id, visit_id=rating.visit_id, on=rating.on
    )
    return now or rating
