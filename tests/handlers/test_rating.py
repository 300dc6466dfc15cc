"""Rating through Slack: command, form, buttons, redeliveries."""

from bot.qualities import Quality
from bot.ratings import Rating
from tests.bot import Bright
from tests.people import ACME_DENTAL, BRIGHT, HOOLI, MAYA, TOM


def ratings_of(bright: Bright, member_id: str = MAYA.id) -> list[Rating]:
    with bright.database.store(BRIGHT.id) as store:
        return store.ratings.of_member(member_id, limit=10)


def test_one_line_is_saved_and_confirmed_to_the_sender_alone(bright: Bright) -> None:
    maya, tom = bright.as_(MAYA), bright.as_(TOM)
    said = bright.command(maya, "/rate-client", '"Wayne & Sons" listening 2 risk 1 let the UPS <die> again')
    assert "Saved: Wayne & Sons, 23 November" in said.words
    assert "let the UPS <die> again" in said.words
    assert [rating.client_id for rating in ratings_of(bright)] == ["wayne"]
    assert tom.sees(bright.desk) == []


def test_undo_goes_back_one_and_a_redelivered_click_no_further(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "hooli 4")
    said = bright.command(maya, "/rate-client", "hooli 2")
    maya.click(said, "undo_rating")
    bright.slack.wait_for(lambda: "4 of 5" in maya.sees(bright.desk)[-1].words)
    bright.slack.redeliver()
    bright.command(maya, "/rate-client", "mine")
    assert [rating.scores.overall for rating in ratings_of(bright)] == [4]


def test_an_ambiguous_name_offers_the_candidates_and_loses_nothing(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/rate-client", "acme yes kind people")
    assert ratings_of(bright) == []
    saved = bright.answer_to(maya, lambda: maya.click(said, "pick_client:0"), bright.desk)
    assert "Saved: Acme Dental" in saved.words
    assert ratings_of(bright)[0].scores.note == "kind people"


def test_a_new_client_is_added_by_a_button(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/rate-client", "Foo & Daughters 4")
    saved = bright.answer_to(maya, lambda: maya.click(said, "pick_client:new"), bright.desk)
    assert "Saved: Foo & Daughters" in saved.words


def test_the_form_has_the_client_filled_in_and_saves_all(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.command("/rate-client", "acme dentl", bright.desk)
    bright.slack.wait_for(lambda: maya.modal)
    maya.choose("overall", "5")
    maya.choose("risk", "2")
    maya.choose("clues", ["risk.no_ups"])
    maya.type("note", "Never had an outage, they say.")
    said = bright.answer_to(maya, maya.submit, bright.desk)
    assert "Saved: Acme Dental" in said.words
    scores = ratings_of(bright)[0].scores
    assert scores.overall == 5
    assert scores.qualities == {Quality.RISK: 2}
    assert scores.clues == frozenset({"risk.no_ups"})


def test_a_date_in_the_future_is_refused_in_the_form_and_nothing_is_lost(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.command("/rate-client", "hooli", bright.desk)
    bright.slack.wait_for(lambda: maya.modal)
    maya.choose("overall", "5")
    maya.choose("on", "2026-11-24")
    outcome = maya.submit()
    assert outcome.errors == {"on": "24 November 2026 is still to come: a visit is rated once it was made."}
    assert maya.modal is not None
    assert ratings_of(bright) == []


def test_two_open_forms_make_one_rating(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    for answer in ("5", "1"):
        maya.command("/rate-client", "hooli", bright.desk)
        bright.slack.wait_for(lambda: maya.modal)
        maya.choose("overall", answer)
        bright.answer_to(maya, maya.submit, bright.desk)
    assert [rating.scores.overall for rating in ratings_of(bright)] == [1]


def test_a_redelivered_command_makes_one_rating(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "hooli 4")
    bright.answer_to(maya, bright.slack.redeliver, bright.desk)
    with bright.database.store(BRIGHT.id) as store:
        assert [(rating.client_id, rating.revision) for rating in store.ratings.export()] == [(HOOLI.id, 1)]


def test_typeahead_finds_the_misspelt_and_offers_the_new(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.command("/rate-client", "", bright.desk)
    bright.slack.wait_for(lambda: maya.modal)
    assert maya.suggest("client", "acme dentl")[0]["value"] == ACME_DENTAL.id
    assert maya.suggest("client", "Bar Brothers")[-1]["text"]["text"] == "Add «Bar Brothers»"


def test_typeahead_begins_with_those_rated_last(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "wayne yes")
    maya.command("/rate-client", "", bright.desk)
    bright.slack.wait_for(lambda: maya.modal)
    assert maya.suggest("client", "")[0]["text"]["text"] == "Wayne & Sons"


def test_edit_moves_a_rating_to_another_date(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/rate-client", "hooli 4 noisy server room")
    maya.click(said, "edit_rating")
    bright.slack.wait_for(lambda: maya.modal)
    maya.choose("on", "2026-11-20")
    bright.answer_to(maya, maya.submit, bright.desk)
    assert [(str(rating.on), rating.scores.overall) for rating in ratings_of(bright)] == [("2026-11-20", 4)]


def test_mine_shows_and_deletes(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "hooli 4")
    mine = bright.command(maya, "/rate-client", "mine")
    maya.click(mine, "delete_rating:0")
    bright.slack.wait_for(lambda: "not rated anybody" in maya.sees(bright.desk)[-1].words)
    assert ratings_of(bright) == []


def test_scores_that_cannot_be_are_said(bright: Bright) -> None:
    said = bright.command(bright.as_(MAYA), "/rate-client", "hooli 7")
    assert said.words == "Scores go from 1 to 5, not 7.\nYou typed: hooli 7"
