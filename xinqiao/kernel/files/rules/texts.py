"""Plain text and CSV: characters and nothing else."""

import re

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# A cell that a spreadsheet would hand to another program: =cmd|' /C calc'!A0
_DDE = re.compile(
    r"""(?:^|[,;\t"'])[\s"']*[=+\-@][^,;\t\r\n]{0,200}\|[^\r\n]{0,500}!""", re.MULTILINE
)


def check_text(content: bytes) -> None:
    """Raises UploadRefused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if _DDE.search(text):
            raise UploadRefused(_("文件中有会启动其他程序的公式，请删除后再上传。"), "macro")
        return
    raise UploadRefused(_("文件不是 UTF-8 或 GB 18030 编码的文字。"), "magic")


def check_captions(content: bytes) -> None:
    """WebVTT: UTF-8 that opens with its word. Raises UploadRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text.startswith("WEBVTT") or _CONTROL.search(text):
        raise UploadRefused(_("字幕须为 UTF-8 编码的 WebVTT 文件（以 WEBVTT 开头）。"), "magic")
