"""What stands beside a text: its document, its interpretations, the fields of its kind."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.publishing import reading
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place


def beside(
    place: Place, article: Article, *, is_preview: bool, without: Collection[str] = ()
) -> dict[str, Any]:
    """The values of the template for one article's page; ``without`` are fields shown elsewhere."""
    kind = rules.Kind(article.kind)
    shown: dict[str, Any] = {
        "details": _details(article, without),
        "source_url": article.source_url,
        "reading_form": "",
        "author_kind": "",
        "explained": [],
        "outside_document": "",
        "readings": [],
    }
    if kind == rules.Kind.INTERPRETATION:
        documents = Article.objects.filter(
            pk__in=[row.document_id for row in article.interprets.all()]
        )
        links = _links(place, documents)
        shown["explained"] = [link for link in links if link["url"] or is_preview]
        shown["outside_document"] = article.outside_document
        shown["reading_form"] = _label(rules.ReadingForm, article.reading_form)
        shown["author_kind"] = _label(rules.AuthorKind, article.author_kind)
    if kind == rules.Kind.DOCUMENT and not is_preview:
        found = Article.objects.filter(interprets__document=article.pk)
        shown["readings"] = [link for link in _links(place, found) if link["url"]]
    return shown


def _details(article: Article, without: Collection[str]) -> list[tuple[Any, str]]:
    said = [
        (one.label, article.details.get(one.code, ""))
        for one in rules.details_of(article.kind)
        if one.code not in without
    ]
    return [(label, value) for label, value in said if value]


def _label(words: Any, code: str) -> Any:
    return words(code).label if code else ""


def _links(place: Place, articles: QuerySet[Article]) -> list[dict[str, Any]]:
    """Title, form and address of articles; the address is empty while readers do not get it."""
    rows = list(articles.select_related("site").defer("body").order_by("pk"))
    recorder.record(*(f"article:{row.pk}" for row in rows))
    return [
        {
            "title": row.title,
            "number": row.document_number,
            "form": _label(rules.ReadingForm, row.reading_form),
            "url": _url(place, row),
            "published_at": row.published_at,
        }
        for row in rows
    ]


def _url(place: Place, article: Article) -> str:
    if article.public_state != rules.PublicState.ONLINE or article.first_published_at is None:
        return ""
    path = reading.content_path(article.pk, article.first_published_at)
    return place.link_to(article.site, path)
