"""The asker's own ratings: the only ones that are ever shown singly."""

from collections.abc import Sequence
from statistics import fmean

from bot.answers.answer import Answer, Section
from bot.answers.fitting import holds
from bot.answers.order import qualities_of, worst_first
from bot.answers.parts import not_yours
from bot.answers.sight import Own, Sight
from bot.answers.words import MOST_LINES, ago, count, day_and_ago, listing, point
from bot.company import Client
from bot.pictures import AskStep, RateStep, Step
from bot.qualities import OVERALL_QUESTION, Quality
from bot.questions.periods import say
from bot.questions.query import Intent, Query
from bot.questions.query import Verdict as Wanted

OWN_SHOWN = 10


def _evidence(own: Sequence[Own], sight: Sight) -> str:
    return f"From {count(len(own), 'rating')} of yours, the latest {ago(own[0].on, sight.today)}."


def own_ranking(query: Query, sight: Sight) -> Answer:
    """The viewer's own scores as plain averages: for one person there is nothing to correct."""
    if not sight.is_me(query.rater):
        return not_yours("What one colleague gave", query, sight)
    columns = [1 + list(Quality).index(quality) for quality in qualities_of(query)] or [0]
    scores: dict[Client, list[int]] = {}
    own = sight.own(query.period)
    for rating in own:
        scores.setdefault(rating.client, []).extend(
            score for column in columns if (score := rating.scores[column]) is not None
        )
    means = {client: fmean(given) for client, given in scores.items() if given}
    if query.score:
        means = {client: mean for client, mean in means.items() if holds(query.score, mean)}
    if not means:
        return Answer(
            headline="You have no such ratings in that time." if query.period else "You have no such ratings."
        )
    worst = worst_first(query) or (query.verdict is Wanted.DIFFICULT) != query.negated
    ordered = sorted(means.items(), key=lambda pair: pair[1], reverse=not worst)[: query.limit]
    end = "Lowest" if worst else "Highest"
    return Answer(
        headline=f"{end} in your own ratings: {ordered[0][0].name}, {point(ordered[0][1])} out of 5.",
        lines=("Plain averages of what you gave, nobody else's ratings in them.",),
        sections=(
            Section(
                f"Your ratings, {end.lower()} first",
                tuple(
                    f"{client.name} · {point(mean)} · {count(len(scores[client]), 'score')}"
                    for client, mean in ordered[:MOST_LINES]
                ),
                1,
            ),
        ),
        evidence=_evidence(own, sight),
        steps=(AskStep("Everybody's ratings", query.with_(rater=None)),),
    )


def own_report(query: Query, clients: Sequence[Client], sight: Sight) -> Answer:
    """The asker's own ratings of the clients; nobody else's."""
    if not sight.is_me(query.rater):
        return not_yours("What one colleague gave", query, sight)
    own = [rating for rating in sight.own(query.period) if rating.client in clients]
    said = listing(client.name for client in clients)
    everybody = AskStep("Everybody's", query.with_(rater=None))
    steps: tuple[Step, ...] = (*(RateStep("Rate", client.id) for client in clients[:1]), everybody)
    if not own:
        when = " in that time" if query.period else ""
        return Answer(headline=f"You have not rated {said}{when}.", steps=steps)
    return Answer(
        headline=f"You rated {said} {count(len(own), 'time')}, last on {day_and_ago(own[0].on, sight.today)}.",
        sections=(
            Section(
                "Your ratings, the latest first", tuple(own_line(one, len(clients) > 1) for one in own[:OWN_SHOWN])
            ),
        ),
        evidence=_evidence(own, sight),
        steps=steps,
    )


def own_line(own: Own, named: bool = True) -> str:
    """“19 Nov 2026 · Happy to go back? 5 · Willing to listen 4”."""
    scored = zip((OVERALL_QUESTION, *(quality.about.name for quality in Quality)), own.scores, strict=True)
    said = [f"{what} {score}" for what, score in scored if score is not None]
    return " · ".join([*([own.client.name] if named else []), say(own.on), *(said or ["no scores"])])


def own_activity(query: Query, clients: Sequence[Client], sight: Sight) -> Answer:
    """How many ratings the viewer made, and the latest of them."""
    own = [rating for rating in sight.own(query.period) if not clients or rating.client in clients]
    of = f" of {listing(client.name for client in clients)}" if clients else ""
    when = " in that time" if query.period else ""
    if not own:
        return Answer(headline=f"You have made no ratings{of}{when}.", steps=(RateStep("Rate a client"),))
    different = len({rating.client.id for rating in own})
    across = "" if clients else f" of {count(different, 'client')}"
    return Answer(
        headline=f"You have made {count(len(own), 'rating')}{of}{across}{when}.",
        sections=(Section("The latest", tuple(own_line(rating) for rating in own[:OWN_SHOWN])),),
        evidence=_evidence(own, sight),
        steps=(
            RateStep("Rate a client"),
            AskStep("My best", Query(Intent.RANK_CLIENTS, rater="me")),
            AskStep("Whom have I not rated?", Query(Intent.COVERAGE, rater="me")),
        ),
    )
