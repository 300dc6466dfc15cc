"""The log: one line for each event on standard error, without secrets."""

import logging
import sys

import structlog

_CAREFUL = ("slack_bolt", "slack_sdk", "slack_bolt.App")
"""Bolt logs the whole body of a request with a bad signature at INFO, and debug logs hold payloads."""


def set_up_logging(level: str) -> None:
    """Log from `level` up; Slack's libraries from WARNING up, whatever the level."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # With rich installed the default shows local variables: tokens, notes, calendar addresses.
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(level=level, format="%(asctime)s [%(levelname)s] %(name)s: %(message)s")
    for name in _CAREFUL:
        logging.getLogger(name).setLevel(logging.WARNING)
    # Bolt finds SLACK_BOT_TOKEN in the environment by itself and warns that it does not use it.
    logging.getLogger("slack_bolt.App").addFilter(lambda record: "`token` will be unused" not in record.getMessage())
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
