import json
import urllib.error
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from sandbox import PretendSlack
from tests.sandbox.examples import DATA_TABLE, PIE, mrkdwn


def refusal(call: Any, /, *args: Any, **arguments: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as raised:
        call(*args, **arguments)
    answer: dict[str, Any] = raised.value.response.data
    return answer


def desk(slack: PretendSlack) -> str:
    return slack.workspace.find_channel("service-desk").id


def test_auth_test_says_who_the_token_is_and_what_it_may(slack: PretendSlack, client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["user_id"] == slack.workspace.bot.id
    assert answer["team"] == "Northwind IT"
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


def test_tokens_are_checked(slack: PretendSlack) -> None:
    def error(token: str) -> str:
        return str(refusal(WebClient(token=token, base_url=slack.api_url).auth_test)["error"])

    assert error("xoxb-wrong") == "invalid_auth"
    assert error("") == "not_authed"
    assert error(slack.app_token) == "not_allowed_token_type"
    wrong = WebClient(token=slack.bot_token, base_url=slack.api_url)
    assert refusal(wrong.apps_connections_open, app_token=slack.bot_token)["error"] == "not_allowed_token_type"


def test_a_method_that_slack_does_not_have_is_unknown(client: WebClient) -> None:
    assert refusal(client.api_call, "chat.shout")["error"] == "unknown_method"


def test_a_token_without_the_scope_is_told_which(slack: PretendSlack, client: WebClient) -> None:
    slack.workspace.team.scopes = frozenset({"chat:write"})
    answer = refusal(client.users_list)
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", "users:read", "chat:write")


def test_a_post_is_kept_with_blocks_metadata_and_thread(slack: PretendSlack, client: WebClient) -> None:
    metadata = {"event_type": "digest", "event_payload": {"id": "7"}}
    blocks = [{"type": "section", "text": mrkdwn("*58% good*")}]
    first = client.chat_postMessage(
        channel=desk(slack), text="58% good", blocks=blocks, metadata=metadata, unfurl_links=False
    )
    client.chat_postMessage(channel=desk(slack), text="detail", thread_ts=first["ts"])
    top, reply = slack.posts()
    assert (top.words, top.metadata) == ("*58% good*", metadata)
    assert reply.thread_ts == top.ts == first["ts"]
    assert top.blocks[0]["block_id"]
    history = client.conversations_history(channel=desk(slack), include_all_metadata=True)["messages"]
    assert [(one["text"], one["metadata"], one["reply_count"]) for one in history] == [("58% good", metadata, 1)]
    assert "metadata" not in client.conversations_history(channel=desk(slack))["messages"][0]
    replies = client.conversations_replies(channel=desk(slack), ts=first["ts"])["messages"]
    assert [one["text"] for one in replies] == ["58% good", "detail"]


def test_history_is_newest_first_between_two_times_and_in_pages(slack: PretendSlack, client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=desk(slack), text=str(n))["ts"] for n in range(5)]
    page = client.conversations_history(channel=desk(slack), oldest=stamps[0], limit=3)
    assert [one["text"] for one in page["messages"]] == ["4", "3", "2"]
    rest = client.conversations_history(
        channel=desk(slack), oldest=stamps[0], limit=3, cursor=page["response_metadata"]["next_cursor"]
    )
    assert [one["text"] for one in rest["messages"]] == ["1"]
    assert rest["has_more"] is False


def test_posting_is_refused_where_slack_refuses_it(slack: PretendSlack, client: WebClient) -> None:
    elsewhere = slack.channel("elsewhere", ["maya"], bot=False)
    secret = slack.channel("secret", ["maya"], private=True, bot=False)
    old = slack.channel("old", ["maya"])
    slack.workspace.archive(old)
    post = client.chat_postMessage
    assert refusal(post, channel="C0NOTHING", text="x")["error"] == "channel_not_found"
    assert refusal(post, channel=elsewhere.id, text="x")["error"] == "not_in_channel"
    assert refusal(post, channel=secret.id, text="x")["error"] == "channel_not_found"
    assert refusal(post, channel=old.id, text="x")["error"] == "is_archived"
    assert refusal(client.api_call, "chat.postMessage", json={"channel": desk(slack)})["error"] == "no_text"
    assert refusal(post, channel=desk(slack), text="x" * 40_001)["error"] == "msg_too_long"
    assert refusal(post, channel=desk(slack), text="x", thread_ts="1.2")["error"] == "thread_not_found"
    answer = refusal(post, channel=desk(slack), text="x", blocks=[{"type": "hologram"}])
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: hologram [json-pointer:/blocks/0/type]"
    ]
    assert slack.posts() == []


def test_a_workspace_without_the_newest_blocks_refuses_them(slack: PretendSlack, client: WebClient) -> None:
    client.chat_postMessage(channel=desk(slack), text="x", blocks=[PIE, DATA_TABLE])
    slack.workspace.refuse_newest_blocks()
    answer = refusal(client.chat_postMessage, channel=desk(slack), text="x", blocks=[PIE])
    assert answer["error"] == "invalid_blocks"


