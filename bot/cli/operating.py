"""`good-clients run`, `demo`, `digest`, `doctor`, `migrate` and `manifest`."""

import json
import webbrowser
from typing import Annotated

from typer import Exit, Option

from bot.app import Bot, wait_for_signal
from bot.cli.doctor import examine
from bot.cli.terminal import errors, local_terminal, say
from bot.company import Subscription
from bot.demo import Demo
from bot.digests import compose
from bot.digests.text import digest_text
from bot.logs import set_up_logging
from bot.refusals import Refused
from bot.services.digest_material import gather
from bot.settings import Mode, Settings, SettingsError, read_settings
from handlers.manifest import link
from handlers.manifest import manifest as described
from storage import migrate as migrations


def run() -> None:
    """Run the bot: Socket Mode or HTTP, by the settings."""
    settings = read_settings()
    set_up_logging(settings.log_level)
    bot = Bot(settings)  # refuses settings before anything is touched
    _bring_up_to_date(settings)
    bot.run()


def _bring_up_to_date(settings: Settings) -> None:
    if settings.migrates_itself:
        migrations.upgrade(settings.database_url)
    elif waiting := migrations.pending(settings.database_url):
        raise SettingsError(f"The database lacks {len(waiting)} migrations. Please run: good-clients migrate")


def demo(
    port: Annotated[int, Option(help="Port of the web page.")] = 8300,
    browser: Annotated[bool, Option(help="Open the page.")] = True,
) -> None:
    """Try it: a pretend Slack with a made-up company, nothing to set up."""
    set_up_logging("WARNING")
    with Demo(port) as demonstration:
        say(f"Good Clients is at {demonstration.url} (Ctrl-C ends it; nothing is kept).")
        if browser:
            webbrowser.open(demonstration.url)
        wait_for_signal()


def digest(
    preview: Annotated[bool, Option("--preview", help="Print it; nothing is posted.")] = False,
    workspace: Annotated[str | None, Option(help="The workspace's id, where there are several.")] = None,
) -> None:
    """The digest as it would be posted now."""
    if not preview:
        raise Refused("Please add --preview. Posting is done in Slack: App Home, “Post it now”.")
    terminal, workspace_id = local_terminal(workspace)
    with terminal.database.store(workspace_id) as store:
        zone = store.workspace().zone
    subscription = terminal.subscriptions.of_company(workspace_id) or Subscription(id="", zone=zone)
    say(digest_text(compose(gather(terminal.database, terminal.cache, workspace_id, subscription, terminal.clock()))))


def doctor() -> None:
    """Check tokens, scopes, database, migrations, digest channel and schedule, and say what to do about each."""
    findings = list(examine(read_settings()))
    for finding in findings:
        say(
            f"{'ok ' if finding.fine else 'BAD'} {finding.what}" + (f"\n    {finding.advice}" if finding.advice else "")
        )
    if not all(finding.fine for finding in findings):
        raise Exit(1)


def migrate() -> None:
    """Bring the database to today's tables. Several processes may do so at once."""
    url = read_settings().database_url
    waiting = migrations.pending(url)
    migrations.upgrade(url)
    errors.print(f"{len(waiting)} migrations applied." if waiting else "The database is up to date.")


def manifest(
    show_link: Annotated[bool, Option("--link", help="The address that opens Slack with the app filled in.")] = False,
    http: Annotated[str | None, Option(help="HTTP mode: the public address of the bot.")] = None,
) -> None:
    """Print the app's manifest."""
    if http is not None and not http.startswith("https://"):
        raise Refused("The address is like https://bot.example.com: Slack sends to https alone.")
    app = described(Mode.SOCKET if http is None else Mode.HTTP, http or "")
    say(link(app) if show_link else json.dumps(app, indent=2))
