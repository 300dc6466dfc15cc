"""What the page and tests in other processes may ask over HTTP."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import PretendSlack


def ask(slack: PretendSlack, verb: str, **body: Any) -> tuple[int, Any]:
    request = urllib.request.Request(f"{slack.url}_control/{verb}", data=json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def state(slack: PretendSlack, who: str) -> Any:
    with urllib.request.urlopen(f"{slack.url}_control/state?as={who}") as answer:
        return json.load(answer)


def test_a_person_acts_and_sees_what_only_they_may_see(slack: PretendSlack, client: WebClient) -> None:
    channel = slack.workspace.find_channel("service-desk").id
    slack.channel("board", ["maya"], private=True)
    assert ask(slack, "say", **{"as": "tom"}, channel=channel, text="hello")[0] == 200
    client.chat_postEphemeral(channel=channel, user=slack.as_("tom").person.id, text="psst")
    texts = {who: [one["text"] for one in state(slack, who)["messages"][channel]] for who in ("maya", "tom")}
    assert texts == {"maya": ["hello"], "tom": ["hello", "psst"]}
    assert [one["name"] for one in state(slack, "tom")["channels"] if not one["user"]] == ["service-desk"]


def test_a_fault_is_asked_for(slack: PretendSlack, client: WebClient) -> None:
    assert ask(slack, "fail_next", method="auth.test", kind="429", retry_after=9)[0] == 200
    with pytest.raises(SlackApiError) as raised:
        client.auth_test()
    assert raised.value.response.headers["retry-after"] == "9"


def test_what_cannot_be_done_is_said(slack: PretendSlack) -> None:
    assert ask(slack, "dance")[0] == 404
    assert ask(slack, "say", **{"as": "nobody"}, channel="x", text="x")[0] == 400
    assert ask(slack, "click", **{"as": "maya"}, view="V0GONE", block_id="b", action_id="a")[0] == 400


def test_the_stream_tells_of_changes(slack: PretendSlack) -> None:
    with urllib.request.urlopen(f"{slack.url}_control/stream", timeout=5) as stream:
        first = int(stream.readline().removeprefix(b"data: "))
        stream.readline()
        slack.as_("maya").say("hello", slack.workspace.find_channel("service-desk"))
        assert int(stream.readline().removeprefix(b"data: ")) > first
