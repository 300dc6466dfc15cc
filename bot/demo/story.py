"""The made-up company of the demo: who works there, which clients it has, and what happens week after week."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.qualities import HIGHEST, LOWEST, Quality, Role
from bot.ratings import Scores

ZONE = "Europe/London"


class Person(NamedTuple):
    """Somebody of the company; `generosity` in points, for those who rate."""

    name: str
    role: Role
    generosity: float = 0.0


PEOPLE = (
    Person("Ada Okoye", Role.ADMINISTRATOR),
    Person("Alan Wright", Role.ACCOUNT_MANAGER, 0.2),
    Person("Olga Novak", Role.OFFICE, 0.0),
    Person("Maya Patel", Role.TECHNICIAN, 0.1),
    Person("Tom Baker", Role.TECHNICIAN, -0.7),
    Person("Priya Shah", Role.TECHNICIAN, 0.5),
    Person("Dave Hughes", Role.TECHNICIAN, -0.4),
    Person("Sarah Lind", Role.TECHNICIAN, 0.0),
    Person("Kofi Mensah", Role.TECHNICIAN, 0.7),
    Person("Ines Costa", Role.TECHNICIAN, -0.1),
    Person("Jonas Weber", Role.TECHNICIAN, 0.2),
)


@dataclass(frozen=True)
class Company:
    """A client of the story: its level from 1 to 5, what it is weak and strong at, how often it is visited.

    From `turns` on (a day counted from the Monday of the demo's first week) its level is `later`; before `joins` it
    is not there, and after `left_alone` nobody goes there.
    """

    name: str
    level: float
    weak: tuple[Quality, ...] = ()
    strong: tuple[Quality, ...] = ()
    visits_per_month: float = 2.0
    turns: int | None = None
    later: float = 0.0
    joins: int | None = None
    left_alone: int | None = None
    clues: tuple[str, ...] = ()


Q = Quality
COMPANIES = (
    Company("Acme Dental", 4.3, strong=(Q.TIME, Q.LISTENING), clues=("time.prepared", "risk.mfa")),
    Company("Acme Ltd", 3.2, weak=(Q.PRIORITIES,), clues=("priorities.while_here",)),
    Company("Globex Corporation", 4.1, strong=(Q.COMMAND,), weak=(Q.HOURS,), clues=("command.contacts",)),
    Company("Initech", 2.4, weak=(Q.COMMAND, Q.HOURS), clues=("command.no_signoff", "hours.overworked")),
    Company("Umbrella Legal LLP", 3.9, strong=(Q.RISK,), weak=(Q.LISTENING,), clues=("risk.backups",)),
    Company(
        "Stark Fabrication",
        4.2,
        weak=(Q.RISK, Q.LISTENING),
        visits_per_month=3.0,
        turns=-40,
        later=2.5,
        clues=("risk.no_ups", "listening.ignored", "risk.warranty"),
    ),
    Company("Wayne & Sons Haulage", 2.9, weak=(Q.RISK,), clues=("risk.one_password",)),
    Company("Hooli", 2.6, weak=(Q.LISTENING, Q.PRIORITIES), clues=("listening.knows_best",)),
    Company("Vandelay Imports", 3.3, weak=(Q.PAYMENT,), clues=("payment.overdue",)),
    Company("Wonka Foods", 4.4, strong=(Q.PAYMENT, Q.TIME), clues=("payment.debit", "hours.breaks")),
    Company(
        "Tyrell Optics",
        4.4,
        visits_per_month=12.0,
        turns=14,
        later=1.8,
        weak=(Q.COMMAND, Q.TIME),
        clues=("command.reversed", "time.no_access", "time.unanswered"),
    ),
    Company("Cyberdyne Engineering", 3.8, strong=(Q.RISK, Q.PRIORITIES), clues=("priorities.roadmap",)),
    Company("Soylent Catering", 2.8, weak=(Q.PAYMENT, Q.HOURS), turns=-60, later=3.6, clues=("hours.two_am",)),
    Company("Pied Piper Music School", 4.0, weak=(Q.RISK,), visits_per_month=1.0, clues=("risk.unlicensed",)),
    Company("Bluth Homes", 2.3, weak=(Q.PAYMENT, Q.COMMAND), clues=("payment.cheque", "command.reversed")),
    Company("Dunder Mifflin Paper", 3.5, visits_per_month=1.5, clues=("time.unanswered",)),
    Company("Sterling Cooper Agency", 3.4, weak=(Q.PRIORITIES,), strong=(Q.PAYMENT,), clues=("priorities.scattergun",)),
    Company("Prestige Worldwide", 3.7, visits_per_month=0.8),
    Company("Oceanic Travel", 4.0, left_alone=-100),
    Company("Los Pollos Restaurant Group", 3.1, weak=(Q.TIME,), joins=-25, clues=("time.no_access", "time.unanswered")),
    Company(
        "Gekko & Daughters",
        2.0,
        visits_per_month=18.0,
        joins=28,
        weak=(Q.PAYMENT, Q.LISTENING),
        clues=("listening.knows_best", "listening.ignored"),
    ),
)

NOTES = (
    "Let the UPS die again.",
    "Everything on the job list was ready.",
    "Waited forty minutes for the server room key.",
    "Asked good questions about the backup plan.",
    "Two people gave opposite orders.",
)

QUIET = (timedelta(days=7), timedelta(days=13))
"""In the second week nobody visits anybody: a digest with almost nothing to say. The third is quiet, the fourth has a
fall, the fifth a new client."""


LATE = {
    "Acme Dental": (0, 0),
    "Bluth Homes": (18, 55),
    "Hooli": (0, 5),
    "Soylent Catering": (5, 20),
    "Vandelay Imports": (9, 28),
    "Wonka Foods": (0, 0),
}
"""The clients whose invoices are known, and from how many to how many days late they pay."""


class Billed(NamedTuple):
    """A month's invoice of the story: `paid` is None if that day is still to come, `amount` in hundredths."""

    company: Company
    number: str
    due: date
    paid: date | None
    amount: int


def invoices(today: date) -> Iterator[Billed]:
    """What was due in the last six months, as the accounts know it today."""
    for company in COMPANIES:
        rng = random.Random(f"good clients' invoices {company.name}")  # noqa: S311 - a story, not a secret
        for month in range(6 if company.name in LATE else 0):
            due = today - timedelta(days=20 + 30 * month)
            paid = due + timedelta(days=rng.randint(*LATE[company.name]))
            amount = 100 * rng.randint(400, 2400)
            yield Billed(company, f"INV-{due:%m%d}", due, paid if paid < today else None, amount)


class Told(NamedTuple):
    """One rating of the story."""

    company: Company
    rater: Person
    on: date
    scores: Scores


def ratings(monday: date, first: date, last: date) -> Iterator[Told]:
    """What is rated from `first` to `last`, both included; `monday` began the demo's first week.

    A day is always the same, whatever the span.
    """
    raters = [person for person in PEOPLE if person.role is Role.TECHNICIAN]
    day = first
    while day <= last:
        rng = random.Random(f"good clients {(day - monday).days}")  # noqa: S311 - a story, not a secret
        for company in COMPANIES:
            if _is_visited(company, day, monday, rng):
                rater = rng.choice(raters)
                yield Told(company, rater, day, _scores(company, rater, (day - monday).days, rng))
        day += timedelta(days=1)


def _is_visited(company: Company, day: date, monday: date, rng: random.Random) -> bool:
    chance = rng.random() * 21 < company.visits_per_month  # 21 working days a month
    at = (day - monday).days
    there = (company.joins is None or at >= company.joins) and (company.left_alone is None or at <= company.left_alone)
    quiet = QUIET[0] <= day - monday <= QUIET[1]
    return chance and there and not quiet and day.weekday() < 5


def _scores(company: Company, rater: Person, day: int, rng: random.Random) -> Scores:
    turned = company.turns is not None and day >= company.turns
    level = (company.later if turned else company.level) + rater.generosity + rng.gauss(0, 0.35)
    qualities = {}
    for quality in Quality:
        if rng.random() < (0.7 if quality is Quality.PAYMENT else 0.2):
            continue
        lean = 0.6 * (quality in company.strong) - 0.7 * (quality in company.weak)
        qualities[quality] = _score(level + lean + rng.gauss(0, 0.5))
    overall = {True: 5, False: 1}.get(level > 3.8) if abs(level - 3.3) > 0.5 else 3
    low = level < 3.3
    fitting = [clue for clue in company.clues if (clue in _RED) == low or turned]
    clues = frozenset(rng.sample(fitting, 1)) if fitting and rng.random() < 0.5 else frozenset[str]()
    note = rng.choice(NOTES) if rng.random() < 0.15 else ""
    return Scores(overall=overall, qualities=qualities, clues=clues, note=note)


_RED = frozenset(clue.key for quality in Quality for clue in quality.about.clues if clue.red)


def _score(value: float) -> int:
    return max(LOWEST, min(HIGHEST, round(value)))
