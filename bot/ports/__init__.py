"""What the product needs of the outside: a database, a messenger, a clock and ids."""

from collections.abc import Callable
from datetime import datetime

from bot.ports.database import Database, Due, DueFor, Installation, Store
from bot.ports.memory import AuditEntry, Erasure, Memory, Phrases, Unclear
from bot.ports.messages import Asker, Closed, Messenger, Notice, Posted, Postponed, Unavailable, Uncertain
from bot.ports.records import Clients, Invoices, Members, Ratings, Visits
from bot.ports.work import Digests, Feeds, Prompts

__all__ = [
    "Asker",
    "AuditEntry",
    "Clients",
    "Clock",
    "Closed",
    "Database",
    "Digests",
    "Due",
    "DueFor",
    "Erasure",
    "Feeds",
    "Installation",
    "Invoices",
    "Members",
    "Memory",
    "Messenger",
    "NewId",
    "Notice",
    "Phrases",
    "Posted",
    "Postponed",
    "Prompts",
    "Ratings",
    "Store",
    "Unavailable",
    "Uncertain",
    "Unclear",
    "Visits",
]

Clock = Callable[[], datetime]
"""The present instant, in UTC."""

NewId = Callable[[], str]
"""A new id: a UUID that sorts by the time it was made."""
