"""The page in a real browser, with a Bolt app behind it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import App

from sandbox import PretendSlack
from tests.sandbox.examples import CARD, CLIENTS, CONFIRM, mrkdwn, plain

Json = dict[str, Any]
MANIFEST: Json = {
    "features": {
        "bot_user": {"display_name": "Good Clients"},
        "slash_commands": [
            {"command": "/rate-client", "description": "Rate a client you visited", "usage_hint": "acme dental 4"},
            {"command": "/clients", "description": "Ask about our clients", "usage_hint": "who pays late?"},
        ],
        "shortcuts": [
            {"name": "Rate a client", "type": "global", "callback_id": "rate", "description": "After a visit"},
            {"name": "Rate from this", "type": "message", "callback_id": "rate-this", "description": "After a visit"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "im:history", "app_mentions:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "app_mention"]}},
}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def form(client: str | None = None) -> Json:
    """A modal like the bot's own."""
    overall = {"type": "radio_buttons", "action_id": "overall", "options": CLIENTS}
    chosen = {"initial_option": next(one for one in CLIENTS if one["value"] == client)} if client else {}
    return {
        "type": "modal",
        "callback_id": "save",
        "title": plain("Rate a client"),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "blocks": [
            field(
                "client", "Client", {"type": "external_select", "action_id": "pick", "min_query_length": 2, **chosen}
            ),
            field("overall", "Happy to go back?", overall, optional=True),
            field("note", "Note", {"type": "plain_text_input", "action_id": "note", "multiline": True}),
        ],
    }


@pytest.fixture
def manifest() -> Json:
    return MANIFEST


@pytest.fixture
def behaving(connected: App) -> App:
    """What the app does in these tests."""
    _rates(connected)
    _talks(connected)
    return connected


def _rates(app: App) -> None:
    @app.command("/rate-client")
    def rate(ack: Any, command: Json, client: Any, respond: Any) -> None:
        ack()
        if command["text"]:
            undo = {"type": "button", "action_id": "undo", "text": plain("Undo"), "confirm": CONFIRM}
            blocks = [{"type": "section", "text": mrkdwn(f"Saved: *{command['text']}*"), "accessory": undo}]
            respond(text="Saved", blocks=blocks)
        else:
            client.views_open(trigger_id=command["trigger_id"], view=form())

    @app.action("undo")
    def undo(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Undone.", replace_original=True)

    @app.options("pick")
    def offer(ack: Any, payload: Json) -> None:
        ack(options=[one for one in CLIENTS if payload["value"].lower() in one["value"]])

    @app.view("save")
    def save(ack: Any, view: Json, client: Any, body: Json) -> None:
        values = view["state"]["values"]
        note = values["note"]["note"]["value"]
        if "stupid" in note:
            ack(response_action="errors", errors={"note": "Please say it of the client, not of a person."})
            return
        ack()
        name = values["client"]["pick"]["selected_option"]["text"]["text"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"{name}: {note}")


def _talks(app: App) -> None:
    @app.shortcut("rate")
    def shortcut(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=form("hooli"))

    @app.event("app_mention")
    def mentioned(event: Json, say: Any) -> None:
        say("Acme Dental, 4.6 of 5", thread_ts=event["ts"])

    @app.event("app_home_opened")
    def home(event: Json, client: Any) -> None:
        blocks = [{"type": "header", "text": plain("Your desk")}, CARD]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


@pytest.fixture
def page(browser: Browser, behaving: App, slack: PretendSlack) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(f"{slack.url}?as=maya&channel=service-desk")
    opened.locator(".composer").wait_for()
    yield opened
    assert wrong == []
    context.close()


def test_a_command_is_suggested_run_and_answered_to_its_sender_only(page: Page, slack: PretendSlack) -> None:
    box = page.get_by_label("Message #service-desk")
    box.press_sequentially("/ra")
    expect(page.get_by_label("Suggestions").get_by_role("option")).to_have_text(
        "/rate-clientacme dental 4Rate a client you visited"
    )
    box.press("Enter")
    box.press_sequentially("acme dental 4")
    box.press("Enter")
    answer = page.locator(".message.ephemeral")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("Saved: acme dental 4")
    page.get_by_label("You are").select_option("tom")
    expect(page.locator("#conversation h2")).to_contain_text("service-desk")
    expect(page.locator(".message")).to_have_count(0)
    page.reload()
    page.locator(".composer").wait_for()
    page.get_by_label("You are").select_option("maya")
    expect(page.locator(".message")).to_have_count(1)  # it was tom who loaded anew
    page.reload()
    page.locator(".composer").wait_for()
    expect(page.locator(".message")).to_have_count(0)


def test_a_button_asks_before_it_acts(page: Page, slack: PretendSlack) -> None:
    slack.as_("maya").command("/rate-client", "acme 4", slack.workspace.find_channel("service-desk"))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("dialog", name="Delete it?")).to_be_visible()
    page.get_by_role("button", name="Keep").click()
    expect(page.locator(".message")).to_contain_text("Saved")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".message")).to_contain_text("Undone.")


