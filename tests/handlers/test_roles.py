"""Roles, and that people are safe: who is asked what, who is told what, notes that wait, blind first."""

from datetime import date, timedelta

from bot.company import Member
from bot.privacy import WHO_SEES_WHAT
from bot.qualities import Quality, Role
from sandbox import Actor, Message
from tests.bot import Bright
from tests.handlers.test_home import at_home, own, page_of, rated, sees, was_at
from tests.people import ADA, ALAN, BRIGHT, HOOLI, MAYA, OLGA, PEOPLE, PRIYA, TOM


def form_of(bright: Bright, member: Member, typed: str = "hooli") -> Actor:
    who = bright.as_(member)
    who.command("/rate-client", typed, bright.desk)
    bright.slack.wait_for(lambda: who.modal)
    return who


def asked(who: Actor) -> set[str]:
    assert who.modal
    return {block["block_id"] for block in who.modal.blocks} & set(Quality)


def told(message: Message) -> bool:
    return all(line in message.words for line in WHO_SEES_WHAT)


def test_each_role_is_asked_what_it_can_see(bright: Bright) -> None:
    assert asked(form_of(bright, MAYA)) == set(Quality) - {Quality.PAYMENT}
    assert asked(form_of(bright, OLGA)) == {Quality.PAYMENT, Quality.COMMAND}
    assert asked(form_of(bright, ALAN)) == set(Quality)


def test_what_a_form_did_not_ask_stays(bright: Bright) -> None:
    bright.command(bright.as_(ALAN), "/rate-client", "hooli 5 4 - - - - 2")
    with bright.database.store(BRIGHT.id) as store:
        store.members.change(Member(**vars(ALAN) | {"slack_user": bright.as_(ALAN).person.id, "role": Role.OFFICE}))
    alan = form_of(bright, ALAN)
    alan.choose("payment", "1")
    bright.answer_to(alan, alan.submit, bright.desk)
    assert own(bright, ALAN)[0].scores.qualities == {Quality.PAYMENT: 1, Quality.LISTENING: 4, Quality.RISK: 2}


def test_a_technicians_payment_score_is_left_out_and_the_rest_saved(bright: Bright) -> None:
    said = bright.command(bright.as_(MAYA), "/rate-client", "hooli 2 4 - - - - 3 cheque was in the post")
    assert "“Pays promptly” is scored by the office" in said.words
    scores = own(bright, MAYA)[0].scores
    assert (scores.qualities, scores.note) == ({Quality.LISTENING: 4, Quality.RISK: 3}, "cheque was in the post")


def test_seven_numbers_with_a_dash_for_payment_are_fine_for_everybody(bright: Bright) -> None:
    for member in PEOPLE:
        said = bright.command(bright.as_(member), "/rate-client", "hooli - 5 4 3 4 5 2")
        assert "scored by the office" not in said.words
        assert len(own(bright, member)[0].scores.qualities) == 6


def test_nothing_but_a_payment_score_is_refused_kindly_and_what_was_typed_comes_back(bright: Bright) -> None:
    said = bright.command(bright.as_(MAYA), "/rate-client", "hooli payment 1")
    assert "If you saw a clue, such as “Invoices overdue”, please tick that. Nothing is saved yet." in said.words
    assert "You typed: hooli payment 1" in said.words
    assert own(bright, MAYA) == []


def test_a_technician_can_tick_the_clue(bright: Bright) -> None:
    maya = form_of(bright, MAYA)
    maya.choose("clues", ["payment.overdue"])
    bright.answer_to(maya, maya.submit, bright.desk)
    assert own(bright, MAYA)[0].scores.clues == {"payment.overdue"}


