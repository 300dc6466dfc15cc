import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from werkzeug.serving import make_server

from sandbox import PretendSlack
from tests.sandbox.examples import plain

Json = dict[str, Any]
TEXT: Json = {"type": "plain_text_input"}


@pytest.fixture
def served(slack: PretendSlack, app: App) -> Iterator[App]:
    """The Bolt app behind a real HTTP server; it checks Slack's signatures itself."""
    flask = Flask("app")
    handler = SlackRequestHandler(app)

    @flask.post("/slack/events")
    def events() -> Response:
        return handler.handle(request)

    server = make_server("127.0.0.1", 0, flask, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    slack.use_http(f"http://127.0.0.1:{server.server_port}/slack/events")
    yield app
    server.shutdown()
    thread.join()


def test_signed_commands_interactions_and_events_reach_the_app(slack: PretendSlack, served: App) -> None:
    heard: list[str] = []

    @served.command("/clients")
    def ask(ack: Any, command: Json, client: Any) -> None:
        heard.append(command["text"])
        blocks = [
            {
                "type": "input",
                "block_id": "b",
                "optional": True,
                "label": plain("x"),
                "element": {"type": "plain_text_input"},
            }
        ]
        view = {"type": "modal", "callback_id": "v", "title": plain("Ask"), "submit": plain("Go"), "blocks": blocks}
        client.views_open(trigger_id=command["trigger_id"], view=view)
        ack("asked")

    @served.view("v")
    def submitted(ack: Any) -> None:
        ack(response_action="errors", errors={"b": "no"})

    @served.event("message")
    def message(event: Json) -> None:
        heard.append(event["text"])

    maya = slack.as_("maya")
    assert maya.command("/clients", "who pays – late?").problem is None
    assert [one.words for one in maya.sees()] == ["asked"]
    assert maya.submit().errors == {"b": "no"}
    maya.dm("hello")
    slack.wait_for(lambda: heard == ["who pays – late?", "hello"])


def test_a_wrong_signature_is_refused_by_the_app_and_seen_as_silence(slack: PretendSlack, served: App) -> None:
    slack.backend.deliveries.signing_secret = "another"
    assert slack.as_("maya").command("/clients").problem == "dispatch_failed"


def test_an_event_that_fails_is_sent_again_at_once(slack: PretendSlack) -> None:
    slack.use_http("http://127.0.0.1:9/nobody")
    slack.as_("maya").dm("hello")
    assert [(one.attempts, one.answer and one.answer.problem) for one in slack.deliveries] == [(2, "operation_timeout")]
