"""Numbers of persons: identity, telephone, bank card, passport, however they are spaced or split.

A number may be written in groups, one digit a table cell, full-width, or over inline elements. So
digits are read as groups; a number is a run of whole groups with the right count of digits. Groups
must begin and end with the number: a piece of a longer number is none.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from xinqiao.domains.portal.rules.checking.findings import (
    MOST_PER_KIND,
    Finding,
    Segment,
    Subject,
    excerpt,
)
from xinqiao.domains.portal.rules.checking.folding import Folded, fold

# GB/T 2260: the first two digits of the places there are; 91 is the permit of residents (GB 11643).
_REGIONS = frozenset(
    {
        *(*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)),
        *(*range(61, 66), 71, 81, 82, 83, 91),
    }
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, annex A
_CHECKS = "10X98765432"
_OLDEST_BIRTH_YEAR = 1880
_LAST_BIRTH_YEAR = 2099
_CARD_DIGITS = range(16, 20)
_CARD_STARTS = ("62", "60", "4", "5", "35", "36", "37", "955")
_LONGEST = 19
_MOST_PIECES = 4

_GROUP = re.compile(r"(?<![0-9a-z])[0-9]+[xх×χ]?(?![0-9a-z])")
_GAP = re.compile(r"[\s\-‐‑–—_.·•/|、,:*]{1,4}")
_CELL_EDGE = re.compile(r"[\t\n|]")
_LANDLINE = re.compile(
    r"(?<![0-9a-z\-])(?:\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[\s\-‐–—]{0,3})[2-9][0-9]{6,7}(?![0-9a-z])"
)
_PASSPORT = re.compile(
    r"护照[^0-9a-z\n]{0,12}([egdsp][0-9]{8}|e[a-z][0-9]{7}|[a-z]{2}[0-9]{7})(?![0-9a-z])"
)
_OLD_ID = re.compile(r"身份[^0-9\n]{0,10}([0-9]{15})(?![0-9a-z])")

_MEASURE_AFTER = re.compile(r"\.[0-9]|\s{0,2}(?:元|万|亿|吨|平方|立方|千瓦|公里|%|次|人次)")
_DECIMAL_BEFORE = re.compile(r"(?:[0-9]\.|[¥$])\Z")

_MESSAGES = {
    Subject.ID_NUMBER: "疑似公民身份号码，不得公开。请删除，或隐去中间位数。",
    Subject.MOBILE: "疑似手机号码，不得公开个人电话。如为办公电话，请由保密审查员说明理由后放行。",
    Subject.BANK_CARD: "疑似银行卡号，不得公开。请删除或隐去。",
    Subject.PASSPORT: "疑似护照号码，不得公开。请删除或隐去。",
    Subject.LANDLINE: "固定电话，请确认是对外公开的办公电话。",
}


@dataclass(frozen=True)
class _Group:
    """Digits that stand together; ``gap`` is what lies between the group before and this one."""

    digits: str
    start: int
    end: int
    gap: str = ""


Fits = Callable[[list[_Group], int, int], bool]


def find_numbers(segment: Segment) -> list[Finding]:
    """The numbers of persons in a piece of text, identity numbers before all others."""
    folded = fold(segment.text)
    taken = bytearray(len(folded.text))
    found: list[Finding] = []
    for subject, spans in (
        (Subject.ID_NUMBER, _runs(folded.text, is_id_number, _fits_id)),
        (Subject.ID_NUMBER, _old_ids(folded.text)),
        (Subject.BANK_CARD, _runs(folded.text, is_bank_card, _fits_card)),
        (Subject.MOBILE, _mobiles(folded.text)),
        (Subject.PASSPORT, _grouped(_PASSPORT, folded.text)),
        (Subject.LANDLINE, _whole(_LANDLINE, folded.text)),
    ):
        free = ((start, end) for start, end in spans if not any(taken[start:end]))
        for start, end in islice(free, MOST_PER_KIND):
            taken[start:end] = b"\1" * (end - start)
            found.append(_finding(subject, segment, folded, start, end))
    return found


def is_id_number(digits: str) -> bool:
    """Whether 18 characters are a citizen's identity number (GB 11643-1999): place, day, check."""
    if len(digits) != 18 or not digits[:17].isdigit() or int(digits[:2]) not in _REGIONS:
        return False
    if not _is_birthday(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == digits[17]


def _is_birthday(digits: str) -> bool:
    try:
        day = dt.datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return False
    return _OLDEST_BIRTH_YEAR <= day.year <= _LAST_BIRTH_YEAR


def is_mobile(digits: str) -> bool:
    """Whether 11 digits are a mainland mobile number, with or without 86 before it."""
    local = digits.removeprefix("86") if len(digits) == 13 else digits
    return re.fullmatch("1[3-9][0-9]{9}", local) is not None


def is_bank_card(digits: str) -> bool:
    """Whether the digits are a card number: a known beginning and the check of ISO/IEC 7812-1."""
    if len(digits) not in _CARD_DIGITS or not digits.isdigit() or len(set(digits)) < 4:
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return digits.startswith(_CARD_STARTS) and total % 10 == 0


def _sizes(run: list[_Group], first: int, last: int) -> tuple[int, ...]:
    return tuple(len(group.digits) for group in run[first : last + 1])


def _is_one_a_cell(run: list[_Group], first: int, last: int) -> bool:
    """One digit a cell, and no such cell before or after: not a piece of a table of figures."""
    beside = [*run[max(0, first - 1) : first], *run[last + 1 : last + 2]]
    return set(_sizes(run, first, last)) == {1} and all(len(one.digits) > 1 for one in beside)


def _is_in_one_cell(run: list[_Group], first: int, last: int) -> bool:
    return not any(_CELL_EDGE.search(group.gap) for group in run[first + 1 : last + 1])


def _fits_id(run: list[_Group], first: int, last: int) -> bool:
    """In few pieces, also over cells, or one digit a cell: the check digit guards the rest."""
    sizes = _sizes(run, first, last)
    return len(sizes) <= _MOST_PIECES or set(sizes) == {1}


def _fits_card(run: list[_Group], first: int, last: int) -> bool:
    """Whole, in fours, or one digit a cell: other splits are other numbers."""
    sizes = _sizes(run, first, last)
    in_fours = set(sizes[:-1]) == {4} and _is_in_one_cell(run, first, last)
    return len(sizes) == 1 or in_fours or _is_one_a_cell(run, first, last)


def _fits_mobile(run: list[_Group], first: int, last: int) -> bool:
    sizes = _sizes(run, first, last)
    local = sizes[1:] if sizes[0] == 2 else sizes  # 86 before it
    usual = local in _MOBILE_SPLITS and _is_in_one_cell(run, first, last)
    return len(sizes) == 1 or usual or _is_one_a_cell(run, first, last)


_MOBILE_SPLITS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 7), (4, 4, 3), (3, 3, 5), (5, 6)}


