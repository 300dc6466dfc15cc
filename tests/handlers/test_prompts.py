"""A question after a visit, through Slack: how many taps it takes, and what the message turns into."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from bot.company import Member
from bot.ratings import Rating
from bot.services.visits import VisitEvent, Visits
from bot.services.webhook import Webhook, sign
from handlers.webhook import visits_page
from sandbox import Actor, Message
from tests.bot import Bright
from tests.people import ACME_DENTAL, ADA, BRIGHT, MAYA, TOM

QUARTER = timedelta(minutes=15)


class Phone:
    """Maya's hands on her direct message with the bot; every tap, typed line and submitted form is counted."""

    def __init__(self, bright: Bright, who: Member = MAYA) -> None:
        self.bright = bright
        self.actor: Actor = bright.as_(who)
        self.interactions = 0

    @property
    def message(self) -> Message:
        return self.actor.sees()[-1]

    def until(self, words: str) -> Message:
        self.bright.slack.wait_for(lambda: self.actor.sees() and words in self.message.words)
        return self.message

    def tap(self, action: str, words: str = "") -> None:
        self.interactions += 1
        for element in elements(self.message):
            if element["action_id"].startswith(action) and words in element.get("text", {}).get("text", ""):
                value = element["options"][0]["value"] if element["type"] == "overflow" else None
                assert not self.actor.click(self.message, element["action_id"], value).problem
                return
        raise AssertionError(f"no {action} “{words}” in:\n{self.message.words}")

    def write(self, note: str) -> None:
        self.interactions += 1
        box = next(block["element"]["action_id"] for block in self.message.blocks if block["type"] == "input")
        assert not self.actor.click(self.message, box, note).problem


def elements(message: Message) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for block in message.blocks:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


def visit(bright: Bright, client: str = "Acme Dental", member: Member = MAYA) -> None:
    event = VisitEvent(event_id=bright.bot.terminal.new_id(), client=client, ended_at=bright.clock())
    with bright.database.store(BRIGHT.id) as store:
        known = store.members.get(member.id)
    assert known
    assert bright.bot.terminal.visits.from_event(BRIGHT.id, known, event)


def ratings(bright: Bright, member: Member = MAYA) -> list[Rating]:
    with bright.database.store(BRIGHT.id) as store:
        return store.ratings.of_member(member.id, limit=9)


@pytest.fixture
def phone(bright: Bright) -> Phone:
    """Maya was asked a quarter of an hour after a visit to Acme Dental."""
    visit(bright)
    bright.clock.advance(QUARTER)
    bright.bot.services.prompts.ask_due()
    maya = Phone(bright)
    maya.until("Finished at Acme Dental? Happy to go back?")
    return maya


