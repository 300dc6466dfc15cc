"""What is said without looking at the data: what a quality means, what can be asked, a greeting, a decline."""

from bot.answers.answer import Answer, Section
from bot.answers.sight import Sight
from bot.answers.words import listing, percent, topic
from bot.pictures import AskStep, RateStep
from bot.qualities import OVERALL_QUESTION, THREE, Quality
from bot.questions.query import Intent, Order, Query, Verdict
from bot.questions.understanding import Why
from bot.scoring.verdicts import SURE

EXAMPLES = (
    AskStep("Who are our good clients?", Query(Intent.RANK_CLIENTS, verdict=Verdict.GOOD)),
    AskStep("What percentage is good?", Query(Intent.SHARE_GOOD, verdict=Verdict.GOOD)),
    AskStep("Who pays late?", Query(Intent.RANK_CLIENTS, qualities=((Quality.PAYMENT, Order.WORST),))),
    AskStep("Who has not been rated lately?", Query(Intent.COVERAGE)),
    AskStep("What are the seven qualities?", Query(Intent.DEFINITION)),
)
_DECLINED = {
    Why.NOT_STORED: "I don't keep that: I know ratings, clues and notes of clients, nothing else.",
    Why.ORDER: "That is something to do, and I can only answer questions about clients.",
    Why.INJECTION: "I keep to my rules: I answer questions about clients, with what you may see.",
    Why.PREDICTION: "I don't foresee or advise: I can say how a client is rated and what changed.",
    Why.TOPIC: "That is beyond me: I know our clients and how they are rated.",
    Why.TOO_LONG: "That is too long for me to read as one question. Please ask it in a sentence.",
    Why.NOT_UNDERSTOOD: "I did not understand that.",
}


def definition(query: Query, sight: Sight) -> Answer:
    """One quality with its anchors; otherwise the seven, and how score and verdict come about."""
    if query.qualities:
        return _qualities([quality for quality, _ in query.qualities])
    good, difficult = sight.criteria.good, sight.criteria.difficult
    return Answer(
        headline="A good client is rated well on seven qualities, by people who were there.",
        sections=(
            Section(
                "The seven qualities", tuple(f"{topic(quality)} · {quality.about.question}" for quality in Quality)
            ),
            Section(
                "How score and verdict come about",
                (
                    f"Each visit is rated 1 to 5: first “{OVERALL_QUESTION}”, then what was seen of the seven. "
                    f"3 is {THREE}.",
                    "The score allows for harsh and generous raters, counts recent visits more, and is drawn to the "
                    "average while ratings are few.",
                    f"Good means an overall of {good:g} or more with a probability of at least {percent(SURE)}; "
                    f"difficult means below {difficult:g}, mixed is between.",
                    "One rating alone settles nothing: until it is sure enough, a client is “not settled yet”.",
                ),
            ),
        ),
        steps=tuple(
            AskStep(topic(quality), Query(Intent.DEFINITION, qualities=((quality, None),)))
            for quality in list(Quality)[:5]
        ),
    )


def _qualities(wanted: list[Quality]) -> Answer:
    sections = tuple(
        Section(
            topic(quality),
            (
                quality.about.question,
                f"1 · {quality.about.one}",
                f"3 · {THREE}",
                f"5 · {quality.about.five}",
                f"Red clues · {listing((clue.text for clue in quality.about.clues if clue.red), 9)}",
                f"Green clues · {listing((clue.text for clue in quality.about.clues if not clue.red), 9)}",
            ),
        )
        for quality in wanted
    )
    ranked = [
        AskStep(f"{topic(quality)}: who?", Query(Intent.RANK_CLIENTS, qualities=((quality, Order.BEST),)))
        for quality in wanted
    ]
    return Answer(
        headline=f"{listing((topic(quality) for quality in wanted), 7)}: what it asks, and what 1, 3 and 5 mean.",
        sections=sections,
        steps=(*ranked[:3], AskStep("The seven qualities", Query(Intent.DEFINITION))),
    )


def help_(query: Query, sight: Sight) -> Answer:
    """What can be asked, how to rate, and who sees what."""
    return Answer(
        headline="Ask me about our clients in plain words, or rate one after a visit.",
        sections=(
            Section(
                "Rate",
                (
                    "/rate-client opens the form; /rate-client acme dental yes saves at once.",
                    "/rate-client mine shows your ratings, to edit or delete; /rate-client undo takes back the last.",
                ),
            ),
            Section(
                "Ask",
                (
                    "/clients and a question is answered to you alone; in a channel everybody there sees the answer.",
                    "Add a time (“last quarter”), a quality (“who listens?”) or a client (“why Acme?”), and go on in "
                    "the thread (“and for payment?”).",
                ),
            ),
            Section(
                "Who sees what",
                (
                    "Everybody sees standings, trends and clues. Nobody sees a colleague's scores, and no answer tells "
                    "colleagues who rated.",
                    "Your notes are read by you, the client's account manager and administrators (logged).",
                    "It is confidential, not anonymous: where only one or two people visit, colleagues may guess.",
                ),
            ),
        ),
        steps=(RateStep("Rate a client"), *EXAMPLES),
    )


def smalltalk(query: Query, sight: Sight) -> Answer:
    """Short and warm."""
    return Answer(headline="Always a pleasure. Ask me about our clients whenever you like.", steps=EXAMPLES[:3])


def declined(why: Why | None = None, text: str = "") -> Answer:
    """What was not understood, kindly, and three things that can be asked."""
    said = " ".join(text.split())
    said = said if len(said) <= 80 else said[:79] + "…"
    why = why or Why.NOT_UNDERSTOOD
    headline = _DECLINED[why]
    if why is Why.NOT_UNDERSTOOD and said:
        headline = f"I did not understand “{said}”."
    examples = Section("You can ask, for example", tuple(step.label for step in EXAMPLES[:3]))
    return Answer(headline=headline, sections=(examples,), steps=EXAMPLES[:3])


def unknown(query: Query, sight: Sight) -> Answer:
    """Nothing that can be answered."""
    return declined()
