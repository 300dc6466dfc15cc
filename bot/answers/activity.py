"""Who rated what, and how much: one's own always, the team's in total, each person's for administrators."""

from datetime import date

from bot.answers.answer import Answer, Section
from bot.answers.card import OWN_SHOWN, own_line
from bot.answers.parts import not_here, not_yours, scene_evidence
from bot.answers.sight import Sight
from bot.answers.whom import clients_of
from bot.answers.words import MOST_LINES, count, day_and_ago, evidence, listing
from bot.company import Client, Member
from bot.pictures import AskStep, RateStep, Table
from bot.questions.query import Intent, Query

MOST_ROWS = 100


def activity(query: Query, sight: Sight) -> Answer:
    """Whose ratings are asked for decides what may be told."""
    clients = clients_of(query, sight)
    if query.rater and not sight.people(query.rater):
        return not_here() if query.rater == "me" else not_yours("what a colleague rated", mine(query, sight))
    if query.rater and sight.is_me(query.rater):
        return _own(query, clients, sight)
    if clients:
        return _who_rated(query, clients, sight)
    if query.rater:
        return _of_people(query, sight.people(query.rater), sight)
    return _team(query, sight)


def mine(query: Query, sight: Sight) -> Query | None:
    """The same question about one's own ratings, where there can be any."""
    return query.with_(rater="me") if sight.me else None


def _own(query: Query, clients: list[Client], sight: Sight) -> Answer:
    own = [rating for rating in sight.own(query.period) if not clients or rating.client in clients]
    of = f" of {listing(client.name for client in clients)}" if clients else ""
    when = " in that time" if query.period else ""
    if not own:
        return Answer(headline=f"You have made no ratings{of}{when}.", steps=(RateStep("Rate a client"),))
    different = len({rating.client.id for rating in own})
    across = "" if clients else f" of {count(different, 'client')}"
    return Answer(
        headline=f"You have made {count(len(own), 'rating')}{of}{across}{when}.",
        sections=(Section("The latest", tuple(own_line(rating) for rating in own[:OWN_SHOWN])),),
        evidence=evidence(len(own), 1, own[0].on, sight.today),
        steps=(
            RateStep("Rate a client"),
            AskStep("My best", Query(Intent.RANK_CLIENTS, rater="me")),
            AskStep("Whom have I not rated?", Query(Intent.COVERAGE, rater="me")),
        ),
    )


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
    own = mine(query, sight)
    return Answer(
        headline=f"{lines[0]}." if len(lines) == 1 else "How many ratings they have:",
        lines=(*(lines if len(lines) > 1 else ()), "Who gave which score I keep to the person who gave it."),
        evidence=scene_evidence(scene, sight),
        steps=((AskStep("My own ratings of it", own),) if own else ()),
    )


def _team(query: Query, sight: Sight) -> Answer:
    scene = sight.scene(query.period)
    if sight.everybody and len(sight.everybody) > 1:
        return _of_people(query, sight.everybody, sight)
    if not sight.viewer.may_see_team_totals():
        answer = _own(query, [], sight)
        note = "Who else rated how much is not shown to colleagues: there is no leaderboard of raters."
        return Answer(
            headline=answer.headline,
            lines=(note,),
            sections=answer.sections,
            evidence=answer.evidence,
            steps=answer.steps,
        )
    when = " in that time" if query.period else ""
    own = mine(query, sight)
    return Answer(
        headline=f"The team made {count(len(scene.table), 'rating')} of {count(len(scene.rated), 'client')}{when}.",
        lines=("Who rated how much is for administrators: there is no leaderboard of raters.",),
        evidence=scene_evidence(scene, sight),
        steps=(AskStep("My own ratings", own),) if own else (),
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
