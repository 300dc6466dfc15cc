"""Payment as measured from invoices. It stands by itself: no part of it goes into what people have observed.

Days late of an invoice are a score from 1 to 5, and a client's scores s with weights w = 2^(-age / half-life) give

    W = sum w,   m = sum w s / W,   v = sigma² sum w² / W²            (v: the variance of m)
    sigma² = max(0.5, (sum w (s - m)² + 10 · 1²) / (sum over clients (W - sum w² / W) + 10))
    tau²   = (max(0, sum (m - mean m)² - (k - 1) mean v) + 5 · 0.9²) / (k - 1 + 5)
    mu     = (4 / tau² + sum m / (tau² + v)) / (1 / tau² + sum 1 / (tau² + v))

    score ~ N(m + b (mu - m),  tau² b + b² var mu),   b = sigma² / (sigma² + W tau²)

Both variances are moments: the pooled one within clients, and the one between them that is left when what invoices
explain is taken from the spread of the clients' means (Cochran 1954; Hedges 1983). Where there is next to nothing to
go by they stay near 1² and 0.9², which count as 10 invoices and 5 clients, and mu near 4, which counts as one client.
sigma² has a floor: clients who always pay on time scatter so little that another's first late invoice would seem proof.
The shrinkage is the normal-normal model's (Efron and Morris 1975), where an old invoice is only a part of one: a
client who has not been billed for years is drawn to the company's mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

import numpy as np

from bot.company import Invoice
from bot.qualities import HIGHEST, LOWEST
from bot.scoring.standings import Estimate
from bot.scoring.verdicts import NINETY
from bot.scoring.visits import YEAR

HALF_LIFE = YEAR
"""Days after which an invoice counts half."""

LATE_FROM = (1, 8, 16, 31)
"""Days late from which an invoice scores 4, 3, 2 and 1; a 5 is on time."""

WITHIN, PSEUDO_INVOICES = 1.0, 10.0
LEAST_VARIANCE = 0.5
BETWEEN, PSEUDO_CLIENTS = 0.9, 5.0
LEVEL = 4.0


@dataclass(frozen=True)
class Measured:
    """What invoices say of how one client pays.

    `score` is None where no day of payment is known: of invoices that are open those that were paid in time are never
    one. `days_late` is the mean over its invoices, recent ones counting more; `overdue` what was due and unpaid on
    `last`, the latest day on which the accounts told of it, None where they named no amounts.
    """

    client: str
    score: Estimate | None
    invoices: int
    days_late: float
    overdue: Decimal | None
    last: date


def score_of(days_late: int) -> int:
    """The score of one invoice: 5 on time, 4 up to a week late, 3 up to 15 days, 2 up to 30, then 1."""
    return HIGHEST - sum(days_late >= first for first in LATE_FROM)


def measure(invoices: Iterable[Invoice], as_of: date) -> dict[str, Measured]:
    """What invoices say on a day, by client id; clients without an invoice that tells something are not in it."""
    ordered = sorted(invoices, key=lambda one: (one.client_id, one.due, one.number))
    by_client = [list(own) for _, own in groupby(ordered, key=lambda one: one.client_id)]
    accounts = [_Account(own, as_of) for own in by_client if any(one.days_late is not None for one in own)]
    paying = [account for account in accounts if account.paid]
    scores = dict(zip((account.client for account in paying), _scores(paying), strict=True))
    return {
        account.client: Measured(
            account.client,
            scores.get(account.client),
            account.invoices,
            account.days_late,
            account.overdue,
            account.last,
        )
        for account in accounts
    }


class _Account:
    """What one client's invoices add up to; those that are neither paid nor late tell nothing yet."""

    def __init__(self, own: list[Invoice], as_of: date) -> None:
        told = [(one, late) for one in own if (late := one.days_late) is not None]
        age = np.array([max(0, (as_of - one.due).days) for one, _ in told], np.float64)
        days = np.array([late for _, late in told], np.float64)
        score = np.array([score_of(late) for _, late in told], np.float64)
        weight = 0.5 ** (age / HALF_LIFE)
        self.client = own[0].client_id
        self.invoices = len(told)
        self.paid = any(one.paid for one in own)
        self.last = max(one.known_on for one in own)
        # Lists of open invoices leave out what was paid since: only what the latest of them names is still due.
        amounts = [(one, one.amount_due) for one in own if one.amount_due is not None]
        overdue = [amount for one, amount in amounts if one.known_on == self.last and not one.paid and one.days_late]
        self.overdue = Decimal(sum(overdue)) / 100 if amounts else None
        self.weight = float(weight.sum())
        self.square = float(weight @ weight)
        self.days_late = float(weight @ days) / self.weight
        self.mean = float(weight @ score) / self.weight
        self.spread = float(weight @ (score - self.mean) ** 2)


def _scores(accounts: list[_Account]) -> list[Estimate]:
    """The clients' means, shrunken; for the letters see above."""
    if not accounts:
        return []
    parts = [(one.weight, one.mean, one.square, one.spread) for one in accounts]
    weight, mean, square, spread = np.array(parts, np.float64).T
    freedom = (weight - square / weight).sum()
    within = max(LEAST_VARIANCE, (spread.sum() + PSEUDO_INVOICES * WITHIN**2) / (freedom + PSEUDO_INVOICES))
    noise = within * square / weight**2
    others = len(mean) - 1
    apart = max(0.0, ((mean - mean.mean()) ** 2).sum() - others * noise.mean())
    between = (apart + PSEUDO_CLIENTS * BETWEEN**2) / (others + PSEUDO_CLIENTS)
    precision = 1 / (between + noise)
    certain = 1 / between + precision.sum()
    level = (LEVEL / between + precision @ mean) / certain
    pull = within / (within + weight * between)
    shrunken = mean + pull * (level - mean)
    sd = np.sqrt(between * pull + pull**2 / certain)
    return [_estimate(float(one), float(unsure)) for one, unsure in zip(shrunken, sd, strict=True)]


def _estimate(mean: float, sd: float) -> Estimate:
    return Estimate(mean, sd, max(float(LOWEST), mean - NINETY * sd), min(float(HIGHEST), mean + NINETY * sd))
