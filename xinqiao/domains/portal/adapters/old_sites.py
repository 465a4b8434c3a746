"""The files of an old site: a folder on this machine, or an archive unpacked beside the data."""

import os
import secrets
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

from xinqiao.domains.portal import rules

MOST_FILES = 200_000
MOST_BYTES = 4 * 1024**3
MOST_PAGE_BYTES = 5 * 1024**2
BLOCK = 1024 * 1024


class ArchiveRefused(ValueError):
    """The archive cannot be unpacked; the message says why, in Chinese."""


def new_folder() -> Path:
    """Where an uploaded archive is unpacked; never served."""
    return Path(settings.XINQIAO_DATA) / "imports" / f"site-{secrets.token_hex(8)}"


def forget(root: str) -> None:
    """Remove what was unpacked; a folder of the operator's own stays."""
    if Path(root).is_relative_to(Path(settings.XINQIAO_DATA) / "imports"):
        shutil.rmtree(root, ignore_errors=True)


def pages(root: str) -> Iterator[str]:
    """Paths of all pages (``/news/1.html``), in order; links out of the folder are passed by."""
    for where, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = f"/{(Path(where) / name).relative_to(root).as_posix()}"
            if rules.is_page(path) and located(root, path) is not None:
                yield path


def located(root: str, path: str) -> Path | None:
    """The file of a path of the old site, if there is one inside its folder."""
    try:
        found = (Path(root) / path.lstrip("/")).resolve()
        inside = found.is_relative_to(Path(root).resolve())
        return found if inside and found.is_file() else None
    except (OSError, ValueError):
        return None


def page_bytes(root: str, path: str) -> bytes:
    """The content of a page. Raises ArchiveRefused when it is gone or too big."""
    found = located(root, path)
    if found is None:
        raise ArchiveRefused("文件已不在")
    if found.stat().st_size > MOST_PAGE_BYTES:
        raise ArchiveRefused("网页超过5MB")
    return found.read_bytes()


def unpack(source: BinaryIO, name: str, root: Path) -> int:
    """Unpack a zip or tar into a new folder. Returns how many files. Raises ArchiveRefused."""
    try:
        members = _zip_members(source) if name.lower().endswith(".zip") else _tar_members(source)
        return _write(members, root)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, RuntimeError) as error:
        shutil.rmtree(root, ignore_errors=True)
        raise ArchiveRefused("压缩包不完整、已加密或已损坏") from error
    except (ArchiveRefused, rules.MemberRefused) as error:
        shutil.rmtree(root, ignore_errors=True)
        raise ArchiveRefused(str(error)) from error


Member = tuple[str, IO[bytes]]


def _zip_members(source: BinaryIO) -> Iterator[Member]:
    with zipfile.ZipFile(source) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                with archive.open(info) as stream:
                    yield _name(info), stream


def _name(info: zipfile.ZipInfo) -> str:
    """Old Windows programs wrote names in GBK without saying so; Python takes them for cp437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _tar_members(source: BinaryIO) -> Iterator[Member]:
    with tarfile.open(fileobj=source, mode="r:*") as archive:
        for info in archive:
            stream = archive.extractfile(info) if info.isfile() else None
            if stream is not None:
                yield info.name, stream


def _write(members: Iterator[Member], root: Path) -> int:
    count = total = 0
    for name, stream in members:
        count += 1
        path = root / rules.safe_member(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            while block := stream.read(BLOCK):
                total += len(block)
                if total > MOST_BYTES or count > MOST_FILES:
                    raise ArchiveRefused("压缩包超过4GB或20万个文件")
                target.write(block)
    return count
