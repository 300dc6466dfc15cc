from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from sandbox import PretendSlack, blocks, elements
from tests.sandbox.examples import BLOCKS, CHARTS, DATA_TABLE, ELEMENTS, mrkdwn, plain

Json = dict[str, Any]


@pytest.fixture
def page(browser: Browser) -> Any:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="UTC")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def post(client: WebClient, slack: PretendSlack, blocks: list[Json]) -> str:
    channel = slack.workspace.find_channel("service-desk").id
    return str(client.chat_postMessage(channel=channel, text="an example", blocks=blocks)["ts"])


def drawn_in(page: Page, place: str) -> tuple[set[str], set[str]]:
    """The types of blocks and elements that stand in a place and can be seen."""
    everything = page.locator(f"{place} [data-block], {place} [data-element]")
    found = everything.evaluate_all("nodes => nodes.map(n => [n.dataset.block, n.dataset.element])")
    return {block for block, _ in found if block}, {element for _, element in found if element}


@pytest.mark.parametrize("kind", sorted(blocks.BLOCKS))
def test_every_block_that_is_accepted_is_drawn(kind: str, page: Page, slack: PretendSlack, client: WebClient) -> None:
    examples = BLOCKS[kind]
    if kind == "alert":
        view = {"type": "modal", "title": plain("Alert"), "blocks": examples}
        client.views_publish(
            user_id=slack.as_("maya").person.id, view={"type": "home", "blocks": [{"type": "divider"}]}
        )
        page.goto(f"{slack.url}?as=maya")
        page.locator(".composer").wait_for()  # a page that is still loading would lose the modal
        trigger = slack.backend.triggers.issue(slack.as_("maya").person)
        client.views_open(trigger_id=trigger, view=view)
        place = "dialog"
    else:
        for start in range(0, len(examples), 2):
            post(client, slack, examples[start : start + 2])
        page.goto(f"{slack.url}?as=maya&channel=service-desk")
        place = ".message"
    page.locator(f"{place} [data-block={kind}]").first.wait_for()
    drawn, used = drawn_in(page, place)
    assert kind in drawn
    if kind == "input":
        assert used == set(elements.ELEMENTS) - {"button", "image", "overflow"}
    if kind == "actions":
        assert used == {"button", "overflow", "datepicker"}
    if kind == "context":
        assert "image" in used
    assert page.locator(".undrawable").count() == 0


def test_there_is_an_example_of_everything_that_is_accepted() -> None:
    assert set(BLOCKS) == set(blocks.BLOCKS)
    assert set(ELEMENTS) == set(elements.ELEMENTS)


def test_a_block_that_the_page_does_not_know_shows_as_an_error(page: Page, slack: PretendSlack) -> None:
    page.goto(f"{slack.url}?as=maya")
    page.locator(".composer").wait_for()
    page.evaluate(
        """async () => {
            const { drawBlock } = await import("/page/blocks.js");
            document.body.append(drawBlock({ type: "hologram" }, {}));
        }"""
    )
    expect(page.locator(".undrawable")).to_have_text("Cannot draw this block: hologram")


def test_charts_say_their_figures_in_words(page: Page, slack: PretendSlack, client: WebClient) -> None:
    post(client, slack, CHARTS[:2])
    page.goto(f"{slack.url}?as=maya&channel=service-desk")
    expect(page.get_by_role("img", name="Good 14 (58%), Mixed 6 (25%), Difficult 4 (17%)")).to_be_visible()
    expect(page.get_by_role("img", name="Good: 2 Nov 42, 9 Nov 47, 16 Nov 51, 23 Nov 58; Mixed")).to_be_visible()
    assert page.locator(".chart.bar rect").count() == 8


def test_a_data_table_sorts_numbers_as_numbers_and_pages(page: Page, slack: PretendSlack, client: WebClient) -> None:
    post(client, slack, [DATA_TABLE])
    page.goto(f"{slack.url}?as=maya&channel=service-desk")
    names = page.locator(".data-table th.row")
    expect(names).to_have_text(["Hooli", "Acme Dental", "Wayne & Sons"])
    page.get_by_role("button", name="Overall").click()
    page.get_by_role("button", name="Overall").click()
    expect(names).to_have_text(["Wayne & Sons", "Acme Dental", "Initech"])
    expect(page.get_by_role("columnheader", name="Overall")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Next rows").click()
    expect(names).to_have_text(["Hooli"])


def test_text_is_formatted_and_never_markup(page: Page, slack: PretendSlack, client: WebClient) -> None:
    maya = slack.as_("maya").person
    words = (
        f"*bold* _it_ ~gone~ `code` <https://example.com|site> <@{maya.id}> snake_case_name 3*4*5 :tada: "
        "<!date^1795426200^{date_short} at {time}|then> &lt;img src=x onerror=alert(1)&gt; "
        "<javascript:alert(1)|bad>\n&gt; said"
    )
    post(client, slack, [{"type": "section", "text": mrkdwn(words)}])
    page.goto(f"{slack.url}?as=tom&channel=service-desk")
    section = page.locator(".section")
    expect(section.locator("b")).to_have_text("bold")
    expect(section.locator("i")).to_have_text("it")
    expect(section.locator("s")).to_have_text("gone")
    expect(section.locator("code")).to_have_text("code")
    expect(section.locator(".mention")).to_have_text("@Maya")
    expect(section.locator("time")).to_have_text("23 Nov 2026 at 04:30")  # in New York, where tom is
    expect(section.locator("blockquote")).to_have_text("said")
    expect(section).to_contain_text("<img src=x onerror=alert(1)>")
    expect(section).to_contain_text("snake_case_name 3*4*5 🎉")
    assert section.locator("img").count() == 0
    assert section.locator("a").evaluate_all("links => links.map(l => l.getAttribute('href'))") == [
        "https://example.com",
        None,
    ]
