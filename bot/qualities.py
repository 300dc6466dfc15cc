"""The seven qualities of a good client, their anchors and clues: declared once, everything else reads them.

Source: "IT Support Agreements: 7 Qualities of Good Clients", as technicians rate them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member does in the company; it decides what they are asked and what they may see."""

    TECHNICIAN = "technician"
    OFFICE = "office"
    ACCOUNT_MANAGER = "account_manager"
    ADMINISTRATOR = "administrator"


class Quality(StrEnum):
    """The key of a quality. The order is the one used in one-line ratings and in files."""

    PAYMENT = "payment"
    LISTENING = "listening"
    COMMAND = "command"
    PRIORITIES = "priorities"
    HOURS = "hours"
    TIME = "time"
    RISK = "risk"

    @property
    def about(self) -> "About":
        """What is known of the quality: its name, question, anchors and clues."""
        return ABOUT[self]


@dataclass(frozen=True)
class Clue:
    """An observation a technician can tick: a red or a green one, tied to a quality.

    `key` is stable ("risk.ups"): it is what files and the database hold.
    """

    key: str
    quality: Quality
    red: bool
    text: str


@dataclass(frozen=True)
class About:
    """A quality in the words that people read. Score 1 is `one`, 3 is `THREE`, 5 is `five`."""

    name: str
    question: str
    one: str
    five: str
    clues: tuple[Clue, ...]
    seen_by: frozenset[Role]


THREE = "ordinary: it happens, and is put right when asked"
OVERALL_QUESTION = "Happy to go back?"
OVERALL_ANSWERS = {5: "Yes", 3: "OK", 1: "No"}
LOWEST, HIGHEST = 1, 5

_VISITORS = frozenset({Role.TECHNICIAN, Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR})
_EVERYBODY = frozenset(Role)


def _about(
    quality: Quality,
    name: str,
    question: str,
    *,
    one: str,
    five: str,
    red: dict[str, str],
    green: dict[str, str],
    seen_by: frozenset[Role],
) -> About:
    clues = [Clue(f"{quality}.{key}", quality, red=True, text=text) for key, text in red.items()]
    clues += [Clue(f"{quality}.{key}", quality, red=False, text=text) for key, text in green.items()]
    return About(name, question, one, five, tuple(clues), seen_by)


ABOUT: dict[Quality, About] = {
    Quality.PAYMENT: _about(
        Quality.PAYMENT,
        "Pays promptly",
        "Do they pay by the due date without being chased?",
        one="30 or more days late, or most invoices disputed",
        five="within terms, no chaser",
        red={
            "overdue": "Invoices overdue",
            "hold": "On credit hold",
            "cheque": "“The cheque is in the post”",
        },
        green={"debit": "Pays by direct debit", "queries": "Raises invoice queries early"},
        seen_by=frozenset({Role.OFFICE, Role.ACCOUNT_MANAGER, Role.ADMINISTRATOR}),
    ),
    Quality.LISTENING: _about(
        Quality.LISTENING,
        "Willing to listen",
        "When you advised something, did they take it on board?",
        one="overrules advice from hearsay, or undoes the work",
        five="asks why, then acts or gives a reasoned no",
        red={"knows_best": "“Knows best” from the Sunday paper", "ignored": "Same advice ignored twice"},
        green={"as_designed": "Built the way it was designed", "advice_done": "Past advice done"},
        seen_by=_VISITORS,
    ),
    Quality.COMMAND: _about(
        Quality.COMMAND,
        "Chain of command",
        "Was it clear who decides, signs off and pays?",
        one="nobody could approve, or orders conflicted",
        five="a named contact; approver reached the same day",
        red={"no_signoff": "Nobody knows who signs off", "reversed": "Approvals reversed"},
        green={"contacts": "Contact list to hand", "purchase_order": "Purchase order first time"},
        seen_by=_EVERYBODY,
    ),
    Quality.PRIORITIES: _about(
        Quality.PRIORITIES,
        "Clear priorities",
        "Did they know what mattered most, and did it hold?",
        one="several “top” jobs; scope flipped on site",
        five="a ranked list tied to the business's aims",
        red={
            "scattergun": "Scattergun requests",
            "half_done": "Half-done projects",
            "while_here": "“While you're here…”",
        },
        green={"job_list": "Job list ready", "roadmap": "Roadmap agreed"},
        seen_by=_VISITORS,
    ),
    Quality.HOURS: _about(
        Quality.HOURS,
        "Sensible hours",
        "Did the place look able to do its work in normal hours for its trade?",
        one="everyone frazzled; routine out-of-hours demands",
        five="calm; out of hours only for emergencies",
        red={"overworked": "Overworked staff", "two_am": "Trivial “urgent” at 2 a.m."},
        green={"breaks": "Breaks taken", "windows": "Maintenance windows planned"},
        seen_by=_VISITORS,
    ),
    Quality.TIME: _about(
        Quality.TIME,
        "Makes time for IT",
        "Did the person you needed give you the time?",
        one="five minutes of orders, then gone, then criticism",
        five="met on time, answered everything, closed out together",
        red={"unanswered": "Ten questions left unanswered", "no_access": "Access not arranged"},
        green={"prepared": "Prepared for the visit", "reviews": "Review meetings kept"},
        seen_by=_VISITORS,
    ),
    Quality.RISK: _about(
        Quality.RISK,
        "Careful with risk",
        "Did they deal with the risks you raised?",
        one="knowingly crosses fingers",
        five="fixes, funds or signs off promptly",
        red={
            "warranty": "Server out of warranty",
            "one_password": "One password for all",
            "unlicensed": "Unlicensed software",
            "no_ups": "No UPS (“never had an outage”)",
        },
        green={"mfa": "MFA in use", "backups": "Backups tested", "renewals": "Renewals booked"},
        seen_by=_VISITORS,
    ),
}

CLUES: dict[str, Clue] = {clue.key: clue for about in ABOUT.values() for clue in about.clues}
