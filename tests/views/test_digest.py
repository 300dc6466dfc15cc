"""The digest as a message: within Slack's limits, complete in its words, and safe whatever clients are called."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.company import Client
from bot.digests import Digest
from bot.pictures import Chart, ChartKind
from bot.scoring import Trend
from handlers.ids import Action
from handlers.message import Message
from handlers.views.digest import chart_words, digest_message, digest_thread, why_blocks
from sandbox.blocks import check_blocks
from tests.digests.weeks import LAST_MONDAY, MONDAY, clue, digest_of, moment, rated, stands, visit
from tests.people import HOOLI

FRIDAY = MONDAY - timedelta(days=3)
SCRIPTS = (
    "Fabrik für Öl & Äpfel ",
    "株式会社東京情報技術研究所",
    "شركة الحلول التقنية المتقدمة ",
    "🦷<!channel>*_~`🚑",
)


def full_digest(size: int, **more: Any) -> Digest:
    """A week in which everything happened, at a company of so many clients with the longest names."""
    clients = [Client(id=f"c{at}", name=f"{at} {SCRIPTS[at % 4] * 5}"[:60], since=LAST_MONDAY) for at in range(size)]
    worse = Trend(-0.6, 0.0, 0.7, None)
    then = moment(LAST_MONDAY, [stands(one, 3.4) for one in clients])
    after = [stands(one, 1.5 + at % 7 / 2, ratings=12, raters=4, trend=worse) for at, one in enumerate(clients)]
    ratings = [rated(who, one, FRIDAY, overall=1, risk=1) for one in clients for who in ("maya", "tom")]
    red = ("risk.warranty", "risk.one_password", "listening.knows_best", "priorities.while_here")
    clues = [clue(one, key, "tom") for one in clients for key in red]
    visits = [visit(who, one, FRIDAY + timedelta(days=at)) for one in clients for at, who in enumerate(("tom", "ada"))]
    line = [(LAST_MONDAY - timedelta(weeks=back), 40.0 + back) for back in range(19, -1, -1)]
    now = moment(MONDAY, after, ratings)
    return digest_of(now, then, clients=clients, clues=clues, visits=visits, line=line, **more)


def texts(block: dict[str, Any]) -> str:
    return json.dumps(block, ensure_ascii=False)


@pytest.mark.parametrize("size", [1, 20, 500])
@pytest.mark.parametrize("plain", [False, True])
def test_slack_takes_it_at_any_size(size: int, plain: bool) -> None:
    digest = full_digest(size)
    for message in (digest_message(digest), digest_thread(digest)):
        payload = message.payload("C1", plain=plain)
        assert not check_blocks(payload["blocks"], "message")
        assert 0 < len(payload["text"]) <= 4_000


def test_its_words_say_everything_that_the_screenful_says() -> None:
    digest = full_digest(20)
    text = digest_message(digest).text
    assert not text.endswith("…")
    for section in digest.sections:
        for item in section.items:
            assert item.what.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in text
    assert digest.headline in text
    assert "The seven qualities of all clients: Pays promptly" in text


def test_it_is_at_most_a_screenful() -> None:
    digest = full_digest(500)
    assert sum(1 + len(section.items) for section in digest.sections) <= 25


def test_a_name_is_no_markup() -> None:
    hostile = Client(id="h", name="<!channel> & <@U1>", since=LAST_MONDAY)
    digest = digest_of(moment(MONDAY, [stands(hostile, 2.0)], [rated("maya", hostile, FRIDAY)]), clients=[hostile])
    message = digest_message(digest)
    assert "<!channel>" not in message.text
    assert "&lt;!channel&gt; &amp; &lt;@U1&gt;" in message.text
    assert not any("mrkdwn" in texts(block) for block in message.payload("C1")["blocks"])


def test_the_buttons_know_their_digest() -> None:
    actions = digest_message(full_digest(20)).payload("C1")["blocks"][-1]["elements"]
    assert [(one["text"]["text"], one["action_id"], one["value"]) for one in actions] == [
        ("Why?", Action.DIGEST_WHY, "digest"),
        ("Full table", Action.DIGEST_TABLE, "digest"),
        ("Rate a client", Action.RATE, "any"),
    ]


def test_a_preview_has_nothing_to_open_yet() -> None:
    actions = digest_message(replace(full_digest(20), id="")).payload("C1")["blocks"][-1]["elements"]
    assert [one["text"]["text"] for one in actions] == ["Rate a client"]


def test_two_charts_are_drawn_and_read_out_where_they_cannot_be() -> None:
    message = digest_message(full_digest(20))
    assert [block["type"] for block in message.payload("C1")["blocks"]].count("data_visualization") == 2
    plain = message.payload("C1", plain=True)["blocks"]
    assert not any(block["type"] == "data_visualization" for block in plain)
    assert any("Careful with risk" in texts(block) for block in plain if block["type"] == "context")


def test_the_thread_says_how_many_rows_there_are() -> None:
    def under(message: Message) -> str:
        blocks = message.payload("C1")["blocks"]
        return str(next(block for block in blocks if block["type"] == "context")["elements"][0]["text"])

    assert under(digest_thread(full_digest(20))).startswith("All 20 rated clients.")
    many = digest_thread(full_digest(500))
    table = many.payload("C1")["blocks"][0]
    assert table["type"] == "data_table"
    assert under(many).startswith(f"{len(table['rows']) - 1} of 500 rated clients:")


def test_a_button_leads_to_the_rows_that_a_message_does_not_take() -> None:
    digest, seen, start = full_digest(250), 0, 0
    while True:
        blocks = digest_thread(digest, start).payload("C1")["blocks"]
        seen += len(blocks[0]["rows"]) - 1
        buttons = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
        if not buttons:
            break
        start = int(buttons[0]["value"].partition(":")[2])
    assert seen == 250


def test_without_ratings_there_is_no_table() -> None:
    assert "no table yet" in digest_thread(digest_of(moment(MONDAY, []))).text


def test_a_chart_is_read_out_without_its_gaps() -> None:
    chart = Chart(ChartKind.LINE, "Good clients, % of the settled", ("9 Nov", "16 Nov"), (("Good", (None, 58.0)),))
    assert chart_words(chart) == "Good clients, % of the settled: 16 Nov 58%"


def test_why_names_each_figure_and_how_it_came_about() -> None:
    digest = digest_of(moment(MONDAY, [stands(HOOLI, 2.0)]), clients=[HOOLI])
    block = Message("why", why_blocks(digest.why)).payload("C1")["blocks"][0]
    assert "0% good" in texts(block)
    assert "In need of attention" in texts(block)
