"""``xinqiao serve``: the web server with its job worker, until told to stop."""

import os
import sys
from argparse import ArgumentParser, Namespace

from xinqiao.config import options
from xinqiao.config.commands.terminal import start_django

NAME = "serve"
HELP = "启动网站和后台任务，直到按 Ctrl-C 或收到 SIGTERM"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")


def run(chosen: Namespace) -> None:
    """Check, then become the supervisor, which is small because it never loads Django."""
    start_django()
    data = str(options.data_folder())
    program = [sys.executable, "-m", "xinqiao.config.supervisor", chosen.host, str(chosen.port)]
    sys.stdout.flush()
    os.execve(sys.executable, program, {**os.environ, "XINQIAO_DATA": data})  # noqa: S606
