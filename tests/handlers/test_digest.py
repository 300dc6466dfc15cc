"""The digest through Slack: settings, preview, posting, and what goes wrong."""

from datetime import timedelta

import pytest

from bot.company import DigestState, Member
from bot.ratings import Scores
from bot.services.rate import Draft
from handlers.ids import Action
from sandbox import Actor, Message
from tests.bot import Bright
from tests.people import ACME_DENTAL, ADA, ALAN, BRIGHT, HOOLI, MAYA, PRIYA, TOM


def rate_some(bright: Bright) -> None:
    """Three people, two clients, four weeks: enough for a verdict."""
    for client, overall in ((ACME_DENTAL, 5), (HOOLI, 1)):
        for week in range(4):
            for member in (MAYA, TOM, PRIYA):
                on = bright.clock().date() - timedelta(weeks=week)
                draft = Draft(
                    on=on,
                    scores=Scores(overall=overall),
                    submission=f"{client.id} {week} {member.id}",
                    client_id=client.id,
                )
                bright.bot.terminal.rate.rate(BRIGHT.id, member, draft)


def open_settings(bright: Bright, member: Member = ADA) -> Actor:
    actor = bright.as_(member)
    actor.open_home()
    bright.slack.wait_for(lambda: actor.home)
    assert actor.home is not None
    actor.click(actor.home, Action.DIGEST_SETTINGS)
    bright.slack.wait_for(lambda: actor.modal)
    return actor


def set_up(bright: Bright) -> Message:
    ada = open_settings(bright)
    ada.choose("channel", bright.desk.id)
    ada.choose("weekday", "0")
    ada.choose("at", "09:00")
    return bright.answer_to(ada, ada.submit)


def test_the_installer_is_asked_once_where_the_digest_shall_come(bright: Bright) -> None:
    first = bright.slack.wait_for(lambda: bright.as_(ADA).sees())
    assert "Where and when shall the digest come?" in first[0].words
    assert bright.as_(MAYA).sees() == []


def test_an_administrator_sets_it_up_previews_and_posts_it(bright: Bright) -> None:
    rate_some(bright)
    ada = bright.as_(ADA)
    saved = set_up(bright)
    assert "Mondays at 09:00 (Europe/London)" in saved.words
    preview = bright.answer_to(ada, lambda: ada.click(saved, Action.DIGEST_PREVIEW))
    assert "50% good (1 of 2 settled clients" in preview.words
    assert bright.slack.posts(bright.desk) == []
    ada.click(saved, Action.DIGEST_POST)
    posted = bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))[0]
    assert "50% good (1 of 2 settled clients" in posted.text
    assert "Maya" not in posted.words


def test_why_opens_the_explanation(bright: Bright) -> None:
    rate_some(bright)
    saved = set_up(bright)
    ada = bright.as_(ADA)
    ada.click(saved, Action.DIGEST_POST)
    posted = bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))[0]
    maya = bright.as_(MAYA)
    maya.click(posted, Action.DIGEST_WHY)
    assert bright.slack.wait_for(lambda: maya.modal and "settled" in maya.modal.words)


def test_a_channel_that_is_shared_outside_is_not_taken(bright: Bright) -> None:
    projects = bright.slack.channel("projects", [ADA.id], is_ext_shared=True)
    ada = open_settings(bright)
    ada.choose("channel", projects.id)
    outcome = ada.submit()
    assert "shared outside the company" in outcome.errors["channel"]


def test_a_channel_without_the_bot_is_said(bright: Bright) -> None:
    quiet = bright.slack.channel("quiet", [ADA.id], bot=False)
    ada = open_settings(bright)
    ada.choose("channel", quiet.id)
    outcome = ada.submit()
    assert "invite me" in outcome.errors["channel"]


def test_technicians_do_not_change_the_digest(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.open_home()
    bright.slack.wait_for(lambda: maya.home)
    assert maya.home is not None
    assert "weekly digest" not in maya.home.words


def due(bright: Bright) -> None:
    """Next Monday at nine has come, and the heart beats."""
    bright.clock.advance(timedelta(days=7))
    bright.bot.services.publish.publish_due()


def digests(bright: Bright) -> list[Message]:
    """What stands in the channel itself, threads left out."""
    return [post for post in bright.slack.posts(bright.desk) if post.thread_ts in (None, post.ts)]


def state(bright: Bright) -> DigestState:
    with bright.database.store(BRIGHT.id) as store:
        subscription = store.digests.subscriptions()[0]
        return store.digests.latest(subscription.id)[0].state


def test_a_due_digest_comes_once(bright: Bright) -> None:
    rate_some(bright)
    set_up(bright)
    due(bright)
    bright.bot.services.publish.publish_due()
    assert len(digests(bright)) == 1


def test_a_channel_that_was_archived_tells_the_administrators(bright: Bright) -> None:
    set_up(bright)
    bright.slack.workspace.archive(bright.desk)
    ada = bright.as_(ADA)
    told = bright.answer_to(ada, lambda: due(bright))
    assert "was not posted" in told.words
    assert "Choose a channel" in told.words
    assert state(bright) is DigestState.SKIPPED


@pytest.mark.parametrize("fault", ["429", "drop_before"])
def test_a_refused_post_comes_later_once(bright: Bright, fault: str) -> None:
    rate_some(bright)
    set_up(bright)
    bright.slack.fail_next("chat.postMessage", fault)
    due(bright)
    bright.clock.advance(timedelta(minutes=10))
    bright.bot.services.publish.publish_due()
    assert len(digests(bright)) == 1


def test_an_accepted_post_whose_answer_was_lost_is_not_posted_again(bright: Bright) -> None:
    rate_some(bright)
    set_up(bright)
    bright.slack.fail_next("chat.postMessage", "drop_after")
    due(bright)
    bright.clock.advance(timedelta(minutes=10))
    bright.bot.services.publish.publish_due()
    assert len(digests(bright)) == 1


def test_a_workspace_without_the_new_blocks_gets_the_plain_digest(bright: Bright) -> None:
    rate_some(bright)
    bright.slack.workspace.refuse_newest_blocks()
    set_up(bright)
    due(bright)
    post = bright.slack.posts(bright.desk)[0]
    assert not {"data_visualization", "data_table"} & {block["type"] for block in post.blocks}
    assert "50% good" in post.words


def test_an_account_manager_has_a_digest_of_their_own_clients_by_direct_message(bright: Bright) -> None:
    rate_some(bright)
    alan = bright.as_(ALAN)
    alan.open_home()
    bright.slack.wait_for(lambda: alan.home)
    assert alan.home is not None
    alan.click(alan.home, Action.OWN_DIGEST)
    bright.slack.wait_for(lambda: alan.modal)
    alan.choose("at", "08:00")
    saved = bright.answer_to(alan, alan.submit)
    assert "Mondays at 08:00 (Europe/London) in a direct message" in saved.words
    digest = bright.answer_to(alan, lambda: due(bright))
    assert "Hooli" not in digest.words  # Acme Dental is Alan's


def test_a_pause_is_kept(bright: Bright) -> None:
    ada = open_settings(bright)
    ada.choose("channel", bright.desk.id)
    ada.choose("paused_from", "2026-11-30")
    ada.choose("paused_until", "2026-12-04")
    saved = bright.answer_to(ada, ada.submit)
    assert "paused from 30 November until 4 December" in saved.words
    due(bright)
    assert digests(bright) == []
    due(bright)
    assert len(digests(bright)) == 1
