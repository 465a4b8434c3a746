"""B8: a page of the article list in the workbench, with many articles.

Builds a data folder of its own (SQLite, the embedded profile), fills it with articles of four
units, and asks for first, deep, filtered and searched pages as three people. The value is the
95th percentile in milliseconds over all requests; the limit is 150 ms and 12 queries.
For comparison it prints what the deep page's query costs by OFFSET with a count, as Wagtail's
lists do it.
"""

import argparse
import datetime as dt
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

LIMIT_MILLISECONDS = 150
LIMIT_QUERIES = 12
ROUNDS = 8
BATCH = 5000
WORDS = ("春耕备耕", "安全生产", "招商引资", "便民服务", "义务教育", "乡村振兴", "防汛抗旱")
STAGES = ("draft", "unit_review", "secrecy_review", "editing", "returned")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=200_000)
    size = parser.parse_args().size
    folder = tempfile.mkdtemp(prefix="xinqiao-b8-")
    try:
        prepare(folder)
        print(json.dumps(measure(size)), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def prepare(folder: str) -> None:
    """A migrated, empty installation in this process."""
    import xinqiao  # noqa: F401 (swaps the SQLite module first)

    os.environ.update(
        XINQIAO_DATA=folder,
        XINQIAO_SECRET_KEY="bench-only",
        XINQIAO_HOSTS="testserver",
        XINQIAO_DATABASE=os.environ.get("XINQIAO_BENCH_DATABASE", ""),
        DJANGO_SETTINGS_MODULE="xinqiao.config.settings.embedded",
    )
    import django

    django.setup()
    from django.core.management import call_command

    from xinqiao.kernel.vault import keys

    keys.create(Path(folder) / "keys" / "vault.key")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def measure(size: int) -> dict[str, object]:
    """Fill, ask, and say the figures."""
    people = fill(size)
    found, work, most = asked(people, addresses(size))
    missed, _work, _most = asked(people, nothing_found())
    value = round(percentile(found, 95), 1)
    print(f"for comparison: count and OFFSET alone, unrendered: {by_offset(people[0]):.1f} ms")
    print(
        f"p95 {value} ms (limit {LIMIT_MILLISECONDS}), "
        f"at most {most} queries (limit {LIMIT_QUERIES})"
    )
    return {
        "id": "B8",
        "size": size,
        "value": value,
        "unit": "ms",
        "baseline": None,
        "ratio": None,
        "queries": most,
        "cpu": round(percentile(work, 95), 1),
        "nothing_found": round(percentile(missed, 95), 1),
    }


def asked(people, pages: list[str]) -> tuple[list[float], list[float], int]:
    """Milliseconds by the clock and of work for each request, and the most queries of one."""
    from django.test import Client

    times: list[float] = []
    work: list[float] = []
    most = 0
    for user in people:
        client = Client()
        client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
        for address in pages:
            client.get(address)
            for _round in range(ROUNDS):
                spent, worked, queries = timed(client, address)
                times.append(spent)
                work.append(worked)
                most = max(most, queries)
            print(
                f"{user.username:10} {address[:50]:50} {spent:7.1f} ms, "
                f"{worked:6.1f} of work, {queries} queries"
            )
    return times, work, most


def addresses(size: int) -> list[str]:
    """First, deep, filtered and searched pages."""
    return [
        "/manage/articles/?period=",
        f"/manage/articles/?p=a{size // 2}",
        f"/manage/articles/?p=b{size // 3}",
        "/manage/articles/?state=online",
        "/manage/articles/?state=reviewing",
        "/manage/articles/?q=%E6%98%A5%E8%80%95",
    ]


def nothing_found() -> list[str]:
    """Filters that no row meets: every row is looked at before that is known."""
    return ["/manage/articles/?state=withdrawn", "/manage/articles/?q=%E6%97%A0%E6%AD%A4%E9%A2%98"]


def timed(client, address: str) -> tuple[float, float, int]:
    """Milliseconds by the clock, milliseconds of this process, queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    started, began = time.perf_counter(), time.process_time()
    answer = client.get(address)
    spent = (time.perf_counter() - started) * 1000
    worked = (time.process_time() - began) * 1000
    assert answer.status_code == 200, (address, answer.status_code)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return spent, worked, len(caught)


def percentile(times: list[float], percent: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(len(ordered) * percent / 100))]


def by_offset(user) -> float:
    """The same rows by count and OFFSET, without rendering: what a numbered pager costs."""
    from django.core.paginator import Paginator

    from xinqiao.domains.portal.models import Article

    spent = []
    for _round in range(5):
        rows = Article.objects.visible_to(user).select_related("site", "column", "organisation")
        started = time.perf_counter()
        pages = Paginator(rows.defer("body").order_by("-pk"), 20)
        list(pages.get_page(pages.num_pages // 2))
        spent.append((time.perf_counter() - started) * 1000)
    return min(spent)


def fill(size: int) -> list[object]:
    """Four units, one portal, forty columns; half of the articles are the busiest unit's."""
    from django.db import connection
    from django.utils import timezone

    from xinqiao.domains.portal.models import Article, Placement
    from xinqiao.kernel.accounts.models import DutyAssignment, User
    from xinqiao.kernel.organisations.models import Organisation
    from xinqiao.kernel.sites.models import Column, Site

    now = timezone.now()
    units = [
        Organisation.objects.create(
            code=f"unit{n}", name=f"示范单位{n}", short_name=f"单位{n}", path=f"/{n}/"
        )
        for n in range(1, 5)
    ]
    site = Site.objects.create(
        code="portal", name="青溪县人民政府", kind="portal", organisation=units[0]
    )
    columns = [
        Column.objects.create(
            site=site,
            slug=f"c{n}",
            path=f"c{n}",
            name=f"栏目{n}",
            organisation=units[n % 4],
            tree_path=f"/{n + 1}/",
        )
        for n in range(40)
    ]
    people = []
    for number, (name, duty) in enumerate(
        [("writer", "contributor"), ("desk", "editor"), ("reviewer", "unit_reviewer")]
    ):
        unit = units[(1, 0, 2)[number]]
        user = User.objects.create_user(name, password=None, name=name, organisation=unit)
        DutyAssignment.objects.create(
            user=user, duty=duty, organisation=unit, starts_date=dt.date(2020, 1, 1), granted_at=now
        )
        people.append(user)
    made = Article.objects.bulk_create(
        _article(number, site, columns, units, people[0], now) for number in range(min(size, BATCH))
    )
    multiply(Article, len(made), size)
    own_columns = "article_id, column_id, site_id, mode, state, published_at, offered_at, reason"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Placement._meta.db_table} ({own_columns}) "
            "SELECT id, column_id, site_id, 'own', "
            "CASE WHEN public_state = 'online' THEN 'online' ELSE 'accepted' END, "
            f"published_at, created_at, '' FROM {Article._meta.db_table}"
        )
        cursor.execute("ANALYZE")
    return people


