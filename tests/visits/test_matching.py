"""Which client an appointment was at."""

import pytest

from bot.clients import ClientIndex, KnownClient
from bot.visits.matching import Elsewhere, Known, Placed, Places, Unsure
from bot.visits.said import Said, said_where

INDEX = ClientIndex(
    [
        KnownClient("acme-dental", "Acme Dental"),
        KnownClient("acme", "Acme Ltd"),
        KnownClient("globex", "Globex Corporation"),
        KnownClient("hooli", "Hooli", ("Hooli XYZ",)),
        KnownClient("wayne", "Wayne & Sons"),
    ]
)


def find(title: str, location: str = "", description: str = "", **answered: str | None) -> Placed | str:
    """The client's id, or what was found instead."""
    found = Places(INDEX, {key.replace("_", " "): client for key, client in answered.items()}).find(
        title, location, description
    )
    return found.client_id if isinstance(found, Known) else found


@pytest.mark.parametrize(
    ("title", "location", "description", "client"),
    [
        ("Acme Dental: printer", "", "", "acme-dental"),
        ("printer @ ACME LIMITED", "", "", "acme"),
        ("Firewall at Globex", "", "", "globex"),
        ("HOOLI XYZ - tapes", "", "", "hooli"),
        ("Tapes", "Wayne & Sons, 4 Dock Road", "", "wayne"),
        ("Tapes", "Wayne and Sons", "", "wayne"),
        ("Hooli", "Acme Dental, 2 High St", "", "hooli"),
        ("Tapes #acme-dental", "Hooli", "", "acme-dental"),
        ("Tapes #AcmeDental", "", "", "acme-dental"),
        ("Tapes", "", "Ticket 7, #wayne_and_sons", "wayne"),
    ],
)
def test_a_tag_then_a_whole_name_then_the_location_says_it(
    title: str, location: str, description: str, client: str
) -> None:
    assert find(title, location, description) == client


@pytest.mark.parametrize(
    ("title", "location", "place"),
    [
        ("Acme printer", "", "acme"),
        ("Wayne's birthday", "", "wayne"),
        ("Hooli and Acme Dental", "", "hooli"),
        ("Server swap", "12 High Street", "12 High Street"),
        ("Server swap #bluth", "Hooli", "#bluth"),
    ],
)
def test_what_is_not_sure_is_asked(title: str, location: str, place: str) -> None:
    found = find(title, location)
    assert isinstance(found, Unsure)
    assert found.place.casefold().removesuffix("s") == place.casefold()


@pytest.mark.parametrize(
    ("title", "location"),
    [
        ("Team lunch", ""),
        ("1:1 with Bob", "Microsoft Teams Meeting"),
        ("Review", "https://meet.example/abc"),
        ("", ""),
        ("Invoice #12", ""),
    ],
)
def test_what_is_no_visit_is_left_alone(title: str, location: str) -> None:
    assert isinstance(find(title, location), Elsewhere)


def test_answers_are_remembered() -> None:
    assert find("Acme printer", acme="acme") == "acme"
    assert find("Server swap", "12 High Street", **{"12_high_street": "hooli"}) == "hooli"
    assert find("Acme printer", "12 High Street", **{"12_high_street": "hooli"}) == "hooli"
    assert isinstance(find("Beer", "The Red Lion", the_red_lion=None), Elsewhere)
    assert find("Tapes #bluth", bluth="hooli") == "hooli"


def test_another_systems_name_is_whole_or_asked_about() -> None:
    places = Places(INDEX, {})
    assert places.named("globex corp") == Known("globex")
    assert places.named("Acme  Dentl") == Unsure("Acme Dentl")
    assert [client.name for client in places.choices("Acme Dentl")] == ["Acme Dental"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("I'm at Acme", Said("Acme", over=False)),
        ("i’m now at Wayne & Sons.", Said("Wayne & Sons", over=False)),
        ("Just arrived at hooli!", Said("hooli", over=False)),
        ("on site at Acme Dental now", Said("Acme Dental", over=False)),
        ("finished at Acme Dental", Said("Acme Dental", over=True)),
        ("I'm done at Hooli", Said("Hooli", over=True)),
        ("just left globex", Said("globex", over=True)),
        ("I was at Hooli today", Said("Hooli", over=True)),
        ("who are our good clients?", None),
        ("I'm at Acme, who signs off?", None),
        ("how is Acme", None),
        ("at", None),
        ("", None),
    ],
)
def test_people_say_where_they_are(typed: str, said: Said | None) -> None:
    assert said_where(typed) == said
