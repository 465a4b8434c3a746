"""A small grammar that says one thing in many ways; a pure function of its random stream."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

TEXTS = Path(__file__).parent / "texts"
SLOT = re.compile(r"\{([^{}]+)\}")
DEPTH = 12

Rules = Mapping[str, Sequence[str]]


class UnknownSlot(Exception):
    """A text names a slot that no rule fills."""


@cache
def load(name: str) -> dict[str, tuple[str, ...]]:
    """Read a file of ``texts/``: [section] and then one entry a line."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {section: tuple(lines) for section, lines in sections.items()}


class Voice:
    """One teller of one story: what he has named once, he names again."""

    def __init__(self, random: Random, rules: Rules, bound: Mapping[str, str] | None = None):
        self.random = random
        self.rules = rules
        self.bound = dict(bound or {})

    def say(self, text: str, depth: int = 0) -> str:
        """Fill every slot of a text. Raises UnknownSlot."""
        if depth > DEPTH:
            raise UnknownSlot(text)
        return SLOT.sub(lambda match: self._fill(match.group(1), depth), text)

    def one(self, rule: str) -> str:
        """Say one entry of a rule."""
        return self.say(self.random.choice(self._entries(rule)))

    def some(self, rule: str, count: int) -> list[str]:
        """Say several different entries of a rule, in random order."""
        entries = self._entries(rule)
        return [self.say(line) for line in self.random.sample(entries, min(count, len(entries)))]

    def bind(self, name: str, rule: str) -> str:
        """Say one entry of a rule and remember it under a name."""
        self.bound[name] = self.one(rule)
        return self.bound[name]

    def _entries(self, rule: str) -> Sequence[str]:
        try:
            return self.rules[rule]
        except KeyError as error:
            raise UnknownSlot(rule) from error

    def _fill(self, slot: str, depth: int) -> str:
        if slot in self.bound:
            return self.say(self.bound[slot], depth + 1)
        kind, _, rest = slot.partition(":")
        if kind in {"n", "p"} and rest:
            return self._number(kind, rest)
        name, _, rule = slot.partition("=")
        said = self.say(self.random.choice(self._entries(rule or name)), depth + 1)
        if rule:
            self.bound[name] = said
        return said

    def _number(self, kind: str, bounds: str) -> str:
        low, high = (int(bound) for bound in bounds.split("-"))
        if kind == "n":
            return str(self.random.randint(low, high))
        return f"{self.random.randint(low * 10 + 1, high * 10 - 1) / 10:.1f}"
