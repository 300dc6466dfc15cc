import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clients import ClientIndex, KnownClient, Sure, normalise

NAMES = (
    "Acme Ltd", "Acme Dental", "Wayne & Sons Haulage", "Los Pollos Restaurant Group", "Prestige Worldwide",
    "Cyberdyne Engineering", "Umbrella Legal LLP", "3 Monkeys", "Studio 54 Ltd", "Hooli", "Señor Café", "東京電力",
)  # fmt: skip
INDEX = ClientIndex(
    [KnownClient(name, name) for name in NAMES] + [KnownClient("bbb", "Bloggs Builders Bros", ("triple b", "the bros"))]
)


def names(words: str) -> list[str]:
    return [client.name for client in INDEX.match(words).candidates]


def mentioned(sentence: str) -> list[list[str]]:
    words = sentence.split()
    return [[client.name for client in mention.clients] for mention in INDEX.mentions(words)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd", "ACME LIMITED"),
        ("Acme, Inc.", "acme incorporated"),
        ("Wayne & Sons", "wayne and sons"),
        ("Umbrella Legal L.L.P.", "Umbrella Legal LLP"),
        ("Señor Café", "senor cafe"),
        ("O'Neill’s", "oneills"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_one_name_have_one_normalised_form(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("Acme Ltd", "Acme LLP"), ("Acme", "Acme Ltd"), ("й", "и"), ("東京", "東")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=60))
def test_the_normalised_form_is_its_own(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)
    assert unicodedata.is_normalized("NFC", normalise(name))


def test_a_whole_name_or_nickname_is_exact() -> None:
    assert INDEX.match("acme limited").sure is Sure.EXACT
    assert names("triple b") == ["Bloggs Builders Bros"]
    assert names("東京電力") == ["東京電力"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("los pollos", "Los Pollos Restaurant Group"),
        ("cyberdine", "Cyberdyne Engineering"),
        ("waynes", "Wayne & Sons Haulage"),
        ("prestige ww", "Prestige Worldwide"),
        ("acme dentl", "Acme Dental"),
    ],
)
def test_a_shortened_or_misspelt_name_is_a_candidate(typed: str, name: str) -> None:
    assert (INDEX.match(typed).sure, names(typed)) == (Sure.CANDIDATES, [name])


def test_a_name_that_several_begin_with_is_a_choice() -> None:
    assert sorted(names("acme")) == ["Acme Dental", "Acme Ltd"]
    assert INDEX.match("acme").client is None


@pytest.mark.parametrize("typed", ["", "   ", "massive dynamic", "???"])
def test_what_is_no_name_matches_nothing(typed: str) -> None:
    assert INDEX.match(typed).sure is Sure.NONE


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("acme dental 4 5 - 3 - 4 2", "Acme Dental", "4 5 - 3 - 4 2"),
        ("3 monkeys 4 5 3", "3 Monkeys", "4 5 3"),
        ("Studio 54 4 5 3", "Studio 54 Ltd", "4 5 3"),
        ("“Studio 54 Ltd” 4 3", "Studio 54 Ltd", "4 3"),
        ("acme dentl 4 5", "Acme Dental", "4 5"),
        ("hooli", "Hooli", ""),
    ],
)
def test_a_line_begins_with_the_longest_name(line: str, name: str, rest: str) -> None:
    match, left = INDEX.leading_name(line)
    assert match.client is not None
    assert (match.client.name, left) == (name, rest)


def test_a_line_that_begins_with_no_name_is_left_whole() -> None:
    assert INDEX.leading_name("zzz 4 5") == (INDEX.match(""), "zzz 4 5")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("do acme pay", [["Acme Ltd", "Acme Dental"]]),
        ("acme ltd or acme dental", [["Acme Ltd"], ["Acme Dental"]]),
        ("how are waynes and the los pollos group doing", [["Wayne & Sons Haulage"], ["Los Pollos Restaurant Group"]]),
        ("the haulage lot are late", [["Wayne & Sons Haulage"]]),
        ("who pays legal bills", []),
    ],
)
def test_names_are_found_inside_a_sentence(sentence: str, expected: list[list[str]]) -> None:
    assert mentioned(sentence) == expected


def test_a_plain_word_names_nobody() -> None:
    index = ClientIndex([KnownClient("1", "Prompt Couriers"), KnownClient("2", "Stark Fabrication")])

    def taken(word: str) -> bool:
        return word == "prompt"

    def english(word: str) -> bool:
        return word == "start"

    assert index.mentions(["prompt", "payers"], taken=taken) == []
    assert index.mentions(["prompt", "couriers"], taken=taken)[0].clients[0].id == "1"
    assert index.mentions(["start", "here"], english=english) == []


@pytest.mark.parametrize(
    ("typed", "first"), [("um", "Umbrella Legal LLP"), ("poll", "Los Pollos Restaurant Group"), ("hooly", "Hooli")]
)
def test_a_search_finds_what_is_being_typed(typed: str, first: str) -> None:
    assert INDEX.search(typed)[0].name == first


def test_an_empty_search_lists_clients_by_name() -> None:
    assert [client.name for client in INDEX.search("", limit=3)] == ["3 Monkeys", "Acme Dental", "Acme Ltd"]


@given(st.text(max_size=200))
def test_anything_can_be_typed(text: str) -> None:
    match, rest = INDEX.leading_name(text)
    assert match.sure in Sure
    assert rest in text
    assert len(INDEX.search(text, limit=4)) <= 4
