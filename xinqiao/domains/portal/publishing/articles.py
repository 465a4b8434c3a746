"""The page of an article, and the same page as a preview of what is not public yet."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Attachment, Placement
from xinqiao.domains.portal.publishing import bodies, frame, languages, leaving, reading, readings
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place, find, internal_prefix, origin
from xinqiao.kernel.press.registry import Gone, MovedTo, NotThere, Rendered
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.jinja import day, moment

RELATED = 6
# Titles of documents break by sense, as GB/T 9704 wants: who | 关于…的 | what kind of document.
TITLE_BREAK = re.compile(r"(?<=.)(?=关于)|(?<=的)(?=[^的]{2,8}\Z)")
DESCRIPTION_CHARACTERS = 120


def article_page(place: Place) -> Rendered:
    """An article that is online on this site. Raises NotThere, Gone or MovedTo."""
    article_id = int(place.groups["id"])
    recorder.record(f"article:{article_id}")
    placement = _placement(place, article_id)
    if placement is None:
        raise _why_missing(place, article_id)
    article = placement.article
    first = article.first_published_at or article.published_at or article.created_at
    path = reading.content_path(article.pk, first)
    if path != place.path:
        raise MovedTo(place.link(path))
    return Rendered(body=_rendered(place, article, placement.column, is_preview=False))


def is_online(place: Place) -> bool:
    """Whether the article of this address is online on this site."""
    recorder.record(f"article:{place.groups['id']}")
    return _placement(place, int(place.groups["id"])) is not None


def owner(place: Place) -> int | None:
    """The organisation of the article at this address."""
    found = Article.objects.filter(pk=int(place.groups["id"])).values_list("organisation_id")
    return next((row[0] for row in found), None)


def render_article_preview(article: Article) -> str:
    """The final page of a text that need not be public, or even saved, yet."""
    place = find(f"{internal_prefix(article.site)}/")
    with translation.override(article.site.language):
        return _rendered(place, article, article.column.home, is_preview=True)


def _placement(place: Place, article_id: int) -> Placement | None:
    """The placement that carries the article here; its own column before any other."""
    found = (
        Placement.objects.filter(
            article_id=article_id,
            site=place.site,
            state=rules.PlacementState.ONLINE,
            article__public_state=rules.PublicState.ONLINE,
        )
        .exclude(mode=rules.PlacementMode.LINK)
        .select_related(
            "column",
            "article__organisation",
            "article__site",
            "article__cover",
            "article__translation_of__site",
        )
    )
    own_first = sorted(found, key=lambda row: (row.mode != rules.PlacementMode.OWN, row.pk))
    return own_first[0] if own_first else None


def _why_missing(place: Place, article_id: int) -> Exception:
    """Gone, when it once stood here; else there never was such a page."""
    ended = (rules.PublicState.WITHDRAWN, rules.PublicState.EXPIRED)
    stood_here = Placement.objects.filter(
        article_id=article_id, site=place.site, published_at__isnull=False
    ).values_list("state", "article__public_state")
    for state, public_state in stood_here:
        if public_state in ended or state == rules.PlacementState.WITHDRAWN:
            return Gone()
    return NotThere()


def _rendered(place: Place, article: Article, column: Column, *, is_preview: bool) -> str:
    tree = trees.load(place)
    files_base = None if is_preview else place.link("files/")
    text = leaving.with_notices(place, bodies.clean(article.body))
    body = bodies.prepared(text, files_base=files_base, lead=place.lead)
    attachments = _attachments(place, article, is_preview=is_preview)
    related = [] if is_preview else _related(place, column, article)
    head = _head(place, tree, article, column, plain=bodies.plain_text(article.body))
    values = {
        "article": _values(article, is_preview=is_preview),
        "facts": _document_facts(article),
        "body": body.html,
        "contents": body.contents,
        "attachments": attachments,
        "related": related,
        **readings.beside(place, article, is_preview=is_preview),
        "column": {"name": column.name, "url": trees.column_url(place, column)},
        "correction_url": f"{frame.own_or_portals(place, 'report/')}?article={article.pk}",
        "share": None if is_preview else _share(place),
    }
    return frame.render(place, tree, "portal/article.html", head, values)


def _share(place: Place) -> dict[str, str]:
    """The address to pass on, and its QR code where the site has a host name."""
    has_host = bool(origin(place.site, place.portal))
    qr = place.site.address(place.path.removesuffix(".html") + "-qr.svg") if has_host else ""
    return {"url": place.absolute(place.path), "qr": qr}


def _values(article: Article, *, is_preview: bool) -> dict[str, Any]:
    validity = rules.Validity(article.validity) if article.validity else None
    return {
        "title": article.title,
        "title_parts": TITLE_BREAK.split(article.title),
        "subtitle": article.subtitle,
        "summary": article.summary,
        "source": article.source or article.organisation.name,
        "author": article.author_name,
        "published_at": article.published_at,
        "original_published_at": article.original_published_at,
        "kind": article.kind,
        "is_document": article.kind == rules.Kind.DOCUMENT,
        "validity": article.validity,
        "validity_label": validity.label if validity else "",
        "is_preview": is_preview,
    }


def _document_facts(article: Article) -> list[tuple[str, str]]:
    """The box above a policy document: what is known of it, nothing empty."""
    if article.kind != rules.Kind.DOCUMENT:
        return []
    facts = [
        (_("索引号"), article.index_number),
        (_("主题分类"), article.keywords),
        (_("发文机关"), article.issuing_body),
        (_("成文日期"), _date_words(article.issued_date)),
        (_("发文字号"), article.document_number),
        (_("施行日期"), _date_words(article.effective_date)),
        (_("发布日期"), _date_words(article.published_at)),
    ]
    return [(name, value) for name, value in facts if value]


def _date_words(value: Any) -> str:
    text = day(value)
    if not text:
        return ""
    year, month, number = (int(part) for part in text.split("-"))
    said = {"year": year, "month": month, "day": number}
    return _("%(year)d年%(month)d月%(day)d日") % said


def _attachments(place: Place, article: Article, *, is_preview: bool) -> list[dict[str, Any]]:
    stored = article.attachments
    rows: Iterable[Attachment] = stored.all() if is_preview else stored.select_related("file")
    return [
        {
            "title": row.title or row.file.name,
            "extension": row.file.extension.lstrip(".").upper(),
            "size": row.file.size,
            "url": "" if is_preview else place.link(f"files/{row.file.public_name}"),
        }
        for row in rows
    ]


def _related(place: Place, column: Column, article: Article) -> list[reading.Item]:
    newest = reading.newest(place, [column.pk], RELATED + 1)[column.pk]
    return [item for item in newest if item.article_id != article.pk][:RELATED]


def _head(place: Place, tree: SiteTree, article: Article, column: Column, *, plain: str) -> Head:
    description = article.summary or plain[:DESCRIPTION_CHARACTERS] or article.title
    crumbs = [(part.name, trees.column_url(place, part)) for part in tree.line(column)]
    image = place.absolute(f"files/{article.cover.public_name}") if article.cover else ""
    return Head(
        heading=article.title,
        column=column,
        crumbs=[*crumbs, (_("正文"), "")],
        description=description,
        keywords=article.keywords or column.keywords or column.name,
        metas=_article_metas(article, image),
        open_graph=[("og:type", "article")] + ([("og:image", image)] if image else []),
        canonical=_canonical(place, article),
        data=[_article_data(place, article, description, image)],
        body_class="page-article",
        versions=languages.of_article(place, article),
    )


def _article_metas(article: Article, image: str) -> list[tuple[str, str]]:
    metas = [
        ("ArticleTitle", article.title),
        ("PubDate", moment(article.published_at)),
        ("ContentSource", article.source or article.organisation.name),
    ]
    if article.author_name:
        metas.append(("Author", article.author_name))
    if image:
        metas.append(("Image", image))
    return metas


def _canonical(place: Place, article: Article) -> str:
    """A mirrored article points to the page of the site it comes from."""
    first = article.first_published_at or article.published_at or article.created_at
    path = reading.content_path(article.pk or 0, first)
    return f"{origin(article.site, place.portal)}{article.site.address(path)}"


def _article_data(place: Place, article: Article, description: str, image: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Legislation" if article.kind == rules.Kind.DOCUMENT else "NewsArticle",
        "headline": article.title,
        "name": article.title,
        "description": description,
        "inLanguage": languages.tag(article.site),
        "url": _canonical(place, article),
        "publisher": {"@type": "GovernmentOrganization", "name": article.organisation.name},
    }
    if article.published_at:
        data["datePublished"] = timezone.localtime(article.published_at).isoformat()
    if article.document_number:
        data["legislationIdentifier"] = article.document_number
    if image:
        data["image"] = image
    return data
