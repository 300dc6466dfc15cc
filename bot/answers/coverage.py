"""Who has not been rated, and when a client was last rated."""

from datetime import date

from bot.answers.answer import Answer, Section
from bot.answers.parts import MOST_ROWS, card_steps, client_evidence, not_yours, scene_evidence
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import MOST_LINES, ago, count, day_and_ago, listing
from bot.company import Client, Member
from bot.pictures import AskStep, RateStep, Table
from bot.questions.periods import Between, Last, say
from bot.questions.query import Intent, Query, Verdict

LATELY = Last(90, "days")
"""What “lately” means where no period is said."""
BUTTONS = 5


def coverage(query: Query, sight: Sight) -> Answer:
    """The period is the window without ratings; never rated ones come first, then the longest ago."""
    people = sight.people(query.rater) if query.rater else []
    if query.rater and not people:
        return not_yours("What a colleague rated", query, sight)
    clients = clients_of(query, sight)
    if clients:
        return _last_of(query, clients, people, sight)
    last = _last_days(people, sight)
    missing = sorted(
        (client for client in sight.clients if _missing(client, query, last, people, sight)),
        key=lambda client: last.get(client.id, date.min),
    )
    who = _who(people, sight)
    shown = missing[: query.limit or len(missing)]
    window = "" if query.verdict is Verdict.UNRATED else f" {_window(query)}"
    if not missing:
        what = "ever" if query.verdict is Verdict.UNRATED else window.strip()
        return Answer(
            headline=f"Every client was rated{who} {what}.".replace(" ever", ""), evidence=_evidence(people, sight)
        )
    return Answer(
        headline=f"{len(missing)} of {count(len(sight.clients), 'client')} {'was' if len(missing) == 1 else 'were'} "
        f"{'never' if query.verdict is Verdict.UNRATED else 'not'} rated{who}{window}.",
        sections=(
            Section("The longest ago first", tuple(_line(client, last, sight) for client in shown[:MOST_LINES]), 1),
        ),
        table=_table(shown, last),
        evidence=_evidence(people, sight),
        steps=tuple(RateStep(f"Rate {client.name}", client.id) for client in shown[:BUTTONS]),
    )


def _window(query: Query) -> str:
    period = query.period or LATELY
    before = "in the " if isinstance(period, Last) else "from " if isinstance(period, Between) else ""
    return before + period.words()


def _who(people: list[Member], sight: Sight) -> str:
    if not people:
        return ""
    return " by you" if people == [sight.me] else f" by {listing(member.name for member in people)}"


def _last_days(people: list[Member], sight: Sight) -> dict[str, date]:
    """The day on which each client was last rated, by these people or by anybody."""
    if not people:
        return {one.client.id: one.standing.last for one in sight.scene().stood if one.standing.last}
    found: dict[str, date] = {}
    for client, on in (row for member in people for row in sight.rated_by(member)):
        found[client.id] = max(on, found.get(client.id, on))
    return found


def _missing(client: Client, query: Query, last: dict[str, date], people: list[Member], sight: Sight) -> bool:
    if query.verdict is Verdict.UNRATED:
        return client.id not in last
    first, end = sight.days(query.period or LATELY)
    if client.id not in last:
        return True
    if end >= sight.today:
        return first is not None and last[client.id] < first
    if people:
        return not any(client == rated for member in people for rated, _ in sight.rated_by(member, query.period))
    one = sight.scene(query.period).of(client)
    return one is None or not one.standing.ratings


def _line(client: Client, last: dict[str, date], sight: Sight) -> str:
    on = last.get(client.id)
    return f"{client.name} · {f'last rated {day_and_ago(on, sight.today)}' if on else 'never rated'}"


def _table(shown: list[Client], last: dict[str, date]) -> Table | None:
    if len(shown) <= MOST_LINES:
        return None
    title = "Not rated" if len(shown) <= MOST_ROWS else f"Not rated (the first {MOST_ROWS} of {len(shown)})"
    days = ((client, last.get(client.id)) for client in shown[:MOST_ROWS])
    return Table(
        title, ("Client", "Last rated"), tuple((client.name, on.isoformat() if on else "never") for client, on in days)
    )


def _evidence(people: list[Member], sight: Sight) -> str:
    return "" if people else scene_evidence(sight.scene(), sight)


def _last_of(query: Query, clients: list[Client], people: list[Member], sight: Sight) -> Answer:
    last = _last_days(people, sight)
    who = _who(people, sight)
    if len(clients) > 1:
        return Answer(
            headline=f"{listing(client.name for client in clients)}, when they were last rated{who}:",
            lines=tuple(_line(client, last, sight) for client in clients),
            steps=tuple(RateStep(f"Rate {client.name}", client.id) for client in clients[:BUTTONS]),
        )
    client = clients[0]
    on = last.get(client.id)
    one = sight.scene(query.period).of(client)
    lines = []
    if query.period and one and not people:
        by = count(one.standing.raters, "person", "people")
        lines.append(f"In that time: {count(one.standing.ratings, 'rating')} by {by}.")
    whole = sight.scene().of(client)
    return Answer(
        headline=f"{client.name} was last rated{who} {ago(on, sight.today)}, on {say(on)}."
        if on
        else f"{client.name} was never rated{who}.",
        lines=tuple(lines),
        evidence=client_evidence(whole, sight) if whole and on and not people else "",
        steps=card_steps(client, query, Intent.COVERAGE)
        if on
        else (RateStep("Rate", client.id), AskStep("Who else?", Query(Intent.COVERAGE))),
    )
