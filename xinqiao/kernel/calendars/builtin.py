"""The notices and lunar dates that come with the software."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xinqiao.kernel.calendars import reading, rules

FOLDER = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Notice:
    """One year as it comes with the software."""

    year: int
    title: str
    source: str
    days: list[rules.Day]
    issued_date: dt.date | None = None
    is_provisional: bool = False


def notices() -> Iterator[Notice]:
    """Years with a notice of the State Council, then years still to be arranged."""
    for row in _table("notices.csv"):
        year = int(row["year"])
        text = (FOLDER / f"{year}.csv").read_text(encoding="utf-8")
        issued = dt.date.fromisoformat(row["issued_date"]) if row["issued_date"] else None
        days = reading.read_notice(year, text)
        yield Notice(year, row["title"], row["source"], days, issued_date=issued)
    for row in _table("lunar.csv"):
        yield _provisional(int(row.pop("year")), row)


def _provisional(year: int, festivals: dict[str, str]) -> Notice:
    lunar = {name: dt.date.fromisoformat(day) for name, day in festivals.items()}
    return Notice(
        year=year,
        title=f"{year}年节假日（暂定）",
        source="全国年节及纪念日放假办法，国务院办公厅通知印发前暂用",
        days=rules.provisional_days(year, lunar),
        is_provisional=True,
    )


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
