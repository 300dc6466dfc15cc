"""`good-clients doctor`: what is wrong with a set-up, and what to do about it."""

from collections.abc import Generator, Iterator

from bot.app import build_terminal
from bot.company import Subscription
from bot.ports import Database, Unavailable
from bot.refusals import Refused
from bot.settings import Mode, Settings, SettingsError
from handlers.connection import Slack, slack_of
from handlers.doctor import Finding, examine_channel, examine_tokens
from storage import migrate


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check, in the order in which things depend on each other."""
    try:
        mode = settings.mode
    except SettingsError as error:
        yield Finding(False, str(error), "See .env.example.")
        return
    yield Finding(True, "Socket Mode." if mode is Mode.SOCKET else f"HTTP mode on port {settings.port}.")
    ready = yield from _examine_database(settings)
    terminal = build_terminal(settings)
    slack = slack_of(settings, terminal.database, clock=terminal.clock, new_id=terminal.new_id)
    if slack.client is not None:
        app_token = settings.slack_app_token
        yield from examine_tokens(slack.client, app_token.get_secret_value() if app_token else None)
    if ready:
        for workspace_id in terminal.database.workspace_ids():
            yield from _examine_digest(slack, terminal.database, workspace_id)


def _examine_database(settings: Settings) -> Generator[Finding, None, bool]:
    """Returns whether the tables are today's."""
    try:
        waiting = migrate.pending(settings.database_url)
    except Unavailable:
        yield Finding(False, "The database cannot be reached.", "Check DATABASE_URL and that the server runs.")
        return False
    except Refused as refusal:
        yield Finding(False, refusal.sentence)
        return False
    yield Finding(True, "The database answers.")
    if not waiting:
        yield Finding(True, "The migrations are applied.")
    elif settings.migrates_itself:
        yield Finding(True, "The next start brings the database file to today's tables.")
    else:
        yield Finding(False, f"{len(waiting)} migrations are not applied.", "Run: good-clients migrate")
    return not waiting


def _examine_digest(slack: Slack, database: Database, workspace_id: str) -> Iterator[Finding]:
    installation = database.installation_of(workspace_id)
    if installation is None:
        yield Finding(True, "The local workspace is not connected to Slack yet: the first good-clients run does it.")
        return
    with database.store(workspace_id) as store:
        digest = next((one for one in store.digests.subscriptions() if one.member_id is None), None)
    yield examine_channel(slack.client_for(installation), slack.gate, installation, digest)
    if digest is not None:
        yield _examine_schedule(digest)


def _examine_schedule(digest: Subscription) -> Finding:
    if digest.due_at is None:
        return Finding(False, "The digest is paused and has no next date.", "Resume it in App Home.")
    return Finding(True, f"The next digest is due {digest.due_at:%A, %-d %B %Y, %H:%M} UTC.")
