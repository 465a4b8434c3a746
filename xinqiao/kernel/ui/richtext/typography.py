"""Chinese typography of one piece of text, as pure functions (GB/T 15834-2011)."""

import re
from collections.abc import Iterable

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "，。、；：？！“”‘’（）《》〈〉【】—…"
_FULL_WIDTH = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_AFTER_HAN = re.compile(rf"(?<=[{_HAN}”’）》])\s*[,;:?!](?!\d)")
_INSIDE_HAN = re.compile(rf"(?<=[{_HAN}{_MARKS}]) +(?=[{_HAN}{_MARKS}])")
_BY_MARK = re.compile(rf"(?<=[{_MARKS}]) +| +(?=[{_MARKS}])")
_BRACKETS = re.compile(rf"\(([^()<>]*[{_HAN}][^()<>]*)\)")
_THIN = re.compile("[ \t\r\n\f\v\xa0\u2000-\u200a\u202f\u205f]+")
_CHAPTER = re.compile("^([ \u3000]*第[一二三四五六七八九十百零〇]+[编章节条])[ \u3000]+")
_WIDE = re.compile("\u3000{2,}")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\xad]")
_HAS_HAN = re.compile(f"[{_HAN}]")
_NUMBER_OF_DOCUMENT = re.compile(
    rf"(?<=[{_HAN}])\s*[\[［【(（﹝〔]\s*((?:19|20)[0-9]{{2}})\s*[\]］】)）﹞〕]\s*第?\s*0*([1-9][0-9]*)\s*号"
)
_FULL_STOP = re.compile(rf"(?<=[{_HAN}”’）》])\.(?=\s|$|[{_HAN}])")
_DOTS = re.compile(rf"(?<=[{_HAN}”’）》])(?:\.{{3,6}}|。{{3,6}}|…(?!…)(?<!……))")
_DASH = re.compile(rf"(?<=[{_HAN}”’）》])(?:--|——?|－－)(?=[{_HAN}“‘（《])")
_WIDE_CHARACTERS = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_QUOTES = {'"': "“”", "'": "‘’"}

EDGES = " \t\r\n\f\v\xa0\u3000"


def has_han(text: str) -> bool:
    return _HAS_HAN.search(text) is not None


def spaced(text: str) -> str:
    """One space where Western words meet, none between Chinese ones; no invisible characters.

    A single wide space stays: names of two characters are set out with it.
    """
    text = _THIN.sub(" ", _INVISIBLE.sub("", text))
    text = _CHAPTER.sub("\\1\u3000", _WIDE.sub("\u3000", text))
    return _BY_MARK.sub("", _INSIDE_HAN.sub("", text))


def punctuated(text: str) -> str:
    """Full-width punctuation after Chinese characters, and around brackets that hold some.

    Digits and letters are half-width, and the year of a document number stands in 〔〕 before a
    number without 第 or noughts (GB/T 9704-2012, 7.2.5).
    """
    text = text.translate(_WIDE_CHARACTERS)
    text = _NUMBER_OF_DOCUMENT.sub(r"〔\1〕\2号", text)
    text = _DOTS.sub("……", text)
    text = _DASH.sub("——", text)
    text = _FULL_STOP.sub("。", text)
    text = _AFTER_HAN.sub(lambda match: match[0].strip().translate(_FULL_WIDTH), text)
    return _BRACKETS.sub(r"（\1）", text)


def quoted(texts: Iterable[str]) -> list[str]:
    """Straight quotes of one block made to open and close, over the pieces of text it is in."""
    pieces = list(texts)
    whole = "".join(pieces)
    for straight, pair in _QUOTES.items():
        if has_han(whole) and whole.count(straight) % 2 == 0:
            pieces = _alternated(pieces, straight, pair)
    return pieces


def _alternated(pieces: list[str], straight: str, pair: str) -> list[str]:
    opened = False
    done: list[str] = []
    for piece in pieces:
        characters = []
        for character in piece:
            if character == straight:
                character = pair[opened]
                opened = not opened
            characters.append(character)
        done.append("".join(characters))
    return done
