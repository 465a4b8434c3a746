"""What every unit works on: the lines of ``texts/topics.txt`` as records."""

from dataclasses import dataclass
from functools import cache

from xinqiao.config.demo import grammar


@dataclass(frozen=True)
class Topic:
    """One field of work: what is done, in figures, its documents and its notices."""

    name: str
    heads: tuple[str, ...]
    facts: tuple[str, ...]
    policies: tuple[str, ...]
    notices: tuple[str, ...]


@cache
def topics_of(trade: str) -> tuple[Topic, ...]:
    """The fields of work of a trade (a department, a township, an institution)."""
    return tuple(_topic(line) for line in grammar.load("topics")[trade])


def _topic(line: str) -> Topic:
    name, *parts = (part.strip() for part in line.split("|"))
    heads, facts, policies, notices = (
        tuple(entry.strip() for entry in part.split(";")) for part in parts
    )
    return Topic(name, heads, facts, policies, notices)
