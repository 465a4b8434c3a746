"""Checks before publication: what may not go online, what needs a second person, what to correct.

Legal basis: 保守国家秘密法 (in force 2024-05-01); Order 711 (in force 2019-05-15), art. 14 and 17:
state secrets are not disclosed, and what is disclosed is reviewed before; 个人信息保护法 (in force
2021-11-01), art. 25 and 28: personal data are not made public without basis; 政府网站发展指引
(国办发〔2017〕47号): correct words, links, tags. Which finding stops and which warns is ours.
"""

from xinqiao.domains.portal.rules.checking.findings import (
    Finding,
    Gravity,
    Segment,
    Subject,
    in_order,
)
from xinqiao.domains.portal.rules.checking.leaders import Leader, Register
from xinqiao.domains.portal.rules.checking.numbers import find_numbers
from xinqiao.domains.portal.rules.checking.secrecy import find_secrecy_marks
from xinqiao.domains.portal.rules.checking.structure import find_in_structure, find_missing_tags
from xinqiao.domains.portal.rules.checking.verdict import Report, check_publishable, check_waiver
from xinqiao.domains.portal.rules.checking.words import SHORTEST, Word, WordKind, WordSet

__all__ = [
    "SHORTEST",
    "Finding",
    "Gravity",
    "Leader",
    "Register",
    "Report",
    "Segment",
    "Subject",
    "Word",
    "WordKind",
    "WordSet",
    "check_publishable",
    "check_waiver",
    "find_in_segment",
    "find_in_structure",
    "find_missing_tags",
    "find_numbers",
    "find_secrecy_marks",
    "in_order",
]


def find_in_segment(segment: Segment, words: WordSet, register: Register) -> list[Finding]:
    """Everything that the words of a piece of text tell."""
    return [
        *find_secrecy_marks(segment),
        *find_numbers(segment),
        *words.find(segment),
        *register.find(segment),
    ]
