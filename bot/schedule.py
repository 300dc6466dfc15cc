"""APScheduler as the heartbeat: one job in memory that asks the database what is due, nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # 3.11 has no types

HEARTBEAT = timedelta(seconds=20)


def heartbeat(beat: Callable[[], None], every: timedelta = HEARTBEAT) -> BackgroundScheduler:
    """A scheduler that calls `beat` at once and then every so often, never two at a time; to be started by the caller.

    Without a grace time of None a late run is dropped in silence.
    """
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        beat,
        "interval",
        seconds=every.total_seconds(),
        next_run_time=datetime.now(UTC),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    return scheduler
