"""What is said without data, and where a question was not surely understood."""

import pytest

from bot.answers import answer, answer_text, reply
from bot.pictures import AskStep
from bot.privacy import EVERYBODY
from bot.qualities import Quality
from bot.questions import Certainty, Understanding, Why, echo
from bot.questions.query import Intent, Order, Query, Verdict
from tests.answers.bright import TODAY, facts, steadily
from tests.people import HOOLI

KNOWN = facts(steadily(HOOLI, 1))
RANK = Query(Intent.RANK_CLIENTS, order=Order.WORST)


def test_a_quality_is_explained_with_its_anchors_and_clues() -> None:
    said = answer(Query(Intent.DEFINITION, qualities=((Quality.RISK, None),)), KNOWN, EVERYBODY)
    assert said.sections[0].lines[:2] == ("Did they deal with the risks you raised?", "1 · knowingly crosses fingers")
    assert "No UPS" in said.sections[0].lines[4]


def test_the_seven_and_how_a_verdict_comes_about() -> None:
    said = answer(Query(Intent.DEFINITION), KNOWN, EVERYBODY)
    assert len(said.sections[0].lines) == 7
    assert "Good means an overall of 3.75 or more with a probability of at least 75%" in str(said.sections[1])


def test_help_says_who_sees_what_and_offers_examples() -> None:
    said = answer(Query(Intent.HELP), KNOWN, EVERYBODY)
    assert [section.heading for section in said.sections] == ["Rate", "Ask", "Who sees what"]
    assert "confidential, not anonymous" in str(said.sections[2])
    assert AskStep("Who are our good clients?", Query(Intent.RANK_CLIENTS, verdict=Verdict.GOOD)) in said.steps


def test_an_answer_starts_with_how_the_question_was_read() -> None:
    assert answer(RANK, KNOWN, EVERYBODY).read_as == echo(RANK, TODAY)
    assert answer(Query(Intent.SMALLTALK), KNOWN, EVERYBODY).read_as == ""


def test_what_was_not_understood_is_said_with_three_things_to_ask() -> None:
    lost = Understanding("flibber the gizmo", Query(Intent.UNKNOWN), Certainty.DECLINE, why=Why.NOT_UNDERSTOOD)
    said = reply(lost, KNOWN, EVERYBODY)
    assert said.headline == "I did not understand “flibber the gizmo”."
    assert len(said.sections[0].lines) == len(said.steps) == 3


@pytest.mark.parametrize("why", list(Why))
def test_a_decline_holds_no_client(why: Why) -> None:
    said = reply(Understanding("x", Query(Intent.UNKNOWN), Certainty.DECLINE, why=why), KNOWN, EVERYBODY)
    assert "Hooli" not in str(said)
    assert len(said.steps) == 3


def test_a_word_left_aside_is_named() -> None:
    partly = Understanding("worst wibble clients", RANK, Certainty.ANSWER_PARTLY, left_aside=("wibble",))
    said = reply(partly, KNOWN, EVERYBODY)
    assert said.aside == "I left “wibble” aside: I don't know what it means here."
    assert "Hooli" in said.headline


def test_doubt_is_asked_back_with_the_readings_as_buttons() -> None:
    other = Query(Intent.SHARE_GOOD)
    unsure = Understanding("a b c", RANK, Certainty.ASK, left_aside=("a", "b"), readings=(RANK, other))
    said = reply(unsure, KNOWN, EVERYBODY)
    assert [step.query for step in said.steps if isinstance(step, AskStep)] == [RANK, other]
    assert said.lines[0] == "I don't know “a”, “b” here."
    assert "Hooli" not in str(said)


def test_the_terminal_has_everything_in_words() -> None:
    text = answer_text(answer(RANK, KNOWN, EVERYBODY))
    assert "\n1. Hooli · 1." in text
    assert text.endswith("Next: [Why Hooli?] [The other end first] [What share is good?]")
