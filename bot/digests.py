"""What a digest says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Digest:
    """The content of a digest."""

    headline: str
