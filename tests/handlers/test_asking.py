"""Asking through Slack: where answers go, and the conversation in threads."""

from sandbox import Message
from tests.bot import Bright
from tests.people import MAYA, TOM


def post_after(bright: Bright, act: object, count: int) -> Message:
    return bright.slack.wait_for(lambda: bright.slack.posts(bright.desk)[count:])[-1]


def test_a_mention_is_answered_in_its_thread_for_everybody(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    asked = maya.mention("who are our good clients?", bright.desk)
    answer = bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))[-1]
    assert answer.thread_ts == asked.ts
    assert answer in bright.as_(TOM).sees(bright.desk)


def test_a_command_is_answered_to_the_asker_alone(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/clients", "what are the seven qualities?")
    assert "Willing to listen" in said.words
    assert bright.as_(TOM).sees(bright.desk) == []


def test_a_direct_message_needs_no_mention(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.dm("what are the seven qualities?")
    answer = bright.slack.wait_for(lambda: [m for m in maya.sees() if m.user != maya.person.id])[-1]
    assert "Careful with risk" in answer.words


def test_a_redelivered_question_is_answered_once(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.mention("help", bright.desk)
    bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))
    bright.slack.redeliver()
    bright.command(maya, "/clients", "help")  # answered after the redelivery was looked at
    assert len(bright.slack.posts(bright.desk)) == 1


def test_a_thread_remembers_what_was_asked(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "hooli payment 2")
    asked = maya.mention("who pays late?", bright.desk)
    bright.slack.wait_for(lambda: bright.slack.posts(bright.desk))
    maya.mention("and for listening?", bright.desk, asked.ts)
    answer = bright.slack.wait_for(lambda: bright.slack.posts(bright.desk)[1:])[-1]
    assert answer.thread_ts == asked.ts
    assert "listen" in answer.words.splitlines()[0].lower()


def test_a_rate_button_under_an_answer_opens_the_form(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/clients", "how is Hooli?")
    rate = next(line for line in said.blocks if line["type"] == "actions")["elements"]
    button = next(element for element in rate if element["action_id"].startswith("rate"))
    maya.click(said, button["action_id"])
    assert bright.slack.wait_for(lambda: maya.modal and "Hooli" in maya.modal.words)
