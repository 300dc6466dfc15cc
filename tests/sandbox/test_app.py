"""A real Bolt app against the pretend Slack: commands, modals, events, and what goes wrong between them."""

import threading
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.webhook import WebhookClient

from sandbox import PretendSlack
from tests.sandbox.conftest import Clock, close
from tests.sandbox.examples import CLIENTS, ELEMENTS, mrkdwn, plain

Json = dict[str, Any]
RATE: Json = {
    "type": "modal",
    "callback_id": "rate",
    "private_metadata": "submission-1",
    "notify_on_close": True,
    "title": plain("Rate a client"),
    "submit": plain("Save"),
    "blocks": [
        {"type": "input", "block_id": "client", "label": plain("Client"), "element": ELEMENTS["external_select"]},
        {"type": "input", "block_id": "note", "label": plain("Note"), "element": ELEMENTS["plain_text_input"]},
    ],
}
BUTTON: Json = {"type": "button", "action_id": "undo", "value": "7", "text": plain("Undo & forget")}


@pytest.fixture
def rating(connected: App) -> App:
    """An app that opens the rating modal on /rate-client and offers clients in it."""

    @connected.command("/rate-client")
    def open_modal(ack: Any, client: Any, command: Json) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=RATE)

    @connected.options("e-external")
    def offer(ack: Any, payload: Json) -> None:
        ack(options=[one for one in CLIENTS if payload["value"] in one["value"]])

    return connected


def fill_in(slack: PretendSlack, name: str = "maya") -> Any:
    actor = slack.as_(name)
    actor.command("/rate-client")
    slack.wait_for(lambda: actor.modal)
    actor.suggest("e-external", "acm")
    actor.choose("e-external", "Acme Dental")
    actor.type("e-text", "the UPS died again")
    return actor


def test_a_command_carries_slacks_fields_and_answers_only_its_sender(slack: PretendSlack, connected: App) -> None:
    got: list[Json] = []

    @connected.command("/rate-client")
    def rate(ack: Any, command: Json, respond: Any) -> None:
        got.append(command)
        ack("Saved")
        respond("and confirmed")

    channel = slack.workspace.find_channel("service-desk")
    maya = slack.as_("maya")
    assert maya.command("/rate-client", " Wayne & Sons 4 ", channel).problem is None
    slack.wait_for(lambda: len(maya.sees(channel)) == 2)
    assert {one.words for one in maya.sees(channel)} == {"Saved", "and confirmed"}
    assert slack.as_("tom").sees(channel) == []
    assert got[0]["text"] == "Wayne &amp; Sons 4"
    assert (got[0]["user_id"], got[0]["channel_name"]) == (maya.person.id, "service-desk")
    assert got[0]["is_enterprise_install"] == "false"


def test_a_modal_is_filled_in_and_submitted(slack: PretendSlack, rating: App) -> None:
    got: list[Json] = []

    @rating.view("rate")
    def save(ack: Any, view: Json) -> None:
        got.append(view)
        ack()

    maya = fill_in(slack)
    assert maya.submit().closed
    assert maya.modal is None
    assert got[0]["private_metadata"] == "submission-1"
    values = got[0]["state"]["values"]
    assert values["client"]["e-external"]["selected_option"]["value"] == "acme"
    assert values["note"]["e-text"] == {"type": "plain_text_input", "value": "the UPS died again"}


def test_slack_itself_refuses_an_empty_required_input(slack: PretendSlack, rating: App) -> None:
    maya = slack.as_("maya")
    maya.command("/rate-client")
    slack.wait_for(lambda: maya.modal)
    sent = len(slack.deliveries)
    assert set(maya.submit().errors) == {"client", "note"}
    assert len(slack.deliveries) == sent


def test_the_apps_errors_stand_at_their_inputs_and_nothing_typed_is_lost(slack: PretendSlack, rating: App) -> None:
    @rating.view("rate")
    def refuse(ack: Any) -> None:
        ack(response_action="errors", errors={"note": "Too rude"})

    maya = fill_in(slack)
    result = maya.submit()
    assert (result.closed, result.errors) == (False, {"note": "Too rude"})
    assert maya.modal
    assert maya.modal.values["note", "e-text"] == "the UPS died again"


