"""Answers as messages that Slack takes: 500 clients in several scripts, hostile notes, every intent."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Facts, Note, Section, answer
from bot.company import CLIENT_NAME_LIMIT, Client
from bot.pictures import AskStep, Chart, ChartKind, RateStep, Table
from bot.privacy import Viewer
from bot.qualities import Quality, Role
from bot.questions.periods import Last
from bot.questions.query import Bound, Intent, Order, Query, Verdict
from handlers.message import Message
from handlers.views.answers import answer_message
from sandbox.blocks import check_blocks, interactive
from tests.answers.bright import TODAY, clue, facts, rated
from tests.people import ADA, MAYA, PRIYA, TOM

HOSTILE = "<!channel> & <@U123> <https://evil.example|click> *bold* `x` \u202e\u0000 " + "z" * 2900
SCRIPTS = ("Zahnärzte Müller & Söhne <GmbH>", "株式会社ヒカリ電機サービス", "شركة النور للتجارة", "Ωμέγα", "🦷" * 30)


def payloads(message: Message) -> list[dict[str, Any]]:
    """The message with its native and with its plain blocks; Slack would take both."""
    sent = [message.payload("C1"), message.payload("C1", plain=True)]
    for one in sent:
        assert check_blocks(one["blocks"], "message") == []
        assert 0 < len(one["text"]) <= 4_000
    return sent


def buttons(message: Message) -> list[dict[str, Any]]:
    return [element for block in payloads(message)[0]["blocks"] for element in interactive(block)]


@pytest.fixture(scope="module")
def crowd() -> Facts:
    """500 clients with names of 60 characters; notes and clues that mean harm."""
    names = [f"{SCRIPTS[at % 5][:40]} {at:03} {'x' * 60}"[:CLIENT_NAME_LIMIT] for at in range(500)]
    clients = [Client(id=f"client-{at}", name=name) for at, name in enumerate(names)]
    rows = [
        rated(client, member, TODAY, 1 + (at + shift) % 5, payment=1 + at % 5, risk=1 + shift)
        for at, client in enumerate(clients[:480])
        for shift, member in enumerate((MAYA, TOM, PRIYA))
    ]
    return facts(
        rows,
        clients=clients,
        clues=[clue(client, "risk.no_ups", TODAY) for client in clients],
        notes=[Note(client.id, MAYA.id, TODAY, HOSTILE) for client in clients],
    )


QUESTIONS = [
    Query(Intent.RANK_CLIENTS),
    Query(Intent.RANK_CLIENTS, verdict=Verdict.MIXED),
    Query(Intent.RANK_CLIENTS, score=Bound("<", 4.5)),
    Query(Intent.RANK_CLIENTS, qualities=tuple((quality, Order.WORST) for quality in (Quality.PAYMENT, Quality.RISK))),
    Query(Intent.RANK_CLIENTS, rater="me"),
    Query(Intent.SHARE_GOOD, period=Last(30, "days")),
    Query(Intent.TREND_MOVERS),
    Query(Intent.COVERAGE),
    Query(Intent.COVERAGE, period=Last(1, "days"), rater="name:maya"),
    Query(Intent.RATER_ACTIVITY),
    Query(Intent.RATER_ACTIVITY, rater="me"),
    Query(Intent.NOTES_FLAGS),
    Query(Intent.DEFINITION),
    Query(Intent.HELP),
    Query(Intent.CLIENT_REPORT, unmatched="<!everyone>" * 40),
]
ABOUT_CLIENTS = (
    Intent.CLIENT_REPORT,
    Intent.EXPLAIN_CLIENT,
    Intent.COMPARE_CLIENTS,
    Intent.TREND_MOVERS,
    Intent.COVERAGE,
    Intent.RATER_ACTIVITY,
    Intent.NOTES_FLAGS,
)


@pytest.mark.parametrize("member", [MAYA, ADA], ids=lambda member: member.name)
def test_every_answer_about_500_clients_passes(crowd: Facts, member: Any) -> None:
    some = tuple(client.name for client in crowd.clients[:60:6])
    asked = [*QUESTIONS, *(Query(intent, clients=some[:n]) for intent in ABOUT_CLIENTS for n in (1, 3, 10))]
    asked += [Query(Intent.CLIENT_REPORT, ambiguous=some)]
    for query in asked:
        for sent in payloads(answer_message(answer(query, crowd, Viewer(member.id, member.role)))):
            assert "<" not in sent["text"]


def test_what_people_wrote_is_never_markup() -> None:
    hooli = Client(id="hooli", name="<!here> & Sons")
    known = facts(rated(hooli, MAYA, TODAY, 1), clients=[hooli], notes=[Note("hooli", MAYA.id, TODAY, HOSTILE)])
    message = answer_message(answer(Query(Intent.NOTES_FLAGS), known, Viewer(MAYA.id, Role.TECHNICIAN)))
    assert "&lt;!here&gt; &amp; Sons" in message.text
    for sent in payloads(message):
        assert "mrkdwn" not in json.dumps(sent["blocks"])


def test_the_words_alone_say_what_the_blocks_say() -> None:
    said = Answer(
        headline="Overall, Acme is ahead.",
        read_as="Acme and Hooli",
        lines=("A line.",),
        table=Table("Side by side", ("On", "Acme", "Hooli"), (("Overall", "4.1", "1.2"), ("Verdict", "good", None))),
        evidence="From 12 ratings by 4 people.",
    )
    assert answer_message(said).text.splitlines() == [
        "Acme and Hooli",
        "Overall, Acme is ahead.",
        "A line.",
        "Overall: Acme 4.1, Hooli 1.2",
        "Verdict: Acme good, Hooli –",
        "From 12 ratings by 4 people.",
    ]


def test_a_ranking_is_numbered_from_where_it_goes_on() -> None:
    said = Answer(headline="Ranking", sections=(Section("Lowest", ("Hooli", "Initech"), 12),))
    (block,) = payloads(answer_message(said))[0]["blocks"]
    lists = [part for part in block["elements"] if part["type"] == "rich_text_list"]
    assert [(part["style"], part["offset"]) for part in lists] == [("ordered", 11)]
    assert "12. Hooli\n13. Initech" in answer_message(said).text


def test_buttons_carry_the_next_question_and_the_client() -> None:
    query = Query(Intent.EXPLAIN_CLIENT, clients=("Zahnärzte Müller",))
    said = Answer(headline="x", steps=(AskStep("Why?", query), RateStep("Rate", "hooli"), RateStep("Rate a client")))
    ask, rate, any_client = buttons(answer_message(said))
    assert (ask["action_id"], rate["action_id"], any_client["action_id"]) == ("ask:0", "rate:1", "rate:2")
    assert Query.from_label(json.loads(ask["value"])) == query
    assert (rate["value"], any_client["value"]) == ("hooli", "any")


def test_a_question_too_long_for_a_button_has_none() -> None:
    long = Query(Intent.COMPARE_CLIENTS, clients=tuple(f"{at:060}" for at in range(40)))
    assert buttons(answer_message(Answer(headline="x", steps=(AskStep("Again", long),)))) == []


def test_only_two_charts_fit_a_message() -> None:
    chart = Chart(ChartKind.BAR, "Bars", ("a", "b"), (("s", (1.0, 2.0)),))
    sent = payloads(answer_message(Answer(headline="x", charts=(chart,) * 3)))[0]
    assert [block["type"] for block in sent["blocks"]].count("data_visualization") == 2


def test_an_answer_without_pictures_needs_no_plain_twin() -> None:
    assert answer_message(Answer(headline="Hello")).plain is None


texts = st.text(max_size=4000)
filled = texts.filter(bool)


@settings(deadline=None)
@given(
    st.builds(
        Answer,
        headline=filled,
        read_as=texts,
        aside=texts,
        lines=st.lists(filled, max_size=30).map(tuple),
        sections=st.lists(
            st.builds(
                Section, filled, st.lists(filled, min_size=1, max_size=20).map(tuple), st.none() | st.integers(1, 500)
            ),
            max_size=5,
        ).map(tuple),
        evidence=texts,
        steps=st.lists(st.builds(RateStep, filled, st.none() | st.just("id")), max_size=30).map(tuple),
    )
)
def test_any_words_pass(said: Answer) -> None:
    payloads(answer_message(said))
