"""`good-clients ask`: questions in the terminal, answered from the database or, with a list of names, without one."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from bot.answers.text import answer_text
from bot.app import utc_now
from bot.cli.terminal import day, local_terminal, opened, say
from bot.company import Member
from bot.ports import Store
from bot.questions import label_json
from bot.questions.query import Query
from bot.refusals import Refused
from bot.services.ask import Ask, Asked, AskNames

Answerer = Callable[[str, Query | None], Asked]


def ask(
    question: Annotated[str, Argument(help="The question; “-” reads one a line from standard input.")] = "-",
    as_json: Annotated[bool, Option("--json", help="Print JSON, a line for each question.")] = False,
    today: Annotated[str | None, Option(help="The day that counts as today.")] = None,
    as_member: Annotated[str | None, Option("--as", help="Whose eyes: a member's name, e-mail or Slack id.")] = None,
    clients: Annotated[Path | None, Option(help="A JSON list of client names: no database is read.")] = None,
    context: Annotated[bool, Option("--context", help="Lines are JSON with text and the previous turn.")] = False,
    workspace: Annotated[str | None, Option(help="The workspace's id, where there are several.")] = None,
) -> None:
    """Ask about clients in plain words."""
    on = day(today, utc_now().date())
    answerer = _from_names(clients, on) if clients else _from_database(workspace, as_member, on if today else None)
    lines = _typed() if question == "-" else [question]
    for text, before in _questions(lines, with_context=context):
        asked = answerer(text, before)
        if as_json:
            said = {"text": text, **label_json(asked.understanding), "answer": answer_text(asked.answer)}
            say(json.dumps(said, allow_nan=False))
        else:
            say(answer_text(asked.answer) + "\n")
        sys.stdout.flush()


def _questions(lines: Iterable[str], *, with_context: bool) -> Iterable[tuple[str, Query | None]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if not with_context:
            yield line.strip(), None
            continue
        try:
            read: dict[str, Any] = json.loads(line)
            text, before = read["text"], read.get("context")
            turn = str(text), Query.from_label(before) if before else None
        except (ValueError, TypeError, KeyError, AttributeError, Refused):
            raise Refused(f'Line {number} is not like {{"text": "…", "context": {{…}} or null}}.') from None
        yield turn


def _typed() -> Iterator[str]:
    try:
        yield from sys.stdin
    except UnicodeDecodeError:
        raise Refused("Standard input is not text in UTF-8.") from None


def _from_names(file: Path, today: date) -> Answerer:
    with opened(file) as opened_file:
        try:
            names = json.load(opened_file)
        except ValueError:
            names = None
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise Refused(f"{file} is not a JSON list of client names.")
    return AskNames(names, today).ask


def _from_database(workspace: str | None, as_member: str | None, today: date | None) -> Answerer:
    terminal, workspace_id = local_terminal(workspace)
    with terminal.database.store(workspace_id) as store:
        member = _member(store, as_member) if as_member else None
        zone = store.workspace().tz
    clock = terminal.clock
    if today is not None:
        noon = datetime.combine(today, time(12), zone).astimezone(UTC)
        clock = lambda: noon  # noqa: E731 - a clock that stands still
    service = Ask(terminal.database, terminal.cache, clock)
    return lambda text, before: service.ask(workspace_id, member, text, before=before)


def _member(store: Store, who: str) -> Member:
    wanted = who.strip().casefold()
    for member in store.members.all():
        if wanted in {member.name.casefold(), (member.email or "").casefold(), (member.slack_user or "").casefold()}:
            return member
    raise Refused(f"There is no member “{who}”.")