def test_an_error_at_a_block_that_is_no_input_is_refused_as_slack_does(slack: PretendSlack, rating: App) -> None:
    @rating.view("rate")
    def refuse(ack: Any) -> None:
        ack(response_action="errors", errors={"nowhere": "Too rude"})

    result = fill_in(slack).submit()
    assert result.problem
    assert result.problem.startswith("invalid_arguments")


@pytest.mark.parametrize(
    ("action", "titles"), [("update", ["Next"]), ("push", ["Rate a client", "Next"]), ("clear", [])]
)
def test_a_submission_may_update_push_or_clear(
    action: str, titles: list[str], slack: PretendSlack, rating: App
) -> None:
    @rating.view("rate")
    def go_on(ack: Any) -> None:
        view = {"type": "modal", "title": plain("Next"), "blocks": [{"type": "divider"}]}
        ack(response_action=action, **({} if action == "clear" else {"view": view}))

    maya = fill_in(slack)
    assert maya.submit().problem is None
    assert [view.title for view in maya.person.modals] == titles


def test_closing_tells_an_app_that_asked_for_it(slack: PretendSlack, rating: App) -> None:
    closed: list[Json] = []

    @rating.view_closed("rate")
    def gone(ack: Any, body: Json) -> None:
        ack()
        closed.append(body)

    maya = fill_in(slack)
    maya.close()
    assert maya.modal is None
    slack.wait_for(lambda: closed)
    assert closed[0]["is_cleared"] is False


def test_too_few_letters_ask_nobody_for_options(slack: PretendSlack, connected: App) -> None:
    asked: list[str] = []

    @connected.options("e-multi-external")
    def offer(ack: Any, payload: Json) -> None:
        asked.append(payload["value"])
        ack(options=CLIENTS)

    element = {"type": "external_select", "action_id": "e-multi-external"}  # three letters by default
    maya = slack.as_("maya")
    view = {**RATE, "blocks": [{"type": "input", "block_id": "c", "label": plain("Client"), "element": element}]}
    connected.client.views_open(trigger_id=slack.backend.triggers.issue(maya.person), view=view)
    assert maya.suggest("e-multi-external", "ac") == []
    assert len(maya.suggest("e-multi-external", "acm")) == 3
    assert asked == ["acm"]


def test_a_click_comes_with_its_message_and_a_response_url(slack: PretendSlack, connected: App) -> None:
    got: list[Json] = []

    @connected.action("undo")
    def undo(ack: Any, body: Json, respond: Any) -> None:
        ack()
        got.append(body)
        respond(text="Undone", replace_original=True)

    channel = slack.workspace.find_channel("service-desk")
    blocks = [{"type": "actions", "block_id": "a", "elements": [BUTTON]}]
    connected.client.chat_postMessage(channel=channel.id, text="Saved", blocks=blocks)
    message = slack.posts(channel)[0]
    slack.as_("tom").click(message, "undo")
    slack.wait_for(lambda: message.words == "Undone")
    action = got[0]["actions"][0]
    assert (action["value"], action["block_id"]) == ("7", "a")
    assert action["text"]["text"] == "Undo &amp; forget"  # escaped on the way back, as Slack does
    assert got[0]["message"]["ts"] == got[0]["container"]["message_ts"] == message.ts
    assert got[0]["channel"] == {"id": channel.id, "name": "service-desk"}


def test_an_ephemeral_message_is_changed_through_its_response_url_only(slack: PretendSlack, connected: App) -> None:
    got: list[Json] = []

    @connected.action("undo")
    def undo(ack: Any, body: Json, respond: Any) -> None:
        ack()
        got.append(body)
        respond(delete_original=True)

    maya, channel = slack.as_("maya"), slack.workspace.find_channel("service-desk")
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    connected.client.chat_postEphemeral(channel=channel.id, user=maya.person.id, text="x", blocks=blocks)
    maya.click(maya.sees(channel)[0], "undo", "7")
    slack.wait_for(lambda: not maya.sees(channel))
    assert got[0]["container"]["is_ephemeral"]
    assert "message" not in got[0]


