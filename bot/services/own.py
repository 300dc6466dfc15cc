"""What belongs to one member: their ratings and visits, and what is said of a rating to its writer."""

from dataclasses import dataclass
from datetime import date

from bot.company import Client, Member, Visit
from bot.notes import check, explained
from bot.ports import Store
from bot.privacy import FEWEST_RATERS_FOR_BREAKDOWN
from bot.ratings import Rating, Scores
from bot.refusals import Refused


@dataclass(frozen=True)
class Saved:
    """What was saved, of which client; `scores` is None once nothing is left of it."""

    rating_id: str
    revision: int
    client: Client
    on: date
    scores: Scores | None
    new_client: bool = False
    left_out: str = ""
    """Why a score was not taken."""
    held: str = ""
    """Why the note waits for rewording; empty where none does."""
    few_raters: bool = False
    """Whether so few people have rated this client that colleagues may guess who said what."""
    first: bool = False
    """Whether it is this member's first, so that they have to be told who sees what."""


def own_rating(store: Store, member: Member, rating_id: str) -> Rating:
    """One's own rating. Raises Refused if it is gone or another's."""
    rating = own_or_none(store, member, rating_id)
    if rating is None:
        raise Refused("This rating is not there any more. `/rate-client mine` shows yours.")
    return rating


def client_of(store: Store, rating: Rating) -> Client:
    """The client that was rated, as it is called now."""
    client = store.clients.get(rating.client_id)
    if client is None:
        raise LookupError(f"rating {rating.id} without its client")
    return client


def saved(store: Store, rating: Rating) -> Saved:
    """The rating as it stands, for its writer."""
    client = client_of(store, rating)
    waiting = store.ratings.held(rating.id)
    return Saved(
        rating.id,
        rating.revision,
        client,
        rating.on,
        rating.scores,
        held=explained(check(waiting.note, (client.name, *client.aliases))) if waiting else "",
        few_raters=store.ratings.raters(client.id) < FEWEST_RATERS_FOR_BREAKDOWN,
    )


def own_or_none(store: Store, member: Member, rating_id: str | None) -> Rating | None:
    """One's own rating, None if it is gone or another's."""
    rating = store.ratings.get(rating_id) if rating_id else None
    return rating if rating and rating.member_id == member.id else None


def own_visit(store: Store, member: Member, visit_id: str) -> Visit:
    """One's own visit. Raises Refused if it is gone or another's."""
    visit = store.visits.get(visit_id)
    if visit is None or visit.member_id != member.id:
        raise Refused("This visit is not there any more. `/rate-client` rates any client.")
    return visit
