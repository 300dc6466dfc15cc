"""The log holds no secret, even where something breaks that nobody thought of."""

import subprocess
import sys

BREAKS = """
import structlog
from bot.logs import set_up_logging

def read(address):
    raise ValueError("broken")

set_up_logging("INFO")
try:
    read("hush-" * 3)
except ValueError:
    structlog.get_logger("test").exception("a calendar failed")
"""


def test_a_traceback_shows_no_values() -> None:
    done = subprocess.run([sys.executable, "-c", BREAKS], capture_output=True, text=True, check=True)
    assert "ValueError: broken" in done.stderr
    assert "hush-hush" not in done.stderr
