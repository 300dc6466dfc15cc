"""Erasure and retention: what goes is nowhere any more, and nothing else went."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select

from bot.company import DigestRecord, DigestState, Invoice, Member, Subscription, Visit
from bot.ports import Database
from bot.ratings import Scores
from bot.refusals import Refused
from bot.services.clients import ClientBook
from bot.services.forget import Forget
from bot.services.nightly import Nightly
from bot.services.own import Saved
from bot.services.rate import Draft, Rate
from storage.tables import metadata
from tests.people import ADA, ALAN, BRIGHT, HOOLI, MAYA, TOM, company

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TODAY = NOW.date()


def rate(database: Database, member: Member, note: str, on: date = TODAY) -> Saved:
    submission = f"{member.id} {on} {len(note)}"
    scores = Scores(overall=2, clues=frozenset({"risk.no_ups"}), note=note)
    draft = Draft(on=on, scores=scores, submission=submission, client_id=HOOLI.id)
    return Rate(database, lambda: NOW, lambda: submission).rate(BRIGHT.id, member, draft)


def everything(database_url: str) -> str:
    """All that is stored, as text."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    return "\n".join(rows)


def test_who_is_erased_is_nowhere_any_more(database: Database, database_url: str) -> None:
    company(database)
    rate(database, MAYA, "first words")
    rate(database, MAYA, "second words")
    rate(database, MAYA, "what an idiot", TODAY - timedelta(days=1))
    rate(database, TOM, "words of a colleague")
    with database.store(BRIGHT.id) as store:
        visit = Visit(
            id="v", client_id=HOOLI.id, member_id=MAYA.id, ended_at=NOW, on=TODAY, source="calendar", ref="maya/1"
        )
        store.visits.add(visit)
        store.ratings.deal(HOOLI.id, "risk.no_ups", by=MAYA.id, at=NOW)
        store.digests.save_subscription(Subscription(id="weekly", channel="C1"))
        digest = DigestRecord(
            id="d",
            subscription_id="weekly",
            period=TODAY,
            state=DigestState.DUE,
            due_at=NOW,
            ref="r",
            content="published of her words",
        )
        store.digests.claim(digest, owner="me", now=NOW, lease=timedelta(minutes=5))
        store.digests.posting(digest, owner="me")
    forget = Forget(database, lambda: NOW)
    person, ratings = forget.person(BRIGHT.id, "MAYA@bright.example")
    assert (person.id, ratings) == (MAYA.id, 2)
    assert forget.erase(BRIGHT.id, person) == 2
    left = everything(database_url)
    for gone in ("Maya", "UMAYA", "maya@", "first words", "second words", "idiot", "maya/1", "published of her"):
        assert gone not in left
    assert "words of a colleague" in left
    with database.store(BRIGHT.id) as store:
        assert [rating.member_id for rating in store.ratings.export()] == [TOM.id]


def test_who_cannot_be_told_apart_is_not_erased(database: Database) -> None:
    company(database)
    forget = Forget(database, lambda: NOW)
    assert forget.person(BRIGHT.id, "tom baker")[0] == TOM
    for unknown in ("Nobody", "", "tom"):
        with pytest.raises(Refused, match="There is nobody"):
            forget.person(BRIGHT.id, unknown)


def test_an_account_manager_who_is_erased_looks_after_nobody(database: Database) -> None:
    company(database)
    Forget(database, lambda: NOW).erase(BRIGHT.id, ALAN)
    clients, _ = ClientBook(database, lambda: NOW, lambda: "id").page(BRIGHT.id, ADA, "", limit=10)
    assert {client.account_manager for client in clients} == {None}


def test_nothing_goes_by_itself_until_it_is_set(database: Database) -> None:
    company(database)
    rate(database, MAYA, "long ago", date(2019, 1, 1))
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        assert store.ratings.export()[0].scores.note == "long ago"


def test_old_notes_go_before_old_scores(database: Database, database_url: str) -> None:
    company(database)
    Forget(database, lambda: NOW).keep(BRIGHT.id, notes=12, scores=24)
    rate(database, MAYA, "two years ago", date(2024, 11, 22))
    rate(database, MAYA, "a year ago", date(2025, 11, 22))
    rate(database, MAYA, "a year ago, an idiot", date(2025, 11, 21))
    rate(database, MAYA, "less than a year ago", date(2025, 11, 24))
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        kept = [(rating.on, rating.scores.overall, rating.scores.note) for rating in store.ratings.export()]
    assert kept == [
        (date(2025, 11, 21), 2, ""),
        (date(2025, 11, 22), 2, ""),
        (date(2025, 11, 24), 2, "less than a year ago"),
    ]
    left = everything(database_url)
    assert "two years ago" not in left
    assert "a year ago, an idiot" not in left


@pytest.mark.parametrize(("notes", "scores", "gone"), [(12, None, 0), (None, 24, 1)])
def test_old_invoices_go_with_old_scores(database: Database, notes: int | None, scores: int | None, gone: int) -> None:
    company(database)
    Forget(database, lambda: NOW).keep(BRIGHT.id, notes=notes, scores=scores)
    invoices = [
        Invoice(client_id=HOOLI.id, number=str(due), due=due, amount_due=1, known_on=TODAY)
        for due in (date(2024, 11, 22), date(2024, 11, 23))
    ]
    with database.store(BRIGHT.id) as store:
        store.invoices.put(invoices)
    Nightly(database, lambda: NOW).run()
    with database.store(BRIGHT.id) as store:
        assert store.invoices.all() == invoices[gone:]


def test_what_is_kept_too_short_a_time_is_refused(database: Database) -> None:
    company(database)
    forget = Forget(database, lambda: NOW)
    with pytest.raises(Refused, match="3 months"):
        forget.keep(BRIGHT.id, notes=1, scores=None)
    forget.keep(BRIGHT.id, notes=6, scores=None)
    assert forget.kept(BRIGHT.id) == "Notes are kept 6 months, scores for ever."
