"""``xinqiao demo``: fill an empty installation with the county 青溪县."""

import datetime as dt
import time
from argparse import ArgumentParser, Namespace

from xinqiao.config import data_folder, options
from xinqiao.config.commands.terminal import CommandFailed, say, start_django

NAME = "demo"
HELP = "在空的数据目录里生成示范县（青溪县）"
SEED = 1


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--seed", type=int, metavar="种子", default=SEED, help=f"随机种子，默认 {SEED}"
    )
    parser.add_argument("--articles", type=int, metavar="篇数", help="文章篇数，默认 12000")
    parser.add_argument("--day", metavar="日期", help="数据截止的日子，如 2026-11-20；默认今天")


def run(chosen: Namespace) -> None:
    """Generate; refuses in production and where there is content already."""
    loaded = options.load()
    if loaded.profile == "production":
        raise CommandFailed("生产环境不能生成示范数据。")
    start_django()
    options.write_demo_mode(loaded.data)
    generate(seed=chosen.seed, day=chosen.day, articles=chosen.articles)


def generate(*, seed: int = SEED, day: str | None = None, articles: int | None = None) -> None:
    """Fill the empty database; the mark of a county begun goes when it is whole."""
    from django.conf import settings

    from xinqiao.config.demo import build, commissions

    _refuse_if_used()
    started = time.monotonic()
    say("生成示范县青溪县……")
    build.build(
        seed=seed,
        today=_day(day),
        articles=articles or commissions.ARTICLES,
        say=lambda text: say(f"  {text}"),
    )
    (settings.XINQIAO_DATA / data_folder.DEMO_BEGUN).unlink(missing_ok=True)
    say(f"示范县已生成，用时 {time.monotonic() - started:.0f} 秒。")


def _refuse_if_used() -> None:
    from xinqiao.kernel.sites.models import Site

    if Site.objects.exists():
        raise CommandFailed("数据库里已有站点，示范数据只能生成在空的数据库里。")


def _day(text: str | None) -> dt.date:
    from django.utils import timezone

    if not text:
        return timezone.localdate()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandFailed(f"日期应如 2026-11-20，现为“{text}”。") from error
