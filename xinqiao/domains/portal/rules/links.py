"""Links of a site to other sites: by whom they are grouped, what an address must be.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): links between governments of all levels
and their departments; no dead links.
"""

from urllib.parse import urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkGroup(TextChoices):
    """To whom a link leads."""

    ABOVE = "above", _("上级政府网站")
    DEPARTMENT = "department", _("部门网站")
    PEER = "peer", _("同级政府网站")
    BELOW = "below", _("下级政府网站")
    OTHER = "other", _("其他网站")


class LinkRefused(ValueError):
    """The address cannot be linked to; the message says why, in Chinese."""


def check_link(address: str) -> None:
    """Only whole http and https addresses, or a path of our own. Raises LinkRefused."""
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.username is None
    except ValueError as error:
        raise LinkRefused(_("地址不对，请从浏览器地址栏复制。")) from error
    own = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not own and not (parts.scheme in {"http", "https"} and named):
        raise LinkRefused(_("地址须以 http:// 或 https:// 开头，或是本站的路径。"))