def test_a_modal_is_filled_in_corrected_and_saved(page: Page, slack: PretendSlack) -> None:
    page.get_by_label("Message #service-desk").fill("/rate-client")
    page.get_by_label("Send").click()
    dialog = page.get_by_role("dialog", name="Rate a client")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text(["Please complete this required field."] * 2)
    client = dialog.get_by_role("combobox", name="Client")
    client.press_sequentially("ac")
    dialog.get_by_role("option", name="Acme Dental").wait_for()
    client.press("Enter")
    expect(client).to_have_value("Acme Dental")
    dialog.get_by_label("Hooli").check()
    dialog.get_by_label("Note").fill("the stupid manager")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please say it of the client, not of a person.")).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(1)
    expect(dialog.get_by_label("Note")).to_be_focused()
    expect(dialog.get_by_label("Note")).to_have_value("the stupid manager")
    expect(client).to_have_value("Acme Dental")
    expect(dialog.get_by_label("Hooli")).to_be_checked()
    dialog.get_by_label("Note").fill("the UPS died again")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Good Clients").click()
    expect(page.locator(".message")).to_contain_text("Acme Dental: the UPS died again")


def test_a_modal_that_the_app_updates_keeps_what_is_being_typed(page: Page, behaving: App, slack: PretendSlack) -> None:
    maya = slack.as_("maya")
    maya.command("/rate-client")
    note = page.get_by_label("Note")
    note.press_sequentially("half a sen")
    assert maya.modal
    behaving.client.views_update(view_id=maya.modal.id, view={**form(), "title": plain("Rate Acme")})
    expect(page.get_by_role("dialog", name="Rate Acme")).to_be_visible()
    expect(note).to_be_focused()
    note.press_sequentially("tence")
    expect(note).to_have_value("half a sentence")


def test_a_modal_is_closed_by_escape(page: Page, slack: PretendSlack) -> None:
    maya = slack.as_("maya")
    maya.command("/rate-client")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert maya.modal is None


def test_a_shortcut_opens_its_modal_with_the_client_filled_in(page: Page) -> None:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Rate a client").click()
    expect(page.get_by_role("combobox", name="Client")).to_have_value("Hooli")


def test_a_mention_is_answered_in_its_thread(page: Page, slack: PretendSlack) -> None:
    box = page.get_by_label("Message #service-desk")
    box.press_sequentially("@goo")
    box.press("Tab")
    box.press_sequentially("who is best?")
    box.press("Enter")
    expect(page.locator(".message .mention")).to_have_text("@Good Clients")
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread .message")).to_have_count(2)
    expect(page.locator("#thread")).to_contain_text("Acme Dental, 4.6 of 5")
    page.get_by_label("Reply…").fill("/clients")
    page.get_by_label("Reply…").press("Enter")
    expect(page.get_by_text("/clients is not supported in threads. Sorry!").first).to_be_visible()


def test_the_apps_home_is_opened_and_drawn(page: Page, slack: PretendSlack) -> None:
    page.get_by_role("button", name="Good Clients").click()
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_role("heading", name="Your desk")).to_be_visible()
    expect(page.locator(".home .card")).to_contain_text("14 ratings by 5 people")


def test_messages_arrive_by_themselves_and_come_into_view(page: Page, slack: PretendSlack) -> None:
    channel = slack.workspace.find_channel("service-desk")
    for number in range(40):
        slack.as_("tom").say(f"message {number}", channel)
    expect(page.get_by_text("message 39", exact=True)).to_be_in_viewport()


def test_what_came_elsewhere_is_counted_until_it_was_looked_at(page: Page, behaving: App, slack: PretendSlack) -> None:
    for text in ("one", "two"):
        behaving.client.chat_postMessage(channel=slack.as_("maya").person.id, text=text)
    expect(page.get_by_label("2 unread")).to_be_visible()
    page.get_by_role("button", name="Good Clients").click()
    expect(page.get_by_text("two", exact=True)).to_be_visible()
    expect(page.locator(".unread")).to_have_count(0)


def test_the_demos_buttons_act(page: Page, slack: PretendSlack) -> None:
    channel = slack.workspace.find_channel("service-desk")
    slack.demo_action("Post this week’s digest", lambda: slack.as_("tom").say("the digest", channel))
    slack.as_("tom").say("wake up", channel)
    page.get_by_role("button", name="Post this week’s digest").click()
    expect(page.get_by_text("the digest", exact=True)).to_be_visible()


def test_on_a_phone_the_channels_open_from_a_button_and_nothing_is_cut_off(
    browser: Browser, behaving: App, slack: PretendSlack
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    page.goto(f"{slack.url}?as=maya&channel=service-desk")
    slack.as_("maya").mention("who?", slack.workspace.find_channel("service-desk"))
    page.get_by_role("button", name="1 reply").wait_for()
    expect(page.locator("#sidebar")).to_be_hidden()
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="Good Clients").click()
    expect(page.get_by_role("tab", name="Messages")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 25, 28)"
    page.close()
