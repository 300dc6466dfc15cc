"""The demo's page as somebody who has never seen it uses it. Screenshots go where GOOD_CLIENTS_SCREENSHOTS says."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.demo import Demo

SHOTS = os.environ.get("GOOD_CLIENTS_SCREENSHOTS")
WAIT = 30_000
"""Milliseconds: a slow machine may take its time."""


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with Demo(0) as running:
        yield running


@contextmanager
def opened(browser: Browser, demo: Demo, who: str) -> Iterator[Page]:
    """The page as somebody sees it; nothing on it may go wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{demo.url}?as={who}&channel=service-desk")
    page.locator(".composer").wait_for()
    yield page
    assert wrong == []
    expect(page.locator(".undrawable")).to_have_count(0)
    context.close()


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A technician's page of the shared demo."""
    with opened(browser, demo, "maya") as page:
        yield page


@pytest.fixture
def first_day(browser: Browser) -> Iterator[Page]:
    """An administrator's page of a demo in which nothing was done yet."""
    with Demo(0) as demo, opened(browser, demo, "ada") as page:
        yield page


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def send(page: Page, text: str) -> None:
    page.get_by_label("Message #service-desk").fill(text)
    page.get_by_label("Send").click()


def answer_to(page: Page, text: str) -> Locator:
    """The message that comes after something was sent."""
    before = page.locator(".message").count()
    send(page, text)
    answer = page.locator(".message").nth(before)
    answer.wait_for(timeout=WAIT)
    return answer


def test_a_rating_in_one_line_is_saved_and_undone(page: Page) -> None:
    saved = answer_to(page, "/rate-client acme dental risk 1 let the UPS die again")
    expect(saved).to_contain_text("Saved: Acme Dental")
    shoot(page, "saved")
    saved.get_by_role("button", name="Undo").click()
    expect(page.locator(".message").last).to_contain_text("Taken back")


def test_the_form_is_filled_in_and_saved(page: Page) -> None:
    send(page, "/rate-client hooli")
    dialog = page.get_by_role("dialog", name="Rate a client")
    dialog.wait_for()
    shoot(page, "form")
    dialog.get_by_label("Yes").check()
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".message").last).to_contain_text("Saved: Hooli")


@pytest.mark.parametrize(
    ("name", "question", "says"),
    [
        ("good", "who are our good clients?", "Wonka Foods"),
        ("worst", "worst clients", "Bluth Homes"),
        ("late", "who pays late", "pays promptly"),
        ("report", "how is Acme Dental?", "Acme Dental"),
        ("share", "what percentage is good", "% good"),
        ("coverage", "who has not been rated lately", "Oceanic Travel"),
        ("definition", "what are the seven qualities", "Chain of command"),
        ("help", "help", "/rate-client"),
        ("why", "why is bluth homes so bad?", "Bluth Homes"),
        ("compare", "compare acme dental and hooli", "Hooli"),
        ("movers", "who got worse this quarter", ""),
        ("activity", "how many have I rated", ""),
        ("flags", "any red flags at stark fabrication", "Stark Fabrication"),
        ("smalltalk", "thanks!", ""),
        ("unknown", "reboot the server", ""),
    ],
)
def test_a_question_is_answered(page: Page, name: str, question: str, says: str) -> None:
    answer = answer_to(page, f"/clients {question}")
    expect(answer).to_contain_text(says, ignore_case=True)
    expect(answer).not_to_contain_text("Something went wrong")
    shoot(page, f"answer-{name}")


def test_the_office_is_shown_what_invoices_say_and_a_technician_is_not(browser: Browser, demo: Demo) -> None:
    with opened(browser, demo, "olga") as page:
        answer = answer_to(page, "/clients who pays late?")
        expect(answer).to_contain_text("Measured from invoices")
        expect(answer).to_contain_text("Bluth Homes · 1.")
        shoot(page, "answer-measured")
    with opened(browser, demo, "maya") as page:
        answer = answer_to(page, "/clients who pays late?")
        expect(answer).to_contain_text("pays promptly", ignore_case=True)
        expect(answer).not_to_contain_text("invoice")


