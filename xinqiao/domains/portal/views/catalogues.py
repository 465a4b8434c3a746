"""Catalogues in the workbench: opened, filled by form or table, published row by row."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import catalogues as actions
from xinqiao.domains.portal.adapters import connectors
from xinqiao.domains.portal.forms import catalogues as forms
from xinqiao.domains.portal.models import Catalogue, CatalogueImport
from xinqiao.domains.portal.queries import catalogues as queries
from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.domains.portal.views.doing import done, who
from xinqiao.kernel.sites.policies import can_manage_site
from xinqiao.kernel.ui import export, paging, sheets

PER_PAGE = 50


@require_GET
def catalogue_list(request: HttpRequest) -> HttpResponse:
    """Catalogues that this person fills, publishes or manages."""
    rows = Catalogue.objects.visible_to(request.user).select_related("site", "organisation")
    user: Any = request.user
    context = {
        "title": _("查询目录"),
        "page": paging.page_of(rows, request.GET.get("p", "")),
        "may_open": "site_manager" in user.duty_codes,
    }
    return render(request, "portal/catalogues/list.html", context)


@require_http_methods(["GET", "POST"])
def catalogue_open(request: HttpRequest) -> HttpResponse:
    """Open a catalogue."""
    form = forms.OpenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        if done(request, form, lambda: actions.open_catalogue(**who(request), **said)):
            return redirect("portal:catalogues")
    return _form(request, form, _("开设目录"), reverse("portal:catalogues"))


def _form(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"title": title, "form": form, "submit": _("保存")}
    context |= {"back_url": back, "back_label": _("返回")}
    return render(request, "portal/workbench/form.html", context)


def _or_404(request: HttpRequest, pk: int) -> Catalogue:
    rows = Catalogue.objects.visible_to(request.user)
    rows = rows.select_related("site__parent__parent", "organisation")
    return get_object_or_404(rows, pk=pk)


@require_GET
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One catalogue with its rows."""
    found = _or_404(request, pk)
    rows = found.entries.select_related("published_by", "changed_by")
    state = request.GET.get("state", "")
    if state in rules.EntryState.values:
        rows = rows.filter(state=state)
    context = {
        "title": found.name,
        "catalogue": found,
        "today": timezone.localdate(),
        "page": paging.page_of(rows, request.GET.get("p", ""), PER_PAGE),
        "state": state,
        "states": rules.EntryState.choices,
        "may_fill": policies.can_fill_catalogue(request.user, found),
        "may_publish": policies.can_publish_entries(request.user, found),
        "may_manage": can_manage_site(request.user, found.site),
        "upload_form": forms.UploadForm(),
        "has_connector": connectors.get(found.slug) is not None,
        "address": found.site.address(f"services/lookup/{found.slug}/"),
        "back_url": reverse("portal:catalogues"),
        "back_label": _("查询目录"),
    }
    return render(request, "portal/catalogues/catalogue.html", context)


@require_http_methods(["GET", "POST"])
def catalogue_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a catalogue."""
    found = _or_404(request, pk)
    lines = rules.lines_of_fields(found.fields)
    facts = {"name": found.name, "about": found.about, "is_open": found.is_open}
    form = forms.ChangeForm(request.POST or None, initial=facts | {"fields_text": lines})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        said["fields"] = said.pop("fields_text")
        if done(
            request, form, lambda: actions.change_catalogue(catalogue_id=pk, **who(request), **said)
        ):
            return redirect("portal:catalogue", pk)
    return _form(request, form, found.name, reverse("portal:catalogue", args=[pk]))


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """One row; 0 is a new one."""
    found = _or_404(request, pk)
    row = get_object_or_404(found.entries, pk=entry_id) if entry_id else None
    initial = queries.cells_of(found, row) if row else {}
    form = forms.EntryForm(request.POST or None, catalogue=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"cells": form.cleaned_data, "entry_id": entry_id or None}
        if done(request, form, lambda: actions.save_entry(catalogue_id=pk, **who(request), **said)):
            return redirect("portal:catalogue", pk)
    title = row.name if row else _("新条目")
    return _form(request, form, title, reverse("portal:catalogue", args=[pk]))


@require_POST
def entries_act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Publish or withdraw the rows that were ticked; all that wait with ``all``."""
    found = _or_404(request, pk)
    ids = [int(one) for one in request.POST.getlist("entry") if one.isdecimal() and len(one) < 19]
    said: dict[str, Any] = {"catalogue_id": pk, "entry_ids": ids, **who(request)}
    if code == "publish":
        _say(request, lambda: actions.publish_entries(**said))
    elif code == "withdraw":
        reason = request.POST.get("reason", "")[:300]
        _say(request, lambda: actions.withdraw_entries(reason=reason, **said))
    else:
        raise Http404
    return redirect("portal:catalogue", found.pk)


