"""What the rest of the platform calls: starts the process, which alone talks to other hosts."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from django.conf import settings

from xinqiao.kernel.fetcher.probe import Answer

SECONDS = 600


def is_on() -> bool:
    """Whether an operator has named hosts (``XINQIAO_LINK_HOSTS``); off by default."""
    return bool(settings.XINQIAO_LINK_HOSTS)


def check(urls: Sequence[str]) -> dict[str, Answer]:
    """Ask each address once. Nothing while the fetcher is off."""
    if not is_on() or not urls:
        return {}
    request = {"hosts": settings.XINQIAO_LINK_HOSTS, "urls": sorted(set(urls))}
    done = subprocess.run(
        [sys.executable, "-m", "xinqiao.kernel.fetcher.process"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(part for part in sys.path if part), "PYTHONUTF8": "1"},
    )
    answers = [Answer(**json.loads(line)) for line in done.stdout.splitlines()]
    return {answer.url: answer for answer in answers}
