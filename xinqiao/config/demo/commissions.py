"""Spreads the articles over the columns and tells each story: the county's whole writing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from xinqiao.config.demo import lives, plan, stories, units
from xinqiao.config.demo.lives import Life
from xinqiao.config.demo.plan import ColumnPlan
from xinqiao.config.demo.stories import Commission, Story
from xinqiao.config.demo.world import World

ARTICLES = 12_000
ATTEMPTS = 6
LAST = 12  # an interpretation explains one of so many documents
FIRST = "青溪县行政规范性文件管理规定"
SHARED = {  # portal columns to which many units contribute
    ("news", "departments"): "department",
    ("news", "townships"): "township",
    ("topics-columns", "villages-today"): "village",
}
VILLAGES = "villages"  # column of a township's site in which its villages write too
NUMBERING = {"government-orders": "青政发", "office-documents": "青政办发", "normative": "青政规"}


@dataclass(frozen=True)
class Draft:
    """An article of the county: where it stands, who wrote it, its life and its story."""

    column: ColumnPlan
    unit: str
    life: Life
    story: Story


class Press:
    """The county's writers: gives every column its articles, no title twice on a site."""

    def __init__(self, world: World, articles: int = ARTICLES):
        self.world = world
        self.articles = articles
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[tuple[str, int], int] = defaultdict(int)
        self._documents: dict[str, list[tuple[dt.datetime, str]]] = defaultdict(list)

    @cached_property
    def by_code(self) -> dict[str, units.Unit]:
        return {unit.code: unit for unit in units.all_units()}

    def drafts(self) -> Iterator[Draft]:
        """Every article, column after column, the oldest of a column first."""
        for column, count in shares(plan.columns(), self.articles):
            random = self.world.random("ages", column.site, column.path)
            for number, age in enumerate(lives.ages(random, column.pace, count)):
                life = lives.live(random, column.pace, column.genre, self.world.anchor, age)
                yield self._draft(column, number, life)

    def _draft(self, column: ColumnPlan, number: int, life: Life) -> Draft:
        unit = self._unit(column, number)
        trade = self._trade(column, unit, number)
        document = self._document(column, life.written_at)
        about = self._about(unit, trade)
        date, place = life.written_at.date(), f"{column.site}/{column.path}"
        commission = Commission(column.genre, unit, trade, number, date, place, document, about)
        story = self._tell_anew(column.site, commission)
        if column.genre == "document":
            story = self._numbered(column, unit, life.written_at.date(), story)
            self._documents[column.site].append((life.changed_at, short_title(story.title)))
        return Draft(column, unit.code, life, story)

    def _unit(self, column: ColumnPlan, number: int) -> units.Unit:
        own = self.by_code[column.unit]
        kind = SHARED.get((column.area, column.slug))
        if column.site == plan.PORTAL and kind is not None:
            writers = [unit for unit in self.by_code.values() if unit.kind == kind]
        elif column.slug == VILLAGES:
            below = [unit for unit in self.by_code.values() if unit.parent == own.code]
            writers = [own, *below]
        else:
            writers = [own]
        return writers[number % len(writers)]

    def _trade(self, column: ColumnPlan, unit: units.Unit, number: int) -> str:
        """The portal's own columns report on every department's work."""
        if unit.code != "government" or column.is_static:
            return unit.trade or "government"
        trades = [code for code, *_ in units.DEPARTMENTS] + ["government", "township"]
        return self.world.random("trade", column.path, number).choice(trades)

    def _about(self, unit: units.Unit, trade: str) -> str:
        """Whose work the government office reports on."""
        if trade == unit.trade:
            return ""
        return "全县各乡镇" if trade == "township" else self.by_code[trade].short_name

    def _document(self, column: ColumnPlan, at: dt.datetime) -> str:
        """The document that an interpretation explains: one of the last before it."""
        if column.genre != "interpretation":
            return ""
        written = sorted(one for one in self._documents[column.site] if one[0] < at)[-LAST:]
        return written[-1 - len(self._titles[column.site]) % len(written)][1] if written else FIRST

    def _tell_anew(self, site: str, commission: Commission) -> Story:
        for attempt in range(ATTEMPTS):
            story = stories.tell(self.world, replace(commission, attempt=attempt))
            if story.title not in self._titles[site]:
                break
        else:
            story = replace(story, title=self._with_ordinal(site, story.title, commission.date))
        self._titles[site].add(story.title)
        return story

    def _with_ordinal(self, site: str, title: str, date: dt.date) -> str:
        """A series: the same headline again, with its day or its issue."""
        dated = f"{title}（{date.month}月{date.day}日）"
        number = 2
        while dated in self._titles[site]:
            dated = f"{title}（{date.month}月{date.day}日之{number}）"
            number += 1
        return dated

    def _numbered(self, column: ColumnPlan, unit: units.Unit, date: dt.date, story: Story) -> Story:
        prefix = NUMBERING.get(column.slug) or document_prefix(unit)
        self._numbers[prefix, date.year] += 1
        number = f"{prefix}〔{date.year}〕{self._numbers[prefix, date.year]}号"
        office = sum(map(ord, unit.code)) % 900 + 100
        index = f"QX{office}/{date:%Y}-{self._numbers[prefix, date.year]:05d}"
        facts = {
            "document_number": number,
            "issuing_body": unit.name,
            "index_number": index,
            "issued_date": date,
            "effective_date": date + dt.timedelta(days=30),
        }
        return replace(story, facts=facts)


def short_title(title: str) -> str:
    """What people call a document: the title between its own marks, if it has them."""
    inner = title.partition("《")[2].partition("》")[0]
    return inner or title


def document_prefix(unit: units.Unit) -> str:
    """The letters before the year: 青教发, 溪口政发."""
    character = units.DOCUMENT_CHARACTERS.get(unit.code)
    if character:
        return f"青{character}发"
    return f"{unit.short_name.removeprefix('县')[:2]}发"


def shares(columns: tuple[ColumnPlan, ...], articles: int) -> Iterator[tuple[ColumnPlan, int]]:
    """Divide the articles by weight; static columns keep theirs, the sum is exact."""
    fixed = sum(column.weight for column in columns if column.is_static)
    moving = sum(column.weight for column in columns if not column.is_static)
    scale = max(articles - fixed, 0) / moving
    owed = 0.0
    for column in columns:
        if column.is_static:
            yield column, column.weight
            continue
        owed += column.weight * scale
        count = int(owed + 1e-6)
        owed -= count
        yield column, count


def digest(drafts: Iterator[Draft]) -> str:
    """A fingerprint of all titles, to compare two generations."""
    whole = sha256()
    for draft in drafts:
        whole.update(f"{draft.column.site}/{draft.column.path}:{draft.story.title}\n".encode())
    return whole.hexdigest()