def multiply(model, made: int, size: int) -> None:
    """Copy the first rows until there are ``size``: far faster than making each in Python."""
    from django.db import connection

    names = ", ".join(
        connection.ops.quote_name(field.column)
        for field in model._meta.concrete_fields
        if not field.primary_key
    )
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for start in range(made, size, made):
            count = min(made, size - start)
            cursor.execute(
                f"INSERT INTO {table} ({names}) "
                f"SELECT {names} FROM {table} ORDER BY id LIMIT {count}"
            )


def _article(number: int, site, columns, units, author, now):
    """Every second one is the busiest unit's; one in ten is not published."""
    from xinqiao.domains.portal.models import Article

    online = number % 10 != 0
    return Article(
        site=site,
        column=columns[number % 40],
        organisation=units[1] if number % 2 else units[number // 2 % 4],
        created_by=author,
        title=f"全县{WORDS[number % 7]}工作会议召开（第{number}次）",
        body="<p>会议要求，各单位要抓好落实。</p>" * 20,
        live=online,
        public_state="online" if online else "unpublished",
        online_hash="0" * 64 if online else "",
        stage="done" if online else STAGES[number // 10 % 5],
        published_at=now if online else None,
        first_published_at=now if online else None,
    )


if __name__ == "__main__":
    sys.exit(main())
