"""Which clients fit a condition: a verdict, a bound of the score, no rating at all."""

import operator
from collections.abc import Callable

from bot.answers.answer import Answer, Section
from bot.answers.order import qualities_of, ranked, ranking_steps, topic_of
from bot.answers.parts import line_of, names_of, scene_evidence, table_of, thin
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight
from bot.answers.words import MOST_LINES, VERDICT, count, listing
from bot.pictures import RateStep
from bot.qualities import Quality
from bot.questions.query import Bound, Order, Query
from bot.questions.query import Verdict as Wanted
from bot.scoring import Verdict

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


def of_verdict(query: Query, scene: Scene, sight: Sight) -> Answer:
    """The clients of a class; those that lean to it are shown apart. One rating alone leans nowhere."""
    asked = Verdict(query.verdict or Wanted.GOOD)
    settled = {Verdict.GOOD, Verdict.MIXED, Verdict.DIFFICULT}
    wanted = settled - {asked} if query.negated else {asked}
    worst = Verdict.GOOD not in wanted
    ordered = sorted(scene.rated, key=lambda one: one.standing.overall.mean, reverse=not worst)
    found = [one for one in ordered if one.standing.verdict in wanted]
    unsettled = [one for one in ordered if one.standing.verdict is Verdict.UNSETTLED]
    leaning = [one for one in unsettled if one.standing.ratings > 1 and _probability(one, wanted) >= 0.5]
    shown = found[: query.limit] if query.limit else found
    said = " or ".join(VERDICT[each] for each in Verdict if each in wanted)
    all_settled = len(scene.rated) - len(unsettled)
    if not found:
        headline = f"No client is settled as {said}."
    else:
        headline = (
            f"{len(found)} of {count(all_settled, 'settled client')} {'is' if len(found) == 1 else 'are'} {said}."
        )
    sections = [ranked(said.capitalize(), shown[:MOST_LINES], None)] if shown else []
    if leaning:
        sections.append(Section("Leaning that way, not settled yet", tuple(line_of(one) for one in leaning[:5])))
    note = f"{count(len(unsettled), 'rated client')} {'is' if len(unsettled) == 1 else 'are'} not settled yet."
    return Answer(
        headline=headline,
        lines=tuple(line for line in (thin(scene, query.period), note if unsettled else "") if line),
        sections=tuple(sections),
        table=table_of(said.capitalize(), shown),
        evidence=scene_evidence(scene, sight),
        steps=ranking_steps(
            query.with_(order=Order.WORST if worst else Order.BEST), (found or leaning or ordered)[0].client
        ),
    )


def _probability(one: Stood, wanted: set[Verdict]) -> float:
    of = {
        Verdict.GOOD: one.standing.p_good,
        Verdict.DIFFICULT: one.standing.p_difficult,
        Verdict.MIXED: 1 - one.standing.p_good - one.standing.p_difficult,
    }
    return sum(of[verdict] for verdict in wanted)


def without_ratings(scene: Scene, sight: Sight) -> Answer:
    """Who has no rating."""
    never = [one.client for one in scene.stood if not one.standing.ratings]
    if not never:
        return Answer(headline="Every client has been rated.", evidence=scene_evidence(scene, sight))
    return Answer(
        headline=f"{count(len(never), 'client')} without a rating: {listing(client.name for client in never)}.",
        evidence=scene_evidence(scene, sight),
        steps=tuple(RateStep(f"Rate {client.name}", client.id) for client in never[:5]),
    )


def bounded(query: Query, bound: Bound, ordered: list[Stood], scene: Scene, sight: Sight) -> Answer:
    """The clients whose score meets a bound, and which of them are near it."""
    qualities: list[Quality | None] = [*qualities_of(query)] or [None]
    found = [one for one in ordered if all(holds(bound, one.on(quality).mean) for quality in qualities)]
    shown = found[: query.limit] if query.limit else found
    near = [one for one in found if any(_unsure(bound, one, quality) for quality in qualities)]
    said = f"{bound_words(bound)} on {topic_of(query)}" if query.qualities else f"{bound_words(bound)} overall"
    notes = [thin(scene, query.period)]
    if near:
        notes.append(f"Near the line, so not sure: {names_of(near)}.")
    single = qualities[0] if len(qualities) == 1 else None
    return Answer(
        headline=f"{len(found)} of {count(len(ordered), 'rated client')} {'is' if len(found) == 1 else 'are'} {said}.",
        lines=tuple(note for note in notes if note),
        sections=(ranked(said.capitalize(), shown[:MOST_LINES], single),) if shown else (),
        table=table_of(said.capitalize(), shown, qualities_of(query)),
        evidence=scene_evidence(scene, sight),
        steps=ranking_steps(query.with_(score=None), (shown or ordered)[0].client) if ordered else (),
    )


def _unsure(bound: Bound, one: Stood, quality: Quality | None) -> bool:
    estimate = one.on(quality)
    return estimate.lo <= bound.value <= estimate.hi
