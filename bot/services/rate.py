"""Rate a client, change one's mind, take it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clients import ClientIndex, KnownClient
from bot.company import Client, Member, Stage, Workspace
from bot.notes import check, explained
from bot.ports import Clock, Database, NewId, Store
from bot.privacy import may_score
from bot.qualities import Quality
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from bot.services.own import Saved, client_of, own_or_none, own_rating, own_visit, saved

FOR_THE_OFFICE = (
    "“{name}” is scored by the office, who see the invoices. If you saw a clue, such as “{clue}”, please tick that."
)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A rating as it was submitted. Either `client_id` or the `new_client`'s name.

    `asked` are the qualities that a form showed: those it leaves empty are cleared. Without a form (None) everything
    that is not given stays as it was. `submission` is the same for every delivery of one submission. `visit_id` ties
    it to that visit; without it to one of that client and date, if there is one.
    """

    on: date
    scores: Scores
    submission: str
    client_id: str | None = None
    new_client: str | None = None
    visit_id: str | None = None
    asked: frozenset[Quality] | None = None
    editing: str | None = None
    source: str = "slack"


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

        A note that is about what somebody is like waits for rewording; it holds the scores up in no way. Raises
        Refused for a date in the future, an empty rating or an unknown client.
        """
        now = self._clock()
        with self._database.store(workspace_id) as store:
            if delivered := store.ratings.submitted(draft.submission):
                return saved(store, delivered)
            today = local_date(member, store.workspace(), now)
            if draft.on > today:
                raise Refused(f"{draft.on:%-d %B %Y} is still to come: a visit is rated once it was made.", field="on")
            if draft.scores.empty:
                raise Refused("Nothing is filled in yet: one answer is enough.", field="overall")
            client, is_new = self._client(store, draft, today)
            permitted, left_out = _permitted(draft, member)
            rating = self._write(store, member, client, permitted, now)
            return replace(saved(store, rating), new_client=is_new, left_out=left_out, first=_tell(store, member))

    def _write(self, store: Store, member: Member, client: Client, draft: Draft, now: datetime) -> Rating:
        note = draft.scores.note
        found = check(note, (client.name, *client.aliases))
        said = replace(draft, scores=replace(draft.scores, note="")) if found else draft
        edited = own_or_none(store, member, draft.editing)
        visit_id = _visit_id(store, member, client, draft, edited)
        current = store.ratings.lock(client_id=client.id, member_id=member.id, visit_id=visit_id, on=draft.on)
        earlier = current or edited
        if said.scores.empty and not earlier:
            raise Refused(f"{explained(found)} Nothing is saved yet.", field="note")
        scores = merged(said, earlier.scores if earlier else None)
        rating = Rating(
            id=current.id if current else self._new_id(),
            client_id=client.id,
            member_id=member.id,
            visit_id=visit_id,
            on=draft.on,
            scores=replace(scores, note=earlier.scores.note) if found and earlier else scores,
            source=draft.source,
            recorded_at=now,
        )
        rating = store.ratings.save(rating, submission=draft.submission)
        _keep_apart(store, rating, note if found else "", edited, now)
        if note and not found:
            store.ratings.let_go(rating.id)
        if edited and edited.id != rating.id:
            store.ratings.delete(edited.id, now)
            store.ratings.let_go(edited.id)
        return rating

    def rate_visit(self, workspace_id: str, member: Member, visit_id: str, overall: int, submission: str) -> Saved:
        """One tap: the overall of one of the member's own visits."""
        with self._database.store(workspace_id) as store:
            visit = own_visit(store, member, visit_id)
        draft = Draft(
            on=visit.on,
            scores=Scores(overall=overall),
            submission=submission,
            client_id=visit.client_id,
            visit_id=visit.id,
        )
        return self.rate(workspace_id, member, draft)

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
            rating = own_rating(store, member, rating_id)
            scores = store.ratings.undo(rating_id, revision, self._clock())
            now = store.ratings.get(rating_id)
            if now is None or now.revision != revision:
                store.ratings.let_go(rating_id)
            return saved(store, now) if now else replace(saved(store, rating), scores=scores, few_raters=False)

    def delete(self, workspace_id: str, member: Member, rating_id: str) -> None:
        """Take one's own rating back."""
        with self._database.store(workspace_id) as store:
            own_rating(store, member, rating_id)
            store.ratings.delete(rating_id, self._clock())
            store.ratings.let_go(rating_id)

    def own(self, workspace_id: str, member: Member, rating_id: str) -> tuple[Rating, Client]:
        """One's own rating, to edit it. Raises Refused if it is gone or another's."""
        with self._database.store(workspace_id) as store:
            rating = own_rating(store, member, rating_id)
            return rating, client_of(store, rating)

    def mine(
        self, workspace_id: str, member: Member, *, limit: int, offset: int = 0
    ) -> Sequence[tuple[Rating, Client]]:
        """One's own ratings, latest first."""
        with self._database.store(workspace_id) as store:
            ratings = store.ratings.of_member(member.id, limit=limit, offset=offset)
            return [(rating, client_of(store, rating)) for rating in ratings]

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


def _visit_id(store: Store, member: Member, client: Client, draft: Draft, edited: Rating | None) -> str | None:
    """The visit that the rating is of: the one that is named, the edited rating's, or the latest of that day."""
    if draft.visit_id:
        return own_visit(store, member, draft.visit_id).id
    if edited and (edited.client_id, edited.on) == (client.id, draft.on):
        return edited.visit_id
    return next((visit.id for visit in store.visits.on(member.id, client.id, draft.on)), None)


def _keep_apart(store: Store, rating: Rating, note: str, edited: Rating | None, now: datetime) -> None:
    """The note that has to wait: the new one, or that of the rating which moved here."""
    waiting = store.ratings.held(edited.id) if edited else None
    if held := note or (waiting.note if waiting else ""):
        store.ratings.hold(rating.id, held, now)


def _permitted(draft: Draft, member: Member) -> tuple[Draft, str]:
    """The draft without scores that this member cannot know, and why they are left out. Raises Refused where nothing
    else is left."""
    scores = draft.scores
    unseen = [quality for quality in scores.qualities if not may_score(member.role, quality)]
    if not unseen:
        return draft, ""
    about = unseen[0].about
    why = FOR_THE_OFFICE.format(name=about.name, clue=about.clues[0].text)
    kept = {quality: score for quality, score in scores.qualities.items() if quality not in unseen}
    scores = replace(scores, qualities=kept)
    if scores.empty:
        raise Refused(f"{why} Nothing is saved yet.", field="clues")
    return replace(draft, scores=scores), f"{why} Everything else is saved."


def _tell(store: Store, member: Member) -> bool:
    """Whether this member has to be told who sees what; it is remembered that they were."""
    known = store.members.get(member.id)
    if known is None or known.told:
        return False
    store.members.change(replace(known, told=True))
    return True


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
