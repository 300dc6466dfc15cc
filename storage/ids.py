"""Ids that sort by the time they were made."""

import random
import threading
from uuid import UUID

from bot.ports import Clock, NewId

_VERSION, _VARIANT = 0x7 << 76, 0x2 << 62


def uuid7_ids(clock: Clock, rng: random.Random) -> NewId:
    """Version 7 UUIDs (RFC 9562, method 3: milliseconds, then 12 bits of their fraction), as text.

    Those of one process strictly ascend, also where the clock stands still. `rng` has to be
    `random.SystemRandom` where several processes share a database.
    """
    lock = threading.Lock()
    last = 0

    def new_id() -> str:
        nonlocal last
        now = clock()
        milliseconds, rest = divmod(int(now.timestamp()) * 1_000_000 + now.microsecond, 1000)
        with lock:
            last = max(milliseconds << 12 | rest * 4096 // 1000, last + 1)
            stamp = last
        return str(UUID(int=stamp >> 12 << 80 | _VERSION | (stamp & 0xFFF) << 64 | _VARIANT | rng.getrandbits(62)))

    return new_id
