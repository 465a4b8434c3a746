"""Leaders' names, titles and order, against the register of leaders in office on a day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xinqiao.domains.portal.rules.checking.findings import Finding, Segment, Subject, excerpt

# Words that end a title; the register adds its own.
_COMMON_TITLES = (
    *("书记", "副书记", "县长", "副县长", "市长", "副市长", "区长", "副区长", "主任", "副主任"),
    *("主席", "副主席", "常委", "部长", "副部长", "局长", "副局长", "院长", "检察长", "镇长"),
    *("副镇长", "乡长", "副乡长", "秘书长", "主任医师", "书记员", "政委", "组长", "副组长"),
    *("科长", "副科长", "所长", "副所长", "校长", "副校长", "委员", "代县长", "代理县长"),
)
_SPLIT = re.compile("[、,，;；兼/ ]+")
_NEUTRAL = frozenset({"主任医师", "书记员", "组长", "副组长", "委员"})  # many people are that
_PREFIXES = "县委|县人民政府|县政府|县人大常委会|县人大|县政协|县纪委|市委|市政府|党组|党委|监委"
_LESSER = ("副", "代", "代理", "原", "前")
_ALWAYS = ("书记", "县长", "市长", "镇长", "乡长")  # others may be those of a body named before
_JOIN = "[、，, 和及与\u3000]"
_SURNAME_AT_LEAST = 3  # shorter names are compared only exactly
_AFTER_NAME = 5


@dataclass(frozen=True)
class Leader:
    """A leader in office; ``rank`` 1 comes first."""

    name: str
    title: str
    rank: int

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(part for part in _SPLIT.split(self.title) if part)

    def holds(self, title: str) -> bool:
        """Whether a title in a text is one of this leader's, in full or shortened."""
        core = _core(title)
        return any(
            own == title
            or _core(own) == core
            or (own.endswith(core) and not own.removesuffix(core).endswith(_LESSER))
            for own in self.titles
        )


def _core(title: str) -> str:
    """A title without the body before it."""
    return re.sub(rf"^(?:{_PREFIXES})+", "", title) or title


class Register:
    """The leaders in office on a day, ready for checking."""

    def __init__(self, leaders: Sequence[Leader]):
        self.leaders = sorted(leaders, key=lambda leader: leader.rank)
        self._by_name = {leader.name: leader for leader in self.leaders}
        known = {title for leader in leaders for title in leader.titles}
        words = sorted({*_COMMON_TITLES, *known}, key=len, reverse=True)
        self._title = "|".join(map(re.escape, words))
        names = sorted(self._by_name, key=len, reverse=True)
        self._name = "|".join(map(re.escape, names))

    def find(self, segment: Segment) -> list[Finding]:
        """Wrong titles, wrong order and misspelt names in a piece of text."""
        if not self.leaders:
            return []
        return [
            *self._wrong_titles(segment),
            *self._wrong_order(segment),
            *self._misspelt(segment),
        ]

    def _wrong_titles(self, segment: Segment) -> Iterator[Finding]:
        for match in re.finditer(self._name, segment.text):
            leader = self._by_name[match[0]]
            titles = set(self._titles_at(segment.text, match)) - _NEUTRAL
            if not all(leader.holds(title) for title in titles):
                message = f"职务与登记不一致：{leader.name}现任{leader.title}。"
                yield _finding(segment, match.start(), match.end(), message, leader.title)

    def _titles_at(self, text: str, name: re.Match[str]) -> Iterator[str]:
        """Titles right before the name, the whole chain of them, and the one right after it."""
        before = rf"((?:(?:{_PREFIXES})*(?:{self._title})[、兼 ]?)+)\Z"
        begin = max(0, name.start() - 60)
        found = re.search(before, text[begin : name.start()])
        if found:
            ahead = text[: begin + found.start()][-1:]
            chain = [title for title in _SPLIT.split(found[1]) if title]
            if "\u4e00" <= ahead <= "\u9fff" and not chain[0].endswith(_ALWAYS):
                chain = chain[1:]  # the title of another body: 安委会主任
            yield from chain
        after = re.compile(rf"(?:{_PREFIXES})*(?:{self._title})").match(text, name.end())
        if after:
            yield after[0]

    def _wrong_order(self, segment: Segment) -> Iterator[Finding]:
        one = (
            rf"(?:(?:{_PREFIXES}|{self._title})|[、兼])*(?:{self._name})(?:{self._title})?(?:同志)?"
        )
        for match in re.finditer(rf"{one}(?:{_JOIN}+{one})+", segment.text):
            names = re.findall(self._name, match[0])
            right = sorted(dict.fromkeys(names), key=lambda name: self._by_name[name].rank)
            if list(dict.fromkeys(names)) != right:
                message = f"领导排序与登记不一致，应为：{'、'.join(right)}。"
                yield _finding(segment, match.start(), match.end(), message, "、".join(right))

    def _misspelt(self, segment: Segment) -> Iterator[Finding]:
        """A name one character off, right after a title of that leader."""
        for match in re.finditer(rf"(?:{self._title})", segment.text):
            written = segment.text[match.end() : match.end() + _AFTER_NAME]
            if re.match(self._name, written):
                continue
            for leader in self.leaders:
                found = _near(written, leader.name) if leader.holds(match[0]) else ""
                if found:
                    end = match.end() + len(found)
                    message = f"疑似写错姓名，登记为：{leader.name}。"
                    yield _finding(segment, match.end(), end, message, leader.name)
                    break


def _near(written: str, name: str) -> str:
    """The beginning of the text that is the name with one character changed, missing or added."""
    if len(name) < _SURNAME_AT_LEAST:
        return ""
    for length in (len(name), len(name) + 1, len(name) - 1):
        candidate = written[:length]
        is_whole = len(candidate) == length and re.fullmatch("[\u4e00-\u9fff·]+", candidate)
        if is_whole and _distance_is_one(candidate, name):
            return candidate
    return ""


def _distance_is_one(a: str, b: str) -> bool:
    """Whether one change, one missing, one added or two swapped characters lie between them."""
    if len(a) == len(b):
        differing = [place for place in range(len(a)) if a[place] != b[place]]
        swapped = len(differing) == 2 and sorted(a) == sorted(b)
        return len(differing) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _finding(segment: Segment, start: int, end: int, message: str, right: str) -> Finding:
    text = excerpt(segment.text, start, end)
    return Finding(Subject.LEADER, segment.place, text, message, right)
