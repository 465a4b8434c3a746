"""Screens of imports: the list, a new file, one batch, its items and its report."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import imports, imports_approval
from xinqiao.domains.portal.adapters import import_files, rows
from xinqiao.domains.portal.forms.imports import BatchActForm, MappingForm, UploadForm
from xinqiao.domains.portal.models import ImportBatch, ImportItem
from xinqiao.domains.portal.queries import imports as queries
from xinqiao.domains.portal.views import import_acts
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.ui import export, paging
from xinqiao.kernel.ui.richtext import clean_html

PREVIEWED = 5
REHEARSED = 1000
SHOWN_PROBLEMS = 200
REFRESH_SECONDS = "3"


@dataclass(frozen=True)
class OfferedAct:
    """An act with its form, ready for the screen."""

    act: import_acts.Act
    form: BatchActForm
    is_open: bool


@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    """Show the batches this person may see."""
    page = paging.page_of(queries.visible_batches(request.user), request.GET.get("p", ""))
    context = {
        "title": _("批量导入"),
        "page": page,
        "can_import": queries.importing_columns(request.user).exists(),
    }
    return render(request, "portal/imports/batches.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; nothing is read before the preview has been seen."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _opened(request, form)
        except (imports.ImportRefused, rules.ChainRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("portal:import_batch", pk=batch.pk)
    context = {"title": _("导入文件"), "form": form, "back_url": reverse("portal:imports")}
    return render(request, "portal/imports/upload.html", context)


def _opened(request: HttpRequest, form: UploadForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    return imports.open_batch(
        actor=cast(User, request.user),
        column_id=form.cleaned_data["column"].pk,
        file_name=file.name,
        source=file.file,
        mapping=rows.mapping_of(form.cleaned_data["preset"]),
        content_class=form.cleaned_data["content_class"],
        now=timezone.now(),
    )


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: before it begins its preview, later its progress, steps and report."""
    return _screen(request, _batch_or_404(request, pk))


@require_POST
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Do one act; what is refused is said beside the button."""
    found = _batch_or_404(request, pk)
    chosen = import_acts.find(code)
    if chosen is None:
        raise Http404
    form = chosen.form_class(request.POST, prefix=code)
    if form.is_valid():
        try:
            chosen.run(
                actor=cast(User, request.user), batch_id=pk, now=timezone.now(), **form.cleaned_data
            )
        except PermissionDenied:
            form.add_error(None, _("您的职责不能办理这一步。"))
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, chosen.done)
            return redirect("portal:import_batch", pk=pk)
    return _screen(request, found, refused=form, code=code)


@require_POST
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another mapping and show the preview again."""
    found = _batch_or_404(request, pk)
    form = _mapping_form(found, _preview(found), request.POST)
    if form.is_valid():
        try:
            imports.change_mapping(
                actor=cast(User, request.user),
                batch_id=pk,
                mapping=form.mapping(),
                content_class=form.cleaned_data["content_class"],
                now=timezone.now(),
            )
        except (imports.ImportRefused, rules.ChainRefused) as refusal:
            messages.error(request, str(refusal))
    return redirect("portal:import_batch", pk=pk)


@require_GET
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """What the import would do, line by line; nothing is written."""
    found = _batch_or_404(request, pk)
    if found.state != rules.BatchState.READING or found.mapping.get(imports.STARTED):
        raise Http404
    try:
        verdicts = imports.rehearse_batch(batch=found, count=REHEARSED, now=timezone.now())
    except import_files.ImportFileMissing as missing:
        messages.error(request, str(missing))
        return redirect("portal:import_batch", pk=pk)
    counts = Counter(verdict.outcome for verdict in verdicts)
    context = {
        "title": _("试运行结果"),
        "batch": found,
        "counts": [(outcome.label, counts[outcome]) for outcome in rules.ItemOutcome],
        "total": len(verdicts),
        "is_cut": len(verdicts) == REHEARSED,
        "problems": [v for v in verdicts if v.message][:SHOWN_PROBLEMS],
        "back_url": reverse("portal:import_batch", args=[pk]),
    }
    return render(request, "portal/imports/rehearsal.html", context)


@require_GET
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """The report: what became of each line, filtered by outcome."""
    found = _batch_or_404(request, pk)
    outcome = request.GET.get("outcome", "")
    found_items = queries.items(found, outcome).defer("article__body", "article__summary")
    context = {
        "title": _("导入条目：%s") % found.name,
        "batch": found,
        "outcome": outcome,
        "counts": queries.outcome_counts(found),
        "page": paging.page_of(found_items, request.GET.get("p", ""), 50),
        "back_url": reverse("portal:import_batch", args=[pk]),
    }
    return render(request, "portal/imports/items.html", context)


