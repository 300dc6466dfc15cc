"""How many: a share, a breakdown or an average over all clients, without their names."""

from collections import Counter
from statistics import NormalDist, fmean

from bot.answers.answer import Answer
from bot.answers.fitting import bound_words, holds
from bot.answers.parts import nothing, scene_evidence, thin
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight
from bot.answers.words import VERDICT, count, listing, percent, point, topic
from bot.pictures import AskStep, Chart, ChartKind
from bot.qualities import Quality
from bot.questions.query import Intent, Order, Query
from bot.questions.query import Verdict as Wanted
from bot.scoring import Criteria, Estimate, Verdict
from bot.scoring.verdicts import verdict_of


def share(query: Query, sight: Sight) -> Answer:
    """The headline counts the settled clients; who is not settled is always said."""
    scene = sight.scene(query.period)
    quality = query.qualities[0][0] if query.qualities else None
    rated = [one for one in scene.rated if one.seen(quality)]
    if not rated:
        return nothing(query)
    verdicts = Counter(_verdict(one, quality, sight.criteria) for one in rated)
    unsettled, unrated = verdicts[Verdict.UNSETTLED], len(scene.stood) - len(rated)
    if query.score:
        met = sum(holds(query.score, one.on(quality).mean) for one in rated)
        of = f"{met} of {count(len(rated), 'rated client')}"
        headline = f"{percent(met / len(rated))} are {bound_words(query.score)} ({of})."
    elif query.verdict is Wanted.UNRATED:
        headline = f"{unrated} of {count(len(scene.stood), 'client')} have no rating."
    else:
        headline = share_words(*_asked(query, verdicts), len(rated) - unsettled, unsettled)
    mean = fmean(one.on(quality).mean for one in rated)
    lines = [
        thin(scene, query.period),
        _breakdown(verdicts),
        f"{topic(quality)}, the average client stands at {point(mean)} out of 5.",
        _estimated(scene) if quality is None and query.verdict in (None, Wanted.GOOD) and not query.negated else "",
        f"{count(unrated, 'client')} without {'a score of it' if quality else 'a rating'}." if unrated else "",
    ]
    return Answer(
        headline=headline,
        lines=tuple(line for line in lines if line),
        charts=(_chart(verdicts, unrated, quality),),
        evidence=scene_evidence(scene, sight),
        steps=_steps(query, quality),
    )


def _breakdown(verdicts: Counter[Verdict]) -> str:
    return listing(f"{verdicts[verdict]} {VERDICT[verdict]}" for verdict in Verdict).capitalize() + "."


def share_words(said: str, counted: int, settled: int, unsettled: int) -> str:
    """“58% good (14 of 24 settled clients; 6 not settled yet)”."""
    rest = f"; {unsettled} not settled yet" if unsettled else ""
    if not settled:
        return f"No client is settled yet ({unsettled} rated): the ratings are too few to say a percentage."
    return f"{percent(counted / settled)} {said} ({counted} of {count(settled, 'settled client')}{rest})"


def _asked(query: Query, verdicts: Counter[Verdict]) -> tuple[str, int]:
    worst = bool(query.qualities) and query.qualities[0][1] is Order.WORST
    asked = Verdict(query.verdict) if query.verdict else Verdict.DIFFICULT if worst else Verdict.GOOD
    if not query.negated:
        return VERDICT[asked], verdicts[asked]
    others = [verdict for verdict in (Verdict.GOOD, Verdict.MIXED, Verdict.DIFFICULT) if verdict is not asked]
    return " or ".join(VERDICT[verdict] for verdict in others), sum(verdicts[verdict] for verdict in others)


def _verdict(one: Stood, quality: Quality | None, criteria: Criteria) -> Verdict:
    """The client's verdict; on one quality, by the same thresholds and the same sureness."""
    if quality is None:
        return one.standing.verdict
    estimate = one.on(quality)
    above, below = _above(estimate, criteria.good), 1 - _above(estimate, criteria.difficult)
    return verdict_of(above, below, one.seen(quality), one.standing.raters)[0]


def _above(estimate: Estimate, bar: float) -> float:
    return 1 - NormalDist(estimate.mean, max(estimate.sd, 1e-6)).cdf(bar)


def _estimated(scene: Scene) -> str:
    of = scene.standings.share_good
    return (
        f"With those not settled yet counted in, an estimated {percent(of.mean)} of the rated clients are good "
        f"(90 % sure: {percent(of.lo)} to {percent(of.hi)})."
    )


def _chart(verdicts: Counter[Verdict], unrated: int, quality: Quality | None) -> Chart:
    labels = tuple(VERDICT[verdict].capitalize() for verdict in Verdict)
    counts = tuple(float(verdicts[verdict]) for verdict in Verdict)
    return Chart(
        ChartKind.BAR,
        f"Clients by verdict: {topic(quality).lower()}",
        (*labels, "No score" if quality else "Unrated"),
        (("Clients", (*counts, float(unrated))),),
    )


def _steps(query: Query, quality: Quality | None) -> tuple[AskStep, ...]:
    if quality:
        ranked = Query(Intent.RANK_CLIENTS, qualities=((quality, Order.WORST),), period=query.period)
        return (
            AskStep("Lowest first", ranked),
            AskStep("What does it mean?", Query(Intent.DEFINITION, qualities=query.qualities)),
        )
    return (
        AskStep("Who is good?", Query(Intent.RANK_CLIENTS, verdict=Wanted.GOOD, period=query.period)),
        AskStep("Who is difficult?", Query(Intent.RANK_CLIENTS, verdict=Wanted.DIFFICULT, period=query.period)),
        AskStep("What makes a client good?", Query(Intent.DEFINITION)),
    )
