"""In App Home: one's calendar, the webhook's secret, and when people are asked."""

from datetime import time

from bot.services.webhook import Webhook, sign
from sandbox import Actor
from tests.bot import Bright
from tests.people import ADA, ALAN, BRIGHT, MAYA


def open_form(bright: Bright, who: Actor, button: str) -> None:
    who.open_home()
    bright.slack.wait_for(lambda: who.home)
    assert who.home
    assert not who.click(who.home, button).problem
    bright.slack.wait_for(lambda: who.modal)


def test_a_calendar_inside_the_company_is_refused(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    open_form(bright, maya, "open_calendar")
    maya.type("calendar", "http://127.0.0.1/secret.ics")
    told = bright.answer_to(maya, maya.submit)
    assert told.words == "This address is on an internal network, so I don't read it."
    with bright.database.store(BRIGHT.id) as store:
        assert store.feeds.all() == []


def test_a_new_secret_is_shown_once_to_administrators_alone(bright: Bright) -> None:
    ada = bright.as_(ADA)
    open_form(bright, ada, "open_webhook")
    assert ada.modal
    assert f"/visits?workspace={BRIGHT.id}" in ada.modal.words
    ada.click(ada.modal, "rotate_webhook_secret")
    bright.slack.wait_for(lambda: ada.modal and "The secret:" in ada.modal.words)
    secret = ada.modal.words.partition("The secret: ")[2].splitlines()[0]
    now = str(int(bright.clock().timestamp()))
    Webhook(bright.database, bright.clock).check(BRIGHT.id, now, sign(secret, now, b"{}"), b"{}")
    ada.close()
    open_form(bright, ada, "open_webhook")
    assert secret not in ada.modal.words


def test_administrators_set_when_people_are_asked_and_who_hears(bright: Bright) -> None:
    ada = bright.as_(ADA)
    open_form(bright, ada, "open_visit_settings")
    ada.type("delay", "500")
    assert ada.submit().errors == {"delay": "Minutes after the end: a whole number from 0 to 480."}
    ada.type("delay", "45")
    ada.choose("quiet_from", "18:30")
    ada.choose("hears", bright.as_(ALAN).person.id)
    assert ada.submit().closed
    with bright.database.store(BRIGHT.id) as store:
        workspace = store.workspace()
    assert (workspace.prompt_delay, workspace.quiet_from, workspace.unsafe_contact) == (45, time(18, 30), ALAN.id)


def test_nobody_else_has_these_doors(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    maya.open_home()
    bright.slack.wait_for(lambda: maya.home)
    assert maya.home
    assert "My calendar" in maya.home.words
    assert "webhook" not in maya.home.words
