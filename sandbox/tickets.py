"""What Slack hands out for a short while: trigger ids for modals, and response URLs."""

import secrets
from dataclasses import dataclass, field

from sandbox.world import Channel, Json, Message, Person, SlackError, World

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open one modal for a person."""

    person: Person
    until: float
    spent: bool = False


class Triggers:
    """Trigger ids: three seconds, one use."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._issued: dict[str, Trigger] = {}

    def issue(self, person: Person) -> str:
        """A new trigger id for something that the person just did."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(person, self.world.now() + TRIGGER_SECONDS)
        return trigger_id

    def spend(self, trigger_id: str) -> Person:
        """The person behind a trigger id, once. SlackError: unknown, used or too late."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.spent:
            raise SlackError("exchanged_trigger_id")
        if self.world.now() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.spent = True
        return trigger.person


@dataclass
class ResponseUrl:
    """Where the app may answer an interaction; `message` is what it came from, where it came from one."""

    person: Person
    channel: Channel
    message: Message | None
    until: float
    uses: int = 0


@dataclass
class ResponseUrls:
    """Response URLs: five uses in thirty minutes."""

    world: World
    base: str = ""
    issued: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(self, person: Person, channel: Channel, message: Message | None = None) -> str:
        """A new address."""
        token = secrets.token_urlsafe(18)
        self.issued[token] = ResponseUrl(person, channel, message, self.world.now() + RESPONSE_SECONDS)
        return f"{self.base}/response/{token}"

    def use(self, token: str) -> ResponseUrl:
        """Count one use. SlackError: unknown, used up or too late."""
        url = self.issued.get(token)
        if url is None or self.world.now() > url.until:
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url


def wants(body: Json, name: str) -> bool:
    """A flag of a response_url body, which apps send as a boolean or as a word."""
    return body.get(name) in (True, "true")
