"""`good-clients erase` and `retention` as they are typed."""

from pathlib import Path

import pytest

from tests.terminal import Cli

pytestmark = pytest.mark.usefixtures("kept")

RATINGS = """client,rater,date,overall,note
Hooli,Maya Patel,2026-11-20,1,no UPS
Hooli,Tom Baker,2026-11-20,2,an idiot there
"""


@pytest.fixture
def imported(cli: Cli, home: Path) -> Cli:
    (home / "ratings.csv").write_text(RATINGS)
    done = cli("import", "ratings.csv")
    assert "2 ratings are new" in done.err
    assert "rather than what happened: 1." in done.err
    return cli


def test_a_person_is_erased_after_a_question(imported: Cli) -> None:
    asked = imported("erase", "Maya Patel", stdin="n\n")
    assert asked.status == 2
    assert "no UPS" in imported("export").out
    done = imported("erase", "maya patel", "--yes")
    assert (done.status, done.err.strip()) == (0, "Erased: Maya Patel and what they ever said; ratings: 1.")
    left = imported("export").out
    assert "no UPS" not in left
    assert "Tom Baker" in left


def test_who_is_not_there_is_not_erased(imported: Cli) -> None:
    done = imported("erase", "Nobody", "--yes")
    assert (done.status, done.err.strip()) == (2, "Who is “Nobody”? There is nobody.")


def test_retention_is_off_until_it_is_set(imported: Cli) -> None:
    assert imported("retention").out.strip() == "Notes are kept for ever, scores for ever."
    assert imported("retention", "--notes", "12").out.strip() == "Notes are kept 12 months, scores for ever."
    assert imported("retention", "--scores", "24").out.strip() == "Notes are kept 12 months, scores 24 months."
    assert imported("retention", "--notes", "0").out.strip() == "Notes are kept for ever, scores 24 months."
    assert imported("retention", "--notes", "1").status == 2
