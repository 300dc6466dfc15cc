"""Notes and clues that were recorded."""

from bot.answers.answer import Answer, Section
from bot.answers.facts import Note
from bot.answers.parts import card_steps, deal_steps, not_yours
from bot.answers.sight import Sight, Sighting
from bot.answers.whom import clients_of
from bot.answers.words import count, listing
from bot.company import Client
from bot.pictures import AskStep, RateStep
from bot.qualities import Role
from bot.questions.periods import say
from bot.questions.query import Intent, Query

CLUES_SHOWN, NOTES_SHOWN = 12, 5
NOTE_SHOWN = 300
"""Characters of a note in an answer."""


def flags(query: Query, sight: Sight) -> Answer:
    """Clues without names, and the notes that the asker may read."""
    if query.rater and not sight.is_me(query.rater):
        return not_yours("What a colleague wrote", query, sight)
    clients = clients_of(query, sight)
    clues, notes = _clues(query, clients, sight), _notes(query, clients, sight)
    of = f" of {listing(client.name for client in clients)}" if clients else ""
    red, green = [clue for clue in clues if clue.clue.red], [clue for clue in clues if not clue.clue.red]
    if not clues and not notes:
        when = " in that time" if query.period else ""
        steps = card_steps(clients[0], query, Intent.NOTES_FLAGS) if clients else (RateStep("Rate a client"),)
        return Answer(
            headline=f"No clues and no notes{of}{when} that I may show you.", lines=(_whose(sight),), steps=steps
        )
    named = len(clients) != 1
    sections = [
        Section("Red clues", _lines(red[:CLUES_SHOWN], named=named)),
        Section("Green clues", _lines(green[: CLUES_SHOWN if len(red) < 3 else 4], named=named)),
        Section("Notes", tuple(_note(note, sight, named=named) for note in notes[:NOTES_SHOWN])),
    ]
    numbers = listing((count(len(red), "red clue"), count(len(green), "green clue"), count(len(notes), "note")))
    return Answer(
        headline=f"{numbers}{of}.",
        lines=(_whose(sight), *_more(red, green, notes)),
        sections=tuple(section for section in sections if section.lines),
        steps=(
            *(card_steps(clients[0], query, Intent.NOTES_FLAGS) if len(clients) == 1 else _steps(red)),
            *(deal_steps(red, sight) if len(clients) == 1 else ()),
        ),
    )


def _clues(query: Query, clients: list[Client], sight: Sight) -> list[Sighting]:
    wanted = [quality for quality, _ in query.qualities]
    found = (
        [clue for client in clients for clue in sight.clues(client, query.period)]
        if clients
        else sight.clues(None, query.period)
    )
    return [clue for clue in found if (not wanted or clue.clue.quality in wanted) and (not query.rater or clue.own)]


def _notes(query: Query, clients: list[Client], sight: Sight) -> list[Note]:
    """Notes know no quality: where one is asked for, the clues answer alone."""
    first, last = sight.days(query.period)
    wanted = {client.id for client in clients}
    return [
        note
        for note in sight.notes
        if not query.qualities
        and (not wanted or note.client_id in wanted)
        and (not query.rater or sight.viewer.owns(note.member_id))
        and note.on <= last
        and (first is None or note.on >= first)
    ]


def _lines(clues: list[Sighting], *, named: bool) -> tuple[str, ...]:
    """“No UPS · 12 Nov 2026 · dealt with”; with the client's name where several are listed."""
    parts = (
        [*([clue.client.name] if named else []), clue.clue.text, clue.when, *(["dealt with"] if clue.dealt else [])]
        for clue in clues
    )
    return tuple(" · ".join(part) for part in parts)


def _note(note: Note, sight: Sight, *, named: bool) -> str:
    text = " ".join(note.text.split())
    text = text if len(text) <= NOTE_SHOWN else text[: NOTE_SHOWN - 1] + "…"
    client = sight.client_of(note.client_id)
    who = ["you wrote"] if sight.viewer.owns(note.member_id) else []
    return " · ".join([*([client.name] if named and client else []), say(note.on), *who, f"“{text}”"])


def _whose(sight: Sight) -> str:
    if sight.me is None:
        return "Notes are never shown in a channel."
    if sight.viewer.role is Role.ADMINISTRATOR:
        return "Notes are shown without their writers; reading colleagues' is put in the audit log."
    if sight.viewer.looks_after:
        return "Notes: yours, and those of the clients you look after."
    return "Notes: yours only; colleagues' stay between them and whoever looks after the client."


def _more(red: list[Sighting], green: list[Sighting], notes: list[Note]) -> tuple[str, ...]:
    cut = len(red) > CLUES_SHOWN or len(green) > CLUES_SHOWN or len(notes) > NOTES_SHOWN
    return ("The latest are shown; a client or a period narrows it down.",) if cut else ()


def _steps(red: list[Sighting]) -> tuple[AskStep, ...]:
    names = dict.fromkeys(clue.client.name for clue in red)
    return tuple(AskStep(f"{name}'s card", Query(Intent.CLIENT_REPORT, clients=(name,))) for name in list(names)[:3])
