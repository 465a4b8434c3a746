"""Moving an old site in: its addresses, its folders, which pages are looked at again.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): what a merged or closed site holds moves to the
platform above it, and nothing is lost on the way.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

PAGE_ENDINGS = (".html", ".htm", ".shtml")
LONGEST_PATH = 255  # of a redirect
LONGEST_KEY = 100  # of an article's source
LEAST_SAMPLE = 20
SAMPLE_PART = 50  # one page in so many
_ORIGIN = "http://old.invalid"
_NUMBERED = re.compile(r"[a-z]?\d{4,8}|\d{1,3}")
_LIST_NAME = re.compile(r"(?:index|list|default|more)(?:[_-]?\d*)*\.s?html?", re.IGNORECASE)


class PageOutcome(TextChoices):
    """What became of one page of the old site."""

    WAITING = "waiting", _("未导入")
    IMPORTED = "imported", _("已导入")
    FAILED = "failed", _("失败")
    SKIPPED = "skipped", _("不导入")


class PageCheck(TextChoices):
    """What somebody found who held the imported page against the old one."""

    GOOD = "good", _("一致")
    BAD = "bad", _("有出入")


class MemberRefused(ValueError):
    """A name in an archive that leads outside; the message says so, in Chinese."""


def is_page(path: str) -> bool:
    """Whether a file is a page, by its ending."""
    return path.lower().endswith(PAGE_ENDINGS)


def is_list(path: str) -> bool:
    """Whether a page only lists others, by its name."""
    return bool(_LIST_NAME.fullmatch(PurePosixPath(path).name))


def folder_of(path: str) -> str:
    """The folder that stands for a column: ``/news/2019/03/t12.html`` lies in ``news``."""
    parts = list(PurePosixPath(path).parts[1:-1])
    while parts and _NUMBERED.fullmatch(parts[-1]):
        parts.pop()
    return "/".join(parts)


def safe_member(name: str) -> PurePosixPath:
    """Where a member of an archive is unpacked to, below its root. Raises MemberRefused."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\x00" in name or ":" in name:
        raise MemberRefused(_("压缩包里有指向包外的文件：%s") % name[:80])
    return path


def source_key(path: str) -> str:
    """By what the article of an old page is known again."""
    if len(path) <= LONGEST_KEY:
        return path
    return f"sha256:{hashlib.sha256(path.encode()).hexdigest()[:40]}"


def old_path(page: str, link: str, hosts: Sequence[str] = ()) -> str | None:
    """The path on the old site that a link of a page leads to; None when it leads elsewhere."""
    try:
        parts = urlsplit(urljoin(f"{_ORIGIN}{page}", link.strip()))
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or host not in {"old.invalid", *hosts}:
        return None
    return _unquoted(parts.path)


def _unquoted(path: str) -> str:
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return unquote(path, encoding="gb18030", errors="replace")


def sample(ids: Sequence[int]) -> list[int]:
    """The pages to be looked at again: one in fifty, at least twenty, spread evenly."""
    wanted = min(len(ids), max(LEAST_SAMPLE, len(ids) // SAMPLE_PART))
    return [ids[number * len(ids) // wanted] for number in range(wanted)]
