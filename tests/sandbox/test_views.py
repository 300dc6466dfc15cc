from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import Actor, PretendSlack
from tests.sandbox.conftest import Clock
from tests.sandbox.examples import BLOCKS, CLIENTS, ELEMENTS, plain

Json = dict[str, Any]


def modal(title: str = "Rate", **more: Any) -> Json:
    blocks = [
        {"type": "input", "block_id": "note", "label": plain("Note"), "element": ELEMENTS["plain_text_input"]},
        {"type": "input", "block_id": "who", "label": plain("Client"), "element": ELEMENTS["static_select"]},
    ]
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": blocks, **more}


@pytest.fixture
def maya(slack: PretendSlack) -> Actor:
    return slack.as_("maya")


def trigger(slack: PretendSlack, actor: Actor) -> str:
    return slack.backend.triggers.issue(actor.person)


def error(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: PretendSlack, client: WebClient, maya: Actor, clock: Clock
) -> None:
    first = trigger(slack, maya)
    client.views_open(trigger_id=first, view=modal())
    assert maya.modal
    assert maya.modal.title == "Rate"
    assert error(client.views_open, trigger_id=first, view=modal()) == "exchanged_trigger_id"
    late = trigger(slack, maya)
    clock.pass_by(3.1)
    assert error(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert error(client.views_open, trigger_id="made-up", view=modal()) == "invalid_trigger_id"


def test_a_refused_view_spends_no_trigger(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    mine = trigger(slack, maya)
    with pytest.raises(SlackApiError) as raised:
        client.views_open(trigger_id=mine, view=modal(blocks=BLOCKS["data_table"]))
    assert raised.value.response["error"] == "invalid_arguments"
    assert raised.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: data_table [json-pointer:/view/blocks/0/type]"
    ]
    client.views_open(trigger_id=mine, view=modal())


def test_three_views_stand_on_each_other_and_no_fourth(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    root = client.views_open(trigger_id=trigger(slack, maya), view=modal("One"))["view"]
    second = client.views_push(trigger_id=trigger(slack, maya), view=modal("Two"))["view"]
    client.views_push(trigger_id=trigger(slack, maya), view=modal("Three"))
    assert (second["previous_view_id"], second["root_view_id"]) == (root["id"], root["id"])
    assert error(client.views_push, trigger_id=trigger(slack, maya), view=modal("Four")) == "push_limit_reached"
    maya.close()
    assert maya.modal
    assert maya.modal.title == "Two"


def test_an_update_with_an_old_hash_is_refused(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    view = client.views_open(trigger_id=trigger(slack, maya), view=modal())["view"]
    newer = client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Newer"))["view"]
    assert newer["hash"] != view["hash"]
    assert error(client.views_update, view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    assert error(client.views_update, view_id="V0GONE", view=modal()) == "not_found"


def test_an_update_keeps_what_was_typed_where_block_and_action_stay(
    slack: PretendSlack, client: WebClient, maya: Actor
) -> None:
    view = client.views_open(trigger_id=trigger(slack, maya), view=modal())["view"]
    maya.type("e-text", "let the UPS die again")
    maya.choose("e-static", "Hooli")
    renamed = modal()
    renamed["blocks"][1]["block_id"] = "who-2"
    values = client.views_update(view_id=view["id"], view=renamed)["view"]["state"]["values"]
    assert values["note"]["e-text"] == {"type": "plain_text_input", "value": "let the UPS die again"}
    assert values["who-2"]["e-static"] == {"type": "static_select", "selected_option": None}


def test_an_external_id_names_one_view(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    client.views_open(trigger_id=trigger(slack, maya), view=modal(external_id="rate-7"))
    client.views_update(external_id="rate-7", view=modal("Again", external_id="rate-7"))
    assert maya.modal
    assert maya.modal.title == "Again"
    other = trigger(slack, slack.as_("tom"))
    assert error(client.views_open, trigger_id=other, view=modal(external_id="rate-7")) == "duplicate_external_ids"


def test_a_home_is_published_for_one_person(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    home = {"type": "home", "blocks": BLOCKS["header"]}
    first = client.views_publish(user_id=maya.person.id, view=home)["view"]
    assert maya.home
    assert maya.home.words == "This week :chart_with_upwards_trend:"
    assert slack.as_("tom").home is None
    client.views_publish(user_id=maya.person.id, view=home, hash=first["hash"])
    assert error(client.views_publish, user_id=maya.person.id, view=home, hash=first["hash"]) == "hash_conflict"
    assert error(client.views_publish, user_id="U0NOBODY", view=home) == "user_not_found"
    assert error(client.views_publish, user_id=maya.person.id, view=modal()) == "invalid_arguments"


def test_every_element_has_slacks_shape_of_state(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    view = {"type": "modal", "title": plain("All"), "submit": plain("Save"), "blocks": BLOCKS["input"]}
    opened = client.views_open(trigger_id=trigger(slack, maya), view=view)["view"]
    state = {action: value for block in opened["state"]["values"].values() for action, value in block.items()}
    assert state["e-checkboxes"]["selected_options"][0]["value"] == "acme"
    assert state["e-radio"]["selected_option"]["value"] == "hooli"
    assert [one["value"] for one in state["e-multi-static"]["selected_options"]] == ["acme", "wayne"]
    assert state["e-external"] == {"type": "external_select", "selected_option": None}
    assert state["e-multi-external"] == {"type": "multi_external_select", "selected_options": []}
    assert state["e-users"] == {"type": "users_select", "selected_user": None}
    assert state["e-multi-users"] == {"type": "multi_users_select", "selected_users": []}
    assert state["e-conversations"] == {"type": "conversations_select", "selected_conversation": None}
    assert state["e-channels"] == {"type": "channels_select", "selected_channel": None}
    assert state["e-date"] == {"type": "datepicker", "selected_date": "2026-11-23"}
    assert state["e-time"] == {"type": "timepicker", "selected_time": "09:30"}
    assert state["e-datetime"] == {"type": "datetimepicker", "selected_date_time": 1795426200}
    assert state["e-number"] == {"type": "number_input", "value": "4"}
    assert state["e-text"] == {"type": "plain_text_input", "value": None}


def test_a_choice_that_is_not_offered_cannot_be_made(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    client.views_open(trigger_id=trigger(slack, maya), view=modal())
    with pytest.raises(LookupError, match="'Initech' is not offered"):
        maya.choose("e-static", "Initech")
    with pytest.raises(LookupError, match="nothing to use as 'e-nowhere'"):
        maya.choose("e-nowhere", "x")


NUMBER: Json = {
    "type": "number_input",
    "action_id": "it",
    "is_decimal_allowed": False,
    "min_value": "1",
    "max_value": "5",
}
TEXT: Json = {"type": "plain_text_input", "action_id": "it", "min_length": 3, "max_length": 5}


@pytest.mark.parametrize(
    ("element", "given", "said"),
    [
        (NUMBER, "4", None),
        (NUMBER, "4.5", "Please enter a whole number"),
        (NUMBER, "0", "Must be at least 1"),
        (NUMBER, "7", "Must be at most 5"),
        ({**NUMBER, "is_decimal_allowed": True}, "4.5", None),
        ({**NUMBER, "is_decimal_allowed": True}, "four", "Please enter a number"),
        (TEXT, "four", None),
        (TEXT, "no", "This field must be at least 3 characters"),
        (TEXT, "too long", "This field can't be longer than 5 characters"),
        ({"type": "email_text_input", "action_id": "it"}, "maya@example", "Please enter a valid address"),
        ({"type": "email_text_input", "action_id": "it"}, "maya@example.com", None),
        ({"type": "url_text_input", "action_id": "it"}, "javascript:alert(1)", "Please enter a valid address"),
        (
            {**ELEMENTS["multi_static_select"], "action_id": "it", "max_selected_items": 1},
            ["acme", "hooli"],
            "at most 1",
        ),
        ({"type": "checkboxes", "action_id": "it", "options": CLIENTS}, [], "required"),
    ],
)
def test_slacks_client_checks_inputs_before_it_asks_the_app(
    element: Json, given: Any, said: str | None, slack: PretendSlack, client: WebClient, maya: Actor
) -> None:
    block = {"type": "input", "block_id": "b", "label": plain("It"), "element": element}
    client.views_open(trigger_id=trigger(slack, maya), view=modal(blocks=[block]))
    maya.choose("it", given)
    outcome = maya.submit()
    if said is None:
        assert (outcome.errors, outcome.problem) == ({}, "dispatch_failed")  # it went out, and no app is there
    else:
        assert said in outcome.errors["b"]
        assert slack.deliveries == []


def test_an_app_that_is_silent_keeps_the_modal_open_with_what_was_typed(
    slack: PretendSlack, client: WebClient, maya: Actor
) -> None:
    client.views_open(trigger_id=trigger(slack, maya), view=modal())
    maya.type("e-text", "typed")
    maya.choose("e-static", "hooli")
    assert maya.submit().problem == "dispatch_failed"
    assert maya.modal
    assert maya.modal.errors == {"": "We had some trouble connecting. Try again?"}
    assert maya.modal.values["note", "e-text"] == "typed"


def test_closing_may_clear_the_whole_stack(slack: PretendSlack, client: WebClient, maya: Actor) -> None:
    client.views_open(trigger_id=trigger(slack, maya), view=modal("One"))
    client.views_push(trigger_id=trigger(slack, maya), view=modal("Two", clear_on_close=True))
    maya.close()
    assert maya.modal is None
    assert error(client.views_push, trigger_id=trigger(slack, maya), view=modal()) == "not_found"
