"""Wrong and sensitive words in one pass over the text (Aho-Corasick), with their exceptions.

Wrong words are compared by width and case only: 了望 is wrong where 瞭望 is right. Sensitive words
are found through traditional characters, spaces and symbols, but not over the end of a sentence. A
word inside an allowed phrase (办证 in 办证大厅) is none.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import ahocorasick
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.checking.findings import Finding, Segment, Subject, excerpt
from xinqiao.domains.portal.rules.checking.folding import Folded, fold_width, fold_words

SHORTEST = 2
_SENTENCE_END = re.compile("[。！？!?\n]")


class WordKind(TextChoices):
    """What a line of the lists says."""

    WRONG = "wrong", _("错别字")
    SENSITIVE = "sensitive", _("敏感词")
    ALLOWED = "allowed", _("例外用语")


@dataclass(frozen=True)
class Word:
    """A line of the lists."""

    kind: str
    word: str
    suggestion: str = ""


@dataclass(frozen=True)
class _Hit:
    word: Word
    start: int
    end: int


class WordSet:
    """The lists, ready to be looked for; make it once and keep it."""

    def __init__(self, words: Iterable[Word]):
        kept = [word for word in words if len(word.word) >= SHORTEST]
        self._wrong = _Matcher(kept, WordKind.WRONG, fold_width)
        self._sensitive = _Matcher(kept, WordKind.SENSITIVE, fold_words)

    def find(self, segment: Segment) -> list[Finding]:
        """The words of the lists in a piece of text."""
        found = [
            Finding(
                Subject.WRONG_WORD,
                segment.place,
                excerpt(segment.text, *span),
                f"疑似错别字，建议改为“{word.suggestion}”。" if word.suggestion else "疑似错别字。",
                word.suggestion,
            )
            for word, span in self._wrong.find(segment.text)
        ]
        found += [
            Finding(
                Subject.SENSITIVE_WORD,
                segment.place,
                excerpt(segment.text, *span),
                word.suggestion or "敏感词，请核对用语。",
            )
            for word, span in self._sensitive.find(segment.text)
        ]
        return found


class _Matcher:
    def __init__(self, words: list[Word], kind: str, form: Callable[[str], Folded]):
        self._form = form
        self._automaton = ahocorasick.Automaton()
        for word in words:
            if word.kind in {kind, WordKind.ALLOWED} and (key := form(word.word).text):
                self._add(key, word)
        self._is_empty = len(self._automaton) == 0
        self._automaton.make_automaton()

    def _add(self, key: str, word: Word) -> None:
        """Where a word is both listed and allowed, it is allowed."""
        before = self._automaton.get(key, None)
        if before is None or before[1].kind != WordKind.ALLOWED:
            self._automaton.add_word(key, (len(key), word))

    def find(self, text: str) -> Iterator[tuple[Word, tuple[int, int]]]:
        """Each word with its place in the original text; of overlapping ones the outer."""
        if self._is_empty:
            return
        folded = self._form(text)
        outer = 0
        for hit in sorted(self._hits(folded.text), key=lambda hit: (hit.start, -hit.end)):
            is_inner, outer = hit.end <= outer, max(outer, hit.end)
            span = folded.span(hit.start, hit.end)
            is_split = _SENTENCE_END.search(text, *span)
            if hit.word.kind != WordKind.ALLOWED and not is_inner and not is_split:
                yield hit.word, span

    def _hits(self, text: str) -> Iterator[_Hit]:
        for end, (length, word) in self._automaton.iter(text):
            yield _Hit(word, end + 1 - length, end + 1)