def test_posting_to_a_person_is_a_direct_message(slack: PretendSlack, client: WebClient) -> None:
    maya = slack.as_("maya")
    posted = client.chat_postMessage(channel=maya.person.id, text="hello")
    assert client.conversations_open(users=maya.person.id)["channel"]["id"] == posted["channel"]
    assert [one.text for one in maya.sees()] == ["hello"]
    assert slack.as_("tom").sees(maya.direct) == []


def test_an_ephemeral_message_is_seen_by_one_until_the_page_is_loaded_anew(
    slack: PretendSlack, client: WebClient
) -> None:
    maya, tom = slack.as_("maya"), slack.as_("tom")
    channel = slack.workspace.find_channel("service-desk")
    ts = client.chat_postEphemeral(channel=channel.id, user=maya.person.id, text="psst")["message_ts"]
    assert [one.text for one in maya.sees(channel)] == ["psst"]
    assert tom.sees(channel) == []
    assert client.conversations_history(channel=channel.id)["messages"] == []
    assert refusal(client.chat_update, channel=channel.id, ts=ts, text="new")["error"] == "message_not_found"
    maya.reload()
    assert maya.sees(channel) == []


def test_an_ephemeral_message_needs_its_reader_in_the_channel(slack: PretendSlack, client: WebClient) -> None:
    outsider = slack.person("olga")
    answer = refusal(client.chat_postEphemeral, channel=desk(slack), user=outsider.id, text="x")
    assert answer["error"] == "user_not_in_channel"


def test_an_update_without_blocks_leaves_the_blocks(slack: PretendSlack, client: WebClient) -> None:
    blocks = [{"type": "section", "text": mrkdwn("old")}]
    ts = client.chat_postMessage(channel=desk(slack), text="old", blocks=blocks)["ts"]
    client.chat_update(channel=desk(slack), ts=ts, text="new")
    assert slack.posts()[0].words == "old"
    client.chat_update(channel=desk(slack), ts=ts, text="new", blocks=[])
    assert slack.posts()[0].words == "new"
    assert refusal(client.chat_update, channel=desk(slack), ts=ts, text="é" * 2001)["error"] == "msg_too_long"


def test_only_own_messages_can_be_changed_or_deleted(slack: PretendSlack, client: WebClient) -> None:
    said = slack.as_("maya").say("mine", slack.workspace.find_channel("service-desk"))
    assert refusal(client.chat_update, channel=said.channel, ts=said.ts, text="x")["error"] == "cant_update_message"
    assert refusal(client.chat_delete, channel=said.channel, ts=said.ts)["error"] == "cant_delete_message"
    ts = client.chat_postMessage(channel=desk(slack), text="own")["ts"]
    client.chat_delete(channel=desk(slack), ts=ts)
    assert slack.posts() == []


def test_channels_say_what_the_gate_needs(slack: PretendSlack, client: WebClient) -> None:
    channel = slack.channel("partners", ["maya"], private=True)
    slack.workspace.share(channel, pending=True)
    told = client.conversations_info(channel=channel.id)["channel"]
    assert told["is_pending_ext_shared"]
    assert not told["is_ext_shared"]
    assert (told["is_private"], told["is_member"], told["is_archived"]) == (True, True, False)
    slack.workspace.share(channel)
    assert client.conversations_info(channel=channel.id)["channel"]["is_ext_shared"]


def test_members_come_in_pages(slack: PretendSlack, client: WebClient) -> None:
    names = [f"tech{n}" for n in range(7)]
    for name in names:
        slack.person(name)
    channel = slack.channel("crowd", names)
    pages = [page["members"] for page in client.conversations_members(channel=channel.id, limit=3)]
    assert [len(page) for page in pages] == [3, 3, 2]
    assert [one for page in pages for one in page] == channel.members


def test_a_form_carries_its_structures_as_json(slack: PretendSlack, client: WebClient) -> None:
    blocks = json.dumps([{"type": "section", "text": mrkdwn("from a form")}])
    client.api_call("chat.postMessage", params={"channel": desk(slack), "text": "x", "blocks": blocks})
    assert slack.posts()[0].words == "from a form"
    broken = {"channel": desk(slack), "text": "x", "blocks": "[{"}
    assert refusal(client.api_call, "chat.postMessage", params=broken)["error"] == "invalid_blocks_format"


def test_metadata_must_be_an_event(slack: PretendSlack, client: WebClient) -> None:
    answer = refusal(client.chat_postMessage, channel=desk(slack), text="x", metadata={"id": "7"})
    assert answer["error"] == "invalid_metadata_format"


def test_a_public_channel_can_be_joined_and_a_private_or_archived_one_not(
    slack: PretendSlack, client: WebClient
) -> None:
    public, private = slack.channel("open", bot=False), slack.channel("closed", private=True)
    client.conversations_join(channel=public.id)
    client.chat_postMessage(channel=public.id, text="hello")
    assert refusal(client.conversations_join, channel=private.id)["error"] == "method_not_supported_for_channel_type"
    slack.workspace.archive(public)
    assert refusal(client.conversations_join, channel=public.id)["error"] == "is_archived"


