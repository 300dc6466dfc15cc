"""Questions in storage: claimed by one, in one workspace; secrets are kept encrypted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.company import Workspace
from bot.ports import Database, DueFor
from bot.refusals import Refused
from bot.visits.prompt import Feed, Prompt, PromptState
from storage.database import Database as SqlDatabase
from tests.people import BRIGHT, MAYA, TOM, company

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LEASE = timedelta(minutes=5)


def prompt(at: int, member_id: str = MAYA.id) -> Prompt:
    return Prompt(
        id=f"p{at}",
        member_id=member_id,
        ended_at=NOW - timedelta(hours=1, minutes=at),
        on=date(2026, 11, 23),
        source="webhook",
        source_ref=f"e{at}",
        due_at=NOW - timedelta(minutes=at),
        place="Unit 4",
    )


@pytest.fixture
def asking(database: Database) -> Database:
    company(database)
    with database.store(BRIGHT.id) as store:
        for at in range(3):
            store.prompts.add(prompt(at))
    return database


def claim(database: Database, owner: str, now: datetime = NOW, limit: int = 9) -> list[Prompt]:
    with database.store(BRIGHT.id) as store:
        return store.prompts.claim(MAYA.id, owner=owner, now=now, lease=LEASE, limit=limit)


def test_each_question_is_claimed_by_one(asking: Database) -> None:
    with ThreadPoolExecutor(6) as replicas:
        claims = list(replicas.map(lambda owner: claim(asking, owner, limit=2), "abcdef"))
    assert sorted(one.id for claimed in claims for one in claimed) == ["p0", "p1", "p2"]


def test_a_claim_ends_with_its_lease_and_only_who_has_it_may_finish(asking: Database) -> None:
    first = claim(asking, "first")
    assert claim(asking, "second", NOW + LEASE - timedelta(seconds=1)) == []
    second = claim(asking, "second", NOW + LEASE)
    assert [one.attempts for one in second] == [2, 2, 2]
    with asking.store(BRIGHT.id) as store:
        assert store.prompts.posting(first, owner="first", ref="r1", channel="D1") == []
        assert not store.prompts.finish(first[0], owner="first")
        assert [one.state for one in store.prompts.posting(second, owner="second", ref="r2", channel="D1")] == [
            PromptState.POSTING
        ] * 3


def test_what_is_due_names_people_only(asking: Database) -> None:
    with asking.store(BRIGHT.id) as store:
        store.prompts.add(prompt(9, TOM.id))
    assert asking.prompts_due(NOW) == [DueFor(BRIGHT.id, TOM.id), DueFor(BRIGHT.id, MAYA.id)]
    assert asking.prompts_due(NOW - timedelta(hours=1)) == []


def test_another_workspace_has_its_own(asking: Database) -> None:
    other = company(asking, Workspace(id="other-it", name="Other IT"))
    with asking.store(other.id) as store:
        assert store.prompts.get("p0") is None
        assert store.prompts.claim(MAYA.id, owner="x", now=NOW, lease=LEASE, limit=9) == []
        store.prompts.remember_place("unit 4", None)
        store.feeds.set_webhook_secret("theirs", NOW)
    with asking.store(BRIGHT.id) as store:
        assert store.prompts.places() == {}
        assert store.feeds.webhook_secret() is None


def test_addresses_and_secrets_are_encrypted(asking: Database, database_url: str) -> None:
    feed = Feed(member_id=MAYA.id, address="https://calendar.example/hush", added_at=NOW, due_at=NOW)
    with asking.store(BRIGHT.id) as store:
        store.feeds.save(feed)
        store.feeds.set_webhook_secret("hush", NOW)
    with asking.store(BRIGHT.id) as store:
        assert store.feeds.get(MAYA.id) == feed
        assert store.feeds.webhook_secret() == "hush"
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT address FROM calendar_feeds UNION SELECT secret FROM webhook_secrets"))
        assert not [row for row in rows if "hush" in row[0]]
    engine.dispose()
    keyless = SqlDatabase(database_url, new_id=lambda: "x", timeout=20)
    with pytest.raises(Refused, match="encryption key"), keyless.store(BRIGHT.id) as store:
        store.feeds.save(feed)
    keyless.close()
