"""Replicas are killed and Slack misbehaves, and yet each workspace has one digest, or somebody who was told."""

from benchmarks.digests_once import run

MANY, FEW = 20, 10
"""Several processes share the work on PostgreSQL; on SQLite there is one, which is started again."""


def test_every_digest_comes_once_or_somebody_is_told(database_url: str) -> None:
    workspaces, replicas = (FEW, 1) if database_url.startswith("sqlite") else (MANY, 3)
    outcome = run(
        database_url,
        workspaces=workspaces,
        replicas=replicas,
        speed=20,
        beat=1,
        life=(4, 14),
        patience=300,
    )
    assert outcome.kills
    assert outcome.faults.total()
    assert (outcome.counts["twice"], outcome.counts["lost"]) == (0, 0), str(outcome)
    assert outcome.counts["once"] + outcome.counts["alerted"] == workspaces
