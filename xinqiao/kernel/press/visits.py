"""Counts visits without a write per hit and without knowing anybody (docs/decisions/0022).

A web process counts in memory and puts its counts into a small file now and then; a job takes
the files up. What the web server in front answers by itself comes from its access log.
"""

import atexit
import datetime as dt
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings

SECONDS = 30.0  # what a process that is killed may lose
MOST_PAGES = 2_000
MACHINES = re.compile(r"bot|spider|crawl|slurp|curl|wget|python|java/|monitor", re.IGNORECASE)
# nginx: log_format visits '$time_iso8601 $status $request_method $host "$uri" "$http_user_agent"';
LOG_LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T\S+ (?P<status>\d{3}) (?P<method>[A-Z]+) (?P<host>\S+) "
    r'"(?P<path>/[^"]{0,500})" "(?P<agent>[^"]*)"\s*'
)
PAGE = re.compile(r"/|.*/|.*\.html")

Counts = dict[tuple[dt.date, str], int]  # by day and internal path


@dataclass
class Spool:
    """Counts of one process on their way to files in ``folder``."""

    folder: Path
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    flushed_at: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, path: str, day: dt.date) -> None:
        """Count one visit of an internal path."""
        with self.lock:
            self.counts[day.isoformat(), path] += 1
            full = len(self.counts) >= MOST_PAGES
            if full or time.monotonic() - self.flushed_at >= SECONDS:
                self._write()

    def flush(self) -> None:
        """Write what was counted since the last time."""
        with self.lock:
            self._write()

    def _write(self) -> None:
        counts, self.counts = self.counts, Counter()
        self.flushed_at = time.monotonic()
        if counts:
            write(self.folder, counts)


def write(folder: Path, counts: Counter[tuple[str, str]], name: str = "") -> Path:
    """Leave counts for the job, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name or uuid4().hex}.jsonl"
    lines = [json.dumps([day, path, number]) for (day, path), number in counts.items()]
    part = target.with_suffix(".part")
    part.write_text("\n".join(lines), encoding="utf-8")
    part.replace(target)
    return target


def folder() -> Path:
    """Where counts wait for the job."""
    found: Path = settings.XINQIAO_DATA / "visits"
    return found


@cache
def spool() -> Spool:
    """The spool of this process; it is emptied when the process ends."""
    made = Spool(folder())
    atexit.register(made.flush)
    return made


def is_human(user_agent: str) -> bool:
    """Whether this does not call itself a machine."""
    return bool(user_agent) and not MACHINES.search(user_agent)


def waiting() -> Iterator[tuple[Path, Counts]]:
    """Files that wait, with what they hold; a file that cannot be read holds nothing."""
    for path in sorted(folder().glob("*.jsonl")):
        yield path, _read(path)


def _read(path: Path) -> Counts:
    counts: Counts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            day, address, number = json.loads(line)
            key = dt.date.fromisoformat(day), str(address)
            counts[key] = counts.get(key, 0) + int(number)
        except (ValueError, TypeError):
            continue
    return counts


def in_log(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Visits of pages in an access log, as (day, host, path)."""
    for line in lines:
        match = LOG_LINE.fullmatch(line.rstrip("\n"))
        if match is None or match["status"] not in {"200", "304"} or match["method"] != "GET":
            continue
        if PAGE.fullmatch(match["path"]) and is_human(match["agent"]):
            yield match["day"], match["host"], match["path"]
