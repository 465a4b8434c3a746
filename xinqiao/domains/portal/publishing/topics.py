"""Topic pages: the list of a site's topics, each topic from its blocks, and those blocks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from xinqiao.domains.portal.blocks import TOPIC, TOPIC_LABELS
from xinqiao.domains.portal.models import Topic, TopicVersion
from xinqiao.domains.portal.publishing import frame, parts, reading
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.rules.layouts import LayoutState
from xinqiao.domains.portal.rules.topics import TopicState
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place, find, internal_prefix
from xinqiao.kernel.press.registry import NotThere, Rendered
from xinqiao.kernel.ui import blocks

Values = Mapping[str, Any]
SHOWN = 200  # topics of one site on its list
ON_HOME = 6


def topic_list(place: Place) -> Rendered:
    """All topics of a site that readers may find: current ones, then the archive."""
    rows = _public(place)[:SHOWN]
    topics = [_line(place, topic) for topic in rows]
    head = Head(heading=_("专题"), crumbs=[(_("专题"), "")], body_class="page-topics")
    values = {
        "current": [topic for topic in topics if not topic["archived_at"]],
        "archived": [topic for topic in topics if topic["archived_at"]],
    }
    return Rendered(body=frame.render(place, trees.load(place), "portal/topics.html", head, values))


def topic_page(place: Place) -> Rendered:
    """One topic as it was published last. Raises NotThere."""
    rows = TopicVersion.objects.filter(
        topic__site=place.site, topic__slug=place.groups["slug"], state=LayoutState.PUBLISHED
    )
    version = rows.select_related("topic", "image").first()
    if version is None:
        raise NotThere
    recorder.record(f"topic:{version.topic_id}")
    return Rendered(body=_page(place, version))


def render_topic_preview(version: TopicVersion) -> str:
    """The page as it would be from this version."""
    site = version.topic.site
    place = find(f"{internal_prefix(site)}/{version.topic.path}")
    place.memo["is_preview"] = True
    with translation.override(site.language):
        return _page(place, version)


def register_blocks() -> None:
    """Register what topics are made of."""
    builders: dict[str, Callable[..., Values]] = {
        "topic.banner": banner,
        "topic.list": item_list,
        "topic.timeline": timeline,
        "topic.text": text,
    }
    for code, build in builders.items():
        template = f"portal/blocks/topic_{code.partition('.')[2]}.html"
        blocks.register_block(code, TOPIC_LABELS[code], build=build, template=template, page=TOPIC)


def banner(place: Place, *, alt: str) -> Values:
    """The picture across the page."""
    image: StoredFile | None = place.memo.get("image")
    if image is None:
        return {}
    address = place.link(f"files/{image.public_name}")
    if place.memo.get("is_preview"):
        address = reverse("files:show", args=[image.path])
    return {"url": address, "alt": alt, "width": image.width, "height": image.height}


def item_list(
    place: Place, *, title: str, columns: Sequence[int], articles: Sequence[int], count: int
) -> Values:
    """Chosen articles first, then the newest of open columns of this site; published ones only."""
    chosen = reading.picked(place, articles)[:count]
    tree = trees.load(place)
    fed = [tree.by_id[pk] for pk in columns if pk in tree.by_id]
    below = list(dict.fromkeys(part for column in fed for part in tree.below(column)))
    room = count - len(chosen)
    leave_out = [item.article_id for item in chosen]
    newest = reading.newest_together(place, below, count, leave_out=leave_out) if room else []
    items = [*chosen, *newest[:room]]
    more = trees.column_url(place, fed[0]) if len(fed) == 1 else ""
    return {"title": title, "items": items, "more": more} if items else {}


def timeline(place: Place, *, title: str, entries: Sequence[Mapping[str, str]]) -> Values:
    """What happened when, in the order of days."""
    by_day = sorted(entries, key=lambda entry: entry["date"])
    return {"title": title, "entries": by_day} if entries else {}


def text(place: Place, *, title: str, text: str) -> Values:
    """Some paragraphs."""
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return {"title": title, "paragraphs": paragraphs} if paragraphs else {}


def current_topics(place: Place) -> Values:
    """The newest current topics, for home pages."""
    rows = _public(place).filter(state=TopicState.CURRENT)[:ON_HOME]
    topics = [_line(place, topic) for topic in rows]
    return {"topics": topics, "url": place.link("topics/")} if topics else {}


def _public(place: Place) -> Any:
    recorder.record(f"topics:{place.site.pk}")
    return Topic.objects.public().filter(site=place.site)


def _line(place: Place, topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "summary": topic.summary,
        "url": place.link(topic.path),
        "published_at": topic.published_at,
        "archived_at": topic.archived_at,
    }


def _page(place: Place, version: TopicVersion) -> str:
    topic = version.topic
    place.memo["image"] = version.image
    head = Head(
        heading=version.title,
        crumbs=[(_("专题"), place.link("topics/")), (version.title, "")],
        description=version.summary,
        keywords=version.title,
        open_graph=[("og:type", "website")],
        body_class="page-topic",
    )
    values = {
        "title": version.title,
        "summary": version.summary,
        "archived_at": topic.archived_at,
        "parts": list(parts.rendered(place, version.spots)),
    }
    return frame.render(place, trees.load(place), "portal/topic.html", head, values)