def test_who_sees_what_is_told_once_by_command(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    assert told(bright.command(maya, "/rate-client", "hooli 4"))
    assert not told(bright.command(maya, "/rate-client", "wayne 4"))


def test_who_sees_what_is_told_once_in_the_form(bright: Bright) -> None:
    maya = form_of(bright, MAYA)
    assert maya.modal
    assert all(line in maya.modal.words for line in WHO_SEES_WHAT)
    maya.choose("overall", "5")
    assert not told(bright.answer_to(maya, maya.submit, bright.desk))
    maya = form_of(bright, MAYA, "wayne")
    assert maya.modal
    assert WHO_SEES_WHAT[0] not in maya.modal.words


def test_a_writer_is_told_that_people_may_guess_below_three_raters(bright: Bright) -> None:
    may_guess = "colleagues may guess who said what"
    for member in (MAYA, TOM):
        assert may_guess in bright.command(bright.as_(member), "/rate-client", "hooli 4").words
    assert may_guess not in bright.command(bright.as_(PRIYA), "/rate-client", "hooli 4").words


def test_a_note_that_fails_waits_and_its_scores_do_not(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/rate-client", "hooli risk 1 the boss is an idiot about backups")
    assert "Your note waits: “idiot” reads as an insult. Please write what happened" in said.words
    [rating] = own(bright, MAYA)
    assert (rating.scores.qualities, rating.scores.note) == ({Quality.RISK: 1}, "")
    maya.click(said, "reword_note:0")
    bright.slack.wait_for(lambda: maya.modal)
    assert maya.modal
    assert "the boss is an idiot about backups" in str(maya.modal.blocks)
    maya.type("note", "the boss is a moron")
    assert maya.submit().errors == {
        "note": "“moron” reads as an insult. Please write what happened, not what they are like."
    }
    maya.type("note", "The owner refused to pay for backups.")
    reworded = bright.answer_to(maya, maya.submit, bright.desk)
    assert "Your note waits" not in reworded.words
    assert own(bright, MAYA)[0].scores.note == "The owner refused to pay for backups."
    with bright.database.store(BRIGHT.id) as store:
        assert store.ratings.held(rating.id) is None


def test_scores_only_is_a_choice_too(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    bright.command(maya, "/rate-client", "hooli 2 their receptionist is autistic")
    at_home(bright, MAYA)
    page = sees(bright, maya, "A note of yours waits")
    maya.click(page, "keep_scores:0")
    assert "waits" not in sees(bright, maya, "Saved: Hooli").words
    assert own(bright, MAYA)[0].scores.overall == 2


def test_a_waiting_note_is_shown_to_nobody_else(bright: Bright) -> None:
    bright.command(bright.as_(MAYA), "/rate-client", "hooli 1 complete idiot of a manager")
    for member in (ADA, ALAN, TOM):
        said = bright.command(bright.as_(member), "/clients", "notes on hooli")
        assert "idiot" not in said.words


def test_nothing_but_a_note_that_fails_is_not_taken_and_stays_in_the_form(bright: Bright) -> None:
    maya = form_of(bright, MAYA)
    maya.type("note", "what an idiot")
    assert maya.submit().errors == {
        "note": "“idiot” reads as an insult. Please write what happened, not what they are like. Nothing is saved yet."
    }
    assert own(bright, MAYA) == []


def test_blind_first_holds_wherever_one_asks_alone_and_channels_are_exempt(bright: Bright) -> None:
    for at in range(12):
        rated(bright, HOOLI, (TOM, PRIYA)[at % 2], date(2026, 11, 1) + timedelta(days=at), 1)
    was_at(bright, MAYA, HOOLI)
    maya = bright.as_(MAYA)
    for said in (
        bright.command(maya, "/clients", "hooli"),
        bright.answer_to(maya, lambda: maya.dm("tell me about Hooli")),
        bright.command(maya, "/clients", "worst clients"),
    ):
        assert "Hooli" in said.words
        assert "1." not in said.words.replace("\n1. ", "\n")
    maya.mention("tell me about Hooli", bright.desk)
    said_here = bright.slack.wait_for(
        lambda: [post for post in bright.slack.posts(bright.desk) if "Hooli" in post.words]
    )
    assert "out of 5" in said_here[-1].words


def test_an_administrator_changes_a_role_and_it_is_on_record(bright: Bright) -> None:
    ada = at_home(bright, ADA)
    ada.click(page_of(ada), "home_people")
    page = sees(bright, ada, "Find somebody")
    ada.click(page, "change_role", "office", block_id=f"member:{MAYA.id}")
    page = sees(bright, ada, "Maya Patel is office now.")
    ada.click(page, "find_people", "patel")
    bright.slack.wait_for(lambda: "Tom Baker" not in page_of(ada).words)
    ada.click(page_of(ada), "home_desk")
    ada.click(sees(bright, ada, "Audit log"), "home_audit")
    on_record = "Ada Okoye · changed a role (member: Maya Patel, from: technician, to: office)"
    assert "23 Nov 2026 09:30" in sees(bright, ada, on_record).words
    assert asked(form_of(bright, MAYA)) == {Quality.PAYMENT, Quality.COMMAND}


def test_the_last_administrator_stays(bright: Bright) -> None:
    ada = at_home(bright, ADA)
    ada.click(page_of(ada), "home_people")
    ada.click(sees(bright, ada, "Find somebody"), "change_role", "technician", block_id=f"member:{ADA.id}")
    sees(bright, ada, "Somebody has to administer Good Clients")


def test_a_clue_that_led_to_action_is_told_to_who_saw_it_and_to_nobody_else(bright: Bright) -> None:
    maya, tom, alan = (bright.as_(member) for member in (MAYA, TOM, ALAN))
    form_of(bright, MAYA)
    maya.choose("clues", ["risk.no_ups"])
    maya.choose("overall", "1")
    bright.answer_to(maya, maya.submit, bright.desk)
    card = bright.command(alan, "/clients", "hooli")
    assert "Dealt with: No UPS (“never had an outage”)" in card.words
    done = bright.answer_to(alan, lambda: alan.click(card, "deal_with_clue:5"), bright.desk)
    assert "Dealt with: “No UPS (“never had an outage”)” at Hooli." in done.words
    heard = bright.slack.wait_for(lambda: [seen for seen in maya.sees() if "led to action" in seen.words])
    assert "at Hooli was dealt with. Thank you." in heard[0].words
    assert "Alan" not in heard[0].words
    assert tom.sees() == []
    assert "dealt with" in bright.command(tom, "/clients", "hooli").words
    assert "Dealt with: " not in bright.command(tom, "/clients", "hooli").words