@require_GET
def items_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The report as a workbook."""
    found = _batch_or_404(request, pk)
    columns = [_("行号"), _("来源编号"), _("标题"), _("结果"), _("说明")]
    cells = queries.item_cells(found, request.GET.get("outcome", ""))
    return export.xlsx(cells, columns, file_name=_("导入结果-%s") % found.pk)


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item as it will be read; before submission its importer may take it out."""
    found = get_object_or_404(
        ImportItem.objects.select_related("article", "batch"),
        pk=pk,
        batch__in=queries.visible_batches(request.user).order_by().values("pk"),
    )
    if request.method == "POST":
        return _dropped(request, found)
    text = found.article
    can_drop = (
        found.batch.state == rules.BatchState.READY
        and found.batch.created_by_id == request.user.pk
        and found.outcome in rules.WRITTEN
    )
    context = {
        "title": text.title if text else _("第%s行") % found.line,
        "item": found,
        "article": text,
        "body": clean_html(text.body) if text else "",
        "can_drop": can_drop,
        "back_url": reverse("portal:import_items", args=[found.batch_id]),
    }
    return render(request, "portal/imports/item.html", context)


def _dropped(request: HttpRequest, found: ImportItem) -> HttpResponse:
    try:
        imports_approval.drop_items(
            actor=cast(User, request.user),
            batch_id=found.batch_id,
            item_ids=[found.pk],
            now=timezone.now(),
        )
    except PermissionDenied:
        messages.error(request, _("只有导入人可以移出条目。"))
    except imports.ImportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已移出批次，转为草稿。"))
    return redirect("portal:import_item", pk=found.pk)


def _batch_or_404(request: HttpRequest, pk: int) -> ImportBatch:
    found: ImportBatch = get_object_or_404(queries.visible_batches(request.user), pk=pk)
    return found


def _preview(found: ImportBatch) -> list[Any]:
    try:
        return imports.preview(batch_id=found.pk, count=PREVIEWED)
    except import_files.ImportFileMissing:
        return []


def _mapping_form(found: ImportBatch, lines: list[Any], data: Any = None) -> MappingForm:
    keys = dict.fromkeys(key for line in lines for key in (line.record or {}) if key)
    return MappingForm(
        data,
        keys=list(keys),
        mapping=found.mapping,
        initial={"preset": found.mapping["preset"], "content_class": found.content_class},
    )


def _offered(
    user: Any, found: ImportBatch, refused: BatchActForm | None, code: str
) -> list[OfferedAct]:
    shown = []
    for one in import_acts.offered(user, found):
        is_refused = refused is not None and one.code == code
        form = refused if refused is not None and is_refused else one.form_class(prefix=one.code)
        form.initial["manifest_hash"] = found.manifest_hash
        shown.append(OfferedAct(one, form, is_refused or one.is_main))
    return shown


def _screen(
    request: HttpRequest,
    found: ImportBatch,
    *,
    refused: BatchActForm | None = None,
    code: str = "",
) -> HttpResponse:
    progress = queries.progress_of(found)
    is_new = found.state == rules.BatchState.READING and not found.mapping.get(imports.STARTED)
    lines = _preview(found) if is_new else []
    offered = _offered(request.user, found, refused, code)
    context = {
        "title": found.name,
        "batch": found,
        "is_new": is_new,
        "lines": lines,
        "mapping_form": _mapping_form(found, lines) if lines else None,
        "progress": None if is_new else progress,
        "steps": queries.batch_steps(found),
        "counts": queries.outcome_counts(found),
        "offered": offered,
        "refused_elsewhere": refused if all(o.form is not refused for o in offered) else None,
        "back_url": reverse("portal:imports"),
    }
    response = render(request, "portal/imports/batch.html", context)
    if context["progress"] is not None and refused is None:
        response["Refresh"] = REFRESH_SECONDS
    return response


ROUTES = [
    path("imports/", batch_list, name="imports"),
    path("imports/new/", upload, name="import_new"),
    path("imports/<int:pk>/", batch, name="import_batch"),
    path("imports/<int:pk>/mapping/", mapping, name="import_mapping"),
    path("imports/<int:pk>/rehearsal/", rehearsal, name="import_rehearsal"),
    path("imports/<int:pk>/acts/<slug:code>/", act, name="import_act"),
    path("imports/<int:pk>/items/", items, name="import_items"),
    path("imports/<int:pk>/items/export/", items_export, name="import_export"),
    path("imports/items/<int:pk>/", item, name="import_item"),
]