def test_direct_messages_are_not_opened_with_bots_or_the_deactivated(slack: PretendSlack, client: WebClient) -> None:
    slack.workspace.change("tom", deleted=True)
    assert refusal(client.conversations_open, users=slack.as_("tom").person.id)["error"] == "user_disabled"
    assert refusal(client.conversations_open, users=slack.workspace.bot.id)["error"] == "cannot_dm_bot"


def test_a_permalink_names_channel_and_message(slack: PretendSlack, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=desk(slack), text="x")["ts"]
    link = client.chat_getPermalink(channel=desk(slack), message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{desk(slack)}/p{ts.replace('.', '')}")
    missing = refusal(client.chat_getPermalink, channel=desk(slack), message_ts="1.2")
    assert missing["error"] == "message_not_found"


def test_the_directory_tells_guests_strangers_and_the_deactivated(slack: PretendSlack, client: WebClient) -> None:
    slack.person("guest", is_restricted=True)
    slack.person("partner", is_stranger=True, team_id="T0OTHER")
    slack.workspace.change("tom", deleted=True)
    people = {one["name"]: one for page in client.users_list(limit=2) for one in page["members"]}
    assert people["maya"]["is_admin"]
    assert people["guest"]["is_restricted"]
    assert people["partner"]["is_stranger"]
    assert people["partner"]["team_id"] == "T0OTHER"
    assert people["tom"]["deleted"]
    assert people["tom"]["tz"] == "America/New_York"
    assert people["tom"]["tz_offset"] == -5 * 3600
    assert client.users_lookupByEmail(email="MAYA@example.com")["user"]["name"] == "maya"
    assert refusal(client.users_lookupByEmail, email="tom@example.com")["error"] == "users_not_found"
    assert refusal(client.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_lists_show_private_channels_only_to_members(slack: PretendSlack, client: WebClient) -> None:
    slack.channel("board", ["maya"], private=True, bot=False)
    slack.channel("leads", ["maya"], private=True)
    types = "public_channel,private_channel"
    assert [c["name"] for c in client.conversations_list(types=types)["channels"]] == ["service-desk", "leads"]
    own = client.users_conversations(types="public_channel")["channels"]
    assert [c["name"] for c in own] == ["service-desk"]


def test_a_second_workspace_is_apart(slack: PretendSlack, client: WebClient) -> None:
    other = slack.add_workspace("Elsewhere Ltd")
    channel = other.channel("general")
    there = WebClient(token=other.token, base_url=slack.api_url)
    there.chat_postMessage(channel=channel.id, text="theirs")
    assert refusal(client.chat_postMessage, channel=channel.id, text="ours")["error"] == "channel_not_found"
    assert [one.text for one in slack.posts(workspace=other)] == ["theirs"]
    assert client.oauth_v2_access(client_id="1", client_secret="2", code=other.team.id)["access_token"] == other.token


def test_a_token_is_good_for_nothing_after_the_app_was_removed(slack: PretendSlack, client: WebClient) -> None:
    slack.workspace.uninstall()
    assert refusal(client.auth_test)["error"] == "account_inactive"


def test_a_rate_limit_says_how_long(slack: PretendSlack, client: WebClient) -> None:
    slack.fail_next("chat.postMessage", "429", retry_after=7)
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel=desk(slack), text="x")
    assert (raised.value.response.status_code, raised.value.response.headers["Retry-After"]) == (429, "7")
    client.chat_postMessage(channel=desk(slack), text="x")
    slack.fail_next("chat.postMessage", "429", retry_after=0)
    retrying = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[RateLimitErrorRetryHandler()])
    retrying.chat_postMessage(channel=desk(slack), text="y")
    assert [one.text for one in slack.posts()] == ["x", "y"]


@pytest.mark.parametrize("kind", ["500", "503", "internal_error"])
def test_trouble_upstream_posts_nothing(kind: str, slack: PretendSlack, client: WebClient) -> None:
    slack.fail_next("*", kind)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=desk(slack), text="x")
    assert slack.posts() == []


@pytest.mark.parametrize(("kind", "posted"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_does_not_say_whether_it_was_posted(
    kind: str, posted: int, slack: PretendSlack, client: WebClient
) -> None:
    slack.fail_next("chat.postMessage", kind)
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        client.chat_postMessage(channel=desk(slack), text="x")
    assert len(slack.posts()) == posted


def test_a_client_that_retries_after_a_drop_posts_twice(slack: PretendSlack) -> None:
    retrying = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[ConnectionErrorRetryHandler()])
    slack.fail_next("chat.postMessage", "drop_after")
    retrying.chat_postMessage(channel=desk(slack), text="x")
    assert [one.text for one in slack.posts()] == ["x", "x"]
