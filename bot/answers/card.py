"""How a client is rated: its card, one quality of it, several side by side, or the asker's own ratings of it."""

from calendar import month_abbr
from collections.abc import Sequence
from datetime import date, timedelta

from bot.answers.answer import Answer, Section
from bot.answers.comparison import side_by_side
from bot.answers.own import own_report
from bot.answers.parts import ONLY_THEN, about, card_steps, client_evidence, deal_steps
from bot.answers.payment import beside, on_the_card
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight, Sighting
from bot.answers.whom import clients_of
from bot.answers.words import change, count, listing, point, span, topic
from bot.company import Client, Stage
from bot.pictures import AskStep, Chart, ChartKind, RateStep
from bot.privacy import asked_of
from bot.qualities import Quality
from bot.questions.periods import add_months, say
from bot.questions.query import Intent, Query
from bot.scoring import Past, Reason, Verdict
from bot.scoring.verdicts import SURE

CLUES_SHOWN = 6
FOR_A_LINE = 3
"""Ratings from which a course over time is drawn."""
QUESTIONS_SHOWN = 3
LONG_AGO = timedelta(days=90)
"""After so long a red clue is asked about rather than told."""


def report(query: Query, sight: Sight) -> Answer:
    """One client's card, or what was asked of it."""
    clients = clients_of(query, sight)
    if query.rater:
        return own_report(query, clients, sight)
    if len(clients) > 1:
        return side_by_side(query, clients, sight)
    client = clients[0]
    scene = sight.scene(query.period)
    one = scene.of(client)
    if one is None or not one.standing.ratings:
        return beside(unrated(client, query), client, one, query, sight)
    if query.qualities:
        return beside(_on_qualities(query, one, scene, sight), client, one, query, sight)
    return _card(query, one, scene, sight)


def unrated(client: Client, query: Query) -> Answer:
    """Nobody rated it, or not in that time, or it is no client any more."""
    if client.stage is Stage.ARCHIVED:
        return Answer(headline=f"{client.name} is archived, so it has no standing any more.")
    when = "in that time" if query.period else "yet"
    ever = (AskStep("Without the period", query.with_(period=None)),) if query.period else ()
    return Answer(headline=f"Nobody has rated {client.name} {when}.", steps=(RateStep("Rate", client.id), *ever))


def verdict_words(one: Stood) -> str:
    """The verdict as a sentence."""
    client, standing = one
    score = f"{point(standing.overall.mean)} out of 5 (90 % sure: {span(standing.overall)})"
    if standing.verdict is Verdict.UNSETTLED:
        if standing.ratings == 1:
            return f"{client.name} has one rating: too little for a verdict."
        why = "its evidence pulls both ways" if standing.reason is Reason.BOTH_WAYS else "there are too few ratings"
        return f"{client.name} is not settled yet: {why}. So far {score}."
    kind = {Verdict.GOOD: "a good", Verdict.MIXED: "a mixed", Verdict.DIFFICULT: "a difficult"}[standing.verdict]
    return f"{client.name} is {kind} client: {score}."


def _card(query: Query, one: Stood, scene: Scene, sight: Sight) -> Answer:
    clues = sight.clues(one.client, query.period)
    seen = [quality for quality in Quality if one.seen(quality)]
    sections = [Section("Before you go", brief) for brief in [_brief(one, clues, seen)] if brief]
    sections += [Section("Open questions", asked) for asked in [_open_questions(clues, seen, sight)] if asked]
    qualities = _qualities(one, seen, on_the_card(one.client, sight, query.period))
    sections += [Section("The seven qualities", qualities)] if qualities else []
    sections += [Section("Clues", clue_lines(clues[:CLUES_SHOWN]))] if clues else []
    charts = [*_quality_chart(one, seen), *([] if query.period else year_chart([one], sight))]
    return Answer(
        headline=verdict_words(one),
        lines=(ONLY_THEN,) if query.period else _trend(one),
        sections=tuple(sections),
        charts=tuple(charts),
        evidence=client_evidence(one, sight),
        steps=(*card_steps(one.client, query, Intent.CLIENT_REPORT), *deal_steps(clues, sight)),
    )


def _trend(one: Stood) -> tuple[str, ...]:
    trend = one.standing.trend
    if max(trend.p_better, trend.p_worse) < SURE:
        return ()
    when = f", most of it around {say(trend.changed_on)}" if trend.changed_on else ""
    return (f"Over the last 90 days it went {change(trend.change)}{when}.",)


def _brief(one: Stood, clues: Sequence[Sighting], seen: Sequence[Quality]) -> tuple[str, ...]:
    """What to know on the way there: open red clues in one sentence, and the weak spot."""
    open_red = [clue for clue in clues if clue.clue.red and not clue.dealt]
    parts = []
    for quality in Quality:
        texts = list(dict.fromkeys(clue.clue.text for clue in open_red if clue.clue.quality is quality))
        if len(texts) > 1:
            parts.append(f"{len(texts)} open clues on {topic(quality)} ({'; '.join(texts)})")
        elif texts:
            parts.append(texts[0][0].lower() + texts[0][1:] if parts and not texts[0][1].isupper() else texts[0])
    lines = [f"{'; '.join(parts)}."] if parts else []
    weak = min(seen, key=lambda quality: one.on(quality).mean, default=None)
    if weak and one.on(weak).mean < 3:
        lines.append(f"Weakest on {topic(weak)} ({point(one.on(weak).mean)}): {weak.about.question}")
    return tuple(lines)


