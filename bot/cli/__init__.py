"""The command line, `good-clients`."""

import sys

import typer

from bot.cli import asking, data, operating, privacy, scoring
from bot.ports import Closed, Unavailable
from bot.refusals import Refused
from bot.settings import SettingsError

WRONG = 2
"""The exit status after an input or a setting that cannot be taken."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Good Clients")
app.command()(operating.run)
app.command()(operating.demo)
app.command()(asking.ask)
app.command()(scoring.score)
app.command("import")(data.import_file)
app.command("export")(data.export_ratings)
app.command()(privacy.erase)
app.command()(privacy.retention)
app.command()(operating.digest)
app.command()(operating.doctor)
app.command()(operating.migrate)
app.command()(operating.manifest)


def main() -> None:
    """The entry point: what cannot be taken is one sentence on standard error and exit status 2."""
    try:
        status = app(standalone_mode=False)
    except typer.TyperException as error:
        _fail(error.format_message())
    except typer.Abort:
        _fail("Stopped.")
    except (Refused, SettingsError, Closed) as error:
        _fail(str(error))
    except Unavailable:
        _fail("The database is away or busy. Please check DATABASE_URL and try again.")
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(WRONG)