@pytest.mark.parametrize(
    ("name", "question", "turns"),
    [
        (
            "rank",
            "who pays late?",
            [("and for listening?", "listen"), ("why Hooli?", "Hooli"), ("and Globex?", "Globex")],
        ),
        ("share", "what percentage is good", [("and for payment?", "promptly"), ("last year?", "last year")]),
        ("movers", "who got worse this quarter", [("and for risk?", "risk"), ("who got better?", "better")]),
        ("activity", "how many have I rated", [("and last month?", "last month")]),
        ("definition", "what does sensible hours mean", [("and chain of command?", "Chain of command")]),
        ("report", "how is Acme Dental?", [("the other acme", "Acme Ltd"), ("why?", "Acme Ltd")]),
        ("flags", "any red flags at stark fabrication", [("what about hooli?", "Hooli")]),
        ("compare", "compare acme dental and hooli", [("and on payment?", "promptly"), ("add Globex", "Globex")]),
        ("coverage", "who has not been rated lately", [("how is Oceanic Travel?", "Oceanic Travel")]),
    ],
)
def test_a_thread_goes_on(page: Page, name: str, question: str, turns: list[tuple[str, str]]) -> None:
    send(page, f"@Good Clients {question}")
    page.get_by_role("button", name="1 reply").last.click()
    thread = page.locator("#thread")
    expect(thread.locator(".message")).to_have_count(2)
    for count, (text, says) in enumerate(turns, start=2):
        thread.get_by_label("Reply…").fill(f"@Good Clients {text}")
        thread.get_by_label("Reply…").press("Enter")
        expect(thread.locator(".message")).to_have_count(2 * count, timeout=WAIT)
        expect(thread.locator(".message").last).to_contain_text(says, ignore_case=True)
        expect(thread.locator(".message").last).not_to_contain_text("mean this")
    shoot(page, f"thread-{name}")


def test_an_administrator_sets_up_the_digest_and_posts_it(first_day: Page) -> None:
    page = first_day
    page.locator("#sidebar").get_by_role("button", name="Good Clients").click()
    expect(page.get_by_text("Where and when shall the digest come?")).to_be_visible()
    page.get_by_role("button", name="Choose a channel").click()
    dialog = page.get_by_role("dialog", name="The weekly digest")
    channel = dialog.get_by_role("combobox", name="Channel")
    channel.press_sequentially("service")
    dialog.get_by_role("option", name="service-desk").wait_for()
    channel.press("Enter")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator(".message").last).to_contain_text("The digest comes on Mondays at 09:00")
    page.get_by_role("button", name="Post it now").last.click()
    page.locator("#sidebar").get_by_role("button", name="service-desk").click()
    digest = page.locator(".message", has_text="This is the first digest").last
    expect(digest).to_be_visible(timeout=WAIT)
    digest.get_by_role("button", name="Why?").click()
    expect(page.get_by_role("dialog", name="Why these figures?")).to_be_visible()
    shoot(page, "why")


def test_six_mondays_read_well(first_day: Page) -> None:
    page = first_day
    page.set_viewport_size({"width": 1280, "height": 1700})  # a whole digest in a picture
    digests = page.locator(".message", has_text="Our clients in the week")
    weeks = {
        "first": "This is the first digest",
        "usual": "new ratings",
        "almost-nothing": "since last week",
        "quiet": "no client moved enough to speak of",
        "fall": "Tyrell Optics",
        "new-client": "Gekko & Daughters: new since",
    }
    for count, (name, says) in enumerate(weeks.items(), start=1):
        button = "Post this week's digest" if name == "first" else "Jump to next Monday"
        page.get_by_role("button", name=button).click()
        expect(digests).to_have_count(count, timeout=WAIT)
        if name != "usual":
            expect(digests.last).to_contain_text(says)
        if SHOTS:
            digests.last.screenshot(path=Path(SHOTS) / f"week-{count}-{name}.png")
