"""Which clients: a ranking, which shows both ends and the middle honestly."""

from bot.answers.answer import Answer, Section
from bot.answers.fitting import bounded, of_verdict, without_ratings
from bot.answers.order import in_order, qualities_of, ranked, ranking_steps, topic_of, worst_first
from bot.answers.own import own_ranking
from bot.answers.parts import name, names_of, nothing, scene_evidence, table_of, thin
from bot.answers.payment import ranked_beside
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight
from bot.answers.words import MOST_LINES, count, listing, point, too_close, topic
from bot.pictures import RateStep
from bot.qualities import Quality
from bot.questions.query import Order, Query
from bot.questions.query import Verdict as Wanted

BEST_SHOWN, WORST_SHOWN = 5, 3
"""How much of both ends is said in words."""


def rank(query: Query, sight: Sight) -> Answer:
    """A ranking shows both ends; a condition lists who meets it, and who nearly does."""
    if query.rater:
        return own_ranking(query, sight)
    scene = sight.scene(query.period)
    if not scene.rated:
        return ranked_beside(nothing(query), query, sight)
    if query.verdict is Wanted.UNRATED:
        return without_ratings(scene, sight)
    if query.verdict and not query.qualities:
        return of_verdict(query, scene, sight)
    ordered = in_order(query, scene)
    if query.score:
        return bounded(query, query.score, ordered, scene, sight)
    return ranked_beside(_ranking(query, ordered, scene, sight), query, sight)


def _ranking(query: Query, ordered: list[Stood], scene: Scene, sight: Sight) -> Answer:
    if not ordered:
        return Answer(
            headline=f"Nobody has scored {topic_of(query)} yet, so I cannot rank by it.",
            steps=(RateStep("Rate a client"),),
        )
    shown = ordered[: query.limit] if query.limit else ordered
    single = query.qualities[0][0] if len(query.qualities) == 1 else None
    one_scale = len(query.qualities) < 2
    ties = too_close([one.on(single) for one in ordered]) if one_scale else 1
    return Answer(
        headline=_headline(query, ordered, ties),
        lines=tuple(note for note in (thin(scene, query.period), _unseen(query, ordered, scene)) if note),
        sections=_ends(shown, query, single),
        table=table_of(_title(query), shown, qualities_of(query)),
        evidence=scene_evidence(scene, sight),
        steps=ranking_steps(query, shown[0].client),
    )


def _title(query: Query) -> str:
    if len({order for _, order in query.qualities}) > 1:
        return f"{topic_of(query)}, closest first"
    return f"{topic_of(query)}, {'lowest' if worst_first(query) else 'highest'} first"


def _headline(query: Query, ordered: list[Stood], ties: int) -> str:
    end = "Lowest" if worst_first(query) else "Highest"
    if len({order for _, order in query.qualities}) > 1:
        wanted = listing(
            f"{'low' if order is Order.WORST else 'high'} on {topic(each)}" for each, order in query.qualities
        )
        return f"{wanted.capitalize()}: {ordered[0].client.name} comes closest."
    if len(query.qualities) > 1:
        return f"{end} on {topic_of(query)} together: {ordered[0].client.name}."
    on = f" on {topic_of(query)}" if query.qualities else (" overall")
    if ties == len(ordered) > 1:
        return f"No client stands out{on}: all {ties} are too close to call."
    if ties > 1:
        return f"{end}{on}: {names_of(ordered[:ties])}. These {ties} are too close to call."
    quality = query.qualities[0][0] if query.qualities else None
    return f"{end}{on}: {ordered[0].client.name}, {point(ordered[0].on(quality).mean)} out of 5."


def _ends(shown: list[Stood], query: Query, quality: Quality | None) -> tuple[Section, ...]:
    first, last = ("Lowest", "Highest") if worst_first(query) else ("Highest", "Lowest")
    if len(query.qualities) > 1:
        scores = [
            " · ".join(
                [name(one.client), *(f"{topic(each)} {point(one.on(each).mean)}" for each in qualities_of(query))]
            )
            for one in shown[:MOST_LINES]
        ]
        return (Section("Closest to what you asked first", tuple(scores), 1),)
    if len(shown) <= MOST_LINES or query.limit:
        return (ranked(first, shown[:MOST_LINES], quality),)
    middle = shown[BEST_SHOWN:-WORST_SHOWN]
    return (
        ranked(first, shown[:BEST_SHOWN], quality),
        Section("In between", (_between(middle, quality),)),
        ranked(last, shown[-WORST_SHOWN:], quality, len(shown) - WORST_SHOWN + 1),
    )


def _between(middle: list[Stood], quality: Quality | None) -> str:
    estimates = [one.on(quality) for one in middle]
    ends = f"from {point(estimates[0].mean)} to {point(estimates[-1].mean)}"
    if too_close(estimates) == len(estimates):
        return f"{count(len(middle), 'client')} {ends}, all too close to call."
    return f"{count(len(middle), 'client')} {ends}; neighbours there are often too close to call."


def _unseen(query: Query, ordered: list[Stood], scene: Scene) -> str:
    left = len(scene.rated) - len(ordered)
    if not query.qualities or not left:
        return ""
    all_of = "all of these" if len(query.qualities) > 1 else topic_of(query)
    return f"{count(left, 'more client')} {'was' if left == 1 else 'were'} rated, but nobody scored {all_of} there."
