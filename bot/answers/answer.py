"""An answer as a value: what it says, in plain words without markup, for views and the terminal to draw."""

from dataclasses import dataclass

from bot.pictures import Chart, Step, Table


@dataclass(frozen=True)
class Section:
    """Lines under a heading; a ranking's are numbered, from `first` on."""

    heading: str
    lines: tuple[str, ...]
    first: int | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said to a question, in the order in which it is shown.

    `read_as` says how the question was read (empty where nothing was asked of the data); `aside` which words were
    not; `evidence` what the figures stand on. Names and notes in it were written by people: views must escape them.
    """

    headline: str
    read_as: str = ""
    aside: str = ""
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    table: Table | None = None
    charts: tuple[Chart, ...] = ()
    evidence: str = ""
    steps: tuple[Step, ...] = ()
