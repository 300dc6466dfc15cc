"""APScheduler as the heartbeat: jobs in memory that ask the database what is due, nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]  # 3.11 has no types

HEARTBEAT = timedelta(seconds=20)


def heartbeat(*beats: Callable[[], None], every: timedelta = HEARTBEAT) -> BackgroundScheduler:
    """A scheduler that calls each of `beats` at once and then every so often; to be started by the caller.

    None is called while it still runs, and one that fails holds up no other.

    Without a grace time of None a late run is dropped in silence.
    """
    scheduler = BackgroundScheduler(timezone=UTC)
    for beat in beats:
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
