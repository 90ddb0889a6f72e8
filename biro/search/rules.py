"""Words, stems and what to mark. Pure; both databases receive the same words, so both find the same."""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import snowballstemmer

MAX_WORDS = 10  # in a question
MAX_LETTERS = 60  # in a word
LEAST_PREFIX = 3  # letters before a beginning counts as a match

_WORD = re.compile(r"[^\W_]+")
_stemmer = snowballstemmer.stemmer("indonesian")
_alone = threading.Lock()  # the stemmer keeps its place in itself


def words_of(text: str) -> list[str]:
    """The words of a text in reading order: small letters, no accents, nothing but letters and digits."""
    return [word for _start, _end, word in _spans(unicodedata.normalize("NFC", text))]


def question(text: str) -> tuple[str, ...]:
    """The different words of what someone typed; quotes, stars, brackets and operators are only separators."""
    return tuple(dict.fromkeys(words_of(text)))[:MAX_WORDS]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Indonesian stem ("undangan" → "undang"); what holds a digit is its own stem."""
    if not word.isalpha():
        return word
    with _alone:
        return str(_stemmer.stemWord(word)) or word


def marked(text: str, wanted: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it answers one of the wanted words."""
    text = unicodedata.normalize("NFC", text)
    pieces, at = [], 0
    for found in _WORD.finditer(text):
        if _wanted(found[0], wanted):
            start, end = found.span()
            pieces += [(text[at:start], False), (text[start:end], True)]
            at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def excerpt(text: str, wanted: tuple[str, ...], size: int = 200) -> str:
    """About `size` letters of the text around the first wanted word."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    first = next((found.start() for found in _WORD.finditer(text) if _wanted(found[0], wanted)), 0)
    start = 0 if first < size // 2 else text.rfind(" ", 0, first - size // 4) + 1
    cut = text[start : start + size]
    if start + size < len(text):
        cut = cut.rpartition(" ")[0] or cut
    return ("… " if start else "") + cut + (" …" if start + len(cut) < len(text) else "")


@lru_cache(maxsize=50_000)
def _wanted(written: str, wanted: tuple[str, ...]) -> bool:
    word = _fold(written)
    return bool(word) and answers(word, wanted)


def answers(word: str, wanted: Sequence[str]) -> bool:
    """Whether a word is one of the wanted ones, begins with one or has its stem."""
    return any(word == w or _begins(word, w) or stem(word) == stem(w) for w in wanted)


def _begins(word: str, beginning: str) -> bool:
    return len(beginning) >= LEAST_PREFIX and word.startswith(beginning)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _WORD.finditer(text):
        word = _fold(found[0])
        if word:
            yield found.start(), found.end(), word


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if c.isalnum())[:MAX_LETTERS]
