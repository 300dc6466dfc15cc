"""How long standings take from a database (SQLite): at first, when nothing changed, and after one new rating.

Run: python -m benchmarks.after_a_rating [--ratings 100000] [--times 7]
"""

import argparse
import sqlite3
import tempfile
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import numpy as np

from benchmarks.simpler import TODAY
from benchmarks.standings_speed import made
from benchmarks.standings_vs_sql import median_seconds
from bot.company import Client, Member, Workspace
from bot.qualities import Quality
from bot.ratings import Rating, RatingTable, Scores
from bot.scoring import Constants
from bot.services.standings import StandingsCache
from storage.database import Database
from storage.migrate import upgrade

RATERS, CLIENTS = 60, 500
AVERAGE = "SELECT client_id, avg(overall), count(*) FROM ratings GROUP BY client_id ORDER BY 2 DESC"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
COMPANY = Workspace(id="bright", name="Bright IT", constants=vars(Constants()))


def ratings_of(table: RatingTable) -> list[Rating]:
    columns = zip(table.client.tolist(), table.rater.tolist(), table.day.tolist(), table.scores.tolist(), strict=True)
    found = []
    for at, (client, rater, day, scores) in enumerate(columns):
        overall, *seen = (None if score != score else int(score) for score in scores)  # noqa: PLR0124 - NaN
        qualities = {quality: score for quality, score in zip(Quality, seen, strict=True) if score is not None}
        found.append(
            Rating(
                id=f"{at}",
                client_id=table.clients[client],
                member_id=table.raters[rater],
                on=date.fromordinal(int(day)),
                scores=Scores(overall=overall, qualities=qualities),
                recorded_at=BEGAN,
            )
        )
    return found


def filled(file: Path, ratings: int) -> Database:
    url = f"sqlite:///{file}"
    upgrade(url)
    ids = count()
    database = Database(url, new_id=lambda: f"new {next(ids)}")
    database.create_workspace(COMPANY)
    table = made(ratings, RATERS, CLIENTS, np.random.default_rng(0))
    with database.store(COMPANY.id) as store:
        for name in table.clients:
            store.clients.add(Client(id=name, name=name))
        for name in table.raters:
            store.members.add(Member(id=name, name=name))
        store.ratings.add_many(ratings_of(table))
    return database


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ratings", type=int, default=100_000)
    options.add_argument("--times", type=int, default=7)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ratings.db"
        database = filled(file, asked.ratings)
        cache, visits = StandingsCache(), count()

        def ask(known: StandingsCache) -> None:
            with database.store(COMPANY.id) as store:
                known.of(store, TODAY)

        def rate() -> None:
            with database.store(COMPANY.id) as store:
                at = next(visits)
                new = Rating(
                    id=f"visit {at}",
                    client_id="c7",
                    member_id="r7",
                    on=date.fromordinal(TODAY.toordinal() - 800 - at),
                    scores=Scores(overall=4),
                    recorded_at=BEGAN,
                )
                store.ratings.save(new, submission=f"visit {at}")
            ask(cache)

        with sqlite3.connect(file) as plain:
            average = median_seconds(lambda: plain.execute(AVERAGE).fetchall(), asked.times)
        ask(cache)
        figures = {
            "an average in SQL": average,
            "standings, first time": median_seconds(lambda: ask(StandingsCache()), asked.times),
            "standings after one new rating": median_seconds(rate, asked.times),
            "standings, nothing changed": median_seconds(lambda: ask(cache), asked.times),
        }
        database.close()
    print(f"{asked.ratings:,} ratings of {CLIENTS} clients by {RATERS} raters")
    for name, seconds in figures.items():
        print(f"{name:32} median {seconds * 1000:8.1f} ms   ratio {seconds / average:6.1f}")


if __name__ == "__main__":
    main()
