"""Blind first: who was at a client says how it was before colleagues' scores are shown."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.answer import Answer
from bot.answers.words import listing
from bot.company import Client
from bot.pictures import RateStep


def yours_first(clients: Sequence[Client]) -> Answer:
    """The kind refusal: one's own rating first."""
    names = listing(client.name for client in clients)
    return Answer(
        headline=f"You were at {names} lately: yours first, please.",
        lines=("Then I show you what colleagues say, so that nobody's view colours yours. One tap is enough.",),
        steps=_rate(clients),
    )


def left_out(answer: Answer, clients: Sequence[Client]) -> Answer:
    """The answer, saying who is not in it yet."""
    names = listing(client.name for client in clients)
    one = len(clients) == 1
    aside = f"{names} {'is' if one else 'are'} left out until you have rated your visit there, or declined to."
    return replace(answer, aside=f"{answer.aside} {aside}".strip(), steps=(*answer.steps, *_rate(clients)))


def _rate(clients: Sequence[Client]) -> tuple[RateStep, ...]:
    return tuple(RateStep(f"Rate {client.name}", client.id) for client in clients[:3])
