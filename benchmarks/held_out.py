"""Real ratings, a fifth held out: how well each method foretells them, ours beside R's lme4 and others."""

import csv
import gzip
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.simpler import TODAY, crossed, plain_mean
from bot.ratings import RatingTable, Row
from bot.scoring import Criteria, Fit, learn

LMER = """
suppressMessages(library(lme4))
files <- commandArgs(TRUE)
known <- read.csv(files[1])
began <- proc.time()[["elapsed"]]
fit <- lmer(overall ~ 1 + (1 | client) + (1 | rater), known)
cat(proc.time()[["elapsed"]] - began, predict(fit, read.csv(files[2]), allow.new.levels = TRUE))
"""

Guessed = tuple[np.ndarray, float]
"""The scores expected of the clients and raters asked about, and the seconds that it took to fit."""


def ours(known: list[Row], asked: list[Row]) -> Guessed:
    table = RatingTable.of(known)
    start = time.perf_counter()
    fit = Fit.of(table, TODAY, Criteria(), learn(table, TODAY))
    seconds = time.perf_counter() - start
    return fit.predict([row.client for row in asked], [row.rater for row in asked]), seconds


def reml(known: list[Row], asked: list[Row]) -> Guessed:
    table = RatingTable.of(known)
    start = time.perf_counter()
    mu, u, b, _, _ = crossed(table.client, table.rater, table.scores[:, 0], len(table.clients), len(table.raters))
    seconds = time.perf_counter() - start
    clients, raters = dict(zip(table.clients, u, strict=True)), dict(zip(table.raters, b, strict=True))
    return np.array([mu + clients.get(row.client, 0) + raters.get(row.rater, 0) for row in asked]), seconds


def lmer(known: list[Row], asked: list[Row]) -> Guessed:
    """R's own, in a process of its own; its seconds are those of the fit alone."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("known.csv", "asked.csv")]
        for file, rows in zip(files, (known, asked), strict=True):
            with file.open("w", newline="") as written:
                csv.writer(written).writerows(
                    [("client", "rater", "overall"), *((row.client, row.rater, row.scores[0]) for row in rows)]
                )
        run = subprocess.run(["Rscript", "-e", LMER, *files], capture_output=True, text=True, check=True)
    seconds, *guess = map(float, run.stdout.split())
    return np.array(guess), seconds


def mean_of_client(known: list[Row], asked: list[Row]) -> Guessed:
    table = RatingTable.of(known)
    start = time.perf_counter()
    means = dict(zip(table.clients, plain_mean(table).mean, strict=True))
    seconds = time.perf_counter() - start
    return np.array([means.get(row.client, table.scores[:, 0].mean()) for row in asked]), seconds


def has_lme4() -> bool:
    if not shutil.which("Rscript"):
        return False
    return subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False).returncode == 0


def held_out(path: Path) -> None:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        rows = [
            Row(row["client"], row["rater"], date.fromisoformat(row["date"]), [float(row["overall"])] + [None] * 7)
            for row in csv.DictReader(file)
        ]
    methods: dict[str, Callable[[list[Row], list[Row]], Guessed]] = {"ours": ours}
    if has_lme4():
        methods["lme4's lmer"] = lmer
    else:
        print("Rscript with lme4 is not there: our own crossed random effects stand for it alone")
    methods |= {"crossed random effects (REML)": reml, "mean of the client": mean_of_client}
    errors: dict[str, list[float]] = {name: [] for name in methods}
    print("a random fifth held out: root mean squared error (seconds)")
    for seed in range(5):
        held = np.random.default_rng(seed).random(len(rows)) < 0.2
        known = [row for row, out in zip(rows, held, strict=True) if not out]
        asked = [row for row, out in zip(rows, held, strict=True) if out]
        told = np.array([row.scores[0] for row in asked])
        figures = []
        for name, method in methods.items():
            guess, seconds = method(known, asked)
            errors[name].append(float(np.sqrt(np.mean((np.clip(guess, 1, 5) - told) ** 2))))
            figures.append(f"{name} {errors[name][-1]:.4f} ({seconds:.2f})")
        print(f"seed {seed}: " + ", ".join(figures), flush=True)
    print("mean: " + ", ".join(f"{name} {np.mean(found):.4f}" for name, found in errors.items()))
