"""What Slack says of people and channels. People are remembered for a while, channels never."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from bot.ports import Clock

MAXIMUM_AGE = timedelta(minutes=10)
"""How long a person is believed without asking Slack again; events make it shorter."""

MANY = 20
"""From so many unknown members of a channel the whole directory is read instead of each person."""

PAGE = 200
"""Members or users of a page, as Slack recommends."""


@dataclass(frozen=True)
class SlackPerson:
    """A Slack user as far as the gate needs it."""

    user: str
    team: str
    enterprise: str | None
    name: str
    email: str | None
    zone: str | None
    active: bool
    guest: bool
    stranger: bool
    bot: bool
    admin: bool


@dataclass(frozen=True)
class SlackChannel:
    """A channel as it is now."""

    channel: str
    name: str
    archived: bool
    bot_is_member: bool
    shared_externally: bool
    members: tuple[str, ...]


class Directory:
    """People and channels, by team."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people: dict[tuple[str, str], tuple[datetime, SlackPerson]] = {}
        self._lock = Lock()

    def person(self, client: WebClient, team: str, user: str) -> SlackPerson:
        """The person as Slack knows them. Raises what slack_sdk raises."""
        with self._lock:
            known = self._people.get((team, user))
        if known and self._clock() - known[0] < MAXIMUM_AGE:
            return known[1]
        return self._remember(team, client.users_info(user=user)["user"])

    def forget(self, team: str, user: str) -> None:
        """Slack said that this person changed."""
        with self._lock:
            self._people.pop((team, user), None)

    def channel(self, client: WebClient, channel: str) -> SlackChannel:
        """The channel and everybody in it, asked of Slack at this moment."""
        info = client.conversations_info(channel=channel)["channel"]
        shared = info.get("is_ext_shared") or info.get("is_pending_ext_shared") or info.get("pending_shared")
        return SlackChannel(
            channel=info["id"],
            name=info.get("name", ""),
            archived=bool(info.get("is_archived")),
            bot_is_member=bool(info.get("is_member")),
            shared_externally=bool(shared),
            members=tuple(_pages(client.conversations_members, "members", channel=channel)),
        )

    def people(self, client: WebClient, team: str, users: Iterable[str]) -> list[SlackPerson]:
        """The people, with few calls where many of them are not known yet."""
        users = list(users)
        now = self._clock()
        with self._lock:
            unknown = [user for user in users if not self._is_fresh(self._people.get((team, user)), now)]
        if len(unknown) >= MANY:
            for found in _pages(client.users_list, "members"):
                self._remember(team, found)
        return [self.person(client, team, user) for user in users]

    def owners(self, client: WebClient, team: str) -> list[SlackPerson]:
        """Slack's administrators of the team."""
        found = [self._remember(team, user) for user in _pages(client.users_list, "members")]
        return [person for person in found if person.admin and person.active and not person.bot]

    def _is_fresh(self, known: tuple[datetime, SlackPerson] | None, now: datetime) -> bool:
        return known is not None and now - known[0] < MAXIMUM_AGE

    def _remember(self, team: str, found: Mapping[str, Any]) -> SlackPerson:
        person = _person(found)
        with self._lock:
            self._people[team, person.user] = (self._clock(), person)
        return person


def _person(found: Mapping[str, Any]) -> SlackPerson:
    profile = found.get("profile") or {}
    return SlackPerson(
        user=found["id"],
        team=found.get("team_id", ""),
        enterprise=(found.get("enterprise_user") or {}).get("enterprise_id"),
        name=found.get("real_name") or profile.get("real_name") or found.get("name") or found["id"],
        email=profile.get("email"),
        zone=found.get("tz"),
        active=not found.get("deleted", False),
        guest=bool(found.get("is_restricted") or found.get("is_ultra_restricted")),
        stranger=bool(found.get("is_stranger")),
        bot=bool(found.get("is_bot")) or found["id"] == "USLACKBOT",
        admin=bool(found.get("is_admin") or found.get("is_owner")),
    )


def _pages(method: Any, key: str, **arguments: Any) -> Iterator[Any]:
    """Every item of a cursored Slack method."""
    cursor = ""
    while True:
        page = method(limit=PAGE, cursor=cursor, **arguments)
        yield from page[key]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