def _say(request: HttpRequest, act: Callable[[], int]) -> None:
    try:
        count = act()
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    else:
        messages.success(request, _("已办理%d条。") % count)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a table, or the outside register, and show what it would do."""
    found = _or_404(request, pk)
    try:
        name, rows = _rows(request, found)
        made = actions.upload_entries(catalogue_id=pk, file_name=name, rows=rows, **who(request))
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
        return redirect("portal:catalogue", pk)
    return redirect("portal:catalogue_import", made.pk)


def _rows(request: HttpRequest, found: Catalogue) -> tuple[str, list[dict[str, str]]]:
    connector = connectors.get(found.slug)
    if request.POST.get("source") == "connector" and connector is not None:
        return _("数据接口"), [dict(row) for row in connector.rows()]
    form = forms.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        raise rules.CatalogueRefused(_("请选择文件。"))
    file = form.cleaned_data["file"]
    return file.name, [cells for _line, cells in sheets.records(file.read(), ["名称"])]


@require_http_methods(["GET", "POST"])
def catalogue_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What a table would do, row by row; a post takes in what is in order."""
    seen = Catalogue.objects.visible_to(request.user).order_by().values("pk")
    rows = CatalogueImport.objects.filter(catalogue__in=seen)
    found = get_object_or_404(rows.select_related("catalogue", "uploaded_by"), pk=pk)
    if request.method == "POST":
        _say(request, lambda: actions.take_entries(import_id=pk, **who(request)))
        return redirect("portal:catalogue", found.catalogue_id)
    said = [row["outcome"] for row in found.report]
    lines = enumerate(zip(found.rows, found.report, strict=True), start=2)
    context = {
        "title": found.file_name,
        "upload": found,
        "lines": [(number, cells.get("名称", ""), told) for number, (cells, told) in lines],
        "counts": {word: said.count(word) for word in ("new", "changed", "wrong")},
        "back_url": reverse("portal:catalogue", args=[found.catalogue_id]),
        "back_label": found.catalogue.name,
    }
    return render(request, "portal/catalogues/import.html", context)


@require_GET
def catalogue_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All rows as a workbook, which is also the template for an import."""
    found = _or_404(request, pk)
    head = [*rules.OWN_NAMES, *(field["name"] for field in found.fields), _("状态")]
    rows = (
        [*queries.cells_of(found, one).values(), one.get_state_display()]
        for one in found.entries.all()
    )
    return export.xlsx(rows, head, file_name=found.name)


ROUTES = [
    path("catalogues/", catalogue_list, name="catalogues"),
    path("catalogues/open/", catalogue_open, name="catalogue_open"),
    path("catalogues/<int:pk>/", catalogue, name="catalogue"),
    path("catalogues/<int:pk>/change/", catalogue_change, name="catalogue_change"),
    path("catalogues/<int:pk>/export/", catalogue_export, name="catalogue_export"),
    path("catalogues/<int:pk>/upload/", upload, name="catalogue_upload"),
    path("catalogues/<int:pk>/acts/<slug:code>/", entries_act, name="catalogue_act"),
    path("catalogues/<int:pk>/entries/<int:entry_id>/", entry, name="catalogue_entry"),
    path("catalogues/imports/<int:pk>/", catalogue_import, name="catalogue_import"),
]
