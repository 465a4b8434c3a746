"""Screens of migration: old sites with their ledgers, one of them, a folder, its pages."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import imports_background, migration_preview
from xinqiao.domains.portal.actions import migration as actions
from xinqiao.domains.portal.adapters.old_sites import ArchiveRefused
from xinqiao.domains.portal.forms.migration import CheckForm, FolderForm, LegacyUploadForm
from xinqiao.domains.portal.models import LegacyFolder, LegacyPage, LegacySite
from xinqiao.domains.portal.queries import migration as queries
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.ui import export, paging

REFUSALS = (actions.MigrationRefused, ArchiveRefused)


@require_GET
def legacy_list(request: HttpRequest) -> HttpResponse:
    """The old sites of a person's units, each with its ledger."""
    page = paging.page_of(queries.legacy_sites(request.user), request.GET.get("p", ""))
    ledgers = queries.ledgers([legacy.pk for legacy in page.rows])
    context = {
        "title": _("旧网站迁移"),
        "page": page,
        "rows": [(legacy, ledgers[legacy.pk]) for legacy in page.rows],
        "can_upload": "contributor" in cast(User, request.user).duty_codes,
        "back_url": reverse("portal:imports"),
        "back_label": _("批量导入"),
    }
    return render(request, "portal/migration/sites.html", context)


@require_http_methods(["GET", "POST"])
def legacy_new(request: HttpRequest) -> HttpResponse:
    """Take an archive of an old site; nothing is imported before its folders are mapped."""
    form = LegacyUploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            legacy = actions.upload_legacy_site(
                actor=cast(User, request.user),
                site_id=said["site"].pk,
                name=said["name"],
                hosts=said["hosts"],
                file_name=said["file"].name,
                source=said["file"].file,
                now=timezone.now(),
            )
        except REFUSALS as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("portal:legacy", pk=legacy.pk)
    context = {"title": _("迁入旧网站"), "form": form, "back_url": reverse("portal:legacies")}
    return render(request, "portal/migration/upload.html", context)


@require_GET
def legacy(request: HttpRequest, pk: int) -> HttpResponse:
    """One old site: its ledger, its folders, the pages to be looked at again."""
    found = _legacy_or_404(request.user, pk)
    folders = found.folders.select_related("column")
    context = {
        "title": found.name,
        "legacy": found,
        "ledger": queries.ledgers([pk])[pk],
        "folders": folders,
        "batches": queries.batches(found),
        "sample": queries.sampled(found),
        "checks": rules.PageCheck.choices,
        "can_migrate": policies.can_migrate(request.user, found.site),
        "back_url": reverse("portal:legacies"),
        "back_label": _("旧网站迁移"),
    }
    return render(request, "portal/migration/site.html", context)


@require_POST
def legacy_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to read what is mapped."""
    _legacy_or_404(request.user, pk)
    try:
        imports_background.start_migrating(
            actor=cast(User, request.user), legacy_id=pk, now=timezone.now()
        )
    except PermissionDenied:
        messages.error(request, _("只有这个站点的信息员可以导入。"))
    else:
        messages.success(request, _("已开始导入，完成后在“批量导入”里整批提交。"))
    return redirect("portal:legacy", pk=pk)


@require_http_methods(["GET", "POST"])
def legacy_folder(request: HttpRequest, pk: int) -> HttpResponse:
    """A folder with examples; a post maps it, or tries other selectors without keeping them."""
    folder = _folder_or_404(request.user, pk)
    form = FolderForm(request.POST or None, folder=folder, user=request.user)
    selectors = folder.selectors
    if request.method == "POST" and form.is_valid():
        selectors = form.selectors()
        if "try" not in request.POST and _mapped(request, folder, form):
            return redirect("portal:legacy_folder", pk=pk)
    context = {
        "title": _("目录：%s") % folder,
        "folder": folder,
        "form": form,
        "examples": migration_preview.examples(folder, selectors),
        "back_url": reverse("portal:legacy", args=[folder.legacy_id]),
        "back_label": folder.legacy.name,
    }
    return render(request, "portal/migration/folder.html", context)


def _mapped(request: HttpRequest, folder: LegacyFolder, form: FolderForm) -> bool:
    column = form.cleaned_data["column"]
    try:
        actions.map_folder(
            actor=cast(User, request.user),
            folder_id=folder.pk,
            column_id=column.pk if column else None,
            selectors=form.selectors(),
            now=timezone.now(),
        )
    except PermissionDenied:
        form.add_error(None, _("只有这个站点的信息员可以设定。"))
        return False
    messages.success(request, _("已保存。"))
    return True


@require_GET
def legacy_pages(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger page by page."""
    found = _legacy_or_404(request.user, pk)
    outcome = request.GET.get("outcome", "")
    context = {
        "title": _("网页台账：%s") % found.name,
        "legacy": found,
        "outcome": outcome,
        "outcomes": rules.PageOutcome.choices,
        "page": paging.page_of(queries.pages(found, outcome), request.GET.get("p", ""), 50),
        "back_url": reverse("portal:legacy", args=[pk]),
        "back_label": found.name,
    }
    return render(request, "portal/migration/pages.html", context)


@require_GET
def legacy_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ledger as a workbook."""
    found = _legacy_or_404(request.user, pk)
    columns = [_("原地址"), _("目录"), _("结果"), _("说明"), _("文章"), _("抽查"), _("抽查说明")]
    return export.xlsx(queries.page_cells(found), columns, file_name=_("迁移台账-%s") % found.pk)


@require_POST
def legacy_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what came of looking at a page again."""
    found = _legacy_or_404(request.user, pk)
    form = CheckForm(request.POST)
    if form.is_valid():
        get_object_or_404(LegacyPage, pk=form.cleaned_data["page_id"], legacy=found)
        actions.check_page(actor=cast(User, request.user), now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("已记下。"))
    else:
        messages.error(request, _("没有记下，请选“一致”或“有出入”，说明不超过200字。"))
    return redirect("portal:legacy", pk=pk)


def _legacy_or_404(user: Any, pk: int) -> LegacySite:
    return get_object_or_404(queries.legacy_sites(user), pk=pk)


def _folder_or_404(user: Any, pk: int) -> LegacyFolder:
    visible = LegacySite.objects.visible_to(user).order_by().values("pk")
    rows = LegacyFolder.objects.select_related("legacy__site", "column")
    return get_object_or_404(rows, pk=pk, legacy__in=visible)


ROUTES = [
    path("imports/sites/", legacy_list, name="legacies"),
    path("imports/sites/new/", legacy_new, name="legacy_new"),
    path("imports/sites/<int:pk>/", legacy, name="legacy"),
    path("imports/sites/<int:pk>/read/", legacy_read, name="legacy_read"),
    path("imports/sites/<int:pk>/pages/", legacy_pages, name="legacy_pages"),
    path("imports/sites/<int:pk>/pages/export/", legacy_export, name="legacy_export"),
    path("imports/sites/<int:pk>/check/", legacy_check, name="legacy_check"),
    path("imports/sites/folders/<int:pk>/", legacy_folder, name="legacy_folder"),
]
