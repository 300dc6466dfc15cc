"""The words of questions: read from the TOML files beside this module, which anybody can extend.

Each file is an idea. A key is a tag and its lines are phrases (matching.py says how they are written); the tables
`words` hold classes that phrases name with @. Everything is read once, at the first question.
"""

import gc
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.matching import Matcher, Pattern, compile_phrase
from bot.questions.spelling import respelt
from bot.questions.tokens import Kind, Token, tokenise

_SHARED = "words"
_READ_AS = {"aside": "the", "not": "not"}
"""What the two kinds of set phrases stand for: nothing, and a refusal."""
MOST_SLIPS = 12
"""Words of a question that are looked up as misspelt: the most work that a text can ask for."""


@dataclass(frozen=True)
class Lexicon:
    """What is known of words."""

    matcher: Matcher
    sets: dict[str, frozenset[str]]
    contractions: dict[str, tuple[str, ...]]
    irregular: dict[str, tuple[str, ...]]
    vocabulary: frozenset[str]
    english: frozenset[str]
    rules: dict[str, frozenset[str]]
    idioms: Matcher
    """Set phrases; the tag of each is the one word that it is read as."""
    nobody: Matcher
    """Set phrases with a name in them that is nobody's: "Bob's your uncle"."""
    names: frozenset[str]
    word_names: frozenset[str]
    targets: dict[str, tuple[str, ...]]
    """Words that a misspelt one may be corrected to, by first letter: the vocabulary with its inflections."""

    def has(self, kind: str, word: str) -> bool:
        """Whether a word is of a class."""
        return word in self.sets[kind]

    def taken(self, word: str) -> bool:
        """Whether a word has a meaning of its own in questions."""
        return bool(self.known(word))

    def known(self, word: str) -> frozenset[str]:
        """What an inflected word may be a form of, among the words of the lexicon."""
        return frozenset(form for form in inflected(word, self.irregular) if form in self.vocabulary)

    def misspelt(self, word: str) -> bool:
        """Whether a word may be a slip of the keyboard for one of the lexicon."""
        return len(word) > 3 and word.isalpha() and word not in self.english and not self.known(word)

    def _plain(self, word: str) -> bool:
        """Whether a word stands as it is: English, of the lexicon, or a name."""
        return any(word in words for words in (self.english, self.vocabulary, self.names, self.word_names))

    def corrected(self, word: str) -> frozenset[str]:
        """The forms of the words that a misspelt one is nearest to; they begin with the same letter."""
        near = process.extract(
            word,
            self.targets.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=1 if len(word) < 8 else 2,
            limit=2,
        )
        return frozenset(form for target, slips, _ in near if slips == near[0][1] for form in self.known(target))

    def tokens(self, text: str) -> list[Token]:
        """The text as tokens with their forms. Only the first MOST_SLIPS unknown words are taken for misspelt ones."""
        tokens = respelt(tokenise(text, self.contractions), self._plain)
        slips = 0
        for token in tokens:
            token.forms = self.forms_of(token)
            if token.kind is Kind.WORD and not token.forms and slips < MOST_SLIPS and self.misspelt(token.word):
                slips += 1
                token.forms = self.corrected(token.word)
        return tokens

    def forms_of(self, token: Token) -> frozenset[str]:
        """The forms of any token."""
        if token.kind is Kind.WORD:
            return self.known(token.word)
        if token.kind is Kind.NUMBER:
            return frozenset({"~number", token.word})
        return frozenset({f"~{token.kind}"})


