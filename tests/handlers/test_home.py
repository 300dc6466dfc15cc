"""App Home through Slack: visits to tap, notes that wait, cards, one's own ratings and settings."""

from datetime import date, datetime, timedelta

from bot.company import Client, Member, Visit
from bot.ratings import Rating, Scores
from sandbox import Actor, View
from tests.bot import MONDAY_MORNING, Bright
from tests.people import ACME, ADA, ALAN, BRIGHT, GLOBEX, HOOLI, MAYA, PRIYA, TOM, WAYNE


def at_home(bright: Bright, member: Member) -> Actor:
    """Somebody who opened App Home."""
    who = bright.as_(member)
    who.open_home()
    bright.slack.wait_for(lambda: who.home)
    return who


def page_of(who: Actor) -> View:
    assert who.home
    return who.home


def sees(bright: Bright, who: Actor, words: str) -> View:
    """The page of Home once it says this."""
    bright.slack.wait_for(lambda: who.home and words in who.home.words)
    return page_of(who)


def was_at(bright: Bright, member: Member, client: Client, ended_at: datetime = MONDAY_MORNING) -> None:
    with bright.database.store(BRIGHT.id) as store:
        store.visits.add(
            Visit(
                id=f"{member.id}-{client.id}-{ended_at:%d%H%M}",
                client_id=client.id,
                member_id=member.id,
                ended_at=ended_at,
                on=ended_at.date(),
                source="webhook",
                ref=f"{member.id}-{client.id}-{ended_at}",
            )
        )


def rated(bright: Bright, client: Client, member: Member, on: date, overall: int) -> None:
    with bright.database.store(BRIGHT.id) as store:
        store.ratings.add_many(
            [
                Rating(
                    id=f"{client.id}-{member.id}-{on}",
                    client_id=client.id,
                    member_id=member.id,
                    on=on,
                    scores=Scores(overall=overall),
                    recorded_at=MONDAY_MORNING,
                )
            ]
        )


def own(bright: Bright, member: Member) -> list[Rating]:
    with bright.database.store(BRIGHT.id) as store:
        return store.ratings.of_member(member.id, limit=100)


def test_a_visit_is_rated_with_one_tap_and_undone_with_another(bright: Bright) -> None:
    was_at(bright, MAYA, HOOLI, MONDAY_MORNING - timedelta(days=3))
    maya = at_home(bright, MAYA)
    assert "Hooli, Friday 20 November" in page_of(maya).words
    maya.click(page_of(maya), "rate_visit:0:5")
    saved = sees(bright, maya, "Saved: Hooli, 20 November")
    [rating] = own(bright, MAYA)
    assert (rating.visit_id, rating.on, rating.scores.overall) == ("maya-hooli-200930", date(2026, 11, 20), 5)
    assert "Your visits" not in saved.words
    maya.click(saved, "undo_rating")
    assert "Your visits" in sees(bright, maya, "Taken back").words
    assert own(bright, MAYA) == []


def test_two_visits_on_one_day_are_two(bright: Bright) -> None:
    was_at(bright, MAYA, HOOLI, MONDAY_MORNING - timedelta(hours=2))
    was_at(bright, MAYA, HOOLI, MONDAY_MORNING - timedelta(hours=1))
    maya = at_home(bright, MAYA)
    maya.click(page_of(maya), "rate_visit:1:1", "maya-hooli-230730:1")
    maya.click(sees(bright, maya, "Saved: Hooli"), "rate_visit:0:5", "maya-hooli-230830:5")
    bright.slack.wait_for(lambda: len(own(bright, MAYA)) == 2)
    assert {(one.visit_id, one.scores.overall) for one in own(bright, MAYA)} == {
        ("maya-hooli-230730", 1),
        ("maya-hooli-230830", 5),
    }


def test_who_was_not_there_is_not_asked_again(bright: Bright) -> None:
    was_at(bright, MAYA, HOOLI)
    maya = at_home(bright, MAYA)
    maya.click(page_of(maya), "was_not_there:0")
    assert "Your visits" not in sees(bright, maya, "Not rated: Hooli.").words


def test_a_visit_rated_by_command_is_no_longer_open(bright: Bright) -> None:
    was_at(bright, MAYA, HOOLI)
    bright.command(bright.as_(MAYA), "/rate-client", "hooli 4")
    assert "Your visits" not in page_of(at_home(bright, MAYA)).words
    assert own(bright, MAYA)[0].visit_id == "maya-hooli-230930"


def test_the_card_of_a_client_is_found_by_its_name(bright: Bright) -> None:
    for at in range(20):
        rated(bright, GLOBEX, (MAYA, TOM, PRIYA)[at % 3], date(2026, 11, 20) - timedelta(days=12 * at), 5)
    maya = at_home(bright, MAYA)
    assert maya.suggest("home_card", "glbx", page_of(maya)) == maya.suggest("home_card", "globex", page_of(maya))
    maya.click(page_of(maya), "home_card", GLOBEX.id)
    card = sees(bright, maya, "Globex Corporation is a good client")
    assert {"data_visualization"} <= {block["type"] for block in card.blocks}
    maya.click(card, "home_desk")
    sees(bright, maya, "Your settings")


def test_the_card_comes_without_charts_where_slack_refuses_them(bright: Bright) -> None:
    for at in range(4):
        rated(bright, HOOLI, (MAYA, TOM)[at % 2], date(2026, 8, 1) + timedelta(days=30 * at), 1)
    maya = at_home(bright, MAYA)
    maya.suggest("home_card", "hooli", page_of(maya))
    bright.slack.fail_next("views.publish", "invalid_blocks")
    maya.click(page_of(maya), "home_card", HOOLI.id)
    card = sees(bright, maya, "Hooli is")
    assert "data_visualization" not in {block["type"] for block in card.blocks}


