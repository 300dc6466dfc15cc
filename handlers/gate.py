"""The one way out: what leaves about clients leaves here, after it is known who will read it.

It fails closed: where Slack cannot tell who reads, nothing leaves, and the refusal says nothing about clients.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient
from slackblocks import WebhookMessage

from bot.company import Member
from bot.ports import Clock, Closed, Database, Installation, Posted
from bot.services.people import People
from handlers.directory import Directory, SlackPerson
from handlers.message import Message

Found = TypeVar("Found")

PLAIN_FOR = timedelta(days=1)
"""How long a workspace that refused charts and data tables is sent the plain version at once."""

NOT_A_MEMBER = "I only talk with full members of this team's Slack. Please ask a colleague."
CANNOT_TELL = "I can't check with Slack who would read this just now, so I say nothing. Please try again in a minute."


class CannotTell(Closed):
    """Slack could not say who reads: later it may."""

    def __init__(self) -> None:
        super().__init__(CANNOT_TELL)


@dataclass(frozen=True)
class Admitted:
    """A person the gate let in: a full, active member of the workspace's own team."""

    workspace_id: str
    team: str
    user: str
    member: Member


Reader = Callable[[WebClient], WebClient]
"""The same client, made for reading: it tries again where Slack is slow or away."""


class Gate:
    """Decides by audience and posts."""

    def __init__(
        self, database: Database, people: People, directory: Directory, clock: Clock, *, reader: Reader
    ) -> None:
        self._database = database
        self._people = people
        self._directory = directory
        self._clock = clock
        self._reader = reader
        self._plain_until: dict[str, datetime] = {}

    def installation(self, enterprise: str | None, team: str | None) -> Installation:
        """The workspace that a request belongs to. Raises Closed for an unknown team."""
        found = self._database.installation(enterprise, team) if team else None
        if found is None:
            raise Closed(NOT_A_MEMBER)
        return found

    def admit(self, client: WebClient, installation: Installation, user: str) -> Admitted:
        """Let a person in, or raise Closed: guests, strangers, other teams, deactivated users, bots."""
        person = self._asking_slack(lambda: self._directory.person(self._reader(client), installation.team_id, user))
        if person.bot or not _is_one_of_us(person, installation):
            raise Closed(NOT_A_MEMBER)
        member = self._people.known(
            installation.workspace_id,
            person.user,
            name=person.name,
            email=person.email,
            zone=person.zone,
            administers_slack=person.admin,
        )
        return Admitted(installation.workspace_id, installation.team_id, user, member)

    def check_channel(self, client: WebClient, installation: Installation, channel: str) -> None:
        """Raise Closed unless everybody in the channel, as of now, may read about clients."""
        found = self._asking_slack(lambda: self._directory.channel(self._reader(client), channel))
        if found.archived:
            raise Closed(f"#{found.name} is archived.")
        if not found.bot_is_member:
            raise Closed(f"I am not in #{found.name}. Please invite me there with /invite.")
        if found.shared_externally:
            raise Closed(
                f"#{found.name} is shared outside the company, or about to be, so I don't talk about clients there."
            )
        readers = self._asking_slack(
            lambda: self._directory.people(self._reader(client), installation.team_id, found.members)
        )
        if not all(_is_one_of_us(person, installation) for person in readers):
            raise Closed(
                f"Somebody in #{found.name} is a guest or not of this team, so I don't talk about clients there."
            )

    def post(
        self,
        client: WebClient,
        installation: Installation,
        channel: str,
        message: Message,
        *,
        thread_ts: str | None = None,
        ref: str | None = None,
    ) -> Posted:
        """Post to a channel, for everybody in it. Raises Closed, or SlackApiError where Slack refuses."""
        self.check_channel(client, installation, channel)
        return self._post(client, installation.team_id, channel, message, thread_ts=thread_ts, ref=ref)

    def send(
        self, client: WebClient, to: Admitted, message: Message, *, thread_ts: str | None = None, ref: str | None = None
    ) -> Posted:
        """A direct message to one admitted person."""
        return self._post(client, to.team, to.user, message, thread_ts=thread_ts, ref=ref)

    def answer(
        self, client: WebClient, to: Admitted, message: Message, response_url: str, *, replace: bool = False
    ) -> None:
        """Answer where they acted, seen by them alone (5 times in 30 minutes); by direct message where that is over."""
        webhook = WebhookClient(response_url)
        for plain in self._versions(to.team, message):
            sent = webhook.send_dict(_webhook_payload(message, plain=plain, replace=replace))
            if sent.status_code == 200:
                return
            if "invalid_blocks" not in sent.body:
                break
            self._remember_plain(to.team)
        self.send(client, to, message)

    def update(self, client: WebClient, to: Admitted, at: Posted, message: Message) -> None:
        """Change a direct message that stands."""
        payload = message.payload(at.channel, plain=self._sends_plain(to.team))
        client.api_call("chat.update", json={**payload, "ts": at.ts})

    def refuse(self, client: WebClient, channel: str, user: str, reason: str) -> None:
        """Tell one person in a channel why nothing is said; no word about clients is in a reason."""
        client.chat_postEphemeral(channel=channel, user=user, text=reason)

    def _post(
        self, client: WebClient, team: str, channel: str, message: Message, *, thread_ts: str | None, ref: str | None
    ) -> Posted:
        metadata = {"event_type": "good_clients_post", "event_payload": {"ref": ref}} if ref else None
        for plain in self._versions(team, message):
            payload = message.payload(channel, thread_ts=thread_ts, metadata=metadata, plain=plain)
            try:
                posted = client.api_call("chat.postMessage", json=payload)
            except SlackApiError as error:
                if plain or error.response.get("error") != "invalid_blocks":
                    raise
                self._remember_plain(team)
            else:
                return Posted(posted["channel"], posted["ts"])
        raise AssertionError("the plain version is always tried last")

    def _versions(self, team: str, message: Message) -> list[bool]:
        """Which versions to try: with charts and tables first, unless there is one version only or it was refused."""
        return [True] if message.plain is None or self._sends_plain(team) else [False, True]

    def _sends_plain(self, team: str) -> bool:
        until = self._plain_until.get(team)
        return until is not None and self._clock() < until

    def _remember_plain(self, team: str) -> None:
        self._plain_until[team] = self._clock() + PLAIN_FOR

    def _asking_slack(self, ask: Callable[[], Found]) -> Found:
        try:
            return ask()
        except SlackApiError as error:
            if error.response.get("error") in {"channel_not_found", "not_in_channel"}:
                raise Closed("I am not in that channel, or it is gone. Please invite me there with /invite.") from error
            raise CannotTell from error
        except (SlackClientError, OSError, KeyError) as error:
            raise CannotTell from error


def _is_one_of_us(person: SlackPerson, installation: Installation) -> bool:
    same_team = person.team == installation.team_id
    same_company = installation.enterprise_id is not None and person.enterprise == installation.enterprise_id
    return person.active and not person.guest and not person.stranger and (same_team or same_company)


def _webhook_payload(message: Message, *, plain: bool, replace: bool) -> dict[str, Any]:
    blocks = message.plain if plain and message.plain is not None else message.blocks
    return WebhookMessage(
        text=message.text,
        blocks=list(blocks),
        response_type="ephemeral",
        replace_original=replace,
        unfurl_links=False,
        unfurl_media=False,
    ).to_dict()
