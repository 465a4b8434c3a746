"""The article list: scoped, filtered, paged by key, exported; what can be done to many rows."""

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal.forms.filters import SHOWN, ArticleFilterForm
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.views import scope
from xinqiao.kernel.ui import export, paging

REMEMBERED = "portal.articles"
HEAVY = ("body", "summary", "writers", "desk_writers")


@require_GET
def article_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the articles this person may see; filters come back on the next visit."""
    kept = request.session.get(REMEMBERED, "")
    if "clear" in request.GET:
        request.session.pop(REMEMBERED, None)
        return redirect("portal:articles")
    if not request.GET and kept:
        return redirect(f"{request.path}?{kept}")
    form, person = _filter_form(request), cast(Any, request.user)
    _remember(request, kept)
    page = paging.page_of(_rows(request, form), request.GET.get("p", ""))
    context = {
        "title": _("文章"),
        "now": timezone.now(),
        "form": form,
        "page": page,
        "shown": {name: name in form.shown for name in SHOWN},
        "can_write": "contributor" in person.duty_codes,
        "export_query": request.GET.urlencode(),
    }
    return render(request, "portal/workbench/articles.html", context)


@require_GET
def article_export(request: HttpRequest) -> HttpResponseBase:
    """Hand out what the filters keep as a workbook, or as csv when asked for."""
    form = _filter_form(request)
    rows = _rows(request, form).select_related("created_by").order_by("-pk")
    write = export.csv_file if request.GET.get("as") == "csv" else export.xlsx
    columns = [_("编号"), _("标题"), _("状态"), _("站点"), _("栏目"), _("单位"), _("类型")]
    columns += [_("撰稿人"), _("发文字号"), _("本环节开始"), _("发布时间")]
    return write(_cells(rows[: export.MAX_ROWS + 1]), columns, file_name=_("文章清单"))


def _filter_form(request: HttpRequest) -> ArticleFilterForm:
    return ArticleFilterForm(request.GET, sites=scope.known_sites(request.user))


def _remember(request: HttpRequest, kept: str) -> None:
    fields = [(name, value) for name, value in _pairs(request) if value and name != "p"]
    asked = urlencode(fields)[:1000]
    if asked != kept:
        request.session[REMEMBERED] = asked


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        for value in values:
            yield name, str(value)


def _rows(request: HttpRequest, form: ArticleFilterForm) -> QuerySet[Article]:
    rows = Article.objects.visible_to(request.user)
    narrowed: QuerySet[Article] = form.narrow(rows, now=timezone.now())
    return narrowed.select_related("site", "column", "organisation", "created_by").defer(*HEAVY)


def _cells(rows: QuerySet[Article]) -> Iterator[list[Any]]:
    for article in rows.iterator(chunk_size=500):
        yield [
            article.pk,
            article.title,
            article.state_label,
            article.site.name,
            article.column.name,
            article.organisation.name,
            article.get_kind_display(),
            article.created_by.get_full_name(),
            article.document_number,
            article.stage_since,
            article.published_at,
        ]
