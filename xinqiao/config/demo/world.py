"""What is the same for every story of one county: its leaders and the calendar they live by."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from random import Random

from xinqiao.config.demo import grammar

POSTS = (
    "县委书记",
    "县委副书记、县长",
    "县人大常委会主任",
    "县政协主席",
    "县委常委、常务副县长",
    "县委常委、县纪委书记",
    "副县长、县公安局局长",
    "副县长",
    "副县长",
    "副县长",
)
MAYOR = 1  # place in POSTS


@dataclass(frozen=True)
class World:
    """One county on one day: everything else follows from these two."""

    seed: int
    anchor: dt.date

    def random(self, *names: object) -> Random:
        """A random stream of its own for whatever is named."""
        text = ":".join(str(name) for name in (self.seed, self.anchor.isoformat(), *names))
        return Random(text)  # noqa: S311 (texts, not secrets)

    @cached_property
    def leaders(self) -> tuple[tuple[str, str], ...]:
        """Post and name of the county's leaders."""
        words = grammar.load("words")
        random = self.random("leaders")
        surnames = random.sample(words["surname"], len(POSTS))
        given = random.sample(words["given"], len(POSTS))
        return tuple(
            (post, last + first) for post, last, first in zip(POSTS, surnames, given, strict=True)
        )

    def leader_names(self) -> tuple[str, ...]:
        return tuple(f"{post}{name}" for post, name in self.leaders)