def test_one_tap_saves_overall(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_rate", "Yes")
    phone.until("Saved: Acme Dental, 23 November")
    assert phone.interactions == 1
    (rating,) = ratings(bright)
    assert (rating.client_id, rating.scores.overall) == (ACME_DENTAL.id, 5)
    assert rating.visit_id


def test_overall_two_clues_and_a_note_take_four(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_rate", "No")
    phone.until("Access not arranged")
    phone.tap("prompt_clue", "Access not arranged")
    phone.until("✓ Access not arranged")
    phone.tap("prompt_clue", "Nobody knows who signs off")
    phone.until("✓ Nobody knows who signs off")
    phone.write("The <server> room was locked.")
    phone.until("Note: The <server> room was locked.")
    assert phone.interactions == 4
    scores = ratings(bright)[0].scores
    assert (scores.overall, scores.note) == (1, "The <server> room was locked.")
    assert scores.clues == {"time.no_access", "command.no_signoff"}
    assert "Note: The <server> room was locked." in phone.message.text


def test_the_text_alone_says_everything(phone: Phone) -> None:
    assert phone.message.text.startswith("Finished at Acme Dental? Happy to go back?")
    assert "Colleagues see standings and clues, never who said what." in phone.message.text


def test_undo_brings_the_question_back(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_rate", "Yes")
    phone.until("Saved")
    phone.tap("prompt_undo")
    phone.until("Happy to go back?\nI felt unsafe\nYes")
    assert ratings(bright) == []


def test_the_form_has_the_visit_filled_in_and_the_message_shows_what_was_saved(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_detail")
    bright.slack.wait_for(lambda: phone.actor.modal)
    phone.actor.choose("overall", "3")
    phone.actor.choose("risk", "1")
    assert phone.actor.submit().closed
    phone.until("Careful with risk 1")
    (rating,) = ratings(bright)
    assert (rating.client_id, rating.on.day, rating.scores.overall) == (ACME_DENTAL.id, 23, 3)
    assert rating.visit_id
    phone.tap("prompt_fault", "Both")
    phone.until("theirs, ours, or both? Both")


def test_later_and_not_there(phone: Phone) -> None:
    phone.tap("prompt_later")
    phone.until("once more, the next working morning")
    phone.tap("prompt_not_there")
    phone.until("Acme Dental, 23 November: not rated.")


def test_two_chips_tapped_at_once_are_both_kept(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_rate", "Yes")
    phone.until("Prepared")
    drawn = phone.message
    for words in ("Prepared", "Backups"):
        chip = next(one for one in elements(drawn) if words in str(one.get("text")))
        phone.actor.click(drawn, str(chip["action_id"]))
    phone.until("✓ Backups tested")
    bright.slack.wait_for(lambda: "✓ Prepared for the visit" in phone.message.words)
    assert len(ratings(bright)[0].scores.clues) == 2


def test_a_note_about_a_person_waits_and_the_score_stays(bright: Bright, phone: Phone) -> None:
    phone.tap("prompt_rate", "No")
    phone.until("Saved")
    phone.write("The receptionist is an idiot.")
    phone.until("Your note waits: “idiot” reads as an insult.")
    assert [(rating.scores.overall, rating.scores.note) for rating in ratings(bright)] == [(1, "")]


def test_felt_unsafe_is_told_to_the_administrator_alone(bright: Bright, phone: Phone) -> None:
    ada, tom = bright.as_(ADA), bright.as_(TOM)
    told = bright.answer_to(ada, lambda: phone.tap("prompt_more"))
    assert "Maya Patel felt unsafe at Acme Dental on Monday 23 November." in told.words
    phone.until("Ada Okoye knows now")
    assert tom.sees() == []
    assert ratings(bright) == []


def test_somebody_elses_question_is_nobodys_to_answer(bright: Bright, phone: Phone) -> None:
    visit(bright, member=TOM)
    bright.clock.advance(QUARTER)
    bright.bot.services.prompts.ask_due()
    tom = Phone(bright, TOM)
    tom.until("Finished at Acme Dental?")
    assert len(phone.actor.sees()) == 1


def test_several_visits_are_one_message_and_each_has_its_taps(bright: Bright) -> None:
    visit(bright, "Hooli")
    visit(bright, "Globex")
    bright.clock.advance(QUARTER)
    bright.bot.services.prompts.ask_due()
    maya = Phone(bright)
    maya.until("2 visits to rate")
    maya.tap("prompt_rate", "Yes")
    maya.until("Saved: Hooli")
    assert "Globex Corporation, until 09:30: happy to go back?" in maya.message.words
    maya.tap("prompt_rate", "No")
    maya.until("Saved: Globex Corporation")
    assert {(one.client_id, one.scores.overall) for one in ratings(bright)} == {("hooli", 5), ("globex", 1)}


def test_which_client_is_asked_and_another_can_be_chosen(bright: Bright) -> None:
    visit(bright, "Unit 4")
    bright.clock.advance(QUARTER)
    bright.bot.services.prompts.ask_due()
    maya = Phone(bright)
    maya.until("You were at “Unit 4” until 09:30. Which client is that?")
    maya.tap("prompt_other")
    bright.slack.wait_for(lambda: maya.actor.modal)
    maya.actor.suggest("client", "hoo")
    maya.actor.choose("client", "Hooli")
    assert maya.actor.submit().closed
    maya.until("Finished at Hooli?")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("I'm at hooli", "Noted: Hooli"),
        ("finished at Acme Dental!", "Finished at Acme Dental? Happy to go back?"),
        ("I’m at acme", "Which client is “acme”?"),
    ],
)
def test_people_say_where_they_are(bright: Bright, typed: str, answer: str) -> None:
    maya = Phone(bright)
    maya.actor.dm(typed)
    maya.until(answer)


def test_which_one_was_meant(bright: Bright) -> None:
    maya = Phone(bright)
    maya.actor.dm("finished at acme")
    maya.until("Which client")
    maya.tap("prompt_said", "Acme Ltd")
    maya.until("Finished at Acme Ltd?")


def test_a_question_is_no_place(bright: Bright) -> None:
    maya = Phone(bright)
    maya.actor.dm("who are our good clients?")
    maya.until("There are no ratings yet.")
    with bright.database.store(BRIGHT.id) as store:
        assert store.visits.latest_of(MAYA.id, limit=1) == []


Post = Callable[..., tuple[int, str]]


@pytest.fixture
def post(bright: Bright) -> Post:
    """Deliver an event to the page, signed unless said otherwise."""
    webhook = Webhook(bright.database, bright.clock)
    secret = webhook.rotate(BRIGHT.id, ADA)
    visits = Visits(bright.database, bright.clock, bright.bot.terminal.new_id)
    flask = Flask(__name__)
    flask.register_blueprint(visits_page(webhook, visits, lambda _workspace, _email: None))
    client = flask.test_client()

    def deliver(
        changed: dict[str, object] | None = None, *, workspace: str = BRIGHT.id, key: str = secret
    ) -> tuple[int, str]:
        ended = bright.clock().isoformat()
        told = {"event_id": "e1", "client": "Hooli", "technician_email": "MAYA@bright.example", "ended_at": ended}
        body = json.dumps(told | (changed or {})).encode()
        now = str(int(bright.clock().timestamp()))
        headers = {"X-Timestamp": now, "X-Signature": sign(key, now, body)}
        answer = client.post(f"/visits?workspace={workspace}", data=body, headers=headers)
        return answer.status_code, answer.get_json()["message"]

    return deliver


def test_another_system_tells_of_a_visit(bright: Bright, post: Post) -> None:
    assert post() == (200, "The visit is noted.")
    assert post() == (200, "This event was delivered before.")
    bright.clock.advance(QUARTER)
    bright.bot.services.prompts.ask_due()
    Phone(bright).until("Finished at Hooli?")


def test_what_cannot_be_taken_says_why(post: Post) -> None:
    assert post(key="guessed")[0] == 401
    assert post(workspace="another")[0] == 401
    assert post(workspace="a b")[0] == 400
    assert post({"technician_email": "nobody@bright.example"}) == (
        422,
        "Nobody here has the e-mail address nobody@bright.example.",
    )
    assert post({"client": ""})[0] == 422
    assert post({"client": "x" * 70_000})[0] == 413
