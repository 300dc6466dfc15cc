"""Ratings with everything they ever said: saved once, overwritten, undone, deleted, known at an instant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.company import Stage, Visit
from bot.ports import Database, Store
from bot.qualities import Quality
from bot.ratings import Rating, Scores
from tests.people import ACME, ACME_DENTAL, GLOBEX, HOOLI, MAYA, TOM, company

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
GOOD = Scores(overall=5, qualities={Quality.RISK: 4}, clues=frozenset({"risk.mfa", "time.prepared"}), note="Tidy rack")
BAD = Scores(overall=1, qualities={Quality.TIME: 2}, clues=frozenset({"risk.no_ups"}))
RATING = Rating(id="r1", client_id=ACME.id, member_id=MAYA.id, on=FRIDAY, scores=GOOD, recorded_at=NOW)


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    with database.store(company(database).id) as store:
        yield store


def later(minutes: int = 1) -> datetime:
    return NOW + timedelta(minutes=minutes)


def again(scores: Scores, minutes: int = 1) -> Rating:
    return replace(RATING, id=f"again-{minutes}", scores=scores, recorded_at=later(minutes))


def stands(store: Store) -> Scores | None:
    found = store.ratings.get(RATING.id)
    return found.scores if found else None


def test_a_rating_comes_back_as_it_was(store: Store) -> None:
    assert store.ratings.save(RATING, submission="s1") == RATING
    assert store.ratings.get("r1") == RATING
    assert store.ratings.lock(client_id=ACME.id, member_id=MAYA.id, visit_id=None, on=FRIDAY) == RATING
    assert store.ratings.export() == store.ratings.of_client(ACME.id) == [RATING]
    assert store.ratings.lock(client_id=ACME.id, member_id=TOM.id, visit_id=None, on=FRIDAY) is None


def test_the_same_date_again_is_the_same_rating_with_another_revision(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    saved = store.ratings.save(again(BAD), submission="s2")
    assert saved == replace(RATING, scores=BAD, recorded_at=later(), revision=2)
    assert store.ratings.export() == [saved]


def test_a_redelivered_submission_changes_nothing(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    saved = store.ratings.save(again(BAD), submission="s2")
    assert store.ratings.save(RATING, submission="s1") == saved
    assert store.ratings.submitted("s1") == store.ratings.submitted("s2") == saved
    assert store.ratings.submitted("s3") is None


def test_a_redelivery_does_not_bring_back_what_was_deleted_since(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.delete("r1", later())
    assert store.ratings.submitted("s1") is not None
    store.ratings.save(RATING, submission="s1")
    assert stands(store) is None


def test_two_visits_on_one_day_are_two_ratings(store: Store) -> None:
    for ref in ("morning", "evening"):
        store.visits.add(
            Visit(id=ref, client_id=ACME.id, member_id=MAYA.id, ended_at=NOW, on=FRIDAY, source="test", ref=ref)
        )
    store.ratings.save(replace(RATING, id="r1", visit_id="morning"), submission="s1")
    store.ratings.save(replace(RATING, id="r2", visit_id="evening"), submission="s2")
    store.ratings.save(replace(RATING, id="r3"), submission="s3")
    saved = store.ratings.save(replace(RATING, id="r4", visit_id="evening", scores=BAD), submission="s4")
    assert saved.id == "r2"
    assert len(store.ratings.export()) == 3


def test_undo_goes_back_one_at_a_time_to_nothing(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(again(BAD), submission="s2")
    assert store.ratings.undo("r1", 2, later(2)) == GOOD == stands(store)
    assert store.ratings.undo("r1", 3, later(3)) is None
    assert stands(store) is None
    assert store.ratings.undo("r1", 4, later(4)) is None
    assert store.ratings.undo("none", 1, later(5)) is None


def test_a_second_click_on_undo_does_not_undo_twice(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(again(BAD), submission="s2")
    store.ratings.undo("r1", 2, later(2))
    assert store.ratings.undo("r1", 2, later(3)) == GOOD == stands(store)


def test_undo_brings_back_what_was_deleted(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.delete("r1", later())
    store.ratings.delete("r1", later(2))
    assert store.ratings.lock(client_id=ACME.id, member_id=MAYA.id, visit_id=None, on=FRIDAY) is None
    assert store.ratings.undo("r1", 2, later(3)) == GOOD == stands(store)


def test_rating_a_deleted_date_again_revives_it_and_undo_deletes_it_again(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.delete("r1", later())
    saved = store.ratings.save(again(BAD, 2), submission="s2")
    assert (saved.id, saved.revision, stands(store)) == ("r1", 3, BAD)
    assert store.ratings.undo("r1", 3, later(3)) is None
    assert store.ratings.undo("r1", 4, later(4)) == GOOD


def test_every_change_of_a_rating_makes_standings_out_of_date(store: Store) -> None:
    versions = [store.workspace().ratings_version]
    for change in (
        lambda: store.ratings.save(RATING, submission="s1"),
        lambda: store.ratings.save(again(BAD), submission="s2"),
        lambda: store.ratings.undo("r1", 2, later(2)),
        lambda: store.ratings.delete("r1", later(3)),
        lambda: store.ratings.add_many([replace(RATING, id="r2", client_id=HOOLI.id)]),
    ):
        change()
        versions.append(store.workspace().ratings_version)
    assert versions == sorted(set(versions))


def test_a_members_ratings_come_latest_first_in_pages(store: Store) -> None:
    for days in range(5):
        store.ratings.save(replace(RATING, id=f"r{days}", on=FRIDAY - timedelta(days)), submission=f"s{days}")
    store.ratings.save(replace(RATING, id="other", member_id=TOM.id), submission="other")
    assert [rating.id for rating in store.ratings.of_member(MAYA.id, limit=2)] == ["r0", "r1"]
    assert [rating.id for rating in store.ratings.of_member(MAYA.id, limit=9, offset=3)] == ["r3", "r4"]
    assert [rating.id for rating in store.ratings.of_client(ACME.id, since=FRIDAY)] == ["r0", "other"]


def test_the_table_has_every_shown_client_and_nan_where_nothing_was_seen(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(replace(RATING, id="r2", client_id=HOOLI.id, scores=BAD), submission="s2")
    hooli = store.clients.get(HOOLI.id)
    assert hooli is not None
    store.clients.change(replace(hooli, stage=Stage.ARCHIVED))
    table = store.ratings.table()
    assert table.clients == ("acme-dental", "acme", "globex", "wayne")
    assert [table.clients[at] for at in table.client] == ["acme"]
    assert [table.raters[at] for at in table.rater] == ["maya"]
    assert table.day.tolist() == [FRIDAY.toordinal()]
    assert str(table.scores.tolist()) == "[[5.0, nan, nan, nan, nan, nan, nan, 4.0]]"


def test_the_table_of_nothing_is_empty_and_names_the_clients(store: Store) -> None:
    table = store.ratings.table()
    assert (len(table), len(table.clients), table.scores.shape) == (0, 5, (0, 8))


def test_the_table_is_known_as_it_was_at_an_instant(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(again(BAD, 10), submission="s2")
    store.ratings.delete("r1", later(20))
    overalls = [
        store.ratings.table(known_at=later(minutes)).scores[:, 0].tolist() for minutes in (-1, 0, 9, 10, 19, 20)
    ]
    assert overalls == [[], [5], [5], [1], [1], []]


def test_a_later_snapshot_reads_only_the_clients_that_changed(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(replace(RATING, id="r2", client_id=HOOLI.id), submission="s2")
    before = store.ratings.snapshot()
    store.ratings.save(again(BAD, 10), submission="s3")
    after = store.ratings.snapshot(before)
    assert sorted(after.table.scores[:, 0].tolist()) == [1, 5]
    assert after.by_client[HOOLI.id] is before.by_client[HOOLI.id]
    assert after.by_client[ACME.id] is not before.by_client[ACME.id]


def test_a_later_snapshot_knows_nothing_of_what_was_erased_or_deleted(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.save(replace(RATING, id="r2", client_id=HOOLI.id), submission="s2")
    before = store.ratings.snapshot()
    store.ratings.delete("r2", later(10))
    deleted = store.ratings.snapshot(before)
    assert [deleted.table.clients[at] for at in deleted.table.client] == [ACME.id]
    store.erasure.ratings(FRIDAY + timedelta(1))
    erased = store.ratings.snapshot(deleted)
    assert (len(erased.table), erased.by_client) == (0, {})


def test_ratings_of_merged_clients_count_for_what_they_are_now(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.clients.merge(ACME.id, ACME_DENTAL.id)
    found = store.ratings.get("r1")
    assert found is not None
    assert found.client_id == ACME_DENTAL.id
    assert store.ratings.of_client(ACME_DENTAL.id) == store.ratings.of_client(ACME.id) == [found]
    table = store.ratings.table()
    assert [table.clients[at] for at in table.client] == [ACME_DENTAL.id]
    assert [clue.client_id for clue in store.ratings.clues(client_id=ACME_DENTAL.id)] == [ACME_DENTAL.id] * 2
    store.clients.unmerge(ACME.id)
    assert store.ratings.get("r1") == RATING


def test_rating_a_merged_client_again_that_day_overwrites_what_was_said_under_the_old_name(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.clients.merge(ACME.id, ACME_DENTAL.id)
    assert store.ratings.save(replace(again(BAD), client_id=ACME_DENTAL.id), submission="s2").id == "r1"
    store.clients.unmerge(ACME.id)
    assert [(rating.client_id, rating.scores) for rating in store.ratings.export()] == [(ACME.id, BAD)]


def test_clues_come_latest_first_and_go_with_their_rating(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    earlier = replace(RATING, id="r2", client_id=GLOBEX.id, on=date(2026, 10, 1), scores=BAD)
    store.ratings.save(earlier, submission="s2")
    seen = [(clue.client_id, clue.clue) for clue in store.ratings.clues()]
    assert seen == [("acme", "risk.mfa"), ("acme", "time.prepared"), ("globex", "risk.no_ups")]
    assert {clue.rating_id for clue in store.ratings.clues(since=date(2026, 11, 1))} == {"r1"}
    store.ratings.delete("r1", later())
    assert [clue.clue for clue in store.ratings.clues()] == ["risk.no_ups"]
    store.ratings.undo("r1", 2, later(2))
    assert len(store.ratings.clues(client_id=ACME.id)) == 2


def test_an_import_adds_what_is_new_once(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    many = [
        replace(RATING, id="i1", scores=BAD),
        replace(RATING, id="i2", client_id=HOOLI.id, source="import"),
        replace(RATING, id="i3", member_id=TOM.id, source="import"),
    ]
    assert store.ratings.add_many(many) == 2
    assert store.ratings.add_many([replace(rating, id=f"x{rating.id}") for rating in many]) == 0
    assert store.ratings.add_many([]) == 0
    assert sorted(store.ratings.export(), key=lambda rating: rating.id) == [*many[1:], RATING]
    assert len(store.ratings.table(known_at=NOW)) == 3


def test_two_lines_of_a_file_about_one_date_are_one_rating_and_the_later_line_overwrites_what_it_gives(
    store: Store,
) -> None:
    assert store.ratings.add_many([RATING, replace(RATING, id="i2", scores=Scores(overall=2))]) == 1
    assert stands(store) == replace(GOOD, overall=2)


def test_an_import_does_not_bring_back_what_was_deleted(store: Store) -> None:
    store.ratings.save(RATING, submission="s1")
    store.ratings.delete("r1", later())
    assert store.ratings.add_many([replace(RATING, id="i1")]) == 0


def test_an_imported_rating_can_be_undone_and_changed_like_any_other(store: Store) -> None:
    store.ratings.add_many([RATING])
    assert store.ratings.save(again(BAD), submission="s1").revision == 2
    assert store.ratings.undo("r1", 2, later(2)) == GOOD
