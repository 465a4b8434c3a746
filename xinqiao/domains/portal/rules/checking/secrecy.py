"""Marks of state secrets and internal papers: what bears one never goes online.

保守国家秘密法 (in force 2024-05-01), art. 22 [M]: papers that carry state secrets bear the mark, in
the form ``密级★保密期限``. A text that speaks about secrets bears none: a mark stands by itself,
with a star, or after the word 密级.
"""

import re

from xinqiao.domains.portal.rules.checking.findings import Finding, Segment, Subject, excerpt
from xinqiao.domains.portal.rules.checking.folding import fold

_GAP = r"[ \t\u3000]*"
_TERM = rf"(?:[0-9一二三四五六七八九十]+{_GAP}(?:年|个月|月|日)|长期|启用前|解密前)"
_SPACED = rf"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_MARKS = (
    re.compile(rf"{_SPACED}{_GAP}[★☆*※]{_GAP}{_TERM}?"),
    re.compile(rf"密{_GAP}级{_GAP}[::]{_GAP}{_SPACED}"),
    re.compile(rf"^{_GAP}[【\[(〔]?{_SPACED}(?:{_GAP}{_TERM})?[】\])〕]?{_GAP}$", re.MULTILINE),
    re.compile(
        rf"^{_GAP}[【\[(〔]?内部(?:资料|文件|材料|刊物){_GAP}[,，、;]?{_GAP}"
        rf"(?:请?{_GAP}(?:注意|妥善){_GAP}(?:保存|保管|保密)|(?:不得|严禁|请勿){_GAP}(?:外传|外泄|公开|扩散|翻印))"
        rf"[。.!]?[】\])〕]?{_GAP}$",
        re.MULTILINE,
    ),
    re.compile(
        rf"^{_GAP}[【\[(〔]?(?:工作秘密|内部工作秘密|仅供内部(?:参考|使用|参阅)|内部(?:参考|参阅),?注意保密)"
        rf"[。.!]?[】\])〕]?{_GAP}$",
        re.MULTILINE,
    ),
)
_MESSAGE = "带有涉密或内部标志，任何人不得放行。请撤下该内容，并按保密规定报告单位保密工作机构。"


def find_secrecy_marks(segment: Segment) -> list[Finding]:
    """The marks in a piece of text, each place once."""
    folded = fold(segment.text)
    found: dict[tuple[int, int], Finding] = {}
    for pattern in _MARKS:
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            shown = segment.text[start:end].strip()
            text = excerpt(segment.text, start, end, shown=shown)
            found[start, end] = Finding(Subject.SECRECY_MARK, segment.place, text, _MESSAGE)
    return list(found.values())
