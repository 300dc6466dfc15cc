"""The order that a question asks for, and what every list of clients shares."""

from collections.abc import Sequence
from statistics import fmean

from bot.answers.answer import Section
from bot.answers.parts import about, line_of
from bot.answers.scene import Scene, Stood
from bot.answers.words import listing, topic
from bot.company import Client
from bot.pictures import AskStep, Step
from bot.qualities import Quality
from bot.questions.query import Intent, Order, Query


def in_order(query: Query, scene: Scene) -> list[Stood]:
    """The rated clients, the wanted end first; with several qualities by the mean of what is wanted of each."""
    wanted = query.qualities or ((None, query.order),)
    seen = [one for one in scene.rated if all(one.seen(quality) for quality, _ in wanted)]

    def key(one: Stood) -> float:
        signs = [-1 if order is Order.WORST else 1 for _, order in wanted]
        return fmean(sign * one.on(quality).mean for sign, (quality, _) in zip(signs, wanted, strict=True))

    return sorted(seen, key=key, reverse=True)


def topic_of(query: Query) -> str:
    """What is ranked by, in words."""
    return listing(topic(quality) for quality, _ in query.qualities) if query.qualities else "Overall"


def worst_first(query: Query) -> bool:
    """Whether the low end is wanted first."""
    wanted = query.qualities[0][1] if query.qualities else query.order
    return wanted is Order.WORST


def qualities_of(query: Query) -> list[Quality]:
    """The qualities asked for."""
    return [quality for quality, _ in query.qualities]


def ranked(heading: str, ordered: Sequence[Stood], quality: Quality | None, first: int = 1) -> Section:
    """Clients in their order, numbered."""
    return Section(heading, tuple(line_of(one, quality) for one in ordered), first)


def ranking_steps(query: Query, first: Client) -> tuple[Step, ...]:
    """Why the first, the other end, and the whole."""
    if query.qualities:
        turned = query.with_(
            qualities=tuple((quality, (order or Order.BEST).other) for quality, order in query.qualities)
        )
    else:
        turned = query.with_(order=(query.order or Order.BEST).other, verdict=None, negated=False)
    return (
        AskStep(f"Why {first.name}?", about(Intent.EXPLAIN_CLIENT, first, query)),
        AskStep("The other end first", turned),
        AskStep("What share is good?", Query(Intent.SHARE_GOOD, period=query.period)),
    )
