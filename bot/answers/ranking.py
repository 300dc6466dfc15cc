"""Which clients: a ranking, or those that fit a condition."""

import operator
from collections.abc import Callable, Sequence
from statistics import fmean

from bot.answers.answer import Answer, Section
from bot.answers.parts import (
    about,
    line_of,
    name,
    names_of,
    not_here,
    not_yours,
    nothing,
    scene_evidence,
    table_of,
    thin,
)
from bot.answers.sight import Scene, Sight, Stood
from bot.answers.words import MOST_LINES, VERDICT, count, evidence, listing, point, too_close, topic
from bot.company import Client
from bot.pictures import AskStep, RateStep, Step
from bot.qualities import Quality
from bot.questions.query import Bound, Intent, Order, Query
from bot.questions.query import Verdict as Wanted
from bot.scoring import Verdict

BEST_SHOWN, WORST_SHOWN = 5, 3
"""How much of both ends is said in words."""
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": lambda score, value: round(score, 1) == round(value, 1),
}
_SAID = {"<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "at"}


def holds(bound: Bound, score: float) -> bool:
    """Whether a score meets a bound."""
    return _HOLDS[bound.op](score, bound.value)


def bound_words(bound: Bound) -> str:
    """“below 3”."""
    return f"{_SAID[bound.op]} {bound.value:g}"


def rank(query: Query, sight: Sight) -> Answer:
    """A ranking shows both ends; a condition lists who meets it, and who nearly does."""
    if query.rater:
        return _own_ranking(query, sight)
    scene = sight.scene(query.period)
    if not scene.rated:
        return nothing(query.period)
    if query.verdict is Wanted.UNRATED:
        return _unrated(scene, sight)
    if query.verdict and not query.qualities:
        return _of_verdict(query, scene, sight)
    ordered = in_order(query, scene)
    if query.score:
        return _bounded(query, query.score, ordered, scene, sight)
    return _ranking(query, ordered, scene, sight)


def in_order(query: Query, scene: Scene) -> list[Stood]:
    """The rated clients, the wanted end first; with several qualities by the mean of what is wanted of each."""
    wanted = query.qualities or ((None, query.order),)
    seen = [one for one in scene.rated if all(one.seen(quality) for quality, _ in wanted)]

    def key(one: Stood) -> float:
        signs = [-1 if order is Order.WORST else 1 for _, order in wanted]
        return fmean(sign * one.on(quality).mean for sign, (quality, _) in zip(signs, wanted, strict=True))

    return sorted(seen, key=key, reverse=True)


def _topic(query: Query) -> str:
    return listing(topic(quality) for quality, _ in query.qualities) if query.qualities else "Overall"


def _worst_first(query: Query) -> bool:
    wanted = query.qualities[0][1] if query.qualities else query.order
    return wanted is Order.WORST


def _qualities(query: Query) -> list[Quality]:
    return [quality for quality, _ in query.qualities]


def _ranking(query: Query, ordered: list[Stood], scene: Scene, sight: Sight) -> Answer:
    if not ordered:
        return Answer(
            headline=f"Nobody has scored {_topic(query)} yet, so I cannot rank by it.",
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
        table=table_of(
            f"{_topic(query)}, {'lowest' if _worst_first(query) else 'highest'} first", shown, _qualities(query)
        ),
        evidence=scene_evidence(scene, sight),
        steps=_steps(query, shown[0].client),
    )


def _headline(query: Query, ordered: list[Stood], ties: int) -> str:
    end = "Lowest" if _worst_first(query) else "Highest"
    if len(query.qualities) > 1:
        return f"{_topic(query)} together: {ordered[0].client.name} fits best."
    on = f" on {_topic(query)}" if query.qualities else (" overall")
    if ties == len(ordered) > 1:
        return f"No client stands out{on}: all {ties} are too close to call."
    if ties > 1:
        return f"{end}{on}: {names_of(ordered[:ties])}. These {ties} are too close to call."
    quality = query.qualities[0][0] if query.qualities else None
    return f"{end}{on}: {ordered[0].client.name}, {point(ordered[0].on(quality).mean)} out of 5."


def _lines(ordered: Sequence[Stood], first: int, quality: Quality | None) -> tuple[str, ...]:
    return tuple(f"{at}. {line_of(one, quality)}" for at, one in enumerate(ordered, first))


def _ends(shown: list[Stood], query: Query, quality: Quality | None) -> tuple[Section, ...]:
    first, last = ("Lowest", "Highest") if _worst_first(query) else ("Highest", "Lowest")
    if len(query.qualities) > 1:
        scores = [
            f"{at}. {name(one.client)} · "
            + " · ".join(f"{topic(each)} {point(one.on(each).mean)}" for each in _qualities(query))
            for at, one in enumerate(shown[:MOST_LINES], 1)
        ]
        return (Section("Closest to what you asked", tuple(scores)),)
    if len(shown) <= MOST_LINES or query.limit:
        return (Section(first, _lines(shown[:MOST_LINES], 1, quality)),)
    middle = shown[BEST_SHOWN:-WORST_SHOWN]
    return (
        Section(first, _lines(shown[:BEST_SHOWN], 1, quality)),
        Section("In between", (_between(middle, quality),)),
        Section(last, _lines(shown[-WORST_SHOWN:], len(shown) - WORST_SHOWN + 1, quality)),
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
    return (
        f"{count(left, 'more client')} {'was' if left == 1 else 'were'} rated, but nobody scored {_topic(query)} there."
    )


def _steps(query: Query, first: Client) -> tuple[Step, ...]:
    if query.qualities:
        turned = query.with_(
            qualities=tuple((quality, (order or Order.BEST).other) for quality, order in query.qualities)
        )
    else:
        turned = query.with_(order=(query.order or Order.BEST).other, verdict=None, negated=False)
    return (
        AskStep(f"Why {first.name}?", about(Intent.EXPLAIN_CLIENT, first, query)),
        AskStep("The other end first", turned),
        AskStep("What share is good?", Query(Intent.SHARE_GOOD, period=query.period)),
    )


def _of_verdict(query: Query, scene: Scene, sight: Sight) -> Answer:
    asked = Verdict(query.verdict or Wanted.GOOD)
    settled = {Verdict.GOOD, Verdict.MIXED, Verdict.DIFFICULT}
    wanted = settled - {asked} if query.negated else {asked}
    worst = Verdict.GOOD not in wanted
    ordered = sorted(scene.rated, key=lambda one: one.standing.overall.mean, reverse=not worst)
    found = [one for one in ordered if one.standing.verdict in wanted]
    unsettled = [one for one in ordered if one.standing.verdict is Verdict.UNSETTLED]
    leaning = [one for one in unsettled if _probability(one, wanted) >= 0.5]
    shown = found[: query.limit] if query.limit else found
    said = " or ".join(VERDICT[each] for each in Verdict if each in wanted)
    all_settled = len(scene.rated) - len(unsettled)
    if not found:
        headline = f"No client is settled as {said}."
    else:
        headline = (
            f"{len(found)} of {count(all_settled, 'settled client')} {'is' if len(found) == 1 else 'are'} {said}."
        )
    sections = [Section(said.capitalize(), _lines(shown[:MOST_LINES], 1, None))] if shown else []
    if leaning:
        sections.append(Section("Leaning that way, not settled yet", tuple(line_of(one) for one in leaning[:5])))
    note = f"{count(len(unsettled), 'rated client')} {'is' if len(unsettled) == 1 else 'are'} not settled yet."
    return Answer(
        headline=headline,
        lines=tuple(line for line in (thin(scene, query.period), note if unsettled else "") if line),
        sections=tuple(sections),
        table=table_of(said.capitalize(), shown),
        evidence=scene_evidence(scene, sight),
        steps=_steps(query.with_(order=Order.WORST if worst else Order.BEST), (found or leaning or ordered)[0].client),
    )


def _probability(one: Stood, wanted: set[Verdict]) -> float:
    of = {
        Verdict.GOOD: one.standing.p_good,
        Verdict.DIFFICULT: one.standing.p_difficult,
        Verdict.MIXED: 1 - one.standing.p_good - one.standing.p_difficult,
    }
    return sum(of[verdict] for verdict in wanted)


def _unrated(scene: Scene, sight: Sight) -> Answer:
    never = [one.client for one in scene.stood if not one.standing.ratings]
    if not never:
        return Answer(headline="Every client has been rated.", evidence=scene_evidence(scene, sight))
    return Answer(
        headline=f"{count(len(never), 'client')} without a rating: {listing(client.name for client in never)}.",
        evidence=scene_evidence(scene, sight),
        steps=tuple(RateStep(f"Rate {client.name}", client.id) for client in never[:5]),
    )


def _bounded(query: Query, bound: Bound, ordered: list[Stood], scene: Scene, sight: Sight) -> Answer:
    qualities: list[Quality | None] = [*_qualities(query)] or [None]
    found = [one for one in ordered if all(holds(bound, one.on(quality).mean) for quality in qualities)]
    shown = found[: query.limit] if query.limit else found
    near = [one for one in found if any(_unsure(bound, one, quality) for quality in qualities)]
    said = f"{bound_words(bound)} on {_topic(query)}" if query.qualities else f"{bound_words(bound)} overall"
    notes = [thin(scene, query.period)]
    if near:
        notes.append(f"Near the line, so not sure: {names_of(near)}.")
    single = qualities[0] if len(qualities) == 1 else None
    return Answer(
        headline=f"{len(found)} of {count(len(ordered), 'rated client')} {'is' if len(found) == 1 else 'are'} {said}.",
        lines=tuple(note for note in notes if note),
        sections=(Section(said.capitalize(), _lines(shown[:MOST_LINES], 1, single)),) if shown else (),
        table=table_of(said.capitalize(), shown, _qualities(query)),
        evidence=scene_evidence(scene, sight),
        steps=_steps(query.with_(score=None), (shown or ordered)[0].client) if ordered else (),
    )


def _unsure(bound: Bound, one: Stood, quality: Quality | None) -> bool:
    estimate = one.on(quality)
    return estimate.lo <= bound.value <= estimate.hi


def _own_ranking(query: Query, sight: Sight) -> Answer:
    """The viewer's own scores as plain averages: for one person there is nothing to correct."""
    if not sight.is_me(query.rater):
        if query.rater == "me":
            return not_here()
        return not_yours("one colleague's scores", query.with_(rater="me") if sight.me else None)
    columns = [1 + list(Quality).index(quality) for quality in _qualities(query)] or [0]
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
    worst = _worst_first(query) or (query.verdict is Wanted.DIFFICULT) != query.negated
    ordered = sorted(means.items(), key=lambda pair: pair[1], reverse=not worst)[: query.limit]
    end = "Lowest" if worst else "Highest"
    return Answer(
        headline=f"{end} in your own ratings: {ordered[0][0].name}, {point(ordered[0][1])} out of 5.",
        lines=("Plain averages of what you gave, nobody else's ratings in them.",),
        sections=(
            Section(
                f"Your ratings, {end.lower()} first",
                tuple(
                    f"{at}. {client.name} · {point(mean)} · {count(len(scores[client]), 'score')}"
                    for at, (client, mean) in enumerate(ordered[:MOST_LINES], 1)
                ),
            ),
        ),
        evidence=evidence(len(own), 1, own[0].on, sight.today),
        steps=(AskStep("Everybody's ratings", query.with_(rater=None)),),
    )
