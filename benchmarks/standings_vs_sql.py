"""Standings of a file of ratings against a plain average in SQL, in the same run.

Run: python -m benchmarks.standings_vs_sql FILE.csv[.gz] [--times 5]
"""

import argparse
import sqlite3
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.cli.scoring import read_table
from bot.scoring import standings

AVERAGE = "SELECT client, avg(overall), count(*) FROM ratings GROUP BY client ORDER BY 2 DESC"


def median_seconds(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--times", type=int, default=5)
    asked = options.parse_args()
    table = read_table(asked.file)
    on = date.fromordinal(int(table.day.max()))
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE ratings (client TEXT, rater TEXT, day INTEGER, overall REAL)")
        names = [table.clients[at] for at in table.client]
        raters = [table.raters[at] for at in table.rater]
        rows = zip(names, raters, table.day.tolist(), table.scores[:, 0].tolist(), strict=True)
        database.executemany("INSERT INTO ratings VALUES (?, ?, ?, ?)", rows)
        average = median_seconds(lambda: database.execute(AVERAGE).fetchall(), asked.times)
    whole = median_seconds(lambda: standings(table, on), asked.times)
    print(f"{len(table):,} ratings of {len(table.clients):,} clients by {len(table.raters):,} raters")
    print(f"{'an average in SQL (SQLite)':36} median {average * 1000:8.1f} ms   ratio {1:6.1f}")
    print(f"{'standings':36} median {whole * 1000:8.1f} ms   ratio {whole / average:6.1f}")


if __name__ == "__main__":
    main()
