"""Where the links of articles lead: told from the database, for many at once."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from django.db.models import F, Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement, SiteLink
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press import places, registry
from xinqiao.kernel.sites.models import Column, Redirect, Site

SLOTS = 10  # every article is looked at once in so many nights
_HREF = re.compile(r'\shref="([^"]{1,2000})"')
_CONTENT = re.compile(r"content/\d{4}/\d{2}/(\d{1,12})\.html")
_FILE = re.compile(r"(?:.*/)?files/(\d{4}/\d{2}/[A-Za-z0-9_-]{8,80}\.[a-z0-9]{1,8})")
_READ = (
    *("site__hostname", "site__kind", "site__code", "organisation_id", "title", "body"),
    "public_state",
)
_LIST = re.compile(r"list-\d+\.html\Z")


@dataclass(frozen=True)
class LinkedArticle:
    """An article online and the paths of our own that its body links to."""

    id: int
    site_id: int
    organisation_id: int
    title: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Destination:
    """A path of ours, taken apart: which site, which path inside it."""

    path: str
    site: Site
    rest: str


def linked_articles(
    *, after: int, count: int, slot: int, since: dt.datetime
) -> list[LinkedArticle]:
    """The next articles whose turn it is (``slot``), or that are newer than ``since``."""
    rows = Article.objects.filter(public_state=rules.PublicState.ONLINE, pk__gt=after)
    rows = rows.annotate(turn=F("pk") % SLOTS)
    due = rows.filter(Q(turn=slot) | Q(last_published_at__gte=since)).order_by("pk")
    return [
        LinkedArticle(
            article.pk,
            article.site_id,
            article.organisation_id,
            article.title,
            _own_paths(article.body, article.site),
        )
        for article in due.select_related("site").only(*_READ)[:count]
    ]


def site_links(*, after: int, count: int) -> list[SiteLink]:
    """The next links of open sites to other sites."""
    rows = SiteLink.objects.filter(pk__gt=after, site__is_open=True).select_related("site")
    return list(rows.order_by("pk")[:count])


def _own_paths(body: str, site: Site) -> tuple[str, ...]:
    """Internal paths: on a hostname of its own, what a site links to is below its own root."""
    before = places.internal_prefix(site) if site.hostname else ""
    found = (unescape(href) for href in _HREF.findall(body))
    paths = (_path(href) for href in found if href.startswith("/") and not href.startswith("//"))
    return tuple(
        dict.fromkeys(path if _is_whole(path) else before + path for path in paths if path)
    )


def _is_whole(path: str) -> bool:
    return path.startswith(("/sites/", "/manage/"))


def _path(href: str) -> str:
    try:
        return unquote(urlsplit(href).path)
    except ValueError:
        return ""


def dead_paths(paths: Iterable[str]) -> frozenset[str]:
    """Those paths that lead nowhere; a handful of queries, however many there are."""
    wanted = frozenset(paths)
    sites = _Sites()
    known = [sites.destination(path) for path in wanted if not _FILE.fullmatch(path)]
    there = [one for one in known if one is not None]
    alive = _files(wanted) | _pages(there, sites) | _articles(there) | _columns(there)
    return wanted - alive - _led_on(there)


class _Sites:
    """All open sites by their beginning of an address, read once."""

    def __init__(self) -> None:
        rows = list(Site.objects.open())
        self.by_prefix = {places.internal_prefix(site): site for site in rows}
        self.portal = self.by_prefix.get("")

    def destination(self, path: str) -> Destination | None:
        parts = path.split("/")
        for length in (3, 2, 1):
            site = self.by_prefix.get("/".join(parts[:length]))
            if site is not None:
                return Destination(path, site, "/".join(parts[length:]))
        return None


def _files(paths: frozenset[str]) -> frozenset[str]:
    names = {path: found[1] for path in paths if (found := _FILE.fullmatch(path))}
    rows = StoredFile.objects.filter(path__in=set(names.values()))
    stored = set(rows.values_list("path", flat=True))
    return frozenset(path for path, name in names.items() if name in stored)


def _pages(there: Sequence[Destination], sites: _Sites) -> frozenset[str]:
    """Pages that are no rows: home, search, site map."""
    kinds = {"portal.article", "portal.file", "portal.column", "portal.column_list"}
    portal = sites.portal
    return frozenset(
        one.path
        for one in there
        if portal is not None
        and (found := registry.resolve(places.Place(one.site, portal, one.rest)))
        and found[0].name not in kinds
    )


def _articles(there: Sequence[Destination]) -> frozenset[str]:
    ids = {one: int(found[1]) for one in there if (found := _CONTENT.fullmatch(one.rest))}
    rows = Placement.objects.filter(
        article__in=set(ids.values()),
        state=rules.PlacementState.ONLINE,
        article__public_state=rules.PublicState.ONLINE,
    )
    online = set(rows.order_by().values_list("site_id", "article_id"))
    return frozenset(one.path for one, pk in ids.items() if (one.site.pk, pk) in online)


def _columns(there: Sequence[Destination]) -> frozenset[str]:
    asked = {one: _LIST.sub("", one.rest).strip("/") for one in there}
    rows = Column.objects.open().filter(path__in=set(asked.values()))
    known = set(rows.filter(site__in={one.site.pk for one in there}).values_list("site_id", "path"))
    return frozenset(one.path for one, path in asked.items() if (one.site.pk, path) in known)


def _led_on(there: Sequence[Destination]) -> frozenset[str]:
    rows = Redirect.objects.filter(gone=False, site__in={one.site.pk for one in there})
    rows = rows.filter(old_path__in={f"/{one.rest}" for one in there})
    known = set(rows.values_list("site_id", "old_path"))
    return frozenset(one.path for one in there if (one.site.pk, f"/{one.rest}") in known)
