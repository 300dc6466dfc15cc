"""The workspace's own phrases: added by administrators, learned from what was not understood."""

import pytest

from bot.company import Member
from bot.refusals import Refused
from handlers.ids import Action
from tests.bot import Bright
from tests.people import ADA, BRIGHT, MAYA


def phrases_of(bright: Bright) -> dict[str, str]:
    with bright.database.store(BRIGHT.id) as store:
        return store.phrases.all()


def add(bright: Bright, member: Member, phrase: str, meaning: str) -> None:
    bright.bot.services.phrases.add(BRIGHT.id, member, phrase, meaning)


def test_a_phrase_is_read_as_what_it_means(bright: Bright) -> None:
    add(bright, ADA, "Cheque Dodgers", "late payers")
    said = bright.command(bright.as_(MAYA), "/clients", "cheque dodgers")
    assert "pays promptly" in said.words.casefold()


def test_what_was_not_understood_and_then_clicked_waits_for_an_administrator(bright: Bright) -> None:
    maya = bright.as_(MAYA)
    said = bright.command(maya, "/clients", "frobnicating zorgles according to tom")
    ask = [e for block in said.blocks if block["type"] == "actions" for e in block["elements"]]
    chosen = next(element for element in ask if element["action_id"].startswith(Action.ASK))
    bright.answer_to(maya, lambda: maya.click(said, chosen["action_id"]), bright.desk)
    with bright.database.store(BRIGHT.id) as store:
        unclear = store.phrases.unclear(limit=5)
    assert len(unclear) == 1
    assert "zorgles" in unclear[0].words
    assert "tom" not in unclear[0].words.split()


def test_only_administrators_teach(bright: Bright) -> None:
    with pytest.raises(Refused, match="Only administrators"):
        add(bright, MAYA, "cheque dodgers", "late payers")
    assert phrases_of(bright) == {}


def test_a_meaning_has_to_be_understood(bright: Bright) -> None:
    with pytest.raises(Refused, match="don't understand that meaning"):
        add(bright, ADA, "cheque dodgers", "frobnicating zorgles")