def inflected(word: str, irregular: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The word and the words it may be an inflection of: "paying" → paying, pay, paye."""
    yield word
    yield from irregular.get(word, ())
    if word in _WHOLE:
        return
    for ending, bases in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1 and (ending != "es" or stem.endswith(("s", "x", "z", "h", "o"))):
            for base in bases:
                yield stem + base
            if len(stem) > 3 and stem[-1] == stem[-2] and ending in ("ing", "ed", "er", "est"):
                yield stem[:-1]


_WHOLE = frozenset(
    {
        "better",
        "letter",
        "latter",
        "matter",
        "number",
        "never",
        "over",
        "other",
        "later",
        "this",
        "his",
        "has",
        "was",
        "does",
        "its",
        "us",
        "yes",
        "less",
    }
)
"""Words that are not what they seem to be inflections of."""

_ENDINGS = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y", "ie")),
    ("ed", ("", "e")),
    ("ied", ("y",)),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("ier", ("y",)),
    ("ers", ("", "e")),
    ("est", ("", "e")),
    ("iest", ("y",)),
    ("ly", ("", "le")),
    ("ily", ("y",)),
)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(files("bot.questions").joinpath("lexicon").iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }
    shared = data.pop(_SHARED)
    contractions = {short: tuple(long.split()) for short, long in shared["contractions"].items()}
    irregular = _irregular(shared["irregular"])
    names, word_names = (frozenset(shared["words"].pop(kind).split()) for kind in ("first_names", "word_names"))
    classes = _classes(shared["words"], {})
    matcher = Matcher(pattern for idea, tags in data.items() for pattern in _patterns(idea, tags, classes))
    idioms = Matcher(
        compile_phrase(_READ_AS[kind], line, classes) for kind, text in shared["idioms"].items() for line in lines(text)
    )
    vocabulary = frozenset(
        matcher.vocabulary()
        | idioms.vocabulary()
        | {word for words in classes.values() for word in words if " " not in word}
    )
    english = frozenset(lines(files("bot.questions").joinpath("lexicon/english.txt").read_text(encoding="utf-8")))
    read = Lexicon(
        matcher,
        {kind: frozenset(words) for kind, words in classes.items()},
        contractions,
        irregular,
        vocabulary,
        english,
        {rule: frozenset(words.split()) for rule, words in shared["rules"].items()},
        idioms,
        _nobody(shared["nobody"]["phrases"], classes),
        names,
        word_names,
        _targets(vocabulary),
    )
    gc.freeze()  # thousands of patterns that never change: a full collection over them takes longer than a question
    return read


def _irregular(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """By a form, the words that it may be a form of."""
    irregular: dict[str, tuple[str, ...]] = {}
    for base, forms in table.items():
        for form in forms.split():
            irregular[form] = (*irregular.get(form, ()), base)
    return irregular


def _nobody(text: str, classes: dict[str, tuple[str, ...]]) -> Matcher:
    return Matcher(compile_phrase("nobody", line, classes) for line in lines(text))


def _classes(tables: dict[str, str], known: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Classes by name; a class may hold others. A line is a phrase where it begins with a dash, otherwise words."""
    classes = dict(known)
    for name, text in tables.items():
        entries: list[str] = []
        for line in lines(text):
            if line.startswith("- "):
                entries.append(line[2:])
                continue
            for word in line.split():
                entries += classes[word[1:]] if word.startswith("@") else [word]
        classes[name] = tuple(dict.fromkeys(entries))
    return classes


def lines(text: str) -> list[str]:
    """The lines of a text that hold something, without what follows a #."""
    return [line for line in (line.split("#")[0].strip() for line in text.splitlines()) if line]


def _patterns(idea: str, tags: dict[str, Any], shared: dict[str, tuple[str, ...]]) -> Iterator[Pattern]:
    classes = _classes(tags.pop("words", {}), shared)
    for tag, text in tags.items():
        for line in lines(text):
            yield compile_phrase(f"{idea}.{tag}", line, classes)


def _targets(vocabulary: Iterable[str]) -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = defaultdict(list)
    for word in sorted(vocabulary):
        if len(word) > 3 and word.isalpha():
            stem = word.removesuffix("e")
            by_letter[word[0]] += [word, word + "s", stem + "ing", stem + "ed"]
    return {letter: tuple(words) for letter, words in by_letter.items()}
