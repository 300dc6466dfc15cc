"""Blind first: who has an open visit at a client sees colleagues' scores of it after theirs, and nobody else waits."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.answers import Answer, answer
from bot.company import Member
from bot.privacy import EVERYBODY, Viewer, viewer
from bot.questions.query import Intent, Query
from tests.answers.bright import TODAY, clue, facts, rated, steadily
from tests.answers.test_permitted import queries
from tests.people import ACME_DENTAL, ADA, ALAN, CLIENTS, GLOBEX, HOOLI, MAYA, OLGA, TOM

OTHERS = steadily(ACME_DENTAL, 5), steadily(GLOBEX, 3)
SEEN = clue(HOOLI, "risk.no_ups", TODAY, TOM)
LOW = facts(*OTHERS, [row._replace(rater=TOM.id) for row in steadily(HOOLI, 1, risk=1)], clues=[SEEN])
HIGH = facts(*OTHERS, [row._replace(rater=TOM.id) for row in steadily(HOOLI, 5, times=40, risk=5)], clues=[SEEN])
CARD = Query(Intent.CLIENT_REPORT, clients=(HOOLI.name,))


def just_there(member: Member) -> Viewer:
    """The eyes of somebody who was at Hooli and has not said how it was."""
    return viewer(member, CLIENTS, [HOOLI.id])


@settings(deadline=None, max_examples=60)
@given(queries)
def test_no_answer_differs_by_what_colleagues_said_of_it(query: Query) -> None:
    """The strongest form: with one star or five from everybody else, the answer is the same, word for word."""
    assert answer(query, LOW, just_there(MAYA)) == answer(query, HIGH, just_there(MAYA))


def test_the_card_asks_for_ones_own_rating_first() -> None:
    said = answer(CARD, LOW, just_there(MAYA))
    assert said.headline == "You were at Hooli lately: yours first, please."
    assert [step.label for step in said.steps] == ["Rate Hooli"]


def test_a_ranking_says_who_is_left_out() -> None:
    said = answer(Query(Intent.RANK_CLIENTS), LOW, just_there(MAYA))
    assert said.aside == "Hooli is left out until you have rated your visit there, or declined to."
    assert "Hooli" not in str(said.sections) + str(said.table)


def test_clues_are_seen_all_the_same() -> None:
    said = answer(Query(Intent.NOTES_FLAGS, clients=(HOOLI.name,)), LOW, just_there(MAYA))
    assert "No UPS" in str(said.sections)


def test_own_ratings_are_seen_all_the_same() -> None:
    known = facts(rated(HOOLI, MAYA, TODAY - timedelta(days=90), 4), rated(HOOLI, TOM, TODAY, 1))
    said = answer(CARD.with_(rater="me"), known, just_there(MAYA))
    assert "Happy to go back? 4" in str(said.sections)


def test_another_clients_card_says_nothing_of_it() -> None:
    said = answer(replace(CARD, clients=(GLOBEX.name,)), LOW, just_there(MAYA))
    assert "Hooli" not in str(said)


@pytest.mark.parametrize("member", [MAYA, OLGA])
def test_those_who_visit_wait(member: Member) -> None:
    assert "difficult" not in answer(CARD, LOW, just_there(member)).headline


@pytest.mark.parametrize("eyes", [just_there(ALAN), just_there(ADA), viewer(MAYA, CLIENTS), EVERYBODY])
def test_others_and_channels_do_not(eyes: Viewer) -> None:
    said: Answer = answer(CARD, LOW, eyes)
    assert said.headline.startswith("Hooli is a difficult client")