def test_the_card_in_home_waits_for_ones_own_rating(bright: Bright) -> None:
    for at in range(12):
        rated(bright, HOOLI, TOM, date(2026, 11, 1) + timedelta(days=at), 1)
    was_at(bright, MAYA, HOOLI)
    maya = at_home(bright, MAYA)
    maya.suggest("home_card", "hooli", page_of(maya))
    maya.click(page_of(maya), "home_card", HOOLI.id)
    assert "out of 5" not in sees(bright, maya, "yours first, please").words
    maya.click(page_of(maya), "home_desk")
    maya.click(sees(bright, maya, "Your visits"), "rate_visit:0:5")
    sees(bright, maya, "Saved: Hooli")
    maya.suggest("home_card", "hooli", page_of(maya))
    maya.click(page_of(maya), "home_card", HOOLI.id)
    sees(bright, maya, "out of 5")


def test_own_ratings_are_paged_edited_and_deleted(bright: Bright) -> None:
    for at in range(23):
        rated(bright, (ACME, HOOLI, WAYNE)[at % 3], MAYA, date(2026, 11, 22) - timedelta(days=at), 1 + at % 5)
    maya = at_home(bright, MAYA)
    maya.click(page_of(maya), "home_mine")
    maya.click(sees(bright, maya, "Next →"), "home_mine:after")
    maya.click(sees(bright, maya, "12 November 2026"), "home_mine:after")
    last = sees(bright, maya, "31 October 2026")
    assert "Next" not in last.words
    maya.click(last, "delete_rating:0")
    bright.slack.wait_for(lambda: len(own(bright, MAYA)) == 22)
    maya.click(sees(bright, maya, "Your latest ratings"), "edit_rating:0")
    bright.slack.wait_for(lambda: maya.modal)
    maya.choose("overall", "3")
    maya.submit()
    sees(bright, maya, "Saved: Acme Ltd, 22 November")
    assert own(bright, MAYA)[0].scores.overall == 3


def test_settings_are_ones_own(bright: Bright) -> None:
    maya = at_home(bright, MAYA)
    assert "Role: technician · Time zone: Europe/London · Questions after visits: on" in page_of(maya).words
    maya.click(page_of(maya), "home_prompts")
    maya.click(sees(bright, maya, "Questions after visits: off"), "home_away", "2026-12-04")
    maya.click(sees(bright, maya, "Away until 4 December"), "home_back")
    bright.slack.wait_for(lambda: "Away until" not in page_of(maya).words)
    with bright.database.store(BRIGHT.id) as store:
        changed = store.members.get(MAYA.id)
    assert changed
    assert (changed.prompts, changed.away_until) == (False, None)


def test_a_day_that_has_passed_is_refused(bright: Bright) -> None:
    maya = at_home(bright, MAYA)
    said = bright.answer_to(maya, lambda: maya.click(page_of(maya), "home_away", "2026-11-20"))
    assert said.words == "20 November 2026 has passed. Until which day are you away?"


def test_only_administrators_have_their_part(bright: Bright) -> None:
    assert "Audit log" not in page_of(at_home(bright, MAYA)).words
    assert "Audit log" not in page_of(at_home(bright, ALAN)).words
    assert "Audit log" in page_of(at_home(bright, ADA)).words


def test_home_holds_with_500_clients_and_10000_ratings(bright: Bright) -> None:
    with bright.database.store(BRIGHT.id) as store:
        clients = [store.clients.add(Client(id=f"c{at}", name=f"Company {at:03}")) for at in range(500)]
        store.ratings.add_many(
            [
                Rating(
                    id=f"r{at}",
                    client_id=clients[at % 500].id,
                    member_id=(MAYA, TOM)[at % 2].id,
                    on=date(2026, 11, 22) - timedelta(days=at // 500),
                    scores=Scores(overall=1 + at % 5),
                    recorded_at=MONDAY_MORNING,
                )
                for at in range(10_000)
            ]
        )
    for at in range(30):
        was_at(bright, MAYA, clients[at], MONDAY_MORNING - timedelta(minutes=at))
    maya = at_home(bright, MAYA)
    assert len(page_of(maya).blocks) < 60
    assert len(maya.suggest("home_card", "company", page_of(maya))) == 20
    assert maya.suggest("home_card", "company 471", page_of(maya))[0]["value"] == "c471"
    ada = at_home(bright, ADA)
    ada.click(page_of(ada), "home_clients")
    ada.click(sees(bright, ada, "Company 000"), "find_clients", "Company 471")
    assert "c471" in [element["value"] for element in buttons(sees(bright, ada, "Company 471"))][2:3]


def buttons(view: View) -> list[dict[str, str]]:
    """The buttons beside the rows of a page."""
    found = [*(element for block in view.blocks for element in block.get("elements", []))]
    found += [block["accessory"] for block in view.blocks if "accessory" in block]
    return [element for element in found if element.get("type") == "button"]


def test_a_client_is_shown_whatever_its_name_holds(bright: Bright) -> None:
    with bright.database.store(BRIGHT.id) as store:
        odd = store.clients.add(Client(id="odd", name="*Bold* <!channel> & Söhne 東京"))
    was_at(bright, MAYA, odd)
    assert "*Bold* <!channel> & Söhne 東京, Monday 23 November" in page_of(at_home(bright, MAYA)).words
