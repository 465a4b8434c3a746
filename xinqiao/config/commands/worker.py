"""``xinqiao worker``: runs queued and scheduled jobs until told to stop."""

import signal
import threading
from argparse import ArgumentParser, Namespace
from typing import Any

from xinqiao.config.commands.terminal import start_django

NAME = "worker"
HELP = "运行后台任务和定时任务，直到按 Ctrl-C 或收到 SIGTERM（serve 已自带一个）"


def add_arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def run(chosen: Namespace) -> None:
    """Work until a signal; the job in hand is finished first."""
    stop = threading.Event()

    def ask_to_stop(signum: int, frame: Any) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    start_django()
    from xinqiao.config import schedule
    from xinqiao.kernel.jobs import worker

    worker.run(stop, table=schedule.SCHEDULE)
