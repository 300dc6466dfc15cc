"""The list of clients through Slack: add, find, rename, archive, ids elsewhere, merge and undo."""

from datetime import date

from bot.company import Client, ExternalId, Stage
from sandbox import Actor
from tests.bot import Bright
from tests.handlers.test_home import at_home, page_of, rated, sees
from tests.people import ACME, ADA, ALAN, BRIGHT, GLOBEX, HOOLI, MAYA, TOM


def clients_page(bright: Bright) -> Actor:
    ada = at_home(bright, ADA)
    ada.click(page_of(ada), "home_clients")
    sees(bright, ada, "Add a client")
    return ada


def open_form(bright: Bright, ada: Actor, client_id: str) -> None:
    action = next(
        block["accessory"]["action_id"]
        for block in page_of(ada).blocks
        if block.get("accessory", {}).get("value") == client_id
    )
    ada.click(page_of(ada), action)
    bright.slack.wait_for(lambda: ada.modal)


def client(bright: Bright, client_id: str) -> Client:
    with bright.database.store(BRIGHT.id) as store:
        found = store.clients.get(client_id)
    assert found
    return found


def test_a_client_is_added_with_all_that_is_known_of_it(bright: Bright) -> None:
    ada = clients_page(bright)
    ada.click(page_of(ada), "change_client:new")
    bright.slack.wait_for(lambda: ada.modal)
    ada.type("name", "  Stark   Fabrication ")
    ada.type("aliases", "Stark\n\nThe  foundry\nStark")
    ada.choose("stage", "prospect")
    ada.choose("manager", ALAN.id)
    ada.type("external_ids", "Xero: 1042\nconnectwise:  SF:1")
    assert ada.submit().closed
    sees(bright, ada, "Stark Fabrication is saved.")
    with bright.database.store(BRIGHT.id) as store:
        added = store.clients.by_external_id(ExternalId("xero", "1042"))
        assert added
        assert store.clients.external_ids(added.id) == [ExternalId("connectwise", "SF:1"), ExternalId("xero", "1042")]
    assert (added.name, added.stage, added.account_manager) == ("Stark Fabrication", Stage.PROSPECT, ALAN.id)
    assert set(added.aliases) == {"Stark", "The foundry"}
    assert added.since == date(2026, 11, 23)


def test_a_name_that_is_taken_is_said_at_the_name_and_everything_typed_stays(bright: Bright) -> None:
    ada = clients_page(bright)
    open_form(bright, ada, HOOLI.id)
    ada.type("name", "GLOBEX corp")
    errors = ada.submit().errors
    assert list(errors) == ["name"]
    assert "is a name of another client already" in errors["name"]
    ada.type("name", "Hooli Group")
    ada.type("external_ids", "no colon")
    assert list(ada.submit().errors) == ["external_ids"]
    ada.type("external_ids", "")
    assert ada.submit().closed
    sees(bright, ada, "Hooli Group is saved.")


def test_an_archived_client_is_offered_to_nobody_and_comes_back_with_its_ratings(bright: Bright) -> None:
    rated(bright, HOOLI, MAYA, date(2026, 11, 20), 4)
    ada = clients_page(bright)
    for stage, offered in (("archived", []), ("active", [HOOLI.id])):
        open_form(bright, ada, HOOLI.id)
        ada.choose("stage", stage)
        ada.submit()
        sees(bright, ada, "Hooli is saved.")
        ada.click(page_of(ada), "home_desk")
        sees(bright, ada, "Your settings")
        assert [one["value"] for one in ada.suggest("home_card", "hooli", page_of(ada))][:1] == offered
        ada.click(page_of(ada), "home_clients")
        sees(bright, ada, "Add a client")
    assert "1 rating" in bright.command(ada, "/clients", "hooli").words


def test_two_that_are_one_are_merged_and_the_merge_is_undone(bright: Bright) -> None:
    rated(bright, ACME, MAYA, date(2026, 11, 20), 4)
    rated(bright, GLOBEX, TOM, date(2026, 11, 19), 2)
    ada = clients_page(bright)
    open_form(bright, ada, ACME.id)
    ada.click(ada.modal or page_of(ada), "merge_client")
    bright.slack.wait_for(lambda: ada.modal and "will be read as" in ada.modal.words)
    ada.suggest("into", "globex")
    ada.choose("into", GLOBEX.id)
    ada.submit()
    merged = sees(bright, ada, "Acme Ltd is read as Globex Corporation now.")
    assert ada.modal is None
    assert "2 ratings" in bright.command(ada, "/clients", "acme ltd").words
    ada.click(merged, "unmerge_client")
    sees(bright, ada, "Acme Ltd is a client of its own again.")
    assert "1 rating" in bright.command(ada, "/clients", "acme ltd").words


def test_a_merge_is_undone_from_the_clients_form_too(bright: Bright) -> None:
    with bright.database.store(BRIGHT.id) as store:
        store.clients.merge(ACME.id, GLOBEX.id)
    ada = clients_page(bright)
    open_form(bright, ada, GLOBEX.id)
    assert ada.modal
    assert "Acme Ltd is read as this client." in ada.modal.words
    ada.click(ada.modal, "unmerge_client:0")
    sees(bright, ada, "Acme Ltd is a client of its own again.")
    assert client(bright, ACME.id).id == ACME.id


def test_a_client_cannot_become_itself(bright: Bright) -> None:
    ada = clients_page(bright)
    open_form(bright, ada, ACME.id)
    ada.click(ada.modal or page_of(ada), "merge_client")
    bright.slack.wait_for(lambda: ada.modal and "will be read as" in ada.modal.words)
    ada.suggest("into", "acme ltd")
    ada.choose("into", ACME.id)
    assert ada.submit().errors == {"into": "“Acme Ltd” and the client you chose are one already."}