def test_a_response_url_is_good_for_five_uses_and_half_an_hour(
    slack: PretendSlack, connected: App, clock: Clock
) -> None:
    @connected.command("/rate-client")
    def rate(ack: Any) -> None:
        ack()

    maya, channel = slack.as_("maya"), slack.workspace.find_channel("service-desk")
    maya.command("/rate-client", "", channel)
    hook = WebhookClient(slack.deliveries[-1].payload["response_url"])
    assert [hook.send(text=str(n)).status_code for n in range(6)] == [200] * 5 + [404]
    maya.command("/rate-client", "", channel)
    hook = WebhookClient(slack.deliveries[-1].payload["response_url"])
    clock.pass_by(31 * 60)
    assert "expired_url" in hook.send(text="late").body


def test_everybody_sees_an_answer_in_the_channel(slack: PretendSlack, connected: App) -> None:
    @connected.command("/clients")
    def answer(ack: Any, respond: Any) -> None:
        ack()
        respond("58% good", response_type="in_channel")

    channel = slack.workspace.find_channel("service-desk")
    slack.as_("maya").command("/clients", "", channel)
    slack.wait_for(lambda: [one.text for one in slack.as_("tom").sees(channel)] == ["58% good"])


def test_an_app_that_is_silent_is_said_to_be_so(slack: PretendSlack, connected: App) -> None:
    @connected.command("/rate-client")
    def never(command: Json) -> None:
        """Does not acknowledge."""

    channel = slack.workspace.find_channel("service-desk")
    maya = slack.as_("maya")
    assert maya.command("/rate-client", "", channel).problem == "operation_timeout"
    assert maya.sees(channel)[0].words == "/rate-client failed because the app did not respond."


def test_an_app_that_is_not_there_is_said_to_be_so(slack: PretendSlack) -> None:
    maya = slack.as_("maya")
    assert maya.command("/rate-client").problem == "dispatch_failed"
    assert "did not respond" in maya.sees()[0].words


def test_messages_and_mentions_are_the_events_of_slack(slack: PretendSlack, connected: App) -> None:
    got: list[Json] = []

    @connected.event("message")
    def direct(event: Json, say: Any) -> None:
        got.append(event)
        say("hello")

    @connected.event("app_mention")
    def mentioned(event: Json, say: Any) -> None:
        got.append(event)
        say("here", thread_ts=event["ts"])

    channel, maya = slack.workspace.find_channel("service-desk"), slack.as_("maya")
    maya.dm("who is <good>?")
    maya.say("just talking", channel)
    asked = maya.mention("who pays late", channel)
    slack.wait_for(lambda: len(slack.posts()) == 2)
    assert [(one["type"], one.get("channel_type")) for one in got] == [("message", "im"), ("app_mention", None)]
    assert got[0]["text"] == "who is &lt;good&gt;?"
    assert got[1]["text"] == f"<@{slack.workspace.bot.id}> who pays late"
    assert [one.words for one in maya.sees(channel, thread=asked.ts)][1:] == ["here"]


def test_the_bots_own_direct_messages_come_back_to_it_marked(slack: PretendSlack, connected: App) -> None:
    connected.client.chat_postMessage(channel=slack.as_("maya").person.id, text="hello")
    slack.wait_for(lambda: slack.deliveries)
    event = slack.deliveries[0].payload["event"]
    assert (event["type"], event["channel_type"], bool(event["bot_id"])) == ("message", "im", True)


