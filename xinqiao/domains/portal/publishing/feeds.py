"""The newest of a column for feed readers (RSS 2.0, JSON Feed 1.1), and a page's QR code."""

import io
import json
from typing import Any

import segno
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed

from xinqiao.domains.portal.publishing import articles, languages, reading
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.kernel.press.places import Place, origin
from xinqiao.kernel.press.registry import NotThere, Rendered
from xinqiao.kernel.sites.models import Column

ITEMS = 20
RSS = "application/rss+xml; charset=utf-8"
JSON_FEED = "application/feed+json"


def feed(place: Place) -> Rendered:
    """``<column>/feed.xml`` and ``feed.json``. Raises NotThere."""
    tree = trees.load(place)
    column = tree.by_path.get(place.groups["path"])
    if column is None:
        raise NotThere
    items = reading.newest_together(place, tree.below(column), ITEMS)
    if place.groups["kind"] == "xml":
        return Rendered(_rss(place, column, items), content_type=RSS)
    return Rendered(_json(place, column, items), content_type=JSON_FEED)


def qr_code(place: Place) -> Rendered:
    """The address of an article as a QR code. Raises NotThere without a host name to point to."""
    if not origin(place.site, place.portal) or not articles.is_online(place):
        raise NotThere
    target = place.absolute(place.path.removesuffix("-qr.svg") + ".html")
    drawn = io.BytesIO()
    segno.make(target, error="m", micro=False).save(drawn, kind="svg", scale=4, xmldecl=False)
    return Rendered(drawn.getvalue(), content_type="image/svg+xml")


def _rss(place: Place, column: Column, items: list[reading.Item]) -> str:
    written = Rss201rev2Feed(
        title=f"{column.name} - {place.site.name}",
        link=place.absolute(f"{column.path}/"),
        description=column.description or column.name,
        language=place.site.language if place.site.is_foreign else "zh-cn",
        feed_url=place.absolute(place.path),
    )
    for item in items:
        url = _full(place, item.url)
        moment = timezone.localtime(item.published_at) if item.published_at else None
        written.add_item(
            title=item.title, link=url, description=item.summary, pubdate=moment, unique_id=url
        )
    return str(written.writeString("utf-8"))


def _json(place: Place, column: Column, items: list[reading.Item]) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{column.name} - {place.site.name}",
        "home_page_url": place.absolute(f"{column.path}/"),
        "feed_url": place.absolute(place.path),
        "language": languages.tag(place.site),
        "items": [_json_item(place, item) for item in items],
    }
    return json.dumps(document, ensure_ascii=False)


def _json_item(place: Place, item: reading.Item) -> dict[str, Any]:
    url = _full(place, item.url)
    told = {"id": url, "url": url, "title": item.title, "content_text": item.summary or item.title}
    if item.published_at:
        told["date_published"] = timezone.localtime(item.published_at).isoformat()
    return told


def _full(place: Place, url: str) -> str:
    """An address for machines; one on another host has its own already."""
    if url.startswith("//"):
        return f"https:{url}"
    return origin(place.site, place.portal) + url