def _open_questions(clues: Sequence[Sighting], seen: Sequence[Quality], sight: Sight) -> tuple[str, ...]:
    """What a visit could find out: red clues of long ago, and qualities that nobody scored and this viewer could."""
    old = [
        clue
        for clue in {clue.clue: clue for clue in reversed(clues)}.values()
        if clue.clue.red and not clue.dealt and sight.today - clue.on > LONG_AGO
    ]
    still = [f"{clue.clue.text}: is that still so? Last seen {clue.when}." for clue in old]
    able = asked_of(sight.viewer.role) if sight.me else tuple(Quality)
    unseen = [f"{quality.about.question} Nobody has scored it." for quality in able if quality not in seen]
    return tuple([*still, *unseen][:QUESTIONS_SHOWN])


def _qualities(one: Stood, seen: Sequence[Quality], measured: Sequence[str]) -> tuple[str, ...]:
    unseen = [topic(quality) for quality in Quality if quality not in seen] if seen else []
    ordered = sorted(seen, key=lambda quality: -one.on(quality).mean)
    lines = [
        f"{topic(quality)} · {point(estimate.mean)} ({span(estimate)}) · {count(one.seen(quality), 'score')}"
        for quality in ordered
        for estimate in [one.on(quality)]
    ]
    return (*lines, *measured, *([f"Not seen by anybody: {listing(unseen, 7)}."] if unseen else []))


def _quality_chart(one: Stood, seen: Sequence[Quality]) -> list[Chart]:
    if len(seen) < 2:
        return []
    values = tuple(round(one.on(quality).mean, 1) for quality in seen)
    labels = tuple(topic(quality) for quality in seen)
    return [Chart(ChartKind.BAR, f"{one.client.name}: qualities", labels, (("Score", values),))]


def year_chart(stood: Sequence[Stood], sight: Sight) -> list[Chart]:
    """The overall as it was known over a year, of clients with enough ratings for a line."""
    clients = [one.client for one in stood if one.standing.ratings >= FOR_A_LINE]
    days = month_ends(sight.today)
    past = sight.history(days) if clients else ()
    first = next((at for at, then in enumerate(past) if all(c.id in then.overall for c in clients)), len(past))
    if len(past) - first < 2:
        return []
    series = tuple((client.name, tuple(_known(client, then) for then in past[first:])) for client in clients)
    labels = tuple(f"{month_abbr[day.month]} {day:%y}" for day in days[first:])
    title = f"{clients[0].name}: overall" if len(clients) == 1 else "Overall over a year"
    return [Chart(ChartKind.LINE, title, labels, series)]


def month_ends(today: date) -> list[date]:
    """Every other end of a month over a year, and today: each point costs a calculation over all ratings."""
    start = today.replace(day=1)
    return [*(add_months(start, -back) - timedelta(days=1) for back in (10, 8, 6, 4, 2, 0)), today]


def _known(client: Client, then: Past) -> float | None:
    estimate = then.overall.get(client.id)
    return round(estimate.mean, 2) if estimate else None


def clue_lines(clues: Sequence[Sighting]) -> tuple[str, ...]:
    """“Red: No UPS · 12 Nov 2026 · dealt with”."""
    return tuple(
        " · ".join(
            [
                f"{'Red' if clue.clue.red else 'Green'}: {clue.clue.text}",
                clue.when,
                *(["dealt with"] if clue.dealt else []),
            ]
        )
        for clue in clues
    )


def _on_qualities(query: Query, one: Stood, scene: Scene, sight: Sight) -> Answer:
    wanted = [quality for quality, _ in query.qualities]
    said = [_on_one(one, quality, scene) for quality in wanted]
    clues = [clue for clue in sight.clues(one.client, query.period) if clue.clue.quality in wanted]
    return Answer(
        headline=said[0],
        lines=(*said[1:], verdict_words(one)),
        sections=(Section("Clues", clue_lines(clues[:CLUES_SHOWN])),) if clues else (),
        evidence=client_evidence(one, sight),
        steps=(
            RateStep("Rate", one.client.id),
            AskStep("Why?", query.with_(intent=Intent.EXPLAIN_CLIENT)),
            AskStep("The whole card", about(Intent.CLIENT_REPORT, one.client, query)),
        ),
    )


def _on_one(one: Stood, quality: Quality, scene: Scene) -> str:
    if not one.seen(quality):
        return f"{topic(quality)}: nobody has scored that at {one.client.name}."
    estimate = one.on(quality)
    others = [other for other in scene.rated if other.seen(quality) and other.client != one.client]
    text = f"{topic(quality)}: {one.client.name} is at {point(estimate.mean)} out of 5 (90 % sure: {span(estimate)})"
    if not others:
        return f"{text}."
    better = sum(one.surely_above(other, quality) for other in others)
    worse = sum(other.surely_above(one, quality) for other in others)
    return f"{text}; surely better than {better} and worse than {worse} of {count(len(others), 'other client')}."
