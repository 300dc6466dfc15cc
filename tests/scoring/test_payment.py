"""Payment measured from invoices: scores, shrinkage, age."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.company import Invoice
from bot.scoring import Estimate, measure
from bot.scoring.payment import LATE_FROM, LEVEL, score_of

TODAY = date(2026, 11, 20)


def invoice(client: str, late: int, *, ago: int = 60, number: object = 0, owed: int | None = None) -> Invoice:
    """One that was due `ago` days before today and paid so late."""
    due = TODAY - timedelta(days=ago)
    paid = due + timedelta(days=late)
    return Invoice(client_id=client, number=str(number), due=due, paid=paid, amount_due=owed, known_on=TODAY)


def several(client: str, late: int, times: int, *, ago: int = 60) -> list[Invoice]:
    return [invoice(client, late, number=at, ago=ago) for at in range(times)]


def score(client: str, *invoices: Sequence[Invoice]) -> Estimate:
    found = measure([one for some in invoices for one in some], TODAY)[client].score
    assert found
    return found


def mean(client: str, *invoices: Sequence[Invoice]) -> float:
    return score(client, *invoices).mean


@pytest.mark.parametrize(
    ("days", "scored"), [(0, 5), (1, 4), (7, 4), (8, 3), (15, 3), (16, 2), (30, 2), (31, 1), (4000, 1)]
)
def test_days_late_are_a_score(days: int, scored: int) -> None:
    assert score_of(days) == scored


def test_what_is_paid_before_it_is_due_is_on_time_and_what_is_not_due_yet_is_nothing() -> None:
    early = replace(invoice("early", 0), paid=date(2026, 1, 1))
    waiting = Invoice(client_id="waiting", number="1", due=TODAY, known_on=TODAY)
    late = Invoice(client_id="late", number="1", due=TODAY - timedelta(days=1), known_on=TODAY)
    assert (early.days_late, waiting.days_late, late.days_late) == (0, None, 1)
    assert measure([waiting], TODAY) == {}
    assert measure([early, waiting, late], TODAY).keys() == {"early", "late"}


def test_without_invoices_nothing_is_said() -> None:
    assert measure([], TODAY) == {}


def test_few_invoices_are_drawn_to_the_company_and_many_speak_for_themselves() -> None:
    others = [one for at in range(6) for one in several(f"on time {at}", 0, 12)]
    one, many = several("late", 40, 1), several("late", 40, 40)
    assert mean("late", others, one) > 1.5 > mean("late", others, many) >= 1
    few, sure = score("late", others, one), score("late", others, many)
    assert few.hi - few.lo > 2 * (sure.hi - sure.lo)


def test_one_invoice_of_one_client_is_nearly_nothing() -> None:
    found = score("hooli", [invoice("hooli", 40)])
    assert 1.5 < found.mean < LEVEL
    assert found.hi - found.lo > 1.5


def test_old_invoices_count_less_and_an_old_client_is_drawn_to_the_others() -> None:
    turned = [*several("hooli", 40, 6, ago=1500), *[invoice("hooli", 0, number=f"new {at}") for at in range(6)]]
    before = [*several("hooli", 0, 6, ago=1500), *[invoice("hooli", 40, number=f"new {at}") for at in range(6)]]
    assert mean("hooli", turned) > 4
    assert mean("hooli", before) < 2
    assert measure(turned, TODAY)["hooli"].days_late < 4
    others = several("acme", 0, 12)
    assert mean("hooli", others, several("hooli", 40, 4)) < mean("hooli", others, several("hooli", 40, 4, ago=2000))


def test_only_what_the_accounts_told_last_is_overdue() -> None:
    def owed(number: int, cents: int | None, known_on: date = TODAY, **changes: date) -> Invoice:
        due = changes.get("due", date(2026, 10, 1))
        return Invoice(client_id="hooli", number=str(number), due=due, amount_due=cents, known_on=known_on)

    earlier = date(2026, 10, 31)
    told = [owed(1, 120_050), owed(2, 10_000), owed(3, 99_900, earlier), owed(4, 77_700, due=date(2026, 12, 1))]
    found = measure(told, TODAY)["hooli"]
    assert (found.overdue, found.last, found.invoices) == (Decimal("1300.50"), TODAY, 3)
    settled = measure([owed(3, 99_900, earlier), owed(4, 77_700, due=date(2026, 12, 1))], TODAY)["hooli"]
    assert settled.overdue == 0
    assert measure([owed(1, None)], TODAY)["hooli"].overdue is None


def test_open_invoices_alone_give_no_score_and_move_nobodys() -> None:
    """Those that were paid in time are never open, so what is left would make everybody look late."""
    open_ones = [replace(one, paid=None) for one in several("hooli", 40, 3)]
    acme = several("acme", 0, 4)
    found = measure([*open_ones, *acme], TODAY)
    assert (found["hooli"].score, found["hooli"].invoices, found["hooli"].days_late) == (None, 3, 60)
    assert found["acme"] == measure(acme, TODAY)["acme"]


clients = st.sampled_from(["acme", "hooli", "globex"])
days = st.sampled_from([0, 3, 10, 20, 60])
invoices = st.lists(
    st.builds(invoice, clients, days, ago=st.integers(0, 2500), number=st.integers(0, 10**6)),
    min_size=1,
    max_size=30,
    unique_by=lambda one: (one.client_id, one.number),
)


@given(invoices, st.randoms(use_true_random=False))
def test_the_order_of_invoices_does_not_matter(told: list[Invoice], random: Random) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert measure(shuffled, TODAY) == measure(told, TODAY)


@given(invoices)
def test_estimates_stay_on_the_scale(told: list[Invoice]) -> None:
    for client in {one.client_id for one in told}:
        found = score(client, told)
        assert 1 <= found.lo <= found.mean <= found.hi <= 5
        assert found.sd > 0


@settings(max_examples=500)
@given(invoices, clients)
def test_more_late_invoices_never_raise_the_score(told: list[Invoice], client: str) -> None:
    if client in {one.client_id for one in told}:
        assert mean(client, told, [invoice(client, LATE_FROM[-1], ago=40, number="one more")]) <= mean(client, told)
