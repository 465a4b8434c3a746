"""One form for text that is written in many ways, with the way back to the original places."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import opencc

_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad")
_CJK = range(0x4E00, 0xA000)


@dataclass(frozen=True)
class Folded:
    """Folded text; ``places[i]`` is where its i-th character stands in the original."""

    text: str
    places: Sequence[int]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a non-empty piece of the folded text lies in the original."""
        return self.places[start], self.places[end - 1] + 1


@cache
def _simplified() -> dict[int, str]:
    characters = [chr(code) for code in _CJK]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(old): new for old, new in pairs if old != new}


@cache
def _half_width(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", character).casefold()


@cache
def _simple(character: str) -> str:
    return _half_width(character).translate(_simplified())


@cache
def _bare(character: str) -> str:
    return "".join(one for one in _simple(character) if one.isalnum())


def fold_width(text: str) -> Folded:
    """Half-width and lower case; characters that nobody sees are left out."""
    return _folded(text, _half_width)


def fold(text: str) -> Folded:
    """As ``fold_width``, and simplified."""
    return _folded(text, _simple)


def fold_words(text: str) -> Folded:
    """As ``fold``, and without spaces and symbols, which are put into words to hide them."""
    return _folded(text, _bare)


def _folded(text: str, form: Callable[[str], str]) -> Folded:
    pieces = [form(character) for character in text]
    places = [place for place, piece in enumerate(pieces) for _character in piece]
    return Folded("".join(pieces), places, text)
