"""What Bright IT knows in these tests: ratings that leave no doubt, so that answers can be read word by word."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.answers import Facts, Note
from bot.company import Client, ClueSeen, Invoice, Member
from bot.privacy import Viewer, viewer
from bot.qualities import Quality
from bot.ratings import RatingTable, Row
from bot.scoring import standings
from tests.people import ALAN, CLIENTS, MAYA, PEOPLE, PRIYA, TOM

TODAY = date(2026, 11, 22)


def rated(client: Client, member: Member, on: date, overall: float | None, **qualities: int) -> Row:
    """One rating."""
    scores = [overall, *(qualities.get(quality) for quality in Quality)]
    return Row(client.id, member.id, on, [float("nan") if score is None else score for score in scores])


def steadily(
    client: Client, score: int, *, times: int = 21, last: date = TODAY - timedelta(days=3), **qualities: int
) -> list[Row]:
    """The same score again and again, by three people in turn, weekly up to `last`."""
    people = (MAYA, TOM, PRIYA)
    return [rated(client, people[at % 3], last - timedelta(weeks=at), score, **qualities) for at in range(times)]


def facts(
    *rows: Row | Iterable[Row],
    clients: Iterable[Client] = CLIENTS,
    clues: Iterable[ClueSeen] = (),
    notes: Iterable[Note] = (),
    invoices: Iterable[Invoice] = (),
) -> Facts:
    """The facts that these ratings make."""
    flat = [one for row in rows for one in ([row] if isinstance(row, Row) else row)]
    clients = tuple(clients)
    table = RatingTable.of(flat, [client.id for client in clients])
    return Facts(
        today=TODAY,
        clients=clients,
        members=PEOPLE,
        table=table,
        standings=standings(table, TODAY),
        clues=tuple(clues),
        notes=tuple(notes),
        invoices=tuple(invoices),
    )


def clue(client: Client, key: str, on: date, member: Member = MAYA) -> ClueSeen:
    """A clue that somebody saw."""
    return ClueSeen(client_id=client.id, clue=key, on=on, member_id=member.id, rating_id=f"{client.id}-{on}")


def billed(client: Client, late: int, *, times: int = 1, owed: int | None = None) -> list[Invoice]:
    """Invoices that were paid so many days late, monthly up to October; the last is still due if something is owed."""
    due = [date(2026, 10, 20) - timedelta(days=30 * at) for at in range(times)]
    paid = [
        Invoice(client_id=client.id, number=f"INV-{day}", due=day, paid=day + timedelta(days=late), known_on=TODAY)
        for day in due
    ]
    return [replace(paid[0], paid=None, amount_due=owed), *paid[1:]] if owed else paid


def eyes(member: Member) -> Viewer:
    """What this member may see."""
    return viewer(member, CLIENTS)


MAYAS, ALANS = eyes(MAYA), eyes(ALAN)
