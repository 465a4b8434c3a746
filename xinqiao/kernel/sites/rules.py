"""Addresses: which slugs are allowed, what is reserved, how deep sites and columns go.

Legal basis: none; the addresses are those of shared design/duties.md, "Addresses".
"""

import datetime as dt
import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SITE_MANAGER = "site_manager"  # registered by the domain that edits sites
MAX_SITE_DEPTH = 3  # portal, sub-site, a village's page below its township
MAX_COLUMN_DEPTH = 5
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# The first parts of an address that the platform itself answers.
RESERVED = frozenset(
    {
        "admin",
        "api",
        "atom",
        "avatar",
        "ca",
        "congress",
        "consultation",
        "content",
        "cppcc",
        "data",
        "discipline",
        "disclosure",
        "editions",
        "elder",
        "emergency",
        "en",
        "error",
        "favicon",
        "feed",
        "files",
        "government",
        "health",
        "leaving",
        "letters",
        "login",
        "logout",
        "manage",
        "media",
        "page",
        "participation",
        "party",
        "press",
        "print",
        "report",
        "robots",
        "search",
        "services",
        "sitemap",
        "sites",
        "static",
        "task",
        "topics",
        "track",
        "verify",
        "well-known",
        "zh-hant",
    }
)


class SiteKind(TextChoices):
    """What a site is in the cluster."""

    PORTAL = "portal", _("门户")
    EDITION = "edition", _("分版")
    SUBSITE = "subsite", _("子站")


class Language(TextChoices):
    """The language of everything on a site; its code is also the edition's address."""

    CHINESE = "zh-hans", _("简体中文")
    ENGLISH = "en", _("英文")


class ColumnKind(TextChoices):
    """Whether a column is kept right (static) or kept fresh (dynamic)."""

    STATIC = "static", _("静态")
    DYNAMIC = "dynamic", _("动态")


class ColumnMode(TextChoices):
    """Who feeds a column: one unit alone, or several that submit to its editor."""

    BUILT = "built", _("承建")
    JOINT = "joint", _("共建")


# Editions stand at reserved first parts of the portal.
EDITIONS = frozenset({"party", "congress", "government", "cppcc", "discipline"})
FOREIGN = frozenset(code for code in Language.values if code != Language.CHINESE)


# Days without an update after which a site is at fault, and those within which the people
# of a column are reminded before the day.
USUAL_UPDATE_DAYS = 14
REMIND_DAYS = 3


class SlugRefused(ValueError):
    """The name cannot stand in an address; the message says why, in Chinese."""


class TreeRefused(ValueError):
    """The site or column cannot stand there; the message says why, in Chinese."""


def prefix(*, kind: str, code: str, hostname: str) -> str:
    """What stands before every address of a site."""
    if hostname or kind == SiteKind.PORTAL:
        return ""
    return f"/{code}" if kind == SiteKind.EDITION else f"/sites/{code}"


def check_slug(slug: str, *, top: bool) -> None:
    """Refuse what cannot stand in an address; ``top`` is the first part. Raises SlugRefused."""
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise SlugRefused(_("地址名只用小写英文字母、数字和连字符，最长60个字符。"))
    if top and slug in RESERVED:
        raise SlugRefused(_("“%(slug)s”是平台保留的地址，请换一个。") % {"slug": slug})
    if slug.startswith("list-"):
        raise SlugRefused(_("“list-”开头的地址留给列表分页，请换一个。"))


def check_site_code(code: str, *, kind: str) -> None:
    """Refuse a site code that cannot stand in an address. Raises SlugRefused."""
    if kind == SiteKind.EDITION:
        if code not in EDITIONS | FOREIGN:
            known = "、".join(sorted(EDITIONS | FOREIGN))
            raise SlugRefused(_("分版和外文版的代码须为 %s 之一。") % known)
        return
    check_slug(code, top=kind == SiteKind.SUBSITE)


def check_language(language: str, *, kind: str, code: str) -> None:
    """A foreign language version is an edition named by its language. Raises TreeRefused."""
    named = code if kind == SiteKind.EDITION and code in FOREIGN else Language.CHINESE
    if language != named:
        raise TreeRefused(_("外文版的代码须与语言一致，如英文版为 en。"))


def check_site_place(*, kind: str, parent_depth: int) -> None:
    """``parent_depth`` is 0 without a parent, 1 below the portal. Raises TreeRefused."""
    if (kind == SiteKind.PORTAL) != (parent_depth == 0):
        raise TreeRefused(_("门户没有上级站点，分版和子站必须有上级站点。"))
    if parent_depth >= MAX_SITE_DEPTH:
        raise TreeRefused(_("站点最多三级。"))


def check_column_depth(depth: int) -> None:
    """``depth`` is 1 for a column at the top of its site. Raises TreeRefused."""
    if depth > MAX_COLUMN_DEPTH:
        raise TreeRefused(_("栏目最多五级。"))


def column_path(parent_path: str, slug: str) -> str:
    """The full slug path of a column."""
    return f"{parent_path}/{slug}" if parent_path else slug


def moved_path(path: str, *, old: str, new: str) -> str:
    """``path`` of a column at or below ``old``, once ``old`` has become ``new``."""
    return new + path[len(old) :]


def due_date(
    *,
    kind: str,
    update_days: int | None,
    review_by: dt.date | None,
    updated: dt.date | None,
    opened: dt.date | None,
) -> dt.date | None:
    """The last day (included) on which a column is in order; None where no rule was set.

    A dynamic column counts its days from what was published last, or from its opening; a static
    one has the day by which its keeper looks it over.
    """
    if kind == ColumnKind.STATIC:
        return review_by
    since = updated or opened
    if not update_days or since is None:
        return None
    return since + dt.timedelta(days=update_days)


def check_update_rule(*, kind: str, update_days: int | None, review_by: dt.date | None) -> None:
    """A column has the rule of its kind and not the other's. Raises TreeRefused."""
    if kind == ColumnKind.STATIC and update_days:
        raise TreeRefused(_("静态栏目按复核日期管理，不填更新间隔。"))
    if kind == ColumnKind.DYNAMIC and review_by:
        raise TreeRefused(_("动态栏目按更新间隔管理，不填复核日期。"))
    if update_days is not None and not 1 <= update_days <= 366:
        raise TreeRefused(_("更新间隔为1至366天。"))


def check_review(next_review: dt.date, *, today: dt.date) -> None:
    """The next review of a static column comes within a year. Raises TreeRefused."""
    if not today < next_review <= today + dt.timedelta(days=366):
        raise TreeRefused(_("下次复核日期须在今天之后一年以内。"))
