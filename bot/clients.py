"""Finding the client that is meant in what people type.

A name may be shortened ("los pollos"), misspelt ("cyberdine"), abbreviated ("stark fab"), possessive ("waynes"), or fit
several clients ("acme"). Words that only say what a company does ("legal", "travel") never name a client alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.names import fold, likeness, name_words, normalise, slack, sound, words_of

__all__ = ["NO_MATCH", "ClientIndex", "KnownClient", "Match", "Mention", "Sure", "fold", "normalise"]

_LONGEST = 120
"""Characters of a name that are looked at: names are at most 60 characters."""
_MOST_WORDS = 14
_MOST_SLIPS = 12
"""Words of a sentence that are looked up as misspelt names: the most work that a text can ask for."""
_MANY = 1000
"""Above so many names, only those that share a word's beginning or spelling with what was typed are compared."""

Says = Callable[[str], bool]


def _never(_word: str) -> bool:
    return False


@dataclass(frozen=True)
class KnownClient:
    """A client by its name and the other names that people use for it."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


class Sure(StrEnum):
    """How surely a string names a client."""

    EXACT = "exact"
    CANDIDATES = "candidates"
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """The clients that a whole string may name, best first."""

    sure: Sure
    candidates: tuple[KnownClient, ...] = ()

    @property
    def client(self) -> KnownClient | None:
        """The only client it can be, or None where there is none or a choice."""
        return self.candidates[0] if len(self.candidates) == 1 else None


NO_MATCH = Match(Sure.NONE)


@dataclass(frozen=True)
class Mention:
    """Words `start` to `end` (not included) of a sentence name one client, or one of several."""

    start: int
    end: int
    clients: tuple[KnownClient, ...]


class _Name(NamedTuple):
    """One name of a client in words."""

    client: KnownClient
    words: tuple[str, ...]


class _Place(NamedTuple):
    """A word's place in a name; `joined` says how many words of it are written together there."""

    name: _Name
    at: int
    joined: int = 1


