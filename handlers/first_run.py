"""The first message: whoever installed the bot is asked where the digest shall come."""

from datetime import timedelta

import structlog
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.ports import Clock, Closed, Database, Installation
from handlers.connection import Slack
from handlers.views.digest_settings import first_run_message

ONCE = timedelta(days=36500)

log = structlog.get_logger(__name__)


def greet(slack: Slack, database: Database, installation: Installation, clock: Clock) -> None:
    """Ask Slack's administrators of the team, once, unless a digest is set up. (Slack does not tell a bot of its own
    company who installed it.)"""
    now = clock()
    with database.store(installation.workspace_id) as store:
        if store.digests.subscriptions() or not store.memory.first_time("greeted", now=now, until=now + ONCE):
            return
    try:
        client = slack.client_for(installation)
        for owner in slack.directory.owners(client, installation.team_id):
            slack.gate.send(client, slack.gate.admit(client, installation, owner.user), first_run_message())
    except (SlackApiError, SlackClientError, Closed, OSError) as error:
        log.warning("the first message could not be sent", exc_info=error)
