"""A visit ends in the demo: the question comes, one tap rates, the card shows it, undo takes it back."""

from playwright.sync_api import Page, expect

from tests.test_demo import WAIT, demo, page, shoot

__all__ = ["demo", "page"]  # fixtures


def test_a_visit_ends_and_one_tap_rates(page: Page) -> None:
    page.locator("#sidebar").get_by_role("button", name="Good Clients").click()
    page.get_by_role("button", name="A visit ends").click()
    expect(page.locator(".message").last).to_contain_text("Finished at Acme Dental? Happy to go back?", timeout=WAIT)
    message = page.locator(".message").nth(page.locator(".message").count() - 1)
    shoot(page, "visit-question")
    message.get_by_role("button", name="Yes", exact=True).click()
    expect(message).to_contain_text("Saved: Acme Dental", timeout=WAIT)
    message.get_by_role("button", name="Prepared for the visit").click()
    expect(message).to_contain_text("Clues: Prepared for the visit", timeout=WAIT)
    shoot(page, "visit-saved")
    page.get_by_label("Message Good Clients").fill("/clients acme dental")
    page.get_by_label("Send").click()
    card = page.locator(".message").last
    expect(card).to_contain_text("Prepared for the visit", timeout=WAIT)
    shoot(page, "visit-card")
    for words in ("Saved: Acme Dental", "Happy to go back?"):
        message.get_by_role("button", name="Undo").click()
        expect(message).to_contain_text(words, timeout=WAIT)
        expect(message).not_to_contain_text("Clues", timeout=WAIT)
    expect(message.get_by_role("button", name="I wasn't there")).to_be_visible()
    shoot(page, "visit-undone")
