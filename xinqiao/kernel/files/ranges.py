"""Parts of a file: what a player of video asks for when a reader jumps (RFC 9110, section 14)."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK_BYTES = 64 * 1024
_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """The first and the last byte wanted, both counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class NotSatisfiable(Exception):
    """The range begins behind the end of the file."""


def wanted(header: str, size: int) -> Span | None:
    """The part that a ``Range`` header asks for; None means the whole file.

    Several ranges at once, or one that cannot be read, are answered by the whole file, as the
    standard allows. Raises NotSatisfiable.
    """
    match = _ONE_RANGE.fullmatch(header)
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        first, last = max(size - int(match[2]), 0), size - 1
    else:
        first = int(match[1])
        last = min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < first:
            return None
    if first >= size:
        raise NotSatisfiable
    return Span(first, last)


def file_response(
    request: HttpRequest, file: BinaryIO, *, content_type: str, etag: str = ""
) -> HttpResponseBase:
    """The file, or the part of it that is asked for: 200, 206 or 416; closes the file in the end.

    ``etag`` with its quotes; a part wanted of another version (``If-Range``) gives the whole.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    try:
        span = wanted(_asked(request, etag), size)
    except NotSatisfiable:
        file.close()
        response: HttpResponseBase = HttpResponse(status=416, content_type=content_type)
        response["Content-Range"] = f"bytes */{size}"
    else:
        response = _answer(file, span, size, content_type)
    response["Accept-Ranges"] = "bytes"
    return response


def _asked(request: HttpRequest, etag: str) -> str:
    """The range asked for; none with another method than GET, none of another version."""
    condition = request.headers.get("If-Range", "")
    if request.method != "GET" or (condition and condition != etag):
        return ""
    return request.headers.get("Range", "")


def _answer(file: BinaryIO, span: Span | None, size: int, content_type: str) -> HttpResponseBase:
    if span is None:
        return FileResponse(file, content_type=content_type)
    file.seek(span.first)
    part = StreamingHttpResponse(_chunks(file, span.length), status=206, content_type=content_type)
    part._resource_closers.append(file.close)  # type: ignore[attr-defined]
    part["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    part["Content-Length"] = str(span.length)
    return part


def _chunks(file: BinaryIO, left: int) -> Iterator[bytes]:
    while left > 0 and (chunk := file.read(min(left, CHUNK_BYTES))):
        left -= len(chunk)
        yield chunk
