"""``xinqiao visits FILE``: take up the visits in the access log of the web server in front."""

import hashlib
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

from xinqiao.config.commands.terminal import CommandFailed, say, start_django

NAME = "visits"
HELP = "把前置网页服务器的访问日志计入栏目访问量"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="文件",
        help="访问日志，一行一次，格式见设计决定 0022；同一个日志只计一次",
    )


def run(chosen: Namespace) -> None:
    """Leave the log's counts for the job, under a name made from its content.

    Raises CommandFailed where there is no such file.
    """
    start_django()
    from xinqiao.kernel.press import places, visits

    if not chosen.file.is_file():
        raise CommandFailed(f"没有这个文件：{chosen.file}")
    digest = hashlib.sha256()
    found: Counter[tuple[str, str, str]] = Counter()
    with chosen.file.open("rb") as lines:
        for line in lines:
            digest.update(line)
            found.update(visits.in_log([line.decode(errors="replace")]))
    counts: Counter[tuple[str, str]] = Counter()
    for (day, host, path), number in found.items():
        counts[day, places.internal_path(host, path)] += number
    visits.write(visits.folder(), counts, name=f"log-{digest.hexdigest()[:40]}")
    say(f"日志里有 {counts.total()} 次页面访问，几分钟内计入。")
