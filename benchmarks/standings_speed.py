"""How long standings take, from a small company's ratings to a million, and one new rating."""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.simpler import TODAY
from bot.ratings import RatingTable
from bot.scoring import Constants, Criteria, Fit, learn

TIMES = 5


def made(n: int, raters: int, clients: int, random: np.random.Generator) -> RatingTable:
    client, rater = random.integers(0, clients, n), random.integers(0, raters, n)
    level = 3.5 + random.normal(0, 0.5, clients)[client] + random.normal(0, 0.4, raters)[rater]
    level += random.normal(0, 0.3, n)
    scores = np.clip(np.round(level[:, None] + random.normal(0, 0.65, (n, 8))), 1, 5)
    scores[random.random(scores.shape) < 0.2] = np.nan
    day = TODAY.toordinal() - random.integers(0, 730, n).astype(float)
    names = tuple(f"c{at}" for at in range(clients)), tuple(f"r{at}" for at in range(raters))
    return RatingTable(*names, client, rater, day, scores)


def seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """The least processor time of several: the first ones warm up."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def speed() -> None:
    """Processor seconds, also as multiples of one np.lexsort of a million rows by three keys: the named reference."""
    random = np.random.default_rng(0)
    keys = random.integers(0, 1000, (3, 1_000_000))
    unit = seconds(lambda: np.lexsort(keys), 1)
    print(f"one np.lexsort of a million rows by three keys: {unit:.3f} s")
    for n, raters, clients in (
        (1_500, 15, 120),
        (25_000, 60, 500),
        (100_000, 60, 500),
        (1_000_000, 60, 500),
        (1_000_000, 3000, 20_000),
    ):
        table = made(n, raters, clients, random)
        learning = seconds(lambda table=table: learn(table, TODAY), 1)
        full = seconds(lambda table=table: Fit.of(table, TODAY, Criteria(), Constants()).standings())
        fit, own = Fit.of(table, TODAY, Criteria(), Constants()), table.where(table.client == 0)
        touched = RatingTable(table.clients[:1], table.raters, own.client, own.rater, own.day, own.scores)
        update = seconds(
            lambda fit=fit, touched=touched: fit.variants(touched, touched.clients).standings().clients, 4 * TIMES
        )
        print(
            f"{n:9,d} ratings, {raters} raters, {clients} clients: standings {full:.3f} s ({full / unit:.2f}), "
            f"one client read again {update:.4f} s, learning {learning:.3f} s ({learning / unit:.2f})",
            flush=True,
        )
