"""Visits, each known once from its source."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.company import Visit
from bot.ports import Database
from tests.people import ACME, ACME_DENTAL, MAYA, TOM, company

ENDED = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
VISIT = Visit(
    id="v1", client_id=ACME.id, member_id=MAYA.id, ended_at=ENDED, on=date(2026, 11, 20), source="ics", ref="a"
)


def test_the_same_visit_from_its_source_again_is_the_one_that_is_there(database: Database) -> None:
    with database.store(company(database).id) as store:
        assert store.visits.add(VISIT) == VISIT
        assert store.visits.add(replace(VISIT, id="v2", ended_at=ENDED + timedelta(hours=1))) == VISIT
        assert store.visits.add(replace(VISIT, id="v3", source="webhook")).id == "v3"


def test_visits_come_latest_first_of_the_member_and_the_day(database: Database) -> None:
    with database.store(company(database).id) as store:
        for hours, ref in enumerate("abcd"):
            store.visits.add(replace(VISIT, id=ref, ref=ref, ended_at=ENDED - timedelta(hours=hours)))
        store.visits.add(replace(VISIT, id="tom", ref="tom", member_id=TOM.id))
        store.visits.add(replace(VISIT, id="dental", ref="dental", client_id=ACME_DENTAL.id))
        assert [visit.id for visit in store.visits.latest_of(MAYA.id, limit=3)] == ["dental", "a", "b"]
        assert [visit.id for visit in store.visits.on(MAYA.id, ACME.id, VISIT.on)] == ["a", "b", "c", "d"]
        assert store.visits.on(MAYA.id, ACME.id, date(2026, 11, 19)) == []


def test_visits_to_a_merged_client_were_to_what_it_is_now(database: Database) -> None:
    with database.store(company(database).id) as store:
        store.visits.add(VISIT)
        store.clients.merge(ACME.id, ACME_DENTAL.id)
        now = replace(VISIT, client_id=ACME_DENTAL.id)
        assert store.visits.on(MAYA.id, ACME_DENTAL.id, VISIT.on) == store.visits.latest_of(MAYA.id, limit=1) == [now]
