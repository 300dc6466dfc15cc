"""Companies' names as people write them: one normalised form, and how alike two words of a name are."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "&": " and ",
    "+": " and ",
}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class NameWords:
    """The words of names.toml: suffixes by what is written, and words that do not name a client alone."""

    suffixes: dict[str, str]
    links: frozenset[str]
    trades: frozenset[str]
    crowd: frozenset[str]

    def telling(self, word: str) -> bool:
        """Whether the word alone can stand for a client."""
        common = word in self.trades or word in self.links or word in self.suffixes
        return len(word) > 2 and not common and not word.isdigit()


@cache
def name_words() -> NameWords:
    """The words of names.toml, read once."""
    data = tomllib.loads(files("bot").joinpath("names.toml").read_text(encoding="utf-8"))
    suffixes = {written: form for form, all_ in data["suffixes"].items() for written in all_.split()}
    links, trades, crowd = (frozenset(data["words"][kind].split()) for kind in ("links", "trades", "crowd"))
    return NameWords(suffixes, links, trades, crowd)


def fold(text: str) -> str:
    """Case, accents of Latin letters and apostrophes folded away; scripts beyond Latin are kept as they are."""
    out: list[str] = []
    latin = False
    for char in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()):
        if unicodedata.combining(char):
            if not latin:
                out.append(char)
        elif char not in "'’‘`´":
            latin = char.isascii()
            out.append(_LETTERS.get(char, char))
    return unicodedata.normalize("NFC", "".join(out))


def normalise(name: str) -> str:
    """The unique form of a name: "Wayne & Sons, Limited" and "wayne and sons ltd" are one."""
    return " ".join(words_of(name))


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name's unique form."""
    words: list[str] = []
    joined = False
    for word in _WORD.findall(fold(name)):
        letter = len(word) == 1 and word.isascii() and word.isalpha()
        if letter and joined:
            words[-1] += word  # L.L.P. is LLP
        else:
            words.append(word)
        joined = letter
    if len(words) > 1:
        words[-1] = name_words().suffixes.get(words[-1], words[-1])
    return tuple(words)


_SOUNDS = (("ck", "k"), ("ph", "f"), ("x", "ks"), ("qu", "k"), ("c", "k"), ("z", "s"), ("y", "i"))


def sound(word: str) -> str:
    """Roughly how a word is said, so that "globecks" is found as Globex; only equal sounds are alike."""
    for letters, said in _SOUNDS:
        word = word.replace(letters, said)
    return re.sub(r"(.)\1+", r"\1", word)


def slack(word: str) -> int:
    """How many slips of the keyboard a word of this length may hold."""
    return 0 if len(word) < 4 or not word.isalpha() else 1 if len(word) < 6 else 2


def likeness(typed: str, word: str) -> float:
    """1 for the same word, less for a possessive, an abbreviation or a slip, 0 for another word."""
    if typed == word:
        return 1.0
    if typed == word + "s" or (typed + "s" == word and len(typed) > 3):
        return 0.95
    if len(typed) > 1 and word.startswith(typed) and typed.isalpha():
        return 0.85
    slips = OSA.distance(typed, word, score_cutoff=slack(word))
    if typed[0] == word[0] and slips <= slack(word) and len(typed) > 3:
        return 0.8 - 0.1 * slips
    return 0.6 if _abbreviates(typed, word) else 0.0


def _abbreviates(short: str, word: str) -> bool:
    """Whether "ww" can stand for "worldwide"."""
    letters = iter(word)
    return 2 <= len(short) <= 3 < len(word) and short[0] == word[0] and all(letter in letters for letter in short)
