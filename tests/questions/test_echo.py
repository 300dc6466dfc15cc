import json

from hypothesis import given, settings

from bot.qualities import Quality
from bot.questions import Certainty, echo, understand
from bot.questions.lessons import TODAY
from bot.questions.periods import Last
from bot.questions.query import Intent, Order, Query
from tests.questions.examples import INDEX, queries


def test_the_echo_says_a_query_in_one_line() -> None:
    query = Query(Intent.RANK_CLIENTS, qualities=((Quality.PAYMENT, Order.WORST),), period=Last(90, "days"))
    assert echo(query, TODAY) == "Last 90 days · all clients · pays promptly · worst first"


def test_unlike_ends_are_said_beside_their_quality() -> None:
    both = ((Quality.PAYMENT, Order.BEST), (Quality.LISTENING, Order.WORST))
    said = echo(Query(Intent.RANK_CLIENTS, qualities=both), TODAY)
    assert said == "All clients · pays promptly: best first · willing to listen: worst first"


@settings(deadline=None)  # the lexicon is read in the first example
@given(queries)
def test_what_the_echo_says_is_understood_as_the_same_query(query: Query) -> None:
    again = understand(echo(query, TODAY), INDEX, TODAY)
    assert again.query == query
    assert again.certainty is Certainty.ANSWER


@given(queries)
def test_a_query_survives_being_stored(query: Query) -> None:
    assert Query.from_label(json.loads(json.dumps(query.to_label()))) == query
    assert len({query, Query.from_label(query.to_label())}) == 1
