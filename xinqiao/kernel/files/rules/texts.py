"""Plain text and CSV: characters and nothing else."""

import re

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def check_text(content: bytes) -> None:
    """Raises UploadRefused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return
    raise UploadRefused(_("文件不是 UTF-8 或 GB 18030 编码的文字。"), "magic")
