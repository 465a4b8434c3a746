"""The same page in traditional characters: only what people read is converted.

Tags with their attributes, addresses, code and scripts stay as they are; names that a table would
convert wrongly stand in ``traditional_names.txt``, one ``simplified=traditional`` a line.
"""

import re
from functools import lru_cache
from pathlib import Path

import opencc

KEPT = re.compile(
    r"<!--.*?-->"
    r"|<(script|style|code|pre|kbd|samp|textarea)\b.*?</\1\s*>"
    r"""|</?[a-zA-Z!](?:"[^"]*"|'[^']*'|[^'">])*>"""
    r"|\bhttps?://[^\s<]+",
    re.DOTALL | re.IGNORECASE,
)
BETWEEN = "\ue000"  # a character of private use, which no table knows
FIRST_NAME = 0xE100
NAMES_FILE = Path(__file__).with_name("traditional_names.txt")


def traditional(html: str) -> str:
    """Convert the words of a page, and nothing else."""
    html = html.replace(BETWEEN, "").replace("\0", "")  # OpenCC ends at a NUL
    kept = [match[0] for match in KEPT.finditer(html)]
    words = convert(KEPT.sub(BETWEEN, html)).split(BETWEEN)
    parts = [part for pair in zip(words, [*kept, ""], strict=True) for part in pair]
    return "".join(parts)


def convert(text: str) -> str:
    """Convert plain text; the names of the table become what the table says."""
    names = _names()
    pattern = _pattern()
    marks = {name: chr(FIRST_NAME + number) for number, name in enumerate(names)}
    marked = pattern.sub(lambda match: marks[match[0]], text) if pattern else text
    converted: str = _table().convert(marked)
    for name, mark in marks.items():
        converted = converted.replace(mark, names[name])
    return converted


@lru_cache(maxsize=1)
def _table() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    lines = NAMES_FILE.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    return {simplified.strip(): name.strip() for simplified, _sign, name in pairs}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str] | None:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
