"""What changed: who improved or slipped, or one client's course."""

from datetime import date, timedelta
from statistics import NormalDist
from typing import NamedTuple

from bot.answers.answer import Answer, Section
from bot.answers.card import unrated, year_chart
from bot.answers.parts import about, card_steps, client_evidence, nothing, scene_evidence
from bot.answers.scene import Scene, Stood
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import MOST_LINES, change, count, listing, point, topic
from bot.company import Client
from bot.pictures import AskStep, Table
from bot.qualities import Quality
from bot.questions.periods import say
from bot.questions.query import Direction, Intent, Query
from bot.scoring.verdicts import SURE

DAYS = 90
"""The window of a trend where no period is asked for."""
FELT = 0.3
"""Points from which a change counts, as in the trends of the statistics."""
SEEN = 0.05
"""Points below which a change rounds to nothing."""
FEWEST = 2
"""Ratings that both windows need before a change is spoken of."""
TOO_FEW = "Too few clients were rated both before and after to compare."


class Move(NamedTuple):
    """A client's change: `p_better` and `p_worse` are the probabilities of at least `FELT` points."""

    client: Client
    before: float
    now: float
    p_better: float
    p_worse: float

    @property
    def by(self) -> float:
        """The change in points."""
        return self.now - self.before

    @property
    def sure(self) -> bool:
        """Whether it is as probable as a verdict must be."""
        return max(self.p_better, self.p_worse) >= SURE


