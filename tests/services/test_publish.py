"""Every due digest is posted once, whatever breaks; where that can't be known, administrators are told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest

from bot.company import Cadence, DigestRecord, DigestState, Subscription, Workspace
from bot.ports import Closed, Database, Notice, Postponed, Uncertain
from bot.ratings import Rating, Scores
from bot.refusals import Refused
from bot.services.publish import LEASE, Publish
from bot.services.standings import StandingsCache
from bot.services.subscriptions import Subscriptions
from tests.people import ADA, ALAN, BRIGHT, HOOLI, MAYA, company
from tests.services.noticeboard import Noticeboard

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK, MINUTE = timedelta(weeks=1), timedelta(minutes=1)
CHANNEL = "C-clients"


class House:
    """The bot of one company, one minute before its first Monday; `now` is its clock."""

    def __init__(self, database: Database, board: Noticeboard, owner: str = "one") -> None:
        self.database = database
        self.board = board
        self.now = MONDAY - MINUTE
        self.owner, self.numbers = owner, count()
        self.subscriptions = Subscriptions(database, self.clock, self.new_id)
        self.publish = Publish(database, board, StandingsCache(), self.clock, self.new_id, owner=owner)

    def clock(self) -> datetime:
        return self.now

    def new_id(self) -> str:
        return f"{self.owner}-{next(self.numbers)}"

    def beat(self, at: datetime) -> None:
        self.now = at
        self.publish.publish_due()

    def records(self, subscription: Subscription) -> list[DigestRecord]:
        with self.database.store(BRIGHT.id) as store:
            return store.digests.latest(subscription.id, limit=9)

    def states(self, subscription: Subscription) -> list[tuple[date, DigestState]]:
        return [(record.period, record.state) for record in self.records(subscription)]


@pytest.fixture
def board() -> Noticeboard:
    return Noticeboard()


@pytest.fixture
def house(database: Database, board: Noticeboard) -> House:
    company(database)
    return House(database, board)


@pytest.fixture
def weekly(house: House) -> Subscription:
    return house.subscriptions.save_settings(BRIGHT.id, CHANNEL, 0, time(9), "Europe/London")


def rate(house: House, on: date, overall: int, rating_id: str = "r1") -> None:
    scores = Scores(overall=overall)
    rating = Rating(id=rating_id, client_id=HOOLI.id, member_id=MAYA.id, on=on, scores=scores, recorded_at=house.now)
    with house.database.store(BRIGHT.id) as store:
        store.ratings.lock(client_id=HOOLI.id, member_id=MAYA.id, visit_id=None, on=on)
        store.ratings.save(rating, submission=f"{rating_id} {house.now}")


def test_it_comes_every_monday_at_nine(house: House, board: Noticeboard, weekly: Subscription) -> None:
    house.beat(MONDAY - MINUTE)
    assert not board.posts
    for week in range(3):
        for minute in range(3):
            house.beat(MONDAY + week * WEEK + minute * MINUTE)
        assert len(board.posts) == week + 1
    assert {post[1] for post in board.posts} == {CHANNEL}
    assert house.states(weekly)[0] == (date(2026, 12, 7), DigestState.POSTED)


def test_what_was_published_is_kept(house: House, board: Noticeboard, weekly: Subscription) -> None:
    house.beat(MONDAY)
    record = house.records(weekly)[0]
    assert house.publish.published(BRIGHT.id, record.id) == board.posts[0][3]
    assert (record.channel, record.message_ts, record.finished_at) == (CHANNEL, "1.0", MONDAY)


def test_a_digest_that_is_not_kept_is_refused(house: House) -> None:
    with pytest.raises(Refused, match="not there any more"):
        house.publish.published(BRIGHT.id, "gone")


def test_a_rating_edited_since_does_not_rewrite_last_week(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    rate(house, date(2026, 11, 20), 5)
    house.beat(MONDAY)
    house.now = MONDAY + timedelta(days=1)
    rate(house, date(2026, 11, 20), 1)
    house.beat(MONDAY + WEEK)
    assert board.posts[1][3].notes == ("Nothing changed since last week: no new ratings, and no clue was dealt with.",)


def test_two_processes_post_once(house: House, board: Noticeboard, weekly: Subscription) -> None:
    other = House(house.database, board, owner="two")
    for each in (house, other, house, other):
        each.beat(MONDAY)
    assert len(board.posts) == 1


def test_a_missed_monday_is_caught_up_and_weeks_before_it_are_not(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    house.beat(MONDAY + 2 * WEEK + timedelta(days=3))
    assert house.states(weekly) == [(date(2026, 12, 7), DigestState.POSTED)]
    house.beat(MONDAY + 3 * WEEK)
    assert len(board.posts) == 2


def test_slack_asks_to_wait(house: House, board: Noticeboard, weekly: Subscription) -> None:
    board.before.append(Postponed(timedelta(minutes=2)))
    house.beat(MONDAY)
    house.beat(MONDAY + MINUTE)
    assert not board.posts
    house.beat(MONDAY + 2 * MINUTE)
    assert len(board.posts) == 1
    house.beat(MONDAY + WEEK)
    assert [period for period, _ in house.states(weekly)] == [date(2026, 11, 30), date(2026, 11, 23)]


def test_a_closed_channel_is_told_to_administrators_with_a_way_on(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    board.before.append(Closed("#clients is archived."))
    house.beat(MONDAY)
    house.beat(MONDAY + MINUTE)
    sentence = "The digest was not posted. #clients is archived."
    assert board.notices == [(BRIGHT.id, Notice(sentence, "Choose a channel", "choose_channel", weekly.id))]
    assert not board.posts
    house.subscriptions.save_settings(BRIGHT.id, "C-other", 0, time(9), "Europe/London")
    assert house.publish.post_now(BRIGHT.id, weekly.id).channel == "C-other"


def test_posted_but_the_connection_broke(house: House, board: Noticeboard, weekly: Subscription) -> None:
    board.after.append(Uncertain("broke"))
    house.beat(MONDAY)
    house.beat(MONDAY + LEASE)
    house.beat(MONDAY + 2 * LEASE)
    assert len(board.posts) == 1
    assert house.states(weekly) == [(date(2026, 11, 23), DigestState.POSTED)]
    assert not board.notices


def test_not_posted_as_the_connection_broke(house: House, board: Noticeboard, weekly: Subscription) -> None:
    board.before.append(Uncertain("broke"))
    house.beat(MONDAY)
    house.beat(MONDAY + LEASE)
    assert len(board.posts) == 1
    assert house.records(weekly)[0].attempts == 2


@pytest.mark.parametrize("accepted", [True, False])
def test_where_nobody_may_look_it_is_not_posted_again_blindly(
    house: House, board: Noticeboard, weekly: Subscription, accepted: bool
) -> None:
    board.may_look = False
    (board.after if accepted else board.before).append(Uncertain("broke"))
    house.beat(MONDAY)
    house.beat(MONDAY + LEASE)
    house.beat(MONDAY + 2 * LEASE)
    assert len(board.posts) == accepted
    record = house.records(weekly)[0]
    assert record.state is DigestState.UNKNOWN
    assert [(notice.button, notice.action, notice.value) for _, notice in board.notices] == [
        ("Post it now", "post_now", record.id)
    ]
    house.publish.post_again(BRIGHT.id, record.id)
    assert len(board.posts) == accepted + 1
    with pytest.raises(Refused, match="posted since"):
        house.publish.post_again(BRIGHT.id, record.id)
    house.beat(MONDAY + WEEK)
    assert len(board.posts) == accepted + 2


def test_what_administrators_could_not_be_told_is_told_later(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    board.may_look = False
    board.before.append(Uncertain("broke"))
    board.deaf.append(Postponed(MINUTE))
    house.beat(MONDAY)
    house.beat(MONDAY + LEASE)
    assert not board.notices
    house.beat(MONDAY + 2 * LEASE)
    assert len(board.notices) == 1
    assert house.records(weekly)[0].state is DigestState.UNKNOWN


def test_a_workspace_that_left_slack_is_not_tried_for_ever(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    board.before.append(Closed("This workspace is not connected to Slack."))
    board.deaf.append(Closed("This workspace is not connected to Slack."))
    house.beat(MONDAY)
    assert house.states(weekly) == [(date(2026, 11, 23), DigestState.SKIPPED)]


def test_a_process_too_slow_for_its_lease_leaves_the_post_to_the_next(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    times = iter([MONDAY, MONDAY, MONDAY])
    slow = House(house.database, board, owner="slow")
    late = MONDAY + LEASE * 0.6
    slow.publish = Publish(
        house.database, board, StandingsCache(), lambda: next(times, late), slow.new_id, owner="slow"
    )
    slow.publish.publish_due()
    assert not board.posts
    house.beat(MONDAY + LEASE)
    assert len(board.posts) == 1


def test_trouble_in_one_workspace_holds_up_no_other(house: House, board: Noticeboard, weekly: Subscription) -> None:
    other = company(house.database, Workspace(id="other-it", name="Other IT"))
    house.now -= MINUTE
    house.subscriptions.save_settings(other.id, "C-other", 0, time(9), "UTC")
    board.before.append(ValueError("unexpected"))
    house.beat(MONDAY)
    assert len(board.posts) == 1
    house.beat(MONDAY + LEASE)
    assert {post[0] for post in board.posts} == {BRIGHT.id, other.id}


def test_what_cannot_be_posted_for_a_week_is_given_up_and_told(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    for day in range(8):
        board.before.append(Postponed(timedelta(days=1)))
        house.beat(MONDAY + timedelta(days=day))
    board.before.clear()
    house.beat(MONDAY + WEEK + timedelta(days=1))
    assert [notice.sentence for _, notice in board.notices] == [
        "The digest of Monday 23 November 2026 could not be posted within a week. The next comes as usual."
    ]
    assert house.states(weekly) == [
        (date(2026, 11, 30), DigestState.POSTED),
        (date(2026, 11, 23), DigestState.SKIPPED),
    ]


def test_posted_by_hand_it_does_not_come_again_at_its_time(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    house.publish.post_now(BRIGHT.id, weekly.id)
    with pytest.raises(Refused, match="has been posted"):
        house.publish.post_now(BRIGHT.id, weekly.id)
    house.beat(MONDAY)
    assert len(board.posts) == 1
    house.beat(MONDAY + WEEK)
    assert len(board.posts) == 2


def test_by_hand_the_person_is_told_why_not(house: House, board: Noticeboard, weekly: Subscription) -> None:
    board.before.extend([Closed("#clients is archived."), Postponed(MINUTE), Uncertain("broke")])
    with pytest.raises(Refused, match="archived"):
        house.publish.post_now(BRIGHT.id, weekly.id)
    with pytest.raises(Refused, match="I keep trying"):
        house.publish.post_now(BRIGHT.id, weekly.id)
    house.now += MINUTE
    with pytest.raises(Refused, match="can't tell yet"):
        house.publish.post_now(BRIGHT.id, weekly.id)


def test_a_preview_posts_nothing(house: House, board: Noticeboard, weekly: Subscription) -> None:
    assert house.publish.preview(BRIGHT.id, weekly.id).headline.startswith("None of 5 clients rated yet")
    assert not board.posts
    assert not house.records(weekly)


def test_a_digest_of_ones_own_is_about_ones_own_clients(house: House, board: Noticeboard) -> None:
    own = house.subscriptions.subscribe(BRIGHT.id, ALAN.id, Cadence.WEEKLY, weekday=0, at=time(9), zone="UTC")
    house.subscriptions.subscribe(BRIGHT.id, ADA.id, Cadence.MONTHLY, weekday=0, at=time(9), zone="UTC")
    house.beat(MONDAY)
    assert [(post[1], post[3].headline) for post in board.posts] == [
        ("D-alan", "None of 1 client rated yet: nothing can be said about them")
    ]
    house.beat(datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert sorted(post[1] for post in board.posts) == ["D-ada", "D-alan", "D-alan"]
    assert own.due_at == MONDAY


def test_technicians_have_no_digest_of_their_own(house: House) -> None:
    with pytest.raises(Refused, match="account managers"):
        house.subscriptions.subscribe(BRIGHT.id, MAYA.id, Cadence.WEEKLY, weekday=0, at=time(9), zone="UTC")


def test_not_while_it_is_paused(house: House, board: Noticeboard, weekly: Subscription) -> None:
    house.subscriptions.pause(BRIGHT.id, weekly.id, date(2026, 11, 20), date(2026, 12, 1))
    house.beat(MONDAY + 2 * MINUTE)
    house.beat(MONDAY + WEEK + MINUTE)
    assert not board.posts
    house.beat(MONDAY + 2 * WEEK)
    assert len(board.posts) == 1
    house.subscriptions.pause(BRIGHT.id, weekly.id, date(2026, 12, 8))
    house.beat(MONDAY + 5 * WEEK)
    assert len(board.posts) == 1
    assert house.subscriptions.resume(BRIGHT.id, weekly.id).due_at == MONDAY + 6 * WEEK
    house.beat(MONDAY + 6 * WEEK)
    assert len(board.posts) == 2


def test_settings_changed_while_running(house: House, board: Noticeboard, weekly: Subscription) -> None:
    moved = house.subscriptions.save_settings(BRIGHT.id, "C-other", 2, time(16, 30), "America/New_York")
    assert moved == replace(
        weekly,
        channel="C-other",
        weekday=2,
        at=time(16, 30),
        zone="America/New_York",
        due_at=datetime(2026, 11, 25, 21, 30, tzinfo=UTC),
    )
    house.beat(MONDAY + MINUTE)
    assert not board.posts
    house.beat(MONDAY + timedelta(days=3))
    assert [post[1] for post in board.posts] == ["C-other"]


def test_settings_saved_in_the_minute_it_is_due_do_not_lose_it(
    house: House, board: Noticeboard, weekly: Subscription
) -> None:
    house.now = MONDAY + timedelta(seconds=5)
    house.subscriptions.save_settings(BRIGHT.id, "C-other", 0, time(9), "Europe/London")
    house.beat(MONDAY + timedelta(seconds=20))
    assert [post[1] for post in board.posts] == ["C-other"]


@pytest.mark.parametrize(("weekday", "zone", "field"), [(7, "UTC", "weekday"), (0, "Europe/Londn", "zone")])
def test_settings_that_cannot_be(house: House, weekday: int, zone: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        house.subscriptions.save_settings(BRIGHT.id, CHANNEL, weekday, time(9), zone)
    assert refused.value.field == field
