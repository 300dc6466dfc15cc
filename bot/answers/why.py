"""Why a client stands where it does: what lifts and drags it, the clues, and what would change the verdict."""

from bot.answers.answer import Answer, Section
from bot.answers.card import CLUES_SHOWN, clue_lines, unrated, verdict_words
from bot.answers.parts import card_steps, client_evidence
from bot.answers.payment import beside
from bot.answers.scene import Stood
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import VERDICT, change, count, listing, percent, point, topic
from bot.pictures import Chart, ChartKind
from bot.privacy import FEWEST_RATERS_FOR_BREAKDOWN
from bot.questions.query import Intent, Query
from bot.scoring import Driver, Explanation, Verdict

FELT = 0.05
"""Points below which an effect is not worth a line: it would round to nothing."""


def why(query: Query, sight: Sight) -> Answer:
    """The reasons of one client; of the first, where several are named."""
    client = clients_of(query, sight)[0]
    one = sight.scene(query.period).of(client)
    if one is None or not one.standing.ratings:
        return beside(unrated(client, query), client, one, query, sight)
    found = sight.explain(client, query.period)
    wanted = [quality for quality, _ in query.qualities]
    drivers = [driver for driver in found.drivers if driver.seen and (not wanted or driver.quality in wanted)]
    drivers.sort(key=lambda driver: -abs(driver.contribution))
    clues = [clue for clue in sight.clues(client, query.period) if not wanted or clue.clue.quality in wanted]
    sections = [
        Section("What drags it down", tuple(_driver(each) for each in drivers if each.contribution <= -FELT)),
        Section("What lifts it", tuple(_driver(each) for each in drivers if each.contribution >= FELT)),
        Section("Clues that were seen", clue_lines(clues[:CLUES_SHOWN])),
        Section("How the score comes about", _sum(found)),
        Section("What would change the verdict", _flips(found)),
    ]
    said = Answer(
        headline=_headline(one, drivers, asked=bool(wanted)),
        lines=_cautions(found),
        sections=tuple(section for section in sections if section.lines),
        charts=_chart(one, drivers),
        evidence=client_evidence(one, sight),
        steps=card_steps(client, query, Intent.EXPLAIN_CLIENT),
    )
    return beside(said, client, one, query, sight)


def _driver(driver: Driver) -> str:
    return (
        f"{topic(driver.quality)} · {point(driver.mean)}, where the average client has {point(driver.level)} · "
        f"moves the overall {change(driver.contribution)} · {count(driver.seen, 'score')}"
    )


def _headline(one: Stood, drivers: list[Driver], *, asked: bool) -> str:
    if asked and not drivers:
        return f"Nobody has scored that at {one.client.name} yet."
    if asked:
        return "; ".join(f"{topic(each.quality)}: {one.client.name} is at {point(each.mean)}" for each in drivers) + "."
    down = [topic(each.quality) for each in drivers if each.contribution <= -FELT][:2]
    up = [topic(each.quality) for each in drivers if each.contribution >= FELT][:2]
    if one.standing.verdict is Verdict.GOOD:
        down = []
    elif one.standing.verdict is Verdict.DIFFICULT:
        up = []
    causes = [f"{listing(down)} {_verb(down, 'drag')} it down"] if down else []
    causes += [f"{listing(up)} {_verb(up, 'lift')} it"] if up else []
    return f"{verdict_words(one)} {'; '.join(causes)}." if causes else verdict_words(one)


def _verb(names: list[str], verb: str) -> str:
    return verb if len(names) > 1 else verb + "s"


def _cautions(found: Explanation) -> tuple[str, ...]:
    lines = []
    if found.one_rater and found.standing.ratings > 1:
        lines.append("Nearly all of this comes from one person: a second pair of eyes would help most.")
    if found.recent_share < 0.25:
        lines.append(f"Only {percent(found.recent_share)} of the evidence is from the last 90 days.")
    return tuple(lines)


def _sum(found: Explanation) -> tuple[str, ...]:
    """The corrections in words; left out where so few rated that it would tell what each of them gave."""
    if found.plain is None or found.standing.raters < FEWEST_RATERS_FOR_BREAKDOWN:
        return ()
    steps = {
        "which qualities were scored": found.qualities_seen,
        "how strictly its raters rate elsewhere": found.generosity,
        "counting recent visits more": found.recency,
        "caution, as the ratings are few or unsteady": found.pull,
    }
    felt = [f"{words}: {value:+.1f}" for words, value in steps.items() if abs(value) >= FELT]
    ends = (f"The plain mean of its ratings is {point(found.plain)}.",)
    return (*ends, *felt, f"That makes {point(found.standing.overall.mean)}.") if felt else ends


def _flips(found: Explanation) -> tuple[str, ...]:
    return tuple(
        f"{count(flip.ratings, 'more rating')} of {flip.score} would make it {VERDICT[flip.verdict]}."
        for flip in found.flips
    )


def _chart(one: Stood, drivers: list[Driver]) -> tuple[Chart, ...]:
    if len(drivers) < 2:
        return ()
    return (
        Chart(
            ChartKind.BAR,
            f"{one.client.name} beside the average client",
            tuple(topic(driver.quality) for driver in drivers),
            (
                (one.client.name, tuple(round(driver.mean, 1) for driver in drivers)),
                ("Average client", tuple(round(driver.level, 1) for driver in drivers)),
            ),
        ),
    )
