"""Connecting to Slack, and letting go of it."""

from handlers.clients import clients_of
from handlers.connection import SocketMode, bolt_app
from sandbox import PretendSlack
from storage.database import Database
from tests.bot import settings_for


def test_a_connection_that_was_just_opened_can_be_closed(
    slack: PretendSlack, database: Database, database_url: str
) -> None:
    settings = settings_for(slack, database_url)
    app = bolt_app(settings, database, clients_of(slack.bot_token, slack.api_url))
    for _ in range(20):  # slack_sdk's receiver starts a moment after the connection: now and then just at the close
        connection = SocketMode(app, settings)
        connection.open()
        connection.close()
        assert not connection.is_open()
