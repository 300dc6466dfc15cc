"""`good-clients erase` and `retention`: what goes for good."""

from typing import Annotated

import typer
from typer import Argument, Option

from bot.cli.terminal import errors, local_terminal, say
from bot.services.forget import Forget

Workspace = Annotated[str | None, Option(help="The workspace's id, where there are several.")]
Months = Annotated[int | None, Option(min=0, help="Months; 0 for ever.")]


def erase(
    member: Annotated[str, Argument(help="E-mail address, Slack user or name.")],
    sure: Annotated[bool, Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = None,
) -> None:
    """Erase a person: all that they wrote, and all that says who they are. There is no way back."""
    terminal, workspace_id = local_terminal(workspace)
    forget = Forget(terminal.database, terminal.clock)
    person, ratings = forget.person(workspace_id, member)
    if not sure:
        typer.confirm(
            f"Erase {person.name} for good, with what they ever said (ratings: {ratings:,})?", abort=True, err=True
        )
    forget.erase(workspace_id, person)
    errors.print(f"Erased: {person.name} and what they ever said; ratings: {ratings:,}.")


def retention(notes: Months = None, scores: Months = None, workspace: Workspace = None) -> None:
    """How long notes and scores are kept; without options, say what holds. Older ones go every night."""
    terminal, workspace_id = local_terminal(workspace)
    forget = Forget(terminal.database, terminal.clock)
    if notes is not None or scores is not None:
        with terminal.database.store(workspace_id) as store:
            now = store.workspace()
        forget.keep(
            workspace_id,
            notes=now.keep_notes if notes is None else notes or None,
            scores=now.keep_scores if scores is None else scores or None,
        )
    say(forget.kept(workspace_id))
