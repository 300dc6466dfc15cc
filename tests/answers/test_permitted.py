"""Whatever is asked, by whomever: the answer holds only what the asker may see."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Note, answer
from bot.company import Member
from bot.privacy import EVERYBODY, Viewer
from bot.qualities import Quality
from bot.questions.periods import Before, Between, Last, Named, Since
from bot.questions.query import Bound, Direction, Intent, Order, Query, Verdict
from tests.answers.bright import MAYAS, TODAY, billed, clue, eyes, facts, rated
from tests.people import ACME, ACME_DENTAL, ADA, CLIENTS, GLOBEX, HOOLI, MAYA, OLGA, PEOPLE, PRIYA, TOM

WRITERS = (MAYA, TOM, PRIYA, OLGA)
NOTES = [
    Note(client.id, member.id, TODAY - timedelta(days=at), f"<note of {member.id} on {client.id}>")
    for at, (client, member) in enumerate((c, m) for c in (ACME_DENTAL, GLOBEX) for m in WRITERS)
]
KNOWN = facts(
    [
        rated(client, member, TODAY - timedelta(days=9 * at), 1 + at % 5, risk=1 + at % 5)
        for at, (client, member) in enumerate((c, m) for c in CLIENTS[:3] for m in WRITERS)
    ],
    rated(HOOLI, TOM, date(2026, 11, 17), 2),
    clues=[clue(HOOLI, "risk.no_ups", date(2026, 11, 17), TOM), clue(ACME, "time.prepared", TODAY, MAYA)],
    notes=NOTES,
    invoices=[*billed(HOOLI, 40, times=9, owed=7_707_700), *billed(ACME, 0, times=5)],
)
qualities = st.lists(st.tuples(st.sampled_from(list(Quality)), st.none() | st.sampled_from(list(Order))), max_size=3)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
periods = st.one_of(
    st.builds(Named, st.sampled_from(["today", "last_week", "this_quarter", "last_year"])),
    st.builds(Last, st.integers(1, 400), st.sampled_from(["days", "weeks", "months"])),
    st.builds(Since, days),
    st.builds(Before, days),
    st.builds(lambda one, other: Between(min(one, other), max(one, other)), days, days),
)
names = [client.name for client in CLIENTS]
queries = st.builds(
    Query,
    st.sampled_from(list(Intent)),
    clients=st.lists(st.sampled_from([*names, "Gone"]), max_size=3, unique=True).map(tuple),
    ambiguous=st.sampled_from([(), ("Acme Dental", "Acme Ltd")]),
    unmatched=st.none() | st.text(max_size=80),
    qualities=qualities.map(tuple),
    order=st.none() | st.sampled_from(list(Order)),
    verdict=st.none() | st.sampled_from(list(Verdict)),
    negated=st.booleans(),
    score=st.none() | st.builds(Bound, st.sampled_from(["<", "<=", ">", ">=", "="]), st.floats(1, 5)),
    limit=st.none() | st.integers(1, 20),
    period=st.none() | periods,
    rater=st.sampled_from([None, "me", "UTOM", "name:tom", "name:maya", "name:", "U999"]),
    direction=st.none() | st.sampled_from(list(Direction)),
)


def may_read(member: Member, note: Note) -> bool:
    return member is ADA or note.member_id == member.id or (member.id == "alan" and note.client_id == ACME_DENTAL.id)


@settings(deadline=None, max_examples=150)
@given(queries, st.sampled_from(PEOPLE))
def test_notes_and_names_reach_only_those_who_may_see_them(query: Query, member: Member) -> None:
    said = str(answer(query.with_(unmatched=None), KNOWN, eyes(member)))
    for note in NOTES:
        assert note.text not in said or may_read(member, note)
    for colleague in PEOPLE:
        assert colleague.name not in said or member in (ADA, colleague)


@settings(deadline=None, max_examples=150)
@given(queries)
def test_a_channel_sees_no_person_and_no_note(query: Query) -> None:
    said = str(answer(query, KNOWN, EVERYBODY))
    assert "<note of" not in said
    assert not any(member.name in said or member.id in said.split() for member in PEOPLE)
    assert "Happy to go back? " not in said.replace("“Happy to go back?”", "")


@settings(deadline=None, max_examples=100)
@given(queries, st.sampled_from(PEOPLE))
def test_single_ratings_are_shown_to_their_writer_alone(query: Query, member: Member) -> None:
    """Nobody of these has rated Hooli but Tom: its single scores are his alone to see."""
    said = answer(query.with_(clients=(HOOLI.name,), unmatched=None), KNOWN, eyes(member))
    assert "Happy to go back? 2" not in str(said) or member is TOM


payment = queries.map(lambda query: query.with_(qualities=((Quality.PAYMENT, query.order),)))


@settings(deadline=None, max_examples=150)
@given(queries | payment, st.sampled_from([MAYAS, eyes(TOM), eyes(PRIYA), EVERYBODY]))
def test_technicians_and_channels_are_told_the_same_whether_there_are_invoices_or_not(
    query: Query, viewer: Viewer
) -> None:
    assert answer(query, KNOWN, viewer) == answer(query, replace(KNOWN, invoices=()), viewer)


@settings(deadline=None, max_examples=150)
@given(queries | payment, st.sampled_from(PEOPLE))
def test_invoices_change_nothing_but_what_is_said_of_them(query: Query, member: Member) -> None:
    """Neither the observed payment, nor the overall, nor a verdict."""
    said, without = (answer(query, known, eyes(member)) for known in (KNOWN, replace(KNOWN, invoices=())))
    assert replace(said, sections=()) == replace(without, sections=())
    kept = [line for section in said.sections for line in section.lines]
    assert [line for section in without.sections for line in section.lines if line not in kept] == []
