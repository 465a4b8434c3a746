"""When each article was written and how far it came: dates, stages, public states."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
YEAR_DAYS = 360

# The youngest and the oldest article of a column, in days before the anchor.
PACES = {
    "fresh": (1, YEAR_DAYS),
    "steady": (4, YEAR_DAYS),
    "slow": (40, YEAR_DAYS),
    "stale": (190, YEAR_DAYS),
    "static": (30, YEAR_DAYS),
    "blank": (YEAR_DAYS, YEAR_DAYS),
}
RECENT_DAYS = 14

# What becomes of an article, in thousandths; only recent ones are on their way.
ENDED = (("online", 938), ("corrected", 26), ("withdrawn", 20), ("expired", 16))
ON_THE_WAY = (
    ("online", 560),
    ("draft", 120),
    ("unit_review", 70),
    ("unit_head", 20),
    ("secrecy_review", 60),
    ("editing", 70),
    ("approved", 20),
    ("returned", 50),
    ("correcting", 30),
)


@dataclass(frozen=True)
class Life:
    """One article's way: written, submitted, passed, published, and what came after."""

    fate: str
    written_at: dt.datetime
    published_at: dt.datetime | None
    changed_at: dt.datetime

    @property
    def is_online(self) -> bool:
        return self.fate in {"online", "corrected", "correcting"}

    @property
    def was_published(self) -> bool:
        return self.published_at is not None


def ages(random: Random, pace: str, count: int) -> list[int]:
    """Days before the anchor, oldest first; the youngest stands at the column's pace."""
    youngest, oldest = PACES[pace]
    youngest += random.randint(0, max(0, youngest // 3)) if pace != "fresh" else 0
    days = [random.randint(youngest, oldest) for _ in range(count)]
    if days:
        days[0] = youngest
    return sorted(days, reverse=True)


def live(random: Random, pace: str, genre: str, anchor: dt.date, age: int) -> Life:
    """Give an article of a day its way. The past never reaches into the anchor's day."""
    day = _working_day(anchor - dt.timedelta(days=age), anchor)
    written = _moment(random, day, 8, 11)
    fate = _fate(random, pace, genre, age)
    if fate in {"online", "corrected", "withdrawn", "expired", "correcting"}:
        published = written + dt.timedelta(minutes=random.randint(90, 320))
        return Life(fate, written, published, _later(random, fate, published, anchor))
    return Life(fate, written, None, written + dt.timedelta(minutes=random.randint(30, 200)))


def _working_day(day: dt.date, anchor: dt.date) -> dt.date:
    """Most work falls on working days; yesterday stays yesterday."""
    if day.weekday() >= 5 and (anchor - day).days > 3:
        return day - dt.timedelta(days=day.weekday() - 4)
    return day


def _moment(random: Random, day: dt.date, first: int, last: int) -> dt.datetime:
    hour = random.randint(first, last)
    return dt.datetime(day.year, day.month, day.day, hour, random.randint(0, 59), tzinfo=SHANGHAI)


def _fate(random: Random, pace: str, genre: str, age: int) -> str:
    if pace == "static":
        return "online"
    fates = ON_THE_WAY if age <= RECENT_DAYS else ENDED
    names = [name for name, _ in fates]
    fate = random.choices(names, [weight for _, weight in fates])[0]
    if fate == "unit_head" and genre != "document":
        return "unit_review"
    return fate


def _later(random: Random, fate: str, published: dt.datetime, anchor: dt.date) -> dt.datetime:
    """The moment of what came after publication, before the anchor's day begins."""
    if fate == "online":
        return published
    midnight = dt.datetime(anchor.year, anchor.month, anchor.day, tzinfo=SHANGHAI)
    span = max(1, int((midnight - published).total_seconds() // 60) - 1)
    return published + dt.timedelta(minutes=min(span, random.randint(60, 60 * 24 * 20)))
