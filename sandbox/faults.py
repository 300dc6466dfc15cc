"""Faults on demand: what a test asks the Web API to do wrong."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.world import Json

Chooser = Callable[[str, Json], "Fault | None"]


@dataclass
class Fault:
    """One kind of trouble.

    `kind`: "429", "500", "503", "drop_before" (the connection ends and nothing happened), "drop_after" (it happened and
    the connection ends), "hold" (it happened and the answer waits until `Faults.release`), or one of Slack's error
    words, such as "internal_error".
    """

    kind: str
    retry_after: int = 1
    times: int = 1


@dataclass
class Faults:
    """Faults to come, by method, and a chooser for chaos."""

    queued: dict[str, list[Fault]] = field(default_factory=dict)
    chooser: Chooser | None = None
    released: threading.Event = field(default_factory=threading.Event)

    def take(self, method: str, params: Json) -> Fault | None:
        """What goes wrong with this call."""
        for name in (method, "*"):
            queue = self.queued.get(name, [])
            if queue:
                queue[0].times -= 1
                return queue[0] if queue[0].times else queue.pop(0)
        return self.chooser(method, params) if self.chooser else None
