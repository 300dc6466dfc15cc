"""Parts that several families of answers share: tables of clients, evidence of a scene, steps, refusals."""

from collections.abc import Iterable, Sequence

from bot.answers.answer import Answer
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight, Sighting
from bot.answers.words import VERDICT, count, evidence, listing, point, span
from bot.company import Client
from bot.pictures import AskStep, Cell, DealStep, RateStep, Step, Table
from bot.qualities import Quality
from bot.questions.periods import Period
from bot.questions.query import Intent, Query
from bot.scoring import Verdict

ONLY_THEN = "Only the ratings of that time count here."
MOST_DEALT = 4
"""Clues that one answer offers to mark as dealt with: a message holds ten buttons."""
MOST_ROWS = 100
"""Data rows of a table: what Slack's native table surely takes."""


def line_of(one: Stood, quality: Quality | None = None) -> str:
    """“Acme Ltd · 4.3 (4.0 to 4.6) · good · 12 ratings”."""
    estimate, seen = one.on(quality), one.seen(quality)
    parts = [name(one.client), f"{point(estimate.mean)} ({span(estimate)})"]
    parts += [] if quality else [VERDICT[one.standing.verdict]]
    return " · ".join([*parts, count(seen, "score" if quality else "rating")])


def name(client: Client) -> str:
    """A client's name; a prospect is said to be one."""
    return f"{client.name} (prospect)" if client.stage == "prospect" else client.name


def table_of(title: str, ordered: Sequence[Stood], qualities: Sequence[Quality] = ()) -> Table | None:
    """Clients as a table, in their order: both ends where there are more than a table holds. None below two."""
    if len(ordered) < 2:
        return None
    shown = list(ordered)
    if len(shown) > MOST_ROWS:
        half = MOST_ROWS // 2
        title = f"{title} (first {half} and last {half} of {len(shown)})"
        shown = [*shown[:half], *shown[-half:]]
    scored = tuple(quality.about.name for quality in qualities) or ("Score",)
    columns = ("Client", *scored, *(() if len(qualities) > 1 else ("90 % sure",)), "Verdict", "Ratings", "Latest")
    return Table(title, columns, tuple(_row(one, qualities) for one in shown))


def _row(one: Stood, qualities: Sequence[Quality]) -> tuple[Cell, ...]:
    wanted: Sequence[Quality | None] = qualities or [None]
    scores: list[Cell] = [round(one.on(quality).mean, 2) if one.seen(quality) else None for quality in wanted]
    interval = [] if len(wanted) > 1 else [span(one.on(wanted[0]))]
    last = one.standing.last
    rest: list[Cell] = [
        VERDICT[one.standing.verdict],
        float(one.standing.ratings),
        last.isoformat() if last else None,
    ]
    return (name(one.client), *scores, *interval, *rest)


def scene_evidence(scene: Scene, sight: Sight) -> str:
    """What a whole scene stands on."""
    return evidence(len(scene.table), scene.people, scene.last, sight.today)


def client_evidence(one: Stood, sight: Sight) -> str:
    """What one client's standing stands on."""
    return evidence(one.standing.ratings, one.standing.raters, one.standing.last, sight.today)


def thin(scene: Scene, period: Period | None) -> str:
    """Says that a period leaves too little, where it does."""
    if period is None or not len(scene.table):
        return ""
    unsettled = [one for one in scene.rated if one.standing.verdict is Verdict.UNSETTLED]
    if not scene.rated or len(unsettled) < len(scene.rated):
        return ""
    return (
        f"{ONLY_THEN} {count(len(scene.table), 'rating')} of {count(len(scene.rated), 'client')} settle no verdict yet."
    )


def nothing(query: Query) -> Answer:
    """No ratings: none yet, or none in the period."""
    if query.period:
        return Answer(
            headline="No client was rated in that time, so there is nothing to go by.",
            steps=(AskStep("Without the period", query.with_(period=None)), RateStep("Rate a client")),
        )
    return Answer(
        headline="There are no ratings yet.",
        lines=("Rate a few clients after your next visits: two people's ratings already begin to tell something.",),
        steps=(RateStep("Rate a client"),),
    )


def about(intent: Intent, client: Client, query: Query) -> Query:
    """The next question about one client, in the same period."""
    return Query(intent, clients=(client.name,), period=query.period)


def card_steps(client: Client, query: Query, *without: Intent) -> tuple[Step, ...]:
    """The usual next steps of a client."""
    asks = {
        Intent.CLIENT_REPORT: "Its card",
        Intent.EXPLAIN_CLIENT: "Why?",
        Intent.TREND_MOVERS: "Over time",
        Intent.COMPARE_CLIENTS: "Compare with the average",
        Intent.NOTES_FLAGS: "Clues and notes",
    }
    kept = [AskStep(label, about(intent, client, query)) for intent, label in asks.items() if intent not in without]
    return (RateStep("Rate", client.id), *kept)


def deal_steps(clues: Iterable[Sighting], sight: Sight) -> tuple[Step, ...]:
    """For those who may: each red clue that is open can be marked as dealt with."""
    if not sight.viewer.may_deal_with_clues():
        return ()
    still = dict.fromkeys((clue.client, clue.clue) for clue in clues if clue.clue.red and not clue.dealt)
    return tuple(DealStep(f"Dealt with: {clue.text}", client.id, clue.key) for client, clue in list(still)[:MOST_DEALT])


def not_yours(what: str, query: Query, sight: Sight) -> Answer:
    """The kind refusal of one person's ratings; in a channel nobody has ratings of their own."""
    if query.rater == "me":
        return Answer(
            headline="Ask me that in a direct message: here everybody would see your ratings.",
            lines=("/clients with the same question is answered to you alone, too.",),
        )
    return Answer(
        headline=f"{what} stays between that person and me.",
        lines=("Ratings are confidential; what all of them together say of a client I can always tell.",),
        steps=own_step(query, sight),
    )


def own_step(query: Query, sight: Sight) -> tuple[Step, ...]:
    """The same question about one's own ratings, where there can be any."""
    return (AskStep("My own ratings", query.with_(rater="me")),) if sight.me else ()


def names_of(stood: Sequence[Stood], most: int = 6) -> str:
    """Their names in a sentence."""
    return listing((one.client.name for one in stood), most)
