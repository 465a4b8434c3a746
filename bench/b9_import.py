"""B9: import of articles, with cleaning, hashes, placements and the report; memory stays flat.

Builds a data folder of its own (SQLite, the embedded profile; XINQIAO_BENCH_DATABASE names a
PostgreSQL instead), writes a file of articles told by the demo county's writers, and reads it as
an import batch. The value is articles a second, from the opened file to the finished manifest.
A first batch of 1,000 warms everything up; what the peak memory grows by after it is reported.
"""

import argparse
import datetime as dt
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

LIMIT_PER_SECOND = 500
WARM = 1000
DAY = dt.date(2026, 9, 30)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=20_000)
    size = parser.parse_args().size
    folder = tempfile.mkdtemp(prefix="xinqiao-b9-")
    try:
        prepare(folder)
        print(json.dumps(measure(Path(folder), size)), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def prepare(folder: str) -> None:
    """A migrated, empty installation in this process."""
    import xinqiao  # noqa: F401 (swaps the SQLite module first)

    os.environ.update(
        XINQIAO_DATA=folder,
        XINQIAO_SECRET_KEY="bench-only",
        XINQIAO_DATABASE=os.environ.get("XINQIAO_BENCH_DATABASE", ""),
        DJANGO_SETTINGS_MODULE="xinqiao.config.settings.embedded",
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measure(folder: Path, size: int) -> dict[str, object]:
    actor, warm_column, column = people_and_columns()
    bring_in(actor, warm_column, written(folder / "warm.jsonl", WARM))
    before = peak_megabytes()
    file = written(folder / "articles.jsonl", size)
    kilobytes = file.stat().st_size / size / 1024
    started, worked = time.perf_counter(), time.process_time()
    batch = bring_in(actor, column, file)
    spent = time.perf_counter() - started
    worked = time.process_time() - worked
    grown = peak_megabytes() - before
    assert (batch.imported, batch.failed, batch.state) == (size, 0, "ready"), vars(batch)
    print(f"{size} articles of {kilobytes:.1f} KB in {spent:.1f} s, {worked:.1f} s of work")
    print(f"peak memory {peak_megabytes():.0f} MB, {grown:.1f} MB more than after {WARM} articles")
    return {
        "id": "B9",
        "size": size,
        "value": round(size / spent, 1),
        "unit": "articles/s",
        "baseline": None,
        "ratio": None,
        "limit": LIMIT_PER_SECOND,
        "per_second_of_work": round(size / worked, 1),
        "memory_growth_megabytes": round(grown, 1),
        "article_kilobytes": round(kilobytes, 2),
    }


def people_and_columns():
    """A unit with its contributor and two columns of its sub-site."""
    from django.utils import timezone

    from xinqiao.kernel.accounts.models import DutyAssignment, User
    from xinqiao.kernel.organisations.models import Organisation
    from xinqiao.kernel.sites.models import Column, Site

    unit = Organisation.objects.create(
        code="unit", name="青溪县单位", short_name="单位", path="/1/"
    )
    site = Site.objects.create(code="portal", name="门户", kind="portal", organisation=unit)
    columns = [
        Column.objects.create(
            site=site, slug=slug, name=slug, organisation=unit, path=slug, tree_path=f"/{number}/"
        )
        for number, slug in enumerate(("warm", "news"), start=1)
    ]
    actor = User.objects.create(username="writer", name="信息员", organisation=unit)
    DutyAssignment.objects.create(
        user=actor,
        duty="contributor",
        organisation=unit,
        starts_date=dt.date(2020, 1, 1),
        granted_at=timezone.now(),
    )
    return actor, *columns


def written(path: Path, count: int) -> Path:
    """A file of articles, each another one."""
    from xinqiao.config.demo import stories, units
    from xinqiao.config.demo.world import World

    world = World(9, DAY)
    writers = [unit for unit in units.all_units() if unit.trade]
    genres = ("news", "notice", "document", "plan", "tender")
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            unit = writers[number % len(writers)]
            genre = genres[number % len(genres)]
            told = [
                stories.tell(world, stories.Commission(genre, unit, unit.trade, number + part, DAY))
                for part in range(3)
            ]
            record = {
                "id": f"old-{number}",
                "title": told[0].title,
                "body": "".join(story.body for story in told),
                "summary": told[0].summary,
                "source": told[0].source,
                "date": f"2025-{number % 12 + 1:02d}-{number % 28 + 1:02d} 09:30",
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def bring_in(actor, column, path: Path):
    """Open a batch and read it whole."""
    from django.utils import timezone

    from xinqiao.domains.portal.actions import imports
    from xinqiao.domains.portal.adapters import rows

    with path.open("rb") as source:
        batch = imports.open_batch(
            actor=actor,
            column_id=column.pk,
            file_name=path.name,
            source=source,
            mapping=rows.mapping_of(rows.GENERAL),
            content_class="news",
            now=timezone.now(),
        )
    return imports.read_batch(batch_id=batch.pk, now=timezone.now())


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
