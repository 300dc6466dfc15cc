"""Rate a client, change one's mind, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clients import ClientIndex, KnownClient
from bot.company import Client, Member, Stage, Workspace
from bot.ports import Clock, Database, NewId, Store
from bot.qualities import Quality
from bot.ratings import Rating, Scores
from bot.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A rating as it was submitted. Either `client_id` or the `new_client`'s name.

    `asked` are the qualities that a form showed: those it leaves empty are cleared. Without a form (None) everything
    that is not given stays as it was. `submission` is the same for every delivery of one submission.
    """

    on: date
    scores: Scores
    submission: str
    client_id: str | None = None
    new_client: str | None = None
    asked: frozenset[Quality] | None = None
    editing: str | None = None
    source: str = "slack"


@dataclass(frozen=True)
class Saved:
    """What was saved, of which client; `scores` is None once nothing is left of it."""

    rating_id: str
    revision: int
    client: Client
    on: date
    scores: Scores | None
    new_client: bool = False


def local_date(member: Member, workspace: Workspace, now: datetime) -> date:
    """Today where the member is."""
    return now.astimezone(ZoneInfo(member.zone or workspace.zone)).date()


class Rate:
    """The use cases around one's own ratings. Everything here is the member's own: nobody changes another's."""

    def __init__(self, database: Database, clock: Clock, new_id: NewId) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id

    def rate(self, workspace_id: str, member: Member, draft: Draft) -> Saved:
        """Save a rating, or lay it over the one of the same visit. Committed when this returns.

        Raises Refused for a date in the future, an empty rating or an unknown client.
        """
        now = self._clock()
        with self._database.store(workspace_id) as store:
            if earlier := store.ratings.submitted(draft.submission):
                return self._as_it_stands(store, earlier)
            today = local_date(member, store.workspace(), now)
            if draft.on > today:
                raise Refused(f"{draft.on:%-d %B %Y} is still to come: a visit is rated once it was made.", field="on")
            if draft.scores.empty:
                raise Refused("Nothing is filled in yet: one answer is enough.", field="overall")
            client, is_new = self._client(store, draft, today)
            visit = next(iter(store.visits.on(member.id, client.id, draft.on)), None)
            visit_id = visit.id if visit else None
            current = store.ratings.lock(client_id=client.id, member_id=member.id, visit_id=visit_id, on=draft.on)
            rating = Rating(
                id=current.id if current else self._new_id(),
                client_id=client.id,
                member_id=member.id,
                visit_id=visit_id,
                on=draft.on,
                scores=merged(draft, current.scores if current else None),
                source=draft.source,
                recorded_at=now,
            )
            rating = store.ratings.save(rating, submission=draft.submission)
            if draft.editing and draft.editing != rating.id:
                store.ratings.delete(self._own(store, member, draft.editing).id, now)
            return Saved(rating.id, rating.revision, client, rating.on, rating.scores, is_new)

    def today(self, workspace_id: str, member: Member) -> date:
        """The local date of the member."""
        with self._database.store(workspace_id) as store:
            return local_date(member, store.workspace(), self._clock())

    def latest(self, workspace_id: str, member: Member) -> Rating:
        """One's own latest rating. Raises Refused if there is none."""
        with self._database.store(workspace_id) as store:
            if latest := store.ratings.of_member(member.id, limit=1):
                return latest[0]
        raise Refused("You have not rated anybody yet, so there is nothing to undo.")

    def undo(self, workspace_id: str, member: Member, rating_id: str, revision: int) -> Saved:
        """Go back to what it said before; a second click on the same button changes nothing."""
        with self._database.store(workspace_id) as store:
            rating = self._own(store, member, rating_id)
            scores = store.ratings.undo(rating_id, revision, self._clock())
            client = self._client_of(store, rating)
            now = store.ratings.get(rating_id)
            return Saved(rating_id, now.revision if now else revision, client, rating.on, scores)

    def delete(self, workspace_id: str, member: Member, rating_id: str) -> None:
        """Take one's own rating back."""
        with self._database.store(workspace_id) as store:
            self._own(store, member, rating_id)
            store.ratings.delete(rating_id, self._clock())

    def own(self, workspace_id: str, member: Member, rating_id: str) -> tuple[Rating, Client]:
        """One's own rating, to edit it. Raises Refused if it is gone or another's."""
        with self._database.store(workspace_id) as store:
            rating = self._own(store, member, rating_id)
            return rating, self._client_of(store, rating)

    def mine(
        self, workspace_id: str, member: Member, *, limit: int, offset: int = 0
    ) -> Sequence[tuple[Rating, Client]]:
        """One's own ratings, latest first."""
        with self._database.store(workspace_id) as store:
            ratings = store.ratings.of_member(member.id, limit=limit, offset=offset)
            return [(rating, self._client_of(store, rating)) for rating in ratings]

    def clients(self, workspace_id: str) -> ClientIndex:
        """The clients that can be rated, to be found by name."""
        with self._database.store(workspace_id) as store:
            return index_of(store.clients.all())

    def suggestions(self, workspace_id: str, member: Member, typed: str, *, limit: int) -> list[KnownClient]:
        """Clients for what was typed; for nothing typed those most recently visited or rated, then the others."""
        with self._database.store(workspace_id) as store:
            index = index_of(store.clients.all())
            if typed.strip():
                return index.search(typed, limit=limit)
            visited = [(visit.on, visit.client_id) for visit in store.visits.latest_of(member.id, limit=limit)]
            rated = [(rating.on, rating.client_id) for rating in store.ratings.of_member(member.id, limit=limit)]
        recent = dict.fromkeys(client_id for _, client_id in sorted(visited + rated, reverse=True))
        known = {client.id: client for client in index.search("", limit=len(index.clients))}
        first = [known.pop(client_id) for client_id in recent if client_id in known]
        return [*first, *known.values()][:limit]

    def _client(self, store: Store, draft: Draft, today: date) -> tuple[Client, bool]:
        if draft.client_id is not None:
            client = store.clients.get(draft.client_id)
            if client is None:
                raise Refused("This client is not there any more. Please choose one again.", field="client")
            return client, False
        new = Client(id=self._new_id(), name=" ".join((draft.new_client or "").split()), since=today)
        client = store.clients.add(new)
        return client, client.id == new.id

    def _own(self, store: Store, member: Member, rating_id: str) -> Rating:
        rating = store.ratings.get(rating_id)
        if rating is None or rating.member_id != member.id:
            raise Refused("This rating is not there any more. `/rate-client mine` shows yours.")
        return rating

    def _client_of(self, store: Store, rating: Rating) -> Client:
        client = store.clients.get(rating.client_id)
        if client is None:
            raise LookupError(f"rating {rating.id} without its client")
        return client

    def _as_it_stands(self, store: Store, rating: Rating) -> Saved:
        return Saved(rating.id, rating.revision, self._client_of(store, rating), rating.on, rating.scores)


def merged(draft: Draft, earlier: Scores | None) -> Scores:
    """The draft over what the same visit's rating said before; a form speaks for all that it asked."""
    if earlier is None:
        return draft.scores
    if draft.asked is None:
        return draft.scores.laid_over(earlier)
    unasked = {quality: score for quality, score in earlier.qualities.items() if quality not in draft.asked}
    return Scores(
        overall=draft.scores.overall,
        qualities={**unasked, **draft.scores.qualities},
        clues=draft.scores.clues,
        note=draft.scores.note,
    )


def index_of(clients: Sequence[Client]) -> ClientIndex:
    """The clients that are not archived, by their names and aliases."""
    return ClientIndex(
        KnownClient(client.id, client.name, client.aliases) for client in clients if client.stage is not Stage.ARCHIVED
    )
