"""How often one more visit turns a verdict into another one."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from benchmarks.simpler import TODAY
from bot.ratings import RatingTable
from bot.scoring import Criteria, Fit, Verdict, learn

SCENARIOS = ("mid", "quarterly", "cold5", "silo", "cold10", "idio", "harsh", "drift")


def single_visits(tables: Iterable[RatingTable]) -> None:
    """One visit today by a random technician to each settled client, all scores 1, or all scores alike from 1 to 5;
    what is known of the technicians stays as it is."""
    random = np.random.default_rng(5)
    ones, alike = Counter[str](), Counter[str]()
    for table in tables:
        fit = Fit.of(table, TODAY, Criteria(), learn(table, TODAY))
        for found, scores in ((ones, [1]), (alike, [1, 2, 3, 4, 5])):
            found.update(_with_one_more(fit, random, scores))
    for name, found in (("all scores 1", ones), ("all scores alike", alike)):
        settled = found.total()
        print(f"{name}: of {settled:,} verdicts {found['other']} became another, {found['unsettled']:,} unsettled")


def _with_one_more(fit: Fit, random: np.random.Generator, scores: list[int]) -> Counter[str]:
    before = fit.standings().clients
    settled = [name for name, standing in before.items() if standing.verdict is not Verdict.UNSETTLED]
    at = np.array([fit.table.clients.index(name) for name in settled], np.int64)
    place = np.full(len(fit.table.clients), -1)
    place[at] = np.arange(len(at))
    own = fit.table.where(place[fit.table.client] >= 0)
    more = len(at)
    score = random.choice(scores, more)
    touched = RatingTable(
        tuple(settled),
        own.raters,
        np.append(place[own.client], np.arange(more)),
        np.append(own.rater, random.integers(0, len(own.raters), more)),
        np.append(own.day, np.full(more, float(TODAY.toordinal()))),
        np.vstack([own.scores, np.column_stack([np.full(more, np.nan), *[score] * 7])]),
    )
    after = fit.variants(touched, settled).standings().clients
    return Counter(
        "same"
        if after[name].verdict is before[name].verdict
        else "unsettled"
        if after[name].verdict is Verdict.UNSETTLED
        else "other"
        for name in settled
    )