def movers(query: Query, sight: Sight) -> Answer:
    """One client's course where one is named; otherwise who moved."""
    clients = clients_of(query, sight)
    if clients:
        return _course(query, clients, sight)
    scene = sight.scene()
    if not scene.rated:
        return nothing(query.with_(period=None))
    quality = query.qualities[0][0] if query.qualities else None
    found = moves(query, quality, sight)
    up = sorted((move for move in found if move.by >= SEEN), key=lambda move: -move.by)
    down = sorted((move for move in found if move.by <= -SEEN), key=lambda move: move.by)
    wanted = {
        "Improved": up if query.direction is not Direction.DOWN else [],
        "Slipped": down if query.direction is not Direction.UP else [],
    }
    shown = {heading: rows[: query.limit or MOST_LINES // 2] for heading, rows in wanted.items()}
    listed = [move for rows in shown.values() for move in rows]
    return Answer(
        headline=_headline(quality, wanted, query.direction),
        lines=(_baseline(query, sight), *([] if found else [TOO_FEW])),
        sections=tuple(Section(heading, tuple(map(_line, rows)), 1) for heading, rows in shown.items() if rows),
        table=_table(listed, quality),
        evidence=scene_evidence(sight.scene(query.period), sight),
        steps=tuple(
            AskStep(f"Why {move.client.name}?", about(Intent.EXPLAIN_CLIENT, move.client, Query(Intent.TREND_MOVERS)))
            for move in listed[:3]
        ),
    )


def moves(query: Query, quality: Quality | None, sight: Sight) -> list[Move]:
    """The change of every client that was rated enough before and in the window."""
    if query.period is None and quality is None:
        return [_of_trend(one) for one in sight.scene().rated if one.standing.ratings >= 2 * FEWEST]
    before, now = _windows(query, sight)
    pairs = [(one, before.of(one.client)) for one in now.rated if one.seen(quality) >= FEWEST]
    return [_move(old, new, quality) for new, old in pairs if old and old.seen(quality) >= FEWEST]


def _of_trend(one: Stood) -> Move:
    trend, mean = one.standing.trend, one.standing.overall.mean
    return Move(one.client, mean - trend.change, mean, trend.p_better, trend.p_worse)


def _move(old: Stood, new: Stood, quality: Quality | None) -> Move:
    before, now = old.on(quality), new.on(quality)
    spread = max((before.sd**2 + now.sd**2) ** 0.5, 1e-6)
    by = NormalDist(now.mean - before.mean, spread)
    return Move(new.client, before.mean, now.mean, 1 - by.cdf(FELT), by.cdf(-FELT))


def _window(query: Query, sight: Sight) -> tuple[date, date]:
    first, last = sight.days(query.period)
    if first is None or query.period is None:
        first = last - timedelta(days=DAYS)
    return first, last


def _windows(query: Query, sight: Sight) -> tuple[Scene, Scene]:
    """The window, from its own ratings only, and the one of the same length before it."""
    first, last = _window(query, sight)
    before = date.fromordinal(max(1, first.toordinal() - 1))
    start = date.fromordinal(max(1, before.toordinal() - (last - first).days))
    return sight.between(start, before), sight.between(first, last)


def _baseline(query: Query, sight: Sight) -> str:
    if query.period is None and not query.qualities:
        return f"How it went over the last {DAYS} days."
    first, last = _window(query, sight)
    return f"{say(first)} to {say(last)} beside the same time before it, from the ratings of each only."


def _headline(quality: Quality | None, wanted: dict[str, list[Move]], direction: Direction | None) -> str:
    on = f" on {topic(quality)}" if quality else ""
    sure = {heading: [move.client.name for move in rows if move.sure] for heading, rows in wanted.items()}
    said = [f"{listing(names)} surely {heading.lower()}{on}" for heading, names in sure.items() if names]
    if said:
        return "; ".join(said) + "."
    word = {Direction.UP: "improved", Direction.DOWN: "slipped", None: "moved"}[direction]
    if not any(wanted.values()):
        return f"Nobody has {word}{on}, as far as the ratings tell."
    return f"Nobody has surely {word}{on}: what there is may be chance."


def _line(move: Move) -> str:
    sure = "surely" if move.sure else "perhaps chance"
    return f"{move.client.name} · {change(move.by)}, from {point(move.before)} to {point(move.now)} · {sure}"


def _table(listed: list[Move], quality: Quality | None) -> Table | None:
    if len(listed) < 2:
        return None
    rows = tuple(
        (move.client.name, round(move.before, 2), round(move.now, 2), round(move.by, 2), "yes" if move.sure else "no")
        for move in listed
    )
    return Table(f"Changes: {topic(quality)}", ("Client", "Before", "Now", "Change", "Sure"), rows)


def _course(query: Query, clients: list[Client], sight: Sight) -> Answer:
    scene = sight.scene()
    stood = [one for client in clients if (one := scene.of(client)) and one.standing.ratings]
    if not stood:
        return unrated(clients[0], query.with_(period=None))
    quality = query.qualities[0][0] if query.qualities else None
    found = {move.client: move for move in moves(query, quality, sight)}
    said = [_course_words(one, quality, found.get(one.client)) for one in stood]
    abrupt = _abrupt(stood[0]) if quality is None and query.period is None and len(stood) == 1 else ""
    told = any(one.client in found for one in stood)
    lines = [*said[1:], _baseline(query, sight) if told else "", abrupt]
    return Answer(
        headline=said[0],
        lines=tuple(line for line in lines if line),
        charts=tuple(year_chart(stood[:3], sight)) if quality is None else (),
        evidence=client_evidence(stood[0], sight) if len(stood) == 1 else scene_evidence(scene, sight),
        steps=card_steps(stood[0].client, query, Intent.TREND_MOVERS),
    )


def _course_words(one: Stood, quality: Quality | None, move: Move | None) -> str:
    on = f" on {topic(quality)}" if quality else ""
    if move is None:
        few = count(one.seen(quality), "score" if quality else "rating")
        return f"{one.client.name} has too few ratings{on} to speak of a change ({few} in all)."
    if abs(move.by) < SEEN:
        return f"{one.client.name} is where it was{on}: at {point(move.now)}."
    course = f"from {point(move.before)} to {point(move.now)}"
    if move.sure:
        return f"{one.client.name} is getting {'better' if move.by > 0 else 'worse'}{on}: {course}."
    return f"{one.client.name} shows no sure change{on}: {course}, which may be chance."


def _abrupt(one: Stood) -> str:
    on = one.standing.trend.changed_on
    return f"Most of it happened around {say(on)}." if on else ""
