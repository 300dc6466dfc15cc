"""Who rated how much, and what was written."""

from datetime import date, timedelta

from bot.answers import Note, answer
from bot.pictures import AskStep
from bot.privacy import EVERYBODY, Viewer
from bot.qualities import Quality
from bot.questions.periods import Last
from bot.questions.query import Intent, Query
from tests.answers.bright import ALANS, MAYAS, TODAY, clue, eyes, facts, rated
from tests.people import ACME_DENTAL, ADA, HOOLI, MAYA, OLGA, TOM

ACTIVITY, NOTES = Query(Intent.RATER_ACTIVITY), Query(Intent.NOTES_FLAGS)
KNOWN = facts(
    rated(HOOLI, MAYA, TODAY, 1, risk=2),
    rated(HOOLI, TOM, TODAY - timedelta(days=5), 5),
    rated(ACME_DENTAL, MAYA, TODAY - timedelta(days=50), 4),
    clues=[
        clue(HOOLI, "risk.no_ups", date(2026, 11, 22), MAYA),
        clue(HOOLI, "time.prepared", date(2026, 11, 17), TOM),
    ],
    notes=[
        Note(HOOLI.id, MAYA.id, date(2026, 11, 22), "let the UPS die again"),
        Note(HOOLI.id, TOM.id, date(2026, 11, 17), "tea was ready"),
        Note(ACME_DENTAL.id, MAYA.id, date(2026, 10, 3), "kind people"),
    ],
)


def test_my_ratings_are_listed_with_their_scores() -> None:
    said = answer(ACTIVITY.with_(rater="me"), KNOWN, MAYAS)
    assert said.headline == "You have made 2 ratings of 2 clients."
    assert said.sections[0].lines[0] == "Hooli · 22 Nov 2026 · Happy to go back? 1 · Careful with risk 2"


def test_naming_oneself_is_as_good_as_me() -> None:
    for myself in ("name:maya", "UMAYA"):
        assert answer(ACTIVITY.with_(rater=myself), KNOWN, MAYAS).headline == "You have made 2 ratings of 2 clients."


def test_a_period_narrows_my_ratings() -> None:
    said = answer(ACTIVITY.with_(rater="me", period=Last(30, "days")), KNOWN, MAYAS)
    assert said.headline == "You have made 1 rating of 1 client in that time."


def test_a_colleagues_ratings_are_refused_kindly_whether_or_not_there_is_such_a_person() -> None:
    for somebody in ("name:tom", "UTOM", "name:nobody", "U999"):
        said = answer(ACTIVITY.with_(rater=somebody), KNOWN, MAYAS)
        assert said.headline == "What a colleague rated stays between that person and me."
        assert said.steps == (AskStep("My own ratings", ACTIVITY.with_(rater="me")),)


def test_who_gave_a_client_its_score_is_refused_to_everybody() -> None:
    for viewer in (MAYAS, ALANS, eyes(ADA), EVERYBODY):
        said = answer(ACTIVITY.with_(clients=(HOOLI.name,)), KNOWN, viewer)
        assert said.headline == "Hooli · 2 ratings by 2 people."
        assert "Who gave which score stays between that person and me." in said.lines
        asked = answer(Query(Intent.CLIENT_REPORT, clients=(HOOLI.name,), rater="name:tom"), KNOWN, viewer)
        assert asked.headline == "What one colleague gave stays between that person and me."


def test_account_managers_and_channels_see_the_teams_total() -> None:
    for viewer in (ALANS, EVERYBODY):
        assert answer(ACTIVITY, KNOWN, viewer).headline == "The team made 3 ratings of 2 clients."


def test_technicians_see_their_own_and_no_leaderboard() -> None:
    said = answer(ACTIVITY, KNOWN, MAYAS)
    assert said.headline == "You have made 2 ratings of 2 clients."
    assert "no leaderboard" in said.lines[0]


def test_administrators_see_numbers_by_name_never_scores() -> None:
    said = answer(ACTIVITY, KNOWN, eyes(ADA))
    assert "Maya Patel · 2 ratings of 2 clients · last on 22 Nov 2026 (today)" in said.sections[0].lines
    assert [line.split()[0] for line in said.sections[0].lines] == sorted(
        line.split()[0] for line in said.sections[0].lines
    )
    assert "Happy to go back?" not in str(said)


def test_in_a_channel_nobody_has_own_ratings() -> None:
    for query in (ACTIVITY, NOTES, Query(Intent.RANK_CLIENTS), Query(Intent.COVERAGE)):
        assert answer(query.with_(rater="me"), KNOWN, EVERYBODY).headline.startswith("Ask me that in a direct message")


def notes_shown(viewer: Viewer) -> str:
    said = answer(NOTES, KNOWN, viewer)
    return str([section for section in said.sections if section.heading == "Notes"])


def test_notes_are_shown_to_their_writer_who_looks_after_the_client_and_administrators() -> None:
    mine, alans, adas = notes_shown(MAYAS), notes_shown(ALANS), notes_shown(eyes(ADA))
    assert ("UPS die" in mine, "tea" in mine, "kind" in mine) == (True, False, True)
    assert ("UPS die" in alans, "tea" in alans, "kind" in alans) == (False, False, True)
    assert ("UPS die" in adas, "tea" in adas, "kind" in adas) == (True, True, True)
    assert notes_shown(eyes(OLGA)) == notes_shown(EVERYBODY) == "[]"


def test_clues_are_for_everybody_without_names() -> None:
    said = answer(NOTES, KNOWN, EVERYBODY)
    assert said.headline == "1 red clue, 1 green clue and 0 notes."
    assert said.sections[0].lines == ("Hooli · No UPS (“never had an outage”) · 22 Nov 2026",)
    assert "Notes are never shown in a channel." in said.lines


def test_my_clues_only() -> None:
    said = answer(NOTES.with_(rater="me", clients=(HOOLI.name,)), KNOWN, MAYAS)
    assert said.headline == "1 red clue, 0 green clues and 1 note of Hooli."


def test_a_quality_narrows_the_clues() -> None:
    said = answer(NOTES.with_(qualities=((Quality.TIME, None),)), KNOWN, MAYAS)
    assert said.headline == "0 red clues, 1 green clue and 0 notes."


def test_no_clues_is_said_plainly() -> None:
    said = answer(NOTES.with_(clients=(ACME_DENTAL.name,)), facts(), MAYAS)
    assert said.headline == "No clues and no notes of Acme Dental that I may show you."


def test_a_long_note_is_shortened() -> None:
    long = facts(rated(HOOLI, MAYA, TODAY, 1), notes=[Note(HOOLI.id, MAYA.id, TODAY, "x" * 3000)])
    assert len(answer(NOTES, long, MAYAS).sections[0].lines[0]) < 400
