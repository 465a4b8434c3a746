"""Compound files (doc, xls, ppt, wps, et, dps; MS-CFB): directory and heads of two streams."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE
_ENTRY = 128
_HEADER = 512
MACROS = frozenset({"_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR", "PROJECT"})
PROGRAMS = frozenset({"\x01Ole10Native", "Package"})
_ENCRYPTED = frozenset({"EncryptedPackage", "EncryptionInfo", "EncryptedSummary"})
_FILEPASS = 0x002F
_BOF = 0x0809
_BOUNDSHEET = 0x0085
_SHEET_KIND = 5  # where the record says what kind of sheet it is
_GLOBALS_BYTES = 65_536
_DDE = (b"DDEAUTO", "DDEAUTO".encode("utf-16-le"))


@dataclass(frozen=True)
class Entry:
    """One line of the directory."""

    name: str
    kind: int  # 1 storage, 2 stream, 5 root
    start: int
    size: int


class Compound:
    """The directory and the large streams of a compound file. Raises UploadRefused."""

    def __init__(self, content: bytes):
        if not content.startswith(MAGIC) or len(content) < _HEADER + 3 * 512:
            raise broken()
        self.content = content
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in {9, 12}:
            raise broken()
        self.sector = 1 << shift
        self.fat = self._read_fat()
        self.entries = self._read_directory()

    def names(self) -> frozenset[str]:
        return frozenset(entry.name for entry in self.entries)

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a stream; empty when there is none or it is a mini stream."""
        entry = next((e for e in self.entries if e.name == name and e.kind == 2), None)
        if entry is None or entry.size < 4096:
            return b""
        return self._chain(entry.start, most=size // self.sector + 1)[:size]

    def _read_sector(self, number: int) -> bytes:
        begin = (number + 1) * self.sector
        found = self.content[begin : begin + self.sector]
        if not found:
            raise broken()
        return found.ljust(self.sector, b"\0")

    def _words(self, number: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.sector // 4}I", self._read_sector(number))

    def _read_fat(self) -> list[int]:
        listed = list(struct.unpack_from("<109I", self.content, 76))
        further, count = struct.unpack_from("<II", self.content, 68)
        for _number in range(min(count, len(self.content) // self.sector)):
            if further >= _END:
                break
            *more, further = self._words(further)
            listed += more
        fat: list[int] = []
        for number in listed:
            if number < _END:
                fat += self._words(number)
        return fat

    def _chain(self, start: int, most: int) -> bytes:
        parts: list[bytes] = []
        number = start
        while number < len(self.fat) and len(parts) < most:
            parts.append(self._read_sector(number))
            number = self.fat[number]
        return b"".join(parts)

    def _read_directory(self) -> tuple[Entry, ...]:
        start = struct.unpack_from("<I", self.content, 48)[0]
        raw = self._chain(start, most=len(self.content) // self.sector + 1)
        entries = [_entry(raw[at : at + _ENTRY]) for at in range(0, len(raw), _ENTRY)]
        found = tuple(entry for entry in entries if entry.kind in {1, 2, 5})
        if not any(entry.kind == 5 for entry in found):
            raise broken()
        return found


def _entry(raw: bytes) -> Entry:
    length = min(struct.unpack_from("<H", raw, 64)[0], 64)
    name = raw[: max(0, length - 2)].decode("utf-16-le", errors="replace")
    start, size = struct.unpack_from("<II", raw, 116)
    return Entry(name=name, kind=raw[66], start=start, size=size)


def broken() -> UploadRefused:
    return UploadRefused(_("文件已损坏或不完整，请重新保存后再上传。"), "broken")


def check_compound(content: bytes, parts: tuple[str, ...]) -> None:
    """Refuse macros, programs inside and encryption. Raises UploadRefused."""
    if not content.startswith(MAGIC):
        raise UploadRefused(_("文件内容与扩展名不符，请用办公软件另存后再上传。"), "magic")
    compound = Compound(content)
    names = compound.names()
    if names & _ENCRYPTED or _is_encrypted(compound):
        raise UploadRefused(_("文件已加密，请去除密码后再上传。"), "encrypted")
    if names & MACROS or _has_old_macros(compound):
        raise UploadRefused(_("文件含有宏，请另存为不含宏的文件。"), "macro")
    if names & PROGRAMS:
        raise UploadRefused(_("文件内嵌了程序或其他文件，请删除后再上传。"), "embedded")
    if not names.intersection(parts):
        raise UploadRefused(_("文件内容与扩展名不符，请用办公软件另存后再上传。"), "magic")


def _is_encrypted(compound: Compound) -> bool:
    word = compound.head("WordDocument", 12)
    if len(word) == 12 and word[11] & 1:  # MS-DOC 2.5.1: FibBase.fEncrypted
        return True
    return any(kind == _FILEPASS for kind, _body in _globals_of(compound))


def _has_old_macros(compound: Compound) -> bool:
    """Sheets of Excel 4.0 macros (MS-XLS 2.4.28, dt = 1), and fields that exchange data."""
    if any(mark in compound.content for mark in _DDE):
        return True
    sheets = (body for kind, body in _globals_of(compound) if kind == _BOUNDSHEET)
    return any(len(body) > _SHEET_KIND and body[_SHEET_KIND] == 1 for body in sheets)


def _globals_of(compound: Compound) -> Iterator[tuple[int, bytes]]:
    """The records of a workbook up to those of its first sheet."""
    stream = compound.head("Workbook", _GLOBALS_BYTES) or compound.head("Book", _GLOBALS_BYTES)
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at > 0 and kind == _BOF:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
