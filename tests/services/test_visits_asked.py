"""Replicas are killed and Slack misbehaves, and yet each visit is asked about in one message."""

from datetime import timedelta

from benchmarks.visits_asked import CLIENTS, run

MEMBERS = 5


def test_every_visit_is_asked_about_once(database_url: str) -> None:
    outcome = run(
        database_url,
        members=MEMBERS,
        replicas=1 if database_url.startswith("sqlite") else 3,
        speed=20,
        apart=timedelta(seconds=30),
        life=(4, 14),
        patience=120,
    )
    assert outcome.kills
    assert outcome.faults.total()
    assert outcome.counts == {"once": MEMBERS * len(CLIENTS), "lost": 0}, str(outcome)
