"""The people of a workspace are found by whatever is known of them."""

from dataclasses import replace
from datetime import date

from bot.company import Member
from bot.ports import Database
from bot.qualities import Role
from tests.people import ADA, MAYA, PEOPLE, company


def test_everybody_comes_back_as_they_were_by_name(database: Database) -> None:
    with database.store(company(database).id) as store:
        assert store.members.all() == sorted(PEOPLE, key=lambda member: member.name)


def test_a_member_is_found_by_id_and_slack_user(database: Database) -> None:
    with database.store(company(database).id) as store:
        assert store.members.get(MAYA.id) == store.members.by_slack_user("UMAYA") == MAYA
        assert store.members.get("nobody") is None
        assert store.members.by_slack_user("nobody") is None


def test_adding_somebody_known_returns_who_is_there(database: Database) -> None:
    with database.store(company(database).id) as store:
        assert store.members.add(Member(id="new", name="M. Patel", slack_user="UMAYA")) == MAYA
        assert store.members.add(Member(id="new", name="M. Patel", email=" Maya@Bright.example")) == MAYA
        assert store.members.add(Member(id="new", name="Maya Patel")) == MAYA
        assert len(store.members.all()) == len(PEOPLE)


def test_two_people_of_one_name_are_two_when_slack_knows_them_apart(database: Database) -> None:
    other = Member(id="maya2", name="Maya Patel", slack_user="UOTHER")
    with database.store(company(database).id) as store:
        assert store.members.add(other) == other


def test_a_change_is_kept(database: Database) -> None:
    changed = replace(
        MAYA, role=Role.ADMINISTRATOR, zone="Asia/Kathmandu", prompts=False, away_until=date(2026, 12, 24)
    )
    workspace = company(database)
    with database.store(workspace.id) as store:
        store.members.change(changed)
    with database.store(workspace.id) as store:
        assert store.members.get(MAYA.id) == changed
        assert store.members.get(ADA.id) == ADA
