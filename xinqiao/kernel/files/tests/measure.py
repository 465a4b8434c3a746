"""Checks each file of a folder in a process of its own; prints code, seconds and memory as JSON.

``python -m xinqiao.kernel.files.tests.measure FOLDER``: the test of limits runs it, because what
a check costs can only be told from outside.
"""

import json
import os
import sys
from pathlib import Path

from django.conf import settings

from xinqiao.kernel.files import rules
from xinqiao.kernel.files.rules import types


def checked(path: Path) -> str:
    """The code of the refusal, or nothing."""
    try:
        limit = 50 * types.MEGABYTE
        rules.check_upload(name=path.name, content=path.read_bytes(), limit_bytes=limit)
    except rules.UploadRefused as refusal:
        return refusal.code
    return ""


def measured(path: Path) -> dict[str, object]:
    """What became of a file, the seconds of work and the megabytes the check held at most."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.write(writer, checked(path).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        code = answer.read().decode()
    _pid, status, usage = os.wait4(child, 0)
    return {
        "code": code,
        "status": status,
        "seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "megabytes": usage.ru_maxrss // 1024,
    }


def main() -> None:
    """All files of the folder, by name."""
    settings.USE_I18N = False  # no catalogues: what is measured is the check
    folder = Path(sys.argv[1])
    told = {path.name: measured(path) for path in sorted(folder.iterdir())}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
