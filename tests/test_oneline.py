"""The one-line rating."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clients import ClientIndex, KnownClient
from bot.oneline import parse_scores, read_line
from bot.qualities import Quality
from bot.ratings import Scores
from bot.refusals import Refused

NAMES = ["Acme Ltd", "Acme Dental", "Hooli", "Wayne & Sons Haulage", "Studio 54 Ltd", "3 Monkeys"]
INDEX = ClientIndex(KnownClient(name, name) for name in NAMES)


@pytest.mark.parametrize(
    ("line", "client", "scores"),
    [
        ("acme dental yes", "Acme Dental", Scores(overall=5)),
        ("acme dental 4", "Acme Dental", Scores(overall=4)),
        ("ACME DENTL no", "Acme Dental", Scores(overall=1)),
        (
            '"Wayne & Sons" listening 2 risk 1 let the UPS die again',
            "Wayne & Sons Haulage",
            Scores(qualities={Quality.LISTENING: 2, Quality.RISK: 1}, note="let the UPS die again"),
        ),
        (
            "hooli 4 5 - 3 - 4 2",
            "Hooli",
            Scores(
                qualities={
                    Quality.PAYMENT: 4,
                    Quality.LISTENING: 5,
                    Quality.PRIORITIES: 3,
                    Quality.TIME: 4,
                    Quality.RISK: 2,
                }
            ),
        ),
        ("studio 54 4", "Studio 54 Ltd", Scores(overall=4)),
        ("3 monkeys ok risk 2", "3 Monkeys", Scores(overall=3, qualities={Quality.RISK: 2})),
        (
            "hooli - 5 4 - - - 2 ",
            "Hooli",
            Scores(qualities={Quality.LISTENING: 5, Quality.COMMAND: 4, Quality.RISK: 2}),
        ),
        ("acme dental – - - - - - 4", "Acme Dental", Scores(qualities={Quality.RISK: 4})),
        ("hooli - 4", "Hooli", Scores(overall=4)),
        ("hooli yes server 2 died", "Hooli", Scores(overall=5, note="server 2 died")),
    ],
)
def test_a_line_is_read(line: str, client: str, scores: Scores) -> None:
    read = read_line(line, INDEX)
    assert read.match.client is not None
    assert (read.match.client.name, read.scores()) == (client, scores)


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ("7", "Scores go from 1 to 5, not 7."),
        ("4.5", "whole numbers from 1 to 5, not 4.5"),
        ("4 5 3", "seven are the qualities in this order: payment, listening, command, priorities, hours, time, risk"),
        ("banana 3", "There is no quality “banana”"),
        ("listning 2 and more", "Did you mean “listening”?"),
        ("risk 2 risk 3", "“risk” is there twice"),
        ("x" * 3001, "3,000 characters"),
    ],
)
def test_what_cannot_be_taken_is_said(scores: str, sentence: str) -> None:
    with pytest.raises(Refused, match=".*" + sentence.replace(".", r"\.").replace("?", r"\?")):
        parse_scores(scores)


def test_an_unknown_name_ends_before_the_first_score() -> None:
    read = read_line("foo corp 4 nice people", INDEX)
    assert (read.match.candidates, read.name, read.rest) == ((), "foo corp", "4 nice people")


def test_an_unknown_name_that_begins_like_a_client_stays_whole() -> None:
    read = read_line("hoo corp 4", INDEX)
    assert (read.match.candidates, read.name, read.rest) == ((), "hoo corp", "4")


def test_an_ambiguous_name_has_candidates() -> None:
    assert [client.name for client in read_line("acme 3", INDEX).match.candidates] == ["Acme Dental", "Acme Ltd"]


@given(
    st.sampled_from(NAMES),
    st.none() | st.sampled_from(["yes", "ok", "no", "1", "2", "3", "4", "5"]),
    st.dictionaries(st.sampled_from(Quality), st.integers(1, 5)),
    st.sampled_from(["", "let the UPS die", "server 2 died again", "“in quotes” they said"]),
)
def test_what_is_written_is_what_is_read(name: str, overall: str | None, scores: dict[Quality, int], note: str) -> None:
    words = [f'"{name}"', overall or "", *(f"{quality} {score}" for quality, score in scores.items()), note]
    read = read_line(" ".join(word for word in words if word), INDEX)
    answers = {"yes": 5, "ok": 3, "no": 1}
    expected = None if overall is None else answers.get(overall) or int(overall)
    assert read.match.client is not None
    assert read.match.client.name == name
    assert read.scores() == Scores(overall=expected, qualities=scores, note=note)


@given(st.text(max_size=200))
def test_any_line_is_read_or_refused(line: str) -> None:
    with contextlib.suppress(Refused):
        read_line(line, INDEX).scores()
