"""Reading attachments for the checks: each file in a short-lived process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile

import xinqiao
from xinqiao.domains.portal.adapters.extraction import child
from xinqiao.domains.portal.rules import checking

SECONDS = 90
READABLE = frozenset(
    {
        *("pdf", "ofd", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "dps"),
        *("zip", "txt", "csv"),
    }
)
_ROOT = Path(xinqiao.__file__).resolve().parents[1]


class Unreadable(Exception):
    """The text of a file could not be read; the message says why, in Chinese."""


def texts_of(path: Path, extension: str) -> tuple[list[checking.Segment], bool]:
    """The pieces of text of a file, and whether they are all of it. Raises Unreadable.

    Killed after SECONDS; memory and processor time are limited in the child.
    """
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), str(path), extension]
    with TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 (our own program, a path and an extension)
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                cwd="/",
                env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable("读取超时") from error
        if done.returncode not in {0, child.CUT}:
            raise Unreadable("文件结构特殊或过大，读不出文字")
        output.seek(0)
        return [_segment(line) for line in output], done.returncode == 0


_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from xinqiao.domains.portal.adapters.extraction import child; "
    "sys.exit(child.main(sys.argv[2], sys.argv[3]))"
)


def _segment(line: bytes) -> checking.Segment:
    part, text, is_hidden = json.loads(line)
    return checking.Segment(part, text, is_hidden)
