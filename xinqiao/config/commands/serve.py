"""``xinqiao serve``: the web server with its job worker, until told to stop."""

import os
import sys
from argparse import ArgumentParser, Namespace

from xinqiao.config import data_folder, options
from xinqiao.config.commands import demo, init
from xinqiao.config.commands.terminal import say, start_django

NAME = "serve"
HELP = "启动网站和后台任务，直到按 Ctrl-C 或收到 SIGTERM"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--host", metavar="地址", default="127.0.0.1", help="监听地址，默认 127.0.0.1"
    )
    parser.add_argument("--port", type=int, metavar="端口", default=8000, help="端口，默认 8000")
    parser.add_argument(
        "--init", action="store_true", help="先做 init；数据目录注明要示范县的，先生成示范县"
    )


def run(chosen: Namespace) -> None:
    """Prepare if asked, check, then become the supervisor, which never loads Django."""
    if chosen.init:
        _prepare()
    start_django()
    say("启动网站……")
    data = str(options.data_folder())
    program = [sys.executable, "-m", "xinqiao.config.supervisor", chosen.host, str(chosen.port)]
    sys.stdout.flush()
    os.execve(sys.executable, program, {**os.environ, "XINQIAO_DATA": data})  # noqa: S606


def _prepare() -> None:
    """In the same process, because loading Django takes longer than most of the work."""
    folder = options.data_folder()
    wants_demo = (folder / data_folder.DEMO_BEGUN).exists()
    if wants_demo:
        options.write_demo_mode(folder)
    init.prepare()
    if wants_demo:
        demo.generate()
