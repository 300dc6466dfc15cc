"""What the statistics say, as values: estimates, verdicts, trends, standings. No calculation in here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.qualities import Quality


@dataclass(frozen=True)
class Estimate:
    """A mean with its standard deviation and its 90 % interval from `lo` to `hi`."""

    mean: float
    sd: float
    lo: float
    hi: float


class Verdict(StrEnum):
    """The class of a client whose probability is high enough, or that none is."""

    GOOD = "good"
    MIXED = "mixed"
    DIFFICULT = "difficult"
    UNSETTLED = "unsettled"


class Reason(StrEnum):
    """Why a client is unsettled."""

    TOO_FEW = "too few ratings"
    BOTH_WAYS = "evidence pulls both ways"


@dataclass(frozen=True)
class Trend:
    """The change of the overall over the last 90 days, in points.

    `p_better` and `p_worse` are the probabilities of a change of at least 0.3; `changed_on` is the day around
    which one abrupt change happened, where that explains the ratings better than a slow drift.
    """

    change: float
    p_better: float
    p_worse: float
    changed_on: date | None


@dataclass(frozen=True)
class Standing:
    """Where one client stands on the 1–5 scale of the team's average technician.

    `client` is its id; `last` the day of its latest rating; `seen` says in how many of its ratings each
    quality was scored. `reason` is given for the unsettled only.
    """

    client: str
    overall: Estimate
    qualities: Mapping[Quality, Estimate]
    p_good: float
    p_difficult: float
    verdict: Verdict
    reason: Reason | None
    trend: Trend
    ratings: int
    raters: int
    last: date | None
    seen: Mapping[Quality, int]


@dataclass(frozen=True)
class RaterStanding:
    """How one rater uses the scale: for the statistics, and for that rater only.

    `generosity` is in points: added to a client's mean it predicts this rater's overall score (negative is
    harsh); `sd` is its standard deviation. `scale` is how far their scores spread for the same difference
    between clients (1 is usual). `noise` is how many times the usual variance their scores have around what
    the others see (1 is usual or better). `follows` is the probability that their scores follow anything.
    """

    rater: str
    generosity: float
    sd: float
    ratings: int
    scale: float
    noise: float
    follows: float


@dataclass(frozen=True)
class Standings:
    """All standings of a workspace on one day.

    `ratings` counts those that were used; `level` is the overall of the company's average client;
    `share_good` the estimated share of good ones among the clients that have ratings.
    """

    as_of: date
    ratings: int
    level: float
    share_good: Estimate
    clients: Mapping[str, Standing]
    raters: Mapping[str, RaterStanding]

    @property
    def settled(self) -> int:
        """How many clients have a verdict."""
        return sum(standing.verdict is not Verdict.UNSETTLED for standing in self.clients.values())

    @property
    def settled_good(self) -> int:
        """How many clients are settled and good."""
        return sum(standing.verdict is Verdict.GOOD for standing in self.clients.values())


@dataclass(frozen=True)
class Criteria:
    """The workspace's settings: thresholds of the overall, and the weight of each quality in it.

    A weight left out is 1, and zero is allowed; where all are zero all count alike.
    """

    good: float = 3.75
    difficult: float = 2.75
    weights: Mapping[Quality, float] = field(default_factory=dict)

    @property
    def shares(self) -> tuple[float, ...]:
        """The weights in the order of the qualities, as shares of one."""
        weights = [max(0.0, self.weights.get(quality, 1.0)) for quality in Quality]
        total = sum(weights)
        return tuple(weight / total if total else 1 / len(weights) for weight in weights)


@dataclass(frozen=True)
class Past:
    """What was known on an earlier day: `overall` by client id, for clients rated by then."""

    on: date
    share_good: Estimate
    settled: int
    settled_good: int
    overall: Mapping[str, Estimate]


@dataclass(frozen=True)
class Driver:
    """What one quality does to a client's overall.

    `level` is this quality's mean over the company, `contribution` the points by which it moves the overall
    away from the company's level (its weight's share times the difference), `seen` its number of scores.
    """

    quality: Quality
    mean: float
    level: float
    contribution: float
    seen: int


@dataclass(frozen=True)
class Flip:
    """The fewest further ratings, all of `score` by new raters today, that make the verdict `verdict`."""

    verdict: Verdict
    score: int
    ratings: int


@dataclass(frozen=True)
class Explanation:
    """One client's overall taken apart: `plain` and the four corrections, in points, add up to `overall.mean`.

    `plain` is the plain mean of its ratings (None without ratings: then the estimate is the level).
    `qualities_seen` corrects for which qualities were scored (and, with weights, for what they count);
    `generosity` for its raters' generosity and scale use; `recency` is what counting recent visits more
    changes; `pull` what few or unsteady ratings draw towards the company's level.
    `recent_share` is the share of the evidence that is at most 90 days old; `one_rater` whether a single
    rater gave at least nine tenths of it. `drivers` are in order of their effect, the largest first.
    """

    standing: Standing
    level: float
    plain: float | None
    qualities_seen: float
    generosity: float
    recency: float
    pull: float
    recent_share: float
    one_rater: bool
    drivers: tuple[Driver, ...]
    flips: tuple[Flip, ...]
