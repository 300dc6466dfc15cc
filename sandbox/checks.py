"""A small language for what Slack accepts: each check looks at one JSON value and adds its complaints.

Complaints read as Slack writes them: ``[ERROR] must be less than 76 characters [json-pointer:/blocks/0/text]``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Complaints: TypeAlias = list[str]
Check: TypeAlias = Callable[[Any, str, Complaints], None]


def complain(complaints: Complaints, sentence: str, path: str) -> None:
    """Add a complaint about the value at `path`, a JSON pointer."""
    complaints.append(f"[ERROR] {sentence} [json-pointer:{path}]")


@dataclass(frozen=True)
class Kind:
    """What an object of one type may hold, and where it may stand.

    `places` are surfaces (message, modal, home) for blocks, and block types for elements. `rule` says what a
    table of fields cannot.
    """

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    rule: Check | None = None

    def check(self, value: Any, path: str, complaints: Complaints) -> None:
        """Hold one object against this kind."""
        if not isinstance(value, dict):
            complain(complaints, "must provide an object", path)
            return
        for name in self.required:
            if value.get(name) is None:
                complain(complaints, f"missing required field: {name}", path)
        known = {**self.required, **self.optional}
        for name, part in value.items():
            if name in known:
                if part is not None:
                    known[name](part, f"{path}/{name}", complaints)
            elif name != "type":
                complain(complaints, f"invalid additional property: {name}", path)
        if self.rule:
            self.rule(value, path, complaints)


def string(longest: int, shortest: int = 1) -> Check:
    """A string whose length, in characters, is within the bounds."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, str):
            complain(complaints, "must provide a string", path)
        elif len(value) > longest:
            complain(complaints, f"must be less than {longest + 1} characters", path)
        elif len(value) < shortest:
            complain(complaints, f"must be more than {shortest - 1} characters", path)

    return check


def integer(lowest: int, highest: int) -> Check:
    """A whole number within the bounds, both included."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            complain(complaints, "must provide an integer", path)
        elif not lowest <= value <= highest:
            complain(complaints, f"must be between {lowest} and {highest}", path)

    return check


def number(value: Any, path: str, complaints: Complaints) -> None:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        complain(complaints, "must provide a number", path)


def boolean(value: Any, path: str, complaints: Complaints) -> None:
    """True or false."""
    if not isinstance(value, bool):
        complain(complaints, "must provide a boolean", path)


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if value not in choices:
            complain(complaints, f"must be one of {', '.join(choices)}", path)

    return check


def many(item: Check, most: int, fewest: int = 1) -> Check:
    """A list of so many items, each held against `item`."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, list):
            complain(complaints, "must provide an array", path)
            return
        if len(value) > most:
            complain(complaints, f"no more than {most} items allowed", path)
        if len(value) < fewest:
            complain(complaints, f"must have at least {fewest} item{'s' if fewest > 1 else ''}", path)
        for index, part in enumerate(value):
            item(part, f"{path}/{index}", complaints)

    return check


def typed(kinds: Mapping[str, Kind], place: str | None = None) -> Check:
    """An object whose `type` is in the table, and which may stand in `place`."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        name = value.get("type") if isinstance(value, dict) else None
        kind = kinds.get(name) if isinstance(name, str) else None
        if kind is None or (place and place not in kind.places):
            complain(complaints, f"unsupported type: {name}", f"{path}/type")
        else:
            kind.check(value, path, complaints)

    return check


def text(longest: int, *, plain: bool = False) -> Check:
    """A text object; `plain` where Slack takes no mrkdwn."""
    body = string(longest)

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, dict):
            complain(complaints, "must provide an object", path)
            return
        if value.get("type") not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            complain(complaints, f"unsupported type: {value.get('type')}", f"{path}/type")
        flag = "emoji" if value.get("type") == "plain_text" else "verbatim"
        Kind({"text": body}, {flag: boolean}).check(value, path, complaints)

    return check


def unique(values: Sequence[Any], what: str, path: str, complaints: Complaints) -> None:
    """Complain once where a value that must be unique comes twice."""
    if len(set(values)) != len(values):
        complain(complaints, f"{what} must be unique", path)


def exactly_one(names: Collection[str]) -> Check:
    """A rule: the object has one of the named fields, and only one."""

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if sum(value.get(name) is not None for name in names) != 1:
            complain(complaints, f"must have exactly one of: {', '.join(names)}", path)

    return check
