"""What digests say, by examples that read like the message."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.company import Client, Stage
from bot.digests import Digest, Part
from bot.qualities import Quality
from bot.scoring import Trend, Verdict
from tests.digests.weeks import (
    CLIENTS,
    LAST_MONDAY,
    MONDAY,
    at_nine,
    clue,
    digest_of,
    moment,
    rated,
    said,
    stands,
    visit,
)
from tests.people import ACME, ACME_DENTAL, GLOBEX, HOOLI, WAYNE

FRIDAY = MONDAY - timedelta(days=3)
BEFORE = [
    stands(ACME_DENTAL, 4.2),
    stands(ACME, 3.4),
    stands(GLOBEX, 4.0),
    stands(HOOLI, 3.4, qualities={Quality.RISK: 2.9}),
]
THEN = moment(LAST_MONDAY, BEFORE)
HOOLI_FELL = stands(HOOLI, 2.6, ratings=13, raters=4, qualities={Quality.RISK: 1.9, Quality.TIME: 2.8})
THREE_AT_HOOLI = [
    rated("maya", HOOLI, FRIDAY, overall=1, risk=1),
    rated("tom", HOOLI, FRIDAY, risk=2),
    rated("maya", HOOLI, FRIDAY - timedelta(days=1), overall=3),
]


def parts(digest: Digest) -> dict[Part, list[str]]:
    return {part.part: [item.who or item.what for item in part.items] for part in digest.sections}


def test_a_week_with_a_fall() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI)
    clues = [clue(HOOLI, "risk.warranty"), clue(HOOLI, "risk.warranty", "tom"), clue(HOOLI, "risk.mfa", "tom")]
    visits = [visit("maya", HOOLI, FRIDAY), visit("tom", HOOLI, FRIDAY), visit("tom", WAYNE, FRIDAY)]
    assert said(digest_of(now, THEN, clues=clues, visits=visits)) == (
        "50% good (2 of 4 settled clients; 1 not settled yet), as last week\n"
        "Falling:\n"
        "• Hooli: 3.4 → 2.6 on 3 visits by 2 people: Careful with risk 2.9 → 1.9; Server out of warranty (2×)\n"
        "Best:\n"
        "• Acme Dental: 4.2 (10 ratings by 3 people)\n"
        "• Globex Corporation: 4.0 (10 ratings by 3 people)\n"
        "Not known:\n"
        "• Visited and not rated: Wayne &amp; Sons\n"
        "Thanks:\n"
        "• 2 of 3 visits rated (67%); 3 ratings by 2 people went into this. Thank you!"
    )


def test_a_quiet_week_says_so_in_one_line() -> None:
    digest = digest_of(moment(MONDAY, BEFORE), THEN, clients=CLIENTS[:4])
    assert said(digest) == (
        "50% good (2 of 4 settled clients), as last week\n"
        "Nothing changed since last week: no new ratings, and no clue was dealt with."
    )
    assert not digest.charts


def test_the_very_first_digest() -> None:
    digest = digest_of(moment(MONDAY, BEFORE), clients=CLIENTS[:4])
    assert digest.headline == "50% good (2 of 4 settled clients)"
    assert digest.notes == ("This is the first digest: from next week on it also says what changed.",)
    assert Part.FALLING not in parts(digest)


def test_the_headline_says_how_it_changed() -> None:
    better = moment(MONDAY, [*BEFORE[:3], stands(HOOLI, 3.9)], THREE_AT_HOOLI)
    assert digest_of(better, THEN).headline == "75% good (3 of 4 settled clients; 1 not settled yet), up 25 points"
    long_ago = THEN._replace(standings=replace(THEN.standings, as_of=date(2026, 10, 12)))
    assert digest_of(better, long_ago).headline.endswith(", up 25 points since 12 Oct")


def test_almost_no_ratings_are_said_honestly() -> None:
    one = stands(HOOLI, 2.1, ratings=1, raters=1, verdict=Verdict.UNSETTLED)
    digest = digest_of(moment(MONDAY, [one], THREE_AT_HOOLI[:1]), moment(LAST_MONDAY, []))
    assert digest.headline == "Too early to say: 1 rating of 1 of 5 clients, none settled yet"
    assert digest.share is None
    assert {Part.ATTENTION, Part.BEST, Part.FALLING}.isdisjoint(parts(digest))


def test_no_ratings_and_no_clients() -> None:
    assert digest_of(moment(MONDAY, [])).headline == "None of 5 clients rated yet: nothing can be said about them"
    assert digest_of(moment(MONDAY, []), clients=[]).headline == "No clients yet"


def test_a_single_new_rating_moves_nobody() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI[:1])
    digest = digest_of(now, THEN)
    assert Part.FALLING not in parts(digest)
    assert digest.notes == ("1 new rating since last week; no client moved enough to speak of.",)


def test_nobody_is_ranked_on_two_votes() -> None:
    two = [replace(one, ratings=2) for one in (stands(ACME, 4.9), stands(HOOLI, 1.2))]
    digest = digest_of(moment(MONDAY, two, THREE_AT_HOOLI), moment(LAST_MONDAY, two))
    assert {Part.BEST, Part.ATTENTION, Part.RISING, Part.FALLING}.isdisjoint(parts(digest))


def test_a_slow_decline_is_called_so_once_it_is_likely() -> None:
    sliding = stands(HOOLI, 3.3, trend=Trend(-0.6, 0.0, 0.7, None))
    one, other = THREE_AT_HOOLI[:2]
    now, then = moment(MONDAY, [*BEFORE[:3], sliding], [one, other]), moment(LAST_MONDAY, BEFORE, [other])
    falling = digest_of(now, then).sections[0]
    assert (falling.part, falling.items[0].what) == (
        Part.FALLING,
        "3.3, down 0.6 in 90 days (1 visit by 1 person since last week)",
    )
    alone = digest_of(moment(MONDAY, [*BEFORE[:3], sliding], [one]), moment(LAST_MONDAY, BEFORE))
    assert {Part.FALLING, Part.ATTENTION}.isdisjoint(parts(alone))


def test_those_in_need_of_attention_come_with_reasons_the_most_pressing_first() -> None:
    now = moment(
        MONDAY,
        [
            stands(ACME, 3.4, trend=Trend(-0.3, 0.0, 0.2, None)),
            stands(WAYNE, 2.4, qualities={Quality.PAYMENT: 1.8}),
            stands(HOOLI, 3.4),
        ],
        [rated("maya", ACME, FRIDAY, overall=3), rated("tom", ACME, LAST_MONDAY, overall=3)],
    )
    clues = [clue(HOOLI, "risk.no_ups", on=LAST_MONDAY), clue(HOOLI, "risk.one_password", "tom", on=LAST_MONDAY)]
    attention = next(part for part in digest_of(now, THEN, clues=clues).sections if part.part is Part.ATTENTION)
    assert [f"{item.who} {item.what}" for item in attention.items] == [
        "Wayne & Sons 2.4 (10 ratings by 3 people): difficult, weakest in Pays promptly (1.8)",
        "Hooli 3.4 (10 ratings by 3 people): open: No UPS (“never had an outage”) and One password for all",
        "Acme Ltd 3.4 (10 ratings by 3 people): may be getting worse, worth a watch",
    ]


def test_who_became_difficult_comes_before_who_was() -> None:
    then = moment(LAST_MONDAY, [stands(ACME, 2.0), stands(WAYNE, 2.9)])
    now = moment(MONDAY, [stands(ACME, 2.0), stands(WAYNE, 2.7)], [rated("maya", WAYNE, FRIDAY, overall=3)])
    attention = digest_of(now, then).sections[0]
    assert [(item.who, item.what.split(": ")[1].split(",")[0]) for item in attention.items] == [
        ("Wayne & Sons", "now difficult"),
        ("Acme Ltd", "difficult"),
    ]


def test_a_figure_that_moved_as_ratings_grew_older_is_explained() -> None:
    older = moment(MONDAY, [*BEFORE[:3], stands(HOOLI, 3.4, verdict=Verdict.UNSETTLED)])
    assert digest_of(older, THEN).notes == (
        "No ratings and no clue dealt with since last week; older ratings count less, and that moved the figure.",
    )


def test_who_fell_is_not_listed_a_second_time() -> None:
    digest = digest_of(moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI), THEN)
    assert parts(digest)[Part.FALLING] == ["Hooli"]
    assert Part.ATTENTION not in parts(digest)


PIEDMONT = Client(id="piedmont", name="Piedmont", since=MONDAY - timedelta(days=20))


def early(clients: list[Client], **more: object) -> list[str]:
    ratings = [rated("maya", clients[0], FRIDAY, risk=1)]
    now = moment(MONDAY, [stands(clients[0], 3.0, verdict=Verdict.UNSETTLED, **more)], ratings)  # type: ignore[arg-type]  # counts
    clues = [clue(clients[0], "risk.one_password"), clue(clients[0], "risk.no_ups")]
    found = digest_of(now, THEN, clients=clients, clues=clues).sections
    return [f"{item.who}, {item.what}" for part in found if part.part is Part.EARLY for item in part.items]


def test_an_early_sign_names_only_the_quality_until_two_people_have_rated() -> None:
    assert early([PIEDMONT], ratings=1, raters=1) == [
        "Piedmont, new since 3 Nov: early sign in Careful with risk; 1 rating by 1 person"
    ]
    assert early([PIEDMONT], ratings=2, raters=2) == [
        "Piedmont, new since 3 Nov: early sign in Careful with risk (a 1, One password for all, "
        "No UPS (“never had an outage”)); 2 ratings by 2 people"
    ]


def test_prospects_are_watched_and_not_counted() -> None:
    prospect = replace(PIEDMONT, stage=Stage.PROSPECT, since=None)
    assert early([prospect], ratings=1, raters=1) == [
        "Piedmont, prospect: early sign in Careful with risk; 1 rating by 1 person"
    ]
    assert digest_of(moment(MONDAY, [stands(prospect, 4.5)]), clients=[prospect]).headline == "No clients yet"


def test_after_ninety_days_a_client_is_new_no_more() -> None:
    assert not early([replace(PIEDMONT, since=MONDAY - timedelta(days=90))], ratings=1, raters=1)


def test_what_was_dealt_with() -> None:
    now = moment(MONDAY, BEFORE)
    clues = [
        clue(HOOLI, "risk.warranty", dealt_at=at_nine(FRIDAY)),
        clue(ACME, "risk.warranty", dealt_at=at_nine(LAST_MONDAY)),
    ]
    found = digest_of(now, THEN, clues=clues).sections
    assert [(item.who, item.what) for part in found if part.part is Part.DEALT_WITH for item in part.items] == [
        ("Hooli", "Server out of warranty")
    ]


def test_who_was_not_rated_for_long() -> None:
    old = stands(ACME, 3.4, last=date(2026, 9, 1))
    now = moment(MONDAY, [old, *BEFORE[2:]], THREE_AT_HOOLI)
    unknown = next(part for part in digest_of(now, THEN).sections if part.part is Part.UNKNOWN)
    assert ("Not rated for 60 days", "Acme Ltd (since 1 Sep)") in [(item.who, item.what) for item in unknown.items]


def test_a_rating_edited_since_is_not_a_new_one() -> None:
    then = moment(LAST_MONDAY, BEFORE, [rated("maya", HOOLI, FRIDAY, overall=5)])
    now = moment(MONDAY, BEFORE, [rated("maya", HOOLI, FRIDAY, overall=1)])
    assert digest_of(now, then).notes[0].startswith("Nothing changed since last week")


def test_no_rater_is_named_and_nothing_is_recommended() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI)
    clues = [clue(HOOLI, "risk.warranty"), clue(HOOLI, "risk.one_password", "tom")]
    stored = digest_of(now, THEN, clues=clues, visits=[visit("tom", WAYNE, FRIDAY)]).to_json().lower()
    assert not [word for word in ("maya", "tom", "drop", "get rid", "terminate") if word in stored]


def test_an_account_manager_reads_about_their_own_clients() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI)
    digest = digest_of(now, THEN, clients=[ACME_DENTAL], personal=True)
    assert digest.headline == "100% of your clients good (1 of 1 settled client), as last week"
    assert "Hooli" not in digest.to_json()


def test_a_digest_is_read_back_as_it_was_published() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI)
    digest = digest_of(now, THEN, line=[(LAST_MONDAY, None), (LAST_MONDAY, 50.0)])
    assert digest.charts
    assert digest.table
    assert Digest.from_json(digest.to_json()) == digest


@pytest.mark.parametrize("client", [HOOLI, ACME])
def test_the_table_has_those_first_that_need_attention(client: Client) -> None:
    troubled = [stands(one, 2.0 if one is client else 3.4) for one in (ACME_DENTAL, HOOLI, ACME)]
    digest = digest_of(moment(MONDAY, troubled, THREE_AT_HOOLI))
    assert digest.table
    assert digest.table.rows[0][0] == client.name


def test_the_line_goes_on_from_what_was_published() -> None:
    now = moment(MONDAY, [*BEFORE[:3], stands(HOOLI, 3.9)], THREE_AT_HOOLI)
    published = tuple((LAST_MONDAY - timedelta(weeks=back), 40.0) for back in range(19, -1, -1))
    digest = digest_of(now, THEN, line=published)
    assert digest.line == (*published[1:], (MONDAY, 75.0))
    line = digest.charts[0]
    assert (line.labels[-2:], line.series[0][1][-2:]) == (("16 Nov", "23 Nov"), (40.0, 75.0))


def test_the_first_line_is_drawn_from_the_ratings_of_the_weeks_before() -> None:
    earlier = [moment(LAST_MONDAY, BEFORE[:1]).standings, THEN.standings]
    assert [percent for _, percent in digest_of(moment(MONDAY, BEFORE), earlier=earlier).line] == [100.0, 50.0, 50.0]


def test_why_explains_each_figure() -> None:
    now = moment(MONDAY, [*BEFORE[:3], HOOLI_FELL], THREE_AT_HOOLI)
    why = {one.what: one.how for one in digest_of(now, THEN).why}
    assert list(why)[:3] == ["50% good", "1 not settled yet", "Compared with last week"]
    assert "2 of the 4 clients with a settled verdict are good" in why["50% good"]
    assert "55% of all rated clients are good (90% interval 48% to 62%)" in why["50% good"]
    assert why["1 not settled yet"] == "No verdict is probable enough. 1: never rated."
