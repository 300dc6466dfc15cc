"""One person's direct messages: questions after visits, through the gate."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.company import Member
from bot.ports import Closed, Database, Installation, Posted, Postponed
from bot.visits.question import Question
from handlers.clients import reading_client
from handlers.gate import Admitted, Gate
from handlers.message import said
from handlers.posting import carefully, find
from handlers.views.prompt import prompt_message

GONE = {"message_not_found", "channel_not_found"}

log = structlog.get_logger(__name__)


class SlackAsker:
    """Implements bot.ports.Asker. What may be done twice (opening, changing, deleting) is tried again at once."""

    def __init__(self, database: Database, gate: Gate, client_for: Callable[[Installation], WebClient]) -> None:
        self._database = database
        self._gate = gate
        self._client_for = client_for
        self._channels: dict[tuple[str, str], str] = {}

    def direct(self, workspace_id: str, member: Member) -> str:
        client, reader = self._reader(workspace_id, member)
        key = (workspace_id, reader.user)
        if key not in self._channels:
            opened = carefully(lambda: reading_client(client).conversations_open(users=reader.user))
            self._channels[key] = opened["channel"]["id"]
        return self._channels[key]

    def ask(self, workspace_id: str, member: Member, questions: Sequence[Question], ref: str) -> Posted:
        client, reader = self._reader(workspace_id, member)
        return carefully(lambda: self._gate.send(client, reader, prompt_message(questions), ref=ref))

    def find(self, workspace_id: str, channel: str, ref: str, since: datetime) -> Posted | None:
        return find(reading_client(self._client(workspace_id)[0]), channel, ref, since)

    def renew(self, workspace_id: str, member: Member, at: Posted, questions: Sequence[Question]) -> None:
        client, reader = self._reader(workspace_id, member)

        def change() -> None:
            try:
                if questions:
                    self._gate.update(reading_client(client), reader, at, prompt_message(questions))
                else:
                    reading_client(client).chat_delete(channel=at.channel, ts=at.ts)
            except SlackApiError as error:
                if error.response.get("error") not in GONE:
                    raise

        carefully(change)

    def tell(self, workspace_id: str, members: Sequence[Member], sentence: str) -> list[Member]:
        told = []
        for member in members:
            try:
                client, reader = self._reader(workspace_id, member)
                self._gate.send(client, reader, said(sentence))
            except (SlackApiError, SlackClientError, Closed, Postponed, OSError) as error:
                log.warning("somebody could not be told", workspace=workspace_id, exc_info=error)
            else:
                told.append(member)
        return told

    def by_email(self, workspace_id: str, email: str) -> Member | None:
        """The full member of this Slack with that address. Raises as `ask`."""
        client, installation = self._client(workspace_id)

        def look_up() -> Member | None:
            try:
                found = reading_client(client).users_lookupByEmail(email=email)
            except SlackApiError as error:
                if error.response.get("error") != "users_not_found":
                    raise
                return None
            return self._gate.admit(client, installation, found["user"]["id"]).member

        return carefully(look_up)

    def _reader(self, workspace_id: str, member: Member) -> tuple[WebClient, Admitted]:
        """The member, let in by the gate; one known by e-mail only is looked for in Slack."""
        client, installation = self._client(workspace_id)
        known = member if member.slack_user or not member.email else self.by_email(workspace_id, member.email)
        if known is None or known.slack_user is None:
            raise Closed("This person has no Slack user.")
        user = known.slack_user
        return client, carefully(lambda: self._gate.admit(client, installation, user))

    def _client(self, workspace_id: str) -> tuple[WebClient, Installation]:
        installation = self._database.installation_of(workspace_id)
        if installation is None:
            raise Closed("This workspace is not connected to Slack.")
        return self._client_for(installation), installation
