"""The child process: reads one file under hard limits and writes its text as lines of JSON."""

import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from tempfile import NamedTemporaryFile

from xinqiao.domains.portal.adapters.extraction import others, papers, sheets, word
from xinqiao.domains.portal.adapters.extraction.pieces import CannotRead, Piece, Pieces

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 60
MOST_CHARACTERS = 1_500_000  # about a thousand pages; more is said to be checked in part
MOST_MEMBERS = 500
DEEPEST = 3
_COMPOUND = b"\xd0\xcf\x11\xe0"
_OFFICE = frozenset({"docx", "xlsx", "pptx", "wps", "et", "dps", "doc", "xls", "ppt"})
CANNOT, CUT = 3, 4  # exit codes


def limit() -> None:
    """Memory, time, processes: a file that asks for more ends this process only."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def read(path: str, extension: str, depth: int = 0) -> Pieces:
    """The text of a file by what it really is. Raises CannotRead."""
    with open(path, "rb") as file:
        head = file.read(4)
    if extension == "pdf":
        yield from papers.read(path)
    elif extension in {"txt", "csv"}:
        yield from others.read_text(_whole(path))
    elif head == _COMPOUND and extension in _OFFICE:
        yield from others.read_binary(_whole(path))
    elif extension in _OFFICE or extension in {"ofd", "zip"}:
        with zipfile.ZipFile(path) as package:
            yield from _package(package, extension, depth)
    else:
        raise CannotRead(extension)


def _whole(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _package(package: zipfile.ZipFile, extension: str, depth: int) -> Pieces:
    names = set(package.namelist())
    if extension == "zip":
        yield from _members(package, depth, prefix="")
    elif extension == "ofd":
        yield from others.read_ofd(package)
    else:
        yield from word.read(package)
        if "xl/workbook.xml" in names:
            yield from sheets.read(package)
        yield from others.read_slides(package)
        yield from others.read_rest(package, {name for name in names if _is_known(name)})
        yield from _members(package, depth, prefix="内嵌")


def _is_known(name: str) -> bool:
    return word.is_known(name) or sheets.is_known(name) or others.is_slide_part(name)


def _members(package: zipfile.ZipFile, depth: int, *, prefix: str) -> Pieces:
    """Files inside a package, each read as what it is."""
    readable = {*_OFFICE, "pdf", "txt", "csv", "ofd", "zip"}
    for name in package.namelist()[:MOST_MEMBERS]:
        extension = PurePosixPath(name).suffix.lower().removeprefix(".")
        if extension not in readable or name.endswith("/"):
            continue
        if depth >= DEEPEST:
            raise CannotRead(name)
        with NamedTemporaryFile() as copy:
            copy.write(package.read(name))
            copy.flush()
            for piece in read(copy.name, extension, depth + 1):
                label = f"{prefix}《{PurePosixPath(name).name}》{piece.part}"
                yield Piece(label, piece.text, piece.is_hidden or bool(prefix))


def write(pieces: Iterable[Piece]) -> int:
    """Write the pieces; returns the exit code."""
    left = MOST_CHARACTERS
    for part, text, is_hidden in pieces:
        if text.strip():
            sys.stdout.write(json.dumps([part, text[:left], is_hidden]) + "\n")
        left -= len(text)
        if left <= 0:
            return CUT
    return 0


def main(path: str, extension: str) -> int:
    """Read one file; returns the exit code."""
    limit()
    try:
        return write(read(path, extension))
    except (CannotRead, zipfile.BadZipFile, OSError, ValueError, KeyError, MemoryError):
        return CANNOT
    except RecursionError:
        return CANNOT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