def _runs(text: str, is_number: Callable[[str], bool], fits: Fits) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring groups that are such a number together, the first that fit."""
    for run in _neighbours(text):
        first = 0
        while first < len(run):
            last = _last_of(run, first, is_number, fits)
            if last is None:
                first += 1
                continue
            yield run[first].start, run[last].end
            first = last + 1


def _last_of(
    run: list[_Group], first: int, is_number: Callable[[str], bool], fits: Fits
) -> int | None:
    digits = ""
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > _LONGEST:
            return None
        if is_number(digits) and fits(run, first, last):
            return last
    return None


def _neighbours(text: str) -> Iterator[list[_Group]]:
    """Groups of digits with nothing but spaces, dashes, cell edges and the like between them."""
    run: list[_Group] = []
    for match in _GROUP.finditer(text):
        digits = re.sub("[xх×χ]", "X", match[0])
        gap = text[run[-1].end : match.start()] if run else ""
        if run and not _GAP.fullmatch(gap):
            yield run
            run = []
        run.append(_Group(digits, match.start(), match.end(), gap))
    if run:
        yield run


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    """Mobile numbers, without amounts that have as many digits."""
    for start, end in _runs(text, is_mobile, _fits_mobile):
        if not (_MEASURE_AFTER.match(text, end) or _DECIMAL_BEFORE.search(text, 0, start)):
            yield start, end


def _old_ids(text: str) -> Iterator[tuple[int, int]]:
    """Fifteen digits, said to be an identity number: they have no check of their own."""
    for match in _OLD_ID.finditer(text):
        if int(match[1][:2]) in _REGIONS and _is_birthday("19" + match[1][6:12]):
            yield match.span(1)


def _grouped(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span(1) for match in pattern.finditer(text))


def _whole(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _finding(subject: Subject, segment: Segment, folded: Folded, start: int, end: int) -> Finding:
    first, last = folded.span(start, end)
    written = re.sub(r"[^0-9a-zA-Z×]", "", folded.text[start:end]).upper()
    shown = written if subject == Subject.LANDLINE else masked(written)
    message = _MESSAGES[subject]
    if segment.is_hidden:
        message = f"{message}（在读者看不到的隐藏内容里，下载后可以看到）"
    text = excerpt(segment.text, first, last, shown=shown)
    before, mark, after = text.partition(f"【{shown}】")
    return Finding(subject, segment.place, f"{_hidden(before)}{mark}{_hidden(after)}", message)


def _hidden(text: str) -> str:
    """Digits beside what was found are not repeated either: they may be the next number."""
    return re.sub(r"\d{5,}", lambda match: "*" * len(match[0]), text)


def masked(number: str) -> str:
    """A number as it may be shown: its first three and last two characters."""
    return number[:3] + "*" * max(0, len(number) - 5) + number[-2:]
