"""Reads JSON lines one at a time in flat memory; a bad line is reported, never fatal."""

import gzip
import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

MAX_LINE_BYTES = 8 * 1024 * 1024
MAX_NESTING = 50
_BOM = b"\xef\xbb\xbf"
_GZIP_MAGIC = b"\x1f\x8b"
BROKEN = (EOFError, OSError, zlib.error)  # what a damaged or half-copied gzip raises


@dataclass(frozen=True)
class Line:
    """One line: its number from 1, where the next one begins, and its record or its problem."""

    number: int
    end: int
    record: dict[str, Any] | None = None
    problem: str = ""


class BadLine(ValueError):
    """The line is no record; the message says why, in Chinese."""


def opened(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or what is packed in it when it is gzip."""
    start = stream.read(2)
    stream.seek(0)
    if start == _GZIP_MAGIC:
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]  # a BinaryIO in all we use
    return stream


def read(
    stream: BinaryIO, *, position: int = 0, number: int = 0, limit: int = MAX_LINE_BYTES
) -> Iterator[Line]:
    """Lines after a position (in unpacked bytes); blank ones are counted and passed over."""
    try:
        stream.seek(position)
        for raw, end in _raw_lines(stream, position, limit):
            number, position = number + 1, end
            if line := _line(raw, number, end, limit):
                yield line
    except BROKEN:
        yield Line(number + 1, position, problem="文件不完整或已损坏，此后的内容未能读取")


def count(stream: BinaryIO, *, limit: int = MAX_LINE_BYTES) -> int:
    """How many lines there are to read, as far as the file can be read."""
    found = 0
    try:
        for raw, _end in _raw_lines(stream, 0, limit):
            found += bool(raw.strip())
    except BROKEN:
        found += 1
    return found


def _raw_lines(stream: BinaryIO, position: int, limit: int) -> Iterator[tuple[bytes, int]]:
    """Each line, cut off one byte after the limit, with the position of the next."""
    while raw := stream.readline(limit + 1):
        position += len(raw)
        rest = raw
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = stream.readline(limit + 1)
            position += len(rest)
        yield raw, position


def _line(raw: bytes, number: int, end: int, limit: int) -> Line | None:
    content = raw.removeprefix(_BOM) if number == 1 else raw
    if len(content) > limit:
        return Line(number, end, problem=f"一行超过{max(limit // 1024, 1)}KB，未读取")
    if not content.strip():
        return None
    try:
        return Line(number, end, record=parsed(content))
    except BadLine as error:
        return Line(number, end, problem=str(error))


def parsed(content: bytes) -> dict[str, Any]:
    """The record of one line. Raises BadLine."""
    if b"\x00" in content:
        raise BadLine("含有二进制内容，不是文本")
    try:
        record = json.loads(content.decode("utf-8"), parse_constant=_refuse, parse_float=_number)
    except UnicodeDecodeError as error:
        raise BadLine("不是UTF-8编码") from error
    except RecursionError as error:
        raise BadLine("嵌套层次太深") from error
    except ValueError as error:
        raise BadLine("不是有效的JSON") from error
    if not isinstance(record, dict):
        raise BadLine("每行应是一个JSON对象")
    _check_text(record)
    return record


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _check_text(value: Any, depth: int = 0) -> None:
    """Refuse characters that no database keeps. Raises BadLine."""
    if depth > MAX_NESTING:
        raise BadLine("嵌套层次太深")
    if isinstance(value, str):
        _check_string(value)
    elif isinstance(value, list):
        for part in value:
            _check_text(part, depth + 1)
    elif isinstance(value, dict):
        for name, part in value.items():
            _check_string(name)
            _check_text(part, depth + 1)


def _check_string(text: str) -> None:
    if "\x00" in text:
        raise BadLine("含有空字符")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadLine("含有无法识别的字符") from error
