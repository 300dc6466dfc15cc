"""Slack teams and their workspaces; tokens are encrypted at rest."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

from bot.company import Workspace
from bot.ports import Database, Installation
from bot.refusals import Refused
from storage.database import Database as Opened
from tests.database import KEYS
from tests.people import BRIGHT, company

SLACK = Installation(
    enterprise_id=None,
    team_id="T1",
    workspace_id=BRIGHT.id,
    team_name="Bright IT",
    bot_token="xoxb-secret",
    bot_user="UBOT",
    scopes=("chat:write", "commands"),
    installed_by="UADA",
)


def test_an_installation_is_found_by_its_team_and_its_workspace(database: Database) -> None:
    company(database)
    database.install(SLACK)
    assert database.installation(None, "T1") == database.installation_of(BRIGHT.id) == SLACK
    assert database.installation("E1", "T1") is None
    assert database.installation_of("none") is None


def test_installing_again_replaces_and_uninstalling_forgets_the_token_only(database: Database) -> None:
    company(database)
    database.install(SLACK)
    again = SLACK._replace(bot_token="xoxb-new", scopes=("chat:write",))
    database.install(again)
    assert database.installation(None, "T1") == again
    database.uninstall(None, "T1")
    assert database.installation(None, "T1") == again._replace(bot_token=None)
    assert database.workspace_ids() == [BRIGHT.id]


def test_the_installation_with_a_token_speaks_for_the_workspace(database: Database) -> None:
    company(database)
    database.install(SLACK._replace(team_id="T0", bot_token=None))
    database.install(SLACK._replace(enterprise_id="E1"))
    found = database.installation_of(BRIGHT.id)
    assert found is not None
    assert (found.enterprise_id, found.bot_token) == ("E1", "xoxb-secret")


def test_no_token_is_readable_in_the_database(database: Database, database_url: str) -> None:
    company(database)
    database.install(SLACK)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        (stored,) = connection.scalars(text("SELECT bot_token FROM installations"))
    engine.dispose()
    assert "xoxb" not in stored


def opened(url: str, *keys: str) -> Opened:
    return Opened(url, new_id=lambda: "id", keys=keys, timeout=20)


def test_keys_are_rotated_by_putting_the_new_one_first(database: Database, database_url: str) -> None:
    company(database)
    database.install(SLACK)
    new = Fernet.generate_key().decode()
    assert opened(database_url, new, *KEYS).installation(None, "T1") == SLACK
    for keys in [(new,), ()]:
        with pytest.raises(Refused, match="cannot be read"):
            opened(database_url, *keys).installation(None, "T1")


def test_without_a_key_no_token_is_stored(database: Database, database_url: str) -> None:
    company(database)
    keyless = opened(database_url)
    with pytest.raises(Refused, match="encrypted only"):
        keyless.install(SLACK)
    keyless.install(SLACK._replace(bot_token=None))
    assert keyless.installation(None, "T1") == SLACK._replace(bot_token=None)


def test_a_key_that_is_none_is_refused_before_anything_is_stored(database_url: str) -> None:
    with pytest.raises(ValueError, match="Fernet key"):
        opened(database_url, "not a key")


def test_two_teams_of_one_enterprise_can_be_two_workspaces(database: Database) -> None:
    company(database)
    database.create_workspace(Workspace(id="other", name="Other"))
    database.install(SLACK._replace(enterprise_id="E1", team_id="T1"))
    database.install(SLACK._replace(enterprise_id="E1", team_id="T2", workspace_id="other"))
    assert [database.installation("E1", team) for team in ("T1", "T2")] == [
        database.installation_of(workspace) for workspace in (BRIGHT.id, "other")
    ]
