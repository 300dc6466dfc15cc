"""Every closed door: nothing about clients leaves where somebody from outside could read it."""

import pytest

from bot.company import Member
from handlers.directory import MAXIMUM_AGE
from sandbox import Actor
from tests.bot import Bright
from tests.people import MAYA, PEOPLE

QUESTION = "who are our good clients?"
STAFF = [member.id for member in PEOPLE]


def outsider(bright: Bright, **flags: object) -> Actor:
    bright.slack.person("zoe", **flags)
    return bright.slack.as_("zoe")


def said_nothing_about_clients(words: str) -> bool:
    return not any(name in words for name in ("Acme", "Globex", "Hooli", "Wayne"))


@pytest.mark.parametrize(
    "flags",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"team_id": "T0ELSEWHERE"},
        {"deleted": True},
        {"is_bot": True},
    ],
    ids=lambda flags: next(iter(flags)),
)
def test_only_full_members_of_the_team_are_answered(bright: Bright, flags: dict[str, object]) -> None:
    zoe = outsider(bright, **flags)
    said = bright.answer_to(zoe, lambda: zoe.command("/clients", QUESTION))
    assert "I only talk with full members" in said.words
    assert said_nothing_about_clients(said.words)


def test_a_guest_cannot_rate(bright: Bright) -> None:
    zoe = outsider(bright, is_restricted=True)
    said = bright.answer_to(zoe, lambda: zoe.command("/rate-client", "acme dental 1"))
    assert "I only talk with full members" in said.words
    with bright.database.store("bright-it") as store:
        assert store.ratings.export() == []


def refused_in(bright: Bright, member: Member, channel_flags: dict[str, object], people: list[str]) -> str:
    channel = bright.slack.channel("projects", people, **channel_flags)
    actor = bright.as_(member)
    said = bright.answer_to(actor, lambda: actor.mention(QUESTION, channel), channel)
    while said.user == actor.person.id:  # their own question is the first thing they see
        said = bright.slack.wait_for(lambda: [m for m in actor.sees(channel) if m.user != actor.person.id])[-1]
    assert said.only_for == actor.person.id
    assert bright.slack.posts(channel) == []
    return said.words


@pytest.mark.parametrize("flag", ["is_ext_shared", "is_pending_ext_shared"])
def test_a_shared_channel_is_closed(bright: Bright, flag: str) -> None:
    words = refused_in(bright, MAYA, {flag: True}, STAFF)
    assert "shared outside the company" in words
    assert said_nothing_about_clients(words)


@pytest.mark.parametrize("flags", [{"is_restricted": True}, {"is_stranger": True}, {"team_id": "T0ELSEWHERE"}])
def test_a_channel_with_somebody_from_outside_is_closed(bright: Bright, flags: dict[str, object]) -> None:
    bright.slack.person("zoe", **flags)
    words = refused_in(bright, MAYA, {}, [*STAFF, "zoe"])
    assert "a guest or not of this team" in words


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
def test_where_slack_cannot_tell_who_reads_nothing_is_said(bright: Bright, method: str) -> None:
    for _ in range(3):
        bright.slack.fail_next(method, "500")
    words = refused_in(bright, MAYA, {}, STAFF)
    assert "can't check with Slack" in words


def test_somebody_who_becomes_a_guest_is_no_longer_answered(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/clients", QUESTION)
    bright.slack.workspace.change(MAYA.id, is_restricted=True)
    bright.clock.advance(MAXIMUM_AGE)
    said = bright.command(maya, "/clients", QUESTION)
    assert "I only talk with full members" in said.words


def test_a_guest_cannot_use_the_buttons_of_an_answer_in_a_channel(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    answer = bright.answer_to(maya, lambda: maya.mention("help", bright.desk), bright.desk)
    answer = bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))[-1]
    zoe = outsider(bright, is_restricted=True)
    bright.slack.workspace.join("zoe", bright.desk)
    said = bright.answer_to(zoe, lambda: zoe.click(answer, "ask:1"), bright.desk)
    assert "I only talk with full members" in said.words
    assert len(bright.slack.posts(bright.desk)) == 1