class ClientIndex:
    """The clients of a workspace, ready to be found by name. Built once for a list of clients, never changed."""

    def __init__(self, clients: Iterable[KnownClient]) -> None:
        self.clients = tuple(clients)
        self._names = [
            _Name(client, words)
            for client in self.clients
            for words in dict.fromkeys(words_of(name) for name in (client.name, *client.aliases))
            if words
        ]
        self._exact: dict[str, dict[str, KnownClient]] = defaultdict(dict)
        self._by_word: dict[str, list[_Place]] = defaultdict(list)
        for name in self._names:
            self._exact[" ".join(name.words)][name.client.id] = name.client
            for at, word in enumerate(name.words):
                self._by_word[word].append(_Place(name, at))
            for end in range(2, len(name.words) + 1):
                self._by_word["".join(name.words[:end])].append(_Place(name, 0, end))
        self._words = list(self._by_word)
        self._by_sound = {sound(word): word for word in self._words if len(word) > 4}

    def match(self, words: str) -> Match:
        """Read the whole string as a name, as typed for a command or a search."""
        typed = words_of(words[:_LONGEST])
        if not typed:
            return NO_MATCH
        if same := self._exact.get(" ".join(typed)):
            return Match(Sure.EXACT if len(same) == 1 else Sure.CANDIDATES, tuple(same.values()))
        ranked = self._ranked(typed)
        if not ranked:
            return NO_MATCH
        return Match(Sure.CANDIDATES, tuple(client for score, client in ranked if score > ranked[0][0] - 0.1)[:10])

    def search(self, typed: str, limit: int = 10) -> list[KnownClient]:
        """Clients for what has been typed so far, best first; all of them by name where nothing is typed."""
        words = words_of(typed[:_LONGEST])
        if not words:
            return sorted(self.clients, key=lambda client: fold(client.name))[:limit]
        start = " ".join(words)
        ranked = self._ranked(words) or self._alike(start, 60)
        ranked.sort(key=lambda found: (not normalise(found[1].name).startswith(start), -found[0], fold(found[1].name)))
        return [client for _, client in ranked[:limit]]

    def leading_name(self, text: str) -> tuple[Match, str]:
        """The client that a line begins with, and the rest of the line: `acme dental 4 5 - 3` → Acme Dental, `4 5 - 3`.

        The longest leading run of words that is a name wins, so names may hold digits; quotes say it explicitly.
        """
        text = text.strip()
        if quoted := re.match(r"[\"“”«]([^\"“”«»]{1,200})[\"“”»]", text):
            return self.match(quoted[1]), text[quoted.end() :].strip()
        words = text[: 2 * _LONGEST].split()[:_MOST_WORDS]
        ends = range(len(words), 0, -1)
        exact = (end for end in ends if len(self._exact.get(" ".join(words_of(" ".join(words[:end]))), ())) == 1)
        near = (end for end in ends if self.match(" ".join(words[:end])).candidates)
        end = next(exact, None) or next(near, None)
        if end is None:
            return NO_MATCH, text
        rest = text.split(maxsplit=end)[end:]
        return self.match(" ".join(words[:end])), rest[0].strip() if rest else ""

    def mentions(self, words: Sequence[str], *, taken: Says = _never, english: Says = _never) -> list[Mention]:
        """The clients named inside a sentence, given in folded words, from left to right.

        A word that is `taken` has a meaning of its own in questions: it names a client only as part of a whole name. A
        word that is `english` is not taken for a misspelt name.
        """
        unknown = (word for word in words if slack(word) and not taken(word) and not english(word))
        slips = frozenset(islice(dict.fromkeys(unknown), _MOST_SLIPS))
        found: list[Mention] = []
        at = 0
        while at < len(words):
            mention = self._mention(words, at, taken, slips)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _mention(self, words: Sequence[str], at: int, taken: Says, slips: frozenset[str]) -> Mention | None:
        best, end, clients = 0.0, at, dict[str, KnownClient]()
        for place, fit in self._begins(words[at], slips):
            run = _run(place, fit, words, at, taken)
            if not (run.told or run.whole or _crowd(place.name, words, at, run.end)):
                continue
            if run.score > best + 1e-9:
                best, end, clients = run.score, run.end, {}
            if abs(run.score - best) < 1e-9:
                clients[place.name.client.id] = place.name.client
        return Mention(at, end, tuple(clients.values())) if clients else None

    def _begins(self, word: str, slips: frozenset[str]) -> Iterator[tuple[_Place, float]]:
        """Places of names that a sentence's word can begin at, with how well it fits."""
        forms = [(word, 1.0)] + ([(word[:-1], 0.95)] if word.endswith("s") and len(word) > 6 else [])
        known = [(form, fit) for form, fit in forms if form in self._by_word]
        if not known and word in slips:
            known = list(self._misspelt(word)) or (
                list(self._misspelt(word[:-1])) if word.endswith("s") and len(word) > 6 else []
            )
        for form, fit in known:
            for place in self._by_word[form]:
                yield place, fit

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slack(word), limit=4)
        for form, slips, _ in near:
            if slips and slips <= slack(form) and (form[0] == word[0] or slips == 1):
                yield form, 0.8 - 0.1 * slips
        alike = self._by_sound.get(sound(word))
        if alike and not near:
            yield alike, 0.6

    def _ranked(self, typed: tuple[str, ...]) -> list[tuple[float, KnownClient]]:
        """Clients with a name that holds every word typed, in order, with how well it does."""
        best: dict[str, tuple[float, KnownClient]] = {}
        for name in self._reachable(typed):
            score = _in_order(typed, name.words)
            if score > best.get(name.client.id, (0.0,))[0]:
                best[name.client.id] = (score, name.client)
        ranked = list(best.values()) or self._alike(" ".join(typed), 85)
        return sorted(ranked, key=lambda found: (-found[0], fold(found[1].name)))

    def _reachable(self, typed: Sequence[str]) -> Iterable[_Name]:
        if len(self._names) <= _MANY:
            return self._names
        reached: dict[int, _Name] = {}
        for word in typed[:1]:
            near = [form for form, _ in self._misspelt(word)] + [form for form in self._words if form.startswith(word)]
            for form in near[:200]:
                reached |= {id(place.name): place.name for place in self._by_word[form]}
        return reached.values()

    def _alike(self, typed: str, cutoff: float) -> list[tuple[float, KnownClient]]:
        """Clients whose whole name is spelt alike; digits have to be the same."""
        near = process.extract(
            typed.replace(" ", ""),
            {at: "".join(name.words) for at, name in enumerate(self._names)},
            scorer=fuzz.ratio,
            score_cutoff=cutoff,
            limit=5,
        )
        digits = re.findall(r"\d", typed)
        best = {
            self._names[at].client.id: (score / 100, self._names[at].client)
            for joined, score, at in reversed(near)
            if re.findall(r"\d", joined) == digits
        }
        return sorted(best.values(), key=lambda found: -found[0])


def _in_order(typed: Sequence[str], words: Sequence[str]) -> float:
    """How well all the words typed are found in a name, in its order, from 0 (one is not) to 1."""
    total, place = 0.0, 0
    for word in typed:
        fits = [(likeness(word, known), -at) for at, known in enumerate(words) if at >= place]
        like, at = max(fits, default=(0.0, 0))
        if not like:
            return 0.0
        total, place = total + like, 1 - at
    return total / len(typed)


class _Run(NamedTuple):
    """How far a sentence goes on with a name; `told` says that a telling word is in it."""

    end: int
    score: float
    told: bool
    whole: bool


def _run(place: _Place, fit: float, words: Sequence[str], at: int, taken: Says) -> _Run:
    known, telling = place.name.words, name_words().telling
    told = place.joined > 1 or (telling(known[place.at]) and not taken(words[at]))
    score, end, here = fit * place.joined, at + 1, place.at + place.joined
    while end < len(words) and here < len(known):
        here += here + 1 < len(known) and known[here] in name_words().links and words[end] != known[here]
        like = likeness(name_words().suffixes.get(words[end], words[end]), known[here])
        if like < 0.5 or (like < 0.95 and taken(words[end])):
            break
        told = told or telling(known[here])
        score, end, here = score + like, end + 1, here + 1
    whole = place.at == 0 and here == len(known)
    return _Run(end, score + 0.5 * whole, told, whole)


def _crowd(name: _Name, words: Sequence[str], at: int, end: int) -> bool:
    """Whether words that say what a company does stand for it: "the haulage lot", "the music school"."""
    if end - at > 1 and all(word in name_words().trades for word in words[at:end]):
        return True
    follows = end < len(words) and words[end] in name_words().crowd
    return follows and at > 0 and words[at - 1] == "the" and words[at] in name.words
