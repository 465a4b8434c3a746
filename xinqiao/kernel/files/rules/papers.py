"""PDF: nothing that runs, nothing hidden inside, not encrypted, at least one page."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

MOST_OBJECTS = 300_000
DEEPEST = 12
MOST_BYTES_INNER = 64 * 1024 * 1024  # of object streams and of tables of objects together
_INNER_STREAM = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b[^\x00]{0,2000}?\bstream\r?\n")
HEAD_BYTES = 1024
_FORBIDDEN_KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/XFA": "pdf_script",
    "/EmbeddedFiles": "pdf_embedded",
    "/EF": "pdf_embedded",
    "/RichMediaContent": "pdf_embedded",
}
_FORBIDDEN_ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/ImportData": "pdf_launch",
    "/SubmitForm": "pdf_launch",
    "/GoToE": "pdf_embedded",
    "/Rendition": "pdf_script",
}
_MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php", b"<body")


def check_pdf(content: bytes) -> None:
    """Raises UploadRefused."""
    _check_frame(content)
    _check_streams(content)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise _encrypted()
            if len(pdf.pages) == 0:
                raise UploadRefused(_("PDF 没有页面，请重新导出。"), "empty")
            _check_objects(pdf)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except (pikepdf.PdfError, RuntimeError) as error:
        raise _broken() from error


def _check_frame(content: bytes) -> None:
    """It begins as a PDF, ends as one, and no browser would take it for a page."""
    if not content.startswith(b"%PDF-"):
        raise UploadRefused(_("文件内容与扩展名不符，不是 PDF。"), "magic")
    if any(mark in content[:HEAD_BYTES].lower() for mark in _MARKUP):
        raise UploadRefused(_("PDF 中夹带了网页，请重新导出。"), "polyglot")
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise _broken()
    if len(content) - end > HEAD_BYTES or b"PK\x05\x06" in content[end:]:
        raise UploadRefused(_("PDF 末尾夹带了别的内容，请重新导出。"), "polyglot")


def _check_streams(content: bytes) -> None:
    """The streams that a reader must inflate to find its way; the drawing it need not."""
    total = 0
    for found in _INNER_STREAM.finditer(content):
        if found[0].count(b"FlateDecode") > 1:
            raise _too_complex()
        inflated = zlib.decompressobj()
        try:
            total += len(inflated.decompress(content[found.end() :], MOST_BYTES_INNER + 1))
        except zlib.error:
            continue  # not so packed: as long as it is in the file
        if total > MOST_BYTES_INNER:
            raise _too_complex()


def _too_complex() -> UploadRefused:
    return UploadRefused(_("PDF 过于复杂，请拆分后再上传。"), "pdf_size")


def _encrypted() -> UploadRefused:
    return UploadRefused(_("PDF 已加密，请去除密码后再上传。"), "encrypted")


def _broken() -> UploadRefused:
    return UploadRefused(_("PDF 已损坏或不完整，请重新导出。"), "broken")


def _check_objects(pdf: pikepdf.Pdf) -> None:
    for number, top in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise _too_complex()
        for holder in _dictionaries(top, DEEPEST):
            _check_dictionary(holder)


def _dictionaries(value: Any, depth: int) -> Iterator[Any]:
    """This object's dictionaries; what it refers to has its own turn."""
    if depth == 0:
        return
    if isinstance(value, pikepdf.Array):
        for item in value:
            if _is_direct_holder(item):
                yield from _dictionaries(item, depth - 1)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        for _key, item in value.items():
            if _is_direct_holder(item):
                yield from _dictionaries(item, depth - 1)


def _is_direct_holder(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Array) and not item.is_indirect


def _check_dictionary(holder: Any) -> None:
    keys = set(holder.keys())
    codes = [code for key, code in _FORBIDDEN_KEYS.items() if key in keys]
    action = holder.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in _FORBIDDEN_ACTIONS:
        codes.append(_FORBIDDEN_ACTIONS[str(action)])
    if codes:
        raise UploadRefused(
            _("PDF 中含有脚本、可执行动作或内嵌文件，请重新导出为普通 PDF。"), codes[0]
        )
