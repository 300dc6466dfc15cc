"""What administrators do: permitted by who acts, put on record, and held by the rules of the house."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest

from bot.company import Client, ExternalId, Member, Stage
from bot.ports import Database
from bot.qualities import Role
from bot.refusals import Refused
from bot.services.administrators import AuditLog
from bot.services.clients import ClientBook
from bot.services.people import People
from tests.people import ACME, ADA, ALAN, BRIGHT, GLOBEX, HOOLI, MAYA, OLGA, company

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Office:
    """The services that administrators use."""

    def __init__(self, database: Database) -> None:
        numbers = count()
        self.database = database
        self.book = ClientBook(database, lambda: NOW, lambda: f"new-{next(numbers)}")
        self.people = People(database, lambda: NOW, lambda: f"person-{next(numbers)}")
        self.log = AuditLog(database)


@pytest.fixture
def office(database: Database) -> Office:
    company(database)
    return Office(database)


ACTS: dict[str, Callable[[Office, Member], object]] = {
    "add": lambda office, who: office.book.save(BRIGHT.id, who, Client(id="", name="New")),
    "rename": lambda office, who: office.book.save(BRIGHT.id, who, replace(HOOLI, name="Gone")),
    "merge": lambda office, who: office.book.merge(BRIGHT.id, who, ACME.id, GLOBEX.id),
    "unmerge": lambda office, who: office.book.unmerge(BRIGHT.id, who, ACME.id),
    "list clients": lambda office, who: office.book.page(BRIGHT.id, who, "", limit=5),
    "open a client": lambda office, who: office.book.entry(BRIGHT.id, who, ACME.id),
    "change a role": lambda office, who: office.people.change_role(BRIGHT.id, who, MAYA.id, Role.ADMINISTRATOR),
    "list people": lambda office, who: office.people.page(BRIGHT.id, who, "", limit=5),
    "read the log": lambda office, who: office.log.page(BRIGHT.id, who, limit=5),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", [MAYA, OLGA, ALAN, replace(MAYA, role=Role.ADMINISTRATOR)], ids=lambda who: who.role)
def test_nobody_but_an_administrator_is_let_in(office: Office, act: str, who: Member) -> None:
    """The last one says to be an administrator and is none: the role that counts is the one on record."""
    before = state_of(office)
    with pytest.raises(Refused, match="administrators"):
        ACTS[act](office, who)
    assert state_of(office) == before


def state_of(office: Office) -> tuple[object, ...]:
    with office.database.store(BRIGHT.id) as store:
        return store.clients.all(), store.clients.merges(), store.members.all(), store.memory.audited(limit=50)


def test_everything_is_on_record_in_words(office: Office) -> None:
    added = office.book.save(BRIGHT.id, ADA, Client(id="", name="Wonka"), [ExternalId("xero", "7")])
    office.book.save(BRIGHT.id, ADA, replace(added, name="Wonka Foods", account_manager=ALAN.id))
    office.book.save(BRIGHT.id, ADA, replace(added, name="Wonka Foods", stage=Stage.ARCHIVED, aliases=("Wonka",)))
    office.book.merge(BRIGHT.id, ADA, ACME.id, added.id)
    office.book.unmerge(BRIGHT.id, ADA, ACME.id)
    office.people.change_role(BRIGHT.id, ADA, MAYA.id, Role.OFFICE)
    lines = office.log.page(BRIGHT.id, ADA, limit=10)
    assert [line.what for line in lines] == [
        "changed a role (member: Maya Patel, from: technician, to: office)",
        "undid a merge (client: Acme Ltd)",
        "merged clients (client: Acme Ltd, into: Wonka Foods)",
        "changed a client (client: Wonka Foods, aliases: Wonka, stage: archived, account_manager: nobody)",
        "changed a client (was: Wonka, name: Wonka Foods, account_manager: Alan Wright)",
        "added a client (client: Wonka Foods)",
    ]
    assert {(line.who, line.at) for line in lines} == {("Ada Okoye", NOW)}


def test_what_changes_nothing_is_not_on_record(office: Office) -> None:
    office.book.save(BRIGHT.id, ADA, replace(HOOLI, aliases=()), [])
    office.people.change_role(BRIGHT.id, ADA, MAYA.id, MAYA.role)
    assert office.log.page(BRIGHT.id, ADA, limit=10) == []


def test_the_log_is_paged(office: Office) -> None:
    for at in range(30):
        office.book.save(BRIGHT.id, ADA, Client(id="", name=f"Client {at:02}"))
    pages = [office.log.page(BRIGHT.id, ADA, limit=20, offset=offset) for offset in (0, 20)]
    assert [len(page) for page in pages] == [20, 10]
    assert pages[1][-1].what == "added a client (client: Client 00)"


def test_people_are_found_whatever_the_case_and_paged(office: Office) -> None:
    assert office.people.page(BRIGHT.id, ADA, "PATEL", limit=5) == ([MAYA], False)
    first, more = office.people.page(BRIGHT.id, ADA, "", limit=4)
    rest, no_more = office.people.page(BRIGHT.id, ADA, "", limit=4, offset=4)
    assert (len(first), more, len(rest), no_more) == (4, True, 2, False)


def test_clients_are_found_by_any_of_their_names_archived_ones_too(office: Office) -> None:
    office.book.save(BRIGHT.id, ADA, replace(HOOLI, aliases=("Nucleus",), stage=Stage.ARCHIVED))
    found, _ = office.book.page(BRIGHT.id, ADA, "nucleus", limit=5)
    assert [client.id for client in found] == [HOOLI.id]


def test_a_client_is_looked_after_by_somebody_who_can(office: Office) -> None:
    with pytest.raises(Refused, match="account manager or administrator"):
        office.book.save(BRIGHT.id, ADA, replace(HOOLI, account_manager=MAYA.id))


def test_an_id_elsewhere_is_one_clients(office: Office) -> None:
    office.book.save(BRIGHT.id, ADA, ACME, [ExternalId("xero", "7")])
    with pytest.raises(Refused, match="xero: 7 is the id of another client already"):
        office.book.save(BRIGHT.id, ADA, HOOLI, [ExternalId("xero", "7")])
    office.book.merge(BRIGHT.id, ADA, ACME.id, HOOLI.id)
    assert office.book.entry(BRIGHT.id, ADA, HOOLI.id).external_ids == [ExternalId("xero", "7")]
    office.book.save(BRIGHT.id, ADA, HOOLI, [ExternalId("xero", "7"), ExternalId("connectwise", "H1")])
    office.book.unmerge(BRIGHT.id, ADA, ACME.id)
    assert office.book.entry(BRIGHT.id, ADA, ACME.id).external_ids == [ExternalId("xero", "7")]
    assert office.book.entry(BRIGHT.id, ADA, HOOLI.id).external_ids == [ExternalId("connectwise", "H1")]


def test_somebody_of_a_spreadsheet_becomes_a_slack_user_by_their_address(office: Office) -> None:
    with office.database.store(BRIGHT.id) as store:
        store.members.add(Member(id="zoe", name="Zoe", email="zoe@bright.example"))
    for _ in range(2):
        known = office.people.known(
            BRIGHT.id, "UZOE", name="Zoe K", email="Zoe@bright.example", zone="Europe/Paris", administers_slack=True
        )
        assert (known.id, known.slack_user, known.zone, known.role) == ("zoe", "UZOE", "Europe/Paris", Role.TECHNICIAN)


def test_who_moves_has_their_new_zone(office: Office) -> None:
    def known(zone: str | None) -> Member:
        return office.people.known(BRIGHT.id, "UMAYA", name="Maya", email=None, zone=zone, administers_slack=False)

    assert [known(zone).zone for zone in ("Asia/Tokyo", None, "Europe/London")] == [
        "Asia/Tokyo",
        "Asia/Tokyo",
        "Europe/London",
    ]