def test_a_home_that_is_opened_is_an_event(slack: PretendSlack, connected: App) -> None:
    @connected.event("app_home_opened")
    def publish(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            home = {"type": "home", "blocks": [{"type": "section", "text": mrkdwn("your desk")}]}
            client.views_publish(user_id=event["user"], view=home)

    maya = slack.as_("maya")
    maya.open_home("messages")
    maya.open_home()
    slack.wait_for(lambda: maya.home)
    assert maya.home
    assert maya.home.words == "your desk"
    assert [one.payload["event"]["tab"] for one in slack.deliveries] == ["messages", "home"]


def test_shortcuts_come_with_a_trigger_and_a_message_with_its_words(slack: PretendSlack, connected: App) -> None:
    got: list[Json] = []

    @connected.shortcut("rate_client")
    def use(ack: Any, body: Json) -> None:
        ack()
        got.append(body)

    maya = slack.as_("maya")
    said = maya.say("Acme was lovely", slack.workspace.find_channel("service-desk"))
    maya.shortcut("rate_client")
    maya.shortcut("rate_client", said)
    slack.wait_for(lambda: len(got) == 2)
    assert [one["type"] for one in got] == ["shortcut", "message_action"]
    assert got[1]["message"]["text"] == "Acme was lovely"


def test_a_redelivery_has_the_same_event_and_says_that_it_is_one(slack: PretendSlack, connected: App) -> None:
    got: list[tuple[str, Any]] = []

    @connected.event("message")
    def direct(body: Json, request: Any) -> None:
        got.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    slack.as_("maya").dm("hello")
    slack.redeliver()
    slack.wait_for(lambda: len(got) == 2)
    assert got[0][0] == got[1][0]
    assert got[1][1] == ["1"]


def test_each_envelope_goes_to_one_of_several_connections(slack: PretendSlack, connected: App) -> None:
    other = App(client=connected.client)
    handled: list[str] = []

    @connected.command("/clients")
    def first(ack: Any) -> None:
        handled.append("first")
        ack()

    @other.command("/clients")
    def second(ack: Any) -> None:
        handled.append("second")
        ack()

    handler = SocketModeHandler(other, slack.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # slack_bolt leaves it untyped
    slack.wait_for_app(2)
    for _ in range(4):
        assert slack.as_("maya").command("/clients").problem is None
    assert sorted(handled) == ["first"] * 2 + ["second"] * 2
    close(handler)


def test_an_app_that_is_sent_away_comes_back(slack: PretendSlack, connected: App) -> None:
    @connected.command("/clients")
    def answer(ack: Any) -> None:
        ack("still here")

    before = list(slack.backend.deliveries.sockets)
    slack.disconnect()
    slack.wait_for(lambda: slack.backend.deliveries.sockets and slack.backend.deliveries.sockets != before)
    maya = slack.as_("maya")  # slack_sdk may begin to read late, or only when its monitor looks: a person tries again
    assert any(maya.command("/clients").problem is None for _ in range(30))


def test_changes_of_the_workspace_are_events(slack: PretendSlack) -> None:
    channel = slack.workspace.find_channel("service-desk")
    slack.person("newcomer", joining=True)
    slack.workspace.change("tom", is_restricted=True)
    slack.workspace.join("newcomer", channel)
    slack.workspace.rename(channel, "desk")
    slack.workspace.share(channel)
    slack.workspace.leave(slack.workspace.bot, channel)
    slack.workspace.archive(channel)
    slack.workspace.change_id(channel)
    slack.workspace.uninstall()
    events = [one.payload["event"] for one in slack.deliveries]
    assert [one["type"] for one in events] == [
        "team_join",
        "user_change",
        "member_joined_channel",
        "channel_rename",
        "channel_shared",
        "channel_left",
        "channel_archive",
        "channel_id_changed",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert events[1]["user"]["is_restricted"]
    assert events[3]["channel"]["name"] == "desk"
    assert events[7]["new_channel_id"] == channel.id != events[7]["old_channel_id"]


def test_a_held_post_is_accepted_and_its_answer_waits(slack: PretendSlack, connected: App) -> None:
    slack.fail_next("chat.postMessage", "hold")
    answers: list[Any] = []

    def post() -> None:
        channel = slack.workspace.find_channel("service-desk")
        answers.append(connected.client.chat_postMessage(channel=channel.id, text="digest"))

    poster = threading.Thread(target=post)
    poster.start()
    slack.wait_for(slack.posts)
    assert answers == []
    slack.release()
    poster.join()
    assert answers[0]["ok"]


def test_with_a_manifest_only_what_it_names_works(clock: Clock) -> None:
    manifest = {
        "features": {
            "bot_user": {"display_name": "Good Clients"},
            "slash_commands": [{"command": "/clients", "description": "Ask"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "im:history"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
    }
    with PretendSlack(clock=clock, manifest=manifest) as slack:
        slack.person("maya")
        maya = slack.as_("maya")
        assert maya.command("/rate-client").problem == "unknown_command"
        assert maya.sees()[0].words == "/rate-client is not a valid command."
        maya.open_home()
        maya.dm("hello")
        assert [one.payload["event"]["type"] for one in slack.deliveries] == ["message"]


def test_commands_do_not_run_in_threads(slack: PretendSlack, connected: App) -> None:
    channel, maya = slack.workspace.find_channel("service-desk"), slack.as_("maya")
    said = maya.say("a thread", channel)
    assert maya.command("/clients", "", channel, thread=said.ts).problem == "not_in_threads"
    assert "not supported in threads" in maya.sees(channel)[-1].words
