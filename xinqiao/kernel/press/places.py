"""Where an internal address lies: which site, and which path inside it.

Internal addresses are those of the portal's tree (``/``, ``/party/…``, ``/sites/<code>/…``);
``internal_path`` maps a site's own hostname to them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from xinqiao.kernel.press import recorder
from xinqiao.kernel.sites import rules
from xinqiao.kernel.sites.models import Site

MAX_PATH_CHARACTERS = 500
# The same pages once more: simple and large, and in traditional characters.
TRADITIONAL = "zh-hant"
VARIANTS = ("elder", TRADITIONAL)
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")
SUB_SITE = re.compile(r"/sites/(?P<code>[a-z0-9-]+)(?P<rest>/.*)?", re.DOTALL)
HOST_NAME = re.compile(r"[a-z0-9.-]{1,253}")
FIRST_PART = re.compile(r"/(?P<code>[a-z0-9-]+)(?P<rest>/.*)?", re.DOTALL)


class NoPortal(Exception):
    """The installation has no open portal yet."""


@dataclass(frozen=True)
class Place:
    """A path inside a site; ``path`` has no leading slash and is "" for the site's home.

    ``memo`` holds what is loaded once while the page is rendered. In a variant, links lead to
    pages of the same variant; files and canonical addresses have none.
    """

    site: Site
    portal: Site
    path: str
    editions: tuple[Site, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    variant: str = ""

    @property
    def lead(self) -> str:
        """What stands before every address of the page's variant: ``/elder``."""
        return f"/{self.variant}" if self.variant else ""

    def link(self, path: str = "") -> str:
        """The address of a path inside this site, from one of its own pages."""
        lead = "" if path.startswith("files/") else self.lead
        return f"{lead}{self.site.address(path)}"

    def in_variant(self, variant: str) -> str:
        """The address of this very page in another variant, or in none."""
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{replace(self, variant=variant).link(self.path)}{query}"

    def link_to(self, site: Site, path: str = "") -> str:
        """The address of a path of any site: with its hostname only where it must be."""
        has_variant = self.variant != TRADITIONAL or not site.is_foreign
        address = f"{self.lead if has_variant else ''}{site.address(path)}"
        if site.pk == self.site.pk or _tree(site) == _tree(self.site):
            return address
        host = site.hostname or self.portal.hostname
        return f"//{host}{address}" if host else address

    def absolute(self, path: str = "") -> str:
        """The full address for machines; from the root where no hostname is set."""
        return f"{origin(self.site, self.portal)}{self.site.address(path)}"


def origin(site: Site, portal: Site) -> str:
    """Scheme and host that a site is known by, never taken from a request; "" if not set."""
    host = site.hostname or portal.hostname
    return f"https://{host}" if host else ""


def is_safe(path: str) -> bool:
    """Whether a decoded path may be looked up at all."""
    parts = path.split("/")
    return (
        path.startswith("/")
        and len(path) <= MAX_PATH_CHARACTERS
        and not CONTROL.search(path)
        and not {".", ".."} & set(parts)
    )


def split_variant(path: str) -> tuple[str, str]:
    """The variant that a path asks for ("" for none), and the path without it."""
    first, slash, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if slash and first in VARIANTS else ("", path)


def find(path: str) -> Place:
    """The site that an internal path lies in. Raises NoPortal."""
    sub_site = SUB_SITE.fullmatch(path)
    wanted = Q(kind__in=("portal", "edition"))
    if sub_site:
        wanted |= Q(kind="subsite", code=sub_site["code"])
    sites = list(Site.objects.open().filter(wanted).order_by("position", "id"))
    portal = next((site for site in sites if site.kind == "portal"), None)
    if portal is None:
        raise NoPortal
    editions = tuple(site for site in sites if site.kind == "edition")
    match = sub_site or FIRST_PART.fullmatch(path)
    others = sites if sub_site else editions
    code = match["code"] if match else ""
    site = next((site for site in others if site.code == code and site != portal), None)
    recorder.record(f"site:{portal.pk}", f"site:{(site or portal).pk}")
    if site is None or match is None or (sub_site and site.kind != "subsite"):
        return Place(portal, portal, path.removeprefix("/"), editions)
    return Place(site, portal, (match["rest"] or "").removeprefix("/"), editions)


def internal_path(host: str, path: str) -> str:
    """Map a request's host and path to the internal path. An unknown host is the portal's."""
    name = host.partition(":")[0].lower()
    variant, rest = split_variant(path)
    if not HOST_NAME.fullmatch(name) or rest.startswith("/sites/"):
        return path
    site = Site.objects.open().filter(hostname=name).exclude(kind="portal").first()
    lead = f"/{variant}" if variant else ""
    return f"{lead}{internal_prefix(site)}{rest}" if site else path


def internal_prefix(site: Site) -> str:
    """Where a site lies in the portal's tree, whether or not it has a hostname of its own."""
    return rules.prefix(kind=site.kind, code=site.code, hostname="")


def _tree(site: Site) -> str:
    """Sites without a hostname of their own share the portal's."""
    return "" if site.kind == "portal" else site.hostname
