"""The variance components of the model: their defaults, and their way to a file and back."""

import json
from dataclasses import asdict, dataclass

from bot.refusals import Refused


@dataclass(frozen=True)
class Constants:
    """Standard deviations in points of the 1–5 scale, unless said otherwise.

    `client`: between clients, lasting. `drift`: a client's slow change, per square root of a year.
    `rater`: between raters. `pair`: one rater's lasting view of one client. `visit`: the mood of one visit,
    which all its scores share. `score`: one score. `quality`: a client's qualities around its general level.
    `rater_quality`: a rater's view of one quality. `changes`: abrupt changes per client and year.
    """

    level: float = 3.5
    client: float = 0.45
    drift: float = 0.25
    rater: float = 0.40
    pair: float = 0.28
    visit: float = 0.32
    score: float = 0.65
    quality: float = 0.38
    rater_quality: float = 0.25
    changes: float = 0.15

    def to_json(self) -> str:
        """The constants as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Constants":
        """The constants of `to_json`; a component that is not in it has its default.

        Raises Refused where the text is not such an object.
        """
        try:
            given = json.loads(text)
            return cls(**{name: float(value) for name, value in given.items()})
        except (ValueError, TypeError, AttributeError) as error:
            raise Refused("These are not the constants of a scoring model: learn them again.") from error
