"""Who rated what, and how much: one's own always, the team's in total, each person's for administrators."""

from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, Section
from bot.answers.own import own_activity
from bot.answers.parts import MOST_ROWS, client_evidence, not_yours, own_step, scene_evidence
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import MOST_LINES, count, day_and_ago
from bot.company import Client, Member
from bot.pictures import Table
from bot.questions.query import Query


def activity(query: Query, sight: Sight) -> Answer:
    """Whose ratings are asked for decides what may be told."""
    clients = clients_of(query, sight)
    if query.rater and not sight.people(query.rater):
        return not_yours("What a colleague rated", query, sight)
    if query.rater and sight.is_me(query.rater):
        return own_activity(query, clients, sight)
    if clients:
        return _who_rated(query, clients, sight)
    if query.rater:
        return _of_people(query, sight.people(query.rater), sight)
    return _team(query, sight)


def _who_rated(query: Query, clients: list[Client], sight: Sight) -> Answer:
    """Numbers only: with few raters a name beside a client would tell who gave what."""
    scene = sight.scene(query.period)
    stood = [(client, scene.of(client)) for client in clients]
    lines = [
        f"{client.name} · {count(one.standing.ratings, 'rating')} by {count(one.standing.raters, 'person', 'people')}"
        if one and one.standing.ratings
        else f"{client.name} · no ratings{' in that time' if query.period else ''}"
        for client, one in stood
    ]
    first = stood[0][1]
    return Answer(
        headline=f"{lines[0]}." if len(lines) == 1 else "How many ratings they have:",
        lines=(*(lines if len(lines) > 1 else ()), "Who gave which score stays between that person and me."),
        evidence=client_evidence(first, sight) if first and len(lines) == 1 else "",
        steps=own_step(query, sight),
    )


def _team(query: Query, sight: Sight) -> Answer:
    scene = sight.scene(query.period)
    if sight.everybody and len(sight.everybody) > 1:
        return _of_people(query, sight.everybody, sight)
    if not sight.viewer.may_see_team_totals():
        answer = own_activity(query, [], sight)
        note = "Who else rated how much is not shown to colleagues: there is no leaderboard of raters."
        return replace(answer, lines=(note,))
    when = " in that time" if query.period else ""
    return Answer(
        headline=f"The team made {count(len(scene.table), 'rating')} of {count(len(scene.rated), 'client')}{when}.",
        lines=("Who rated how much is for administrators: there is no leaderboard of raters.",),
        evidence=scene_evidence(scene, sight),
        steps=own_step(query, sight),
    )


def _of_people(query: Query, people: list[Member], sight: Sight) -> Answer:
    """How many each of these people rated: by name, not by number, so that it is no leaderboard."""
    rows = [(member, sight.rated_by(member, query.period)) for member in sorted(people, key=lambda each: each.name)]
    lines = [
        f"{member.name} · {count(len(rated), 'rating')} of {count(len({client.id for client, _ in rated}), 'client')}"
        + (f" · last on {day_and_ago(rated[0][1], sight.today)}" if rated else "")
        for member, rated in rows
    ]
    total = sum(len(rated) for _, rated in rows)
    some = sum(bool(rated) for _, rated in rows)
    return Answer(
        headline=f"{lines[0]}."
        if len(lines) == 1
        else f"{count(total, 'rating')} by {count(some, 'person', 'people')}.",
        sections=(Section("By name", tuple(lines[:MOST_LINES])),) if len(lines) > 1 else (),
        table=_table(rows) if len(lines) > MOST_LINES else None,
        lines=("What they gave stays theirs.",),
        evidence=scene_evidence(sight.scene(query.period), sight) if len(people) > 1 else "",
    )


def _table(rows: list[tuple[Member, list[tuple[Client, date]]]]) -> Table:
    return Table(
        "Ratings by person",
        ("Person", "Ratings", "Clients"),
        tuple(
            (member.name, float(len(rated)), float(len({client.id for client, _ in rated})))
            for member, rated in rows[:MOST_ROWS]
        ),
    )
