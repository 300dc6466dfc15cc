"""users.*: the directory of people."""

from sandbox.backend import Backend
from sandbox.payloads import user_object
from sandbox.web_api.arguments import known_person, needed, page
from sandbox.world import Json, Person, SlackError, Team


def _shown(person: Person, backend: Backend) -> Json:
    shown = user_object(person, backend.world)
    if "users:read.email" not in person.team.scopes:
        shown["profile"].pop("email")
    return shown


def info(backend: Backend, team: Team, params: Json) -> Json:
    """users.info. People of other organisations are found, too, where they share a channel."""
    return {"user": _shown(known_person(team, needed(params, "user")), backend)}


def list_all(backend: Backend, team: Team, params: Json) -> Json:
    """users.list, in pages; without a limit everybody comes at once."""
    people, cursor = page(list(team.people.values()), params, default=1000)
    return {
        "members": [_shown(person, backend) for person in people],
        "cache_ts": int(backend.world.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(backend: Backend, team: Team, params: Json) -> Json:
    """users.lookupByEmail; deactivated people are not found."""
    wanted = needed(params, "email").lower()
    for person in team.people.values():
        if person.email.lower() == wanted and not person.flags.get("deleted"):
            return {"user": _shown(person, backend)}
    raise SlackError("users_not_found")
