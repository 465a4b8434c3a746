"""Keeping the lists that the checks use: words, exceptions, leaders."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import check_lists as actions
from xinqiao.domains.portal.adapters import word_files
from xinqiao.domains.portal.forms import check_lists as forms
from xinqiao.domains.portal.models import CheckWord, RegisteredLeader
from xinqiao.domains.portal.rules import checking
from xinqiao.kernel.ui import export, paging

PER_PAGE = 50
WORD_COLUMNS = (_("类别"), _("词语"), _("正确写法或提示"), _("修改人"), _("修改时间"))
LEADER_COLUMNS = (_("姓名"), _("职务"), _("排序"), _("任职起"), _("任职止"), _("修改人"))
View = Callable[..., HttpResponseBase]


def keepers_only(view: View) -> View:
    """For everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.can_keep_lists(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def _try(form: django_forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Do it; what is refused is said in the form."""
    try:
        act()
    except ValidationError as refusal:
        form.add_error(None, refusal.messages[0])
        return False
    return True


@require_http_methods(["GET", "POST"])
@keepers_only
def words(request: HttpRequest) -> HttpResponse:
    """Show the words; a post adds one, or changes what is said about it."""
    form = forms.WordForm(request.POST or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _try(form, lambda: actions.save_word(**_who(request), **said)):
            messages.success(request, _("已保存“%s”。") % said["word"])
            return redirect(f"{reverse('portal:check_words')}?kind={said['kind']}")
    rows = _filtered(request).select_related("changed_by")
    context = {
        "title": _("检查用词"),
        "form": form,
        "file_form": forms.ListFileForm(),
        "page": paging.page_of(rows, request.GET.get("p", ""), PER_PAGE),
        "kinds": checking.WordKind.choices,
        "kind": request.GET.get("kind", ""),
        "q": request.GET.get("q", ""),
        "is_empty": not CheckWord.objects.exists(),
    }
    return render(request, "portal/workbench/check_words.html", context)


def _filtered(request: HttpRequest) -> Any:
    rows = CheckWord.objects.all()
    if request.GET.get("kind") in checking.WordKind.values:
        rows = rows.filter(kind=request.GET["kind"])
    if wanted := request.GET.get("q", "").strip()[:60]:
        rows = rows.filter(word__contains=wanted)
    return rows


@require_POST
@keepers_only
def word_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word off its list."""
    row = get_object_or_404(CheckWord, pk=pk)
    actions.delete_word(word_id=pk, **_who(request))
    messages.success(request, _("已删除“%s”。") % row.word)
    return redirect(f"{reverse('portal:check_words')}?kind={row.kind}")


@require_POST
@keepers_only
def words_import(request: HttpRequest) -> HttpResponse:
    """Take a file in; without one, the list that comes with the software."""
    return _import(request, actions.import_words, "portal:check_words", word_files.builtin_rows)


@require_GET
@keepers_only
def words_export(request: HttpRequest) -> HttpResponseBase:
    """The lists as a workbook, which can be taken in again."""
    rows = (
        (row.get_kind_display(), row.word, row.suggestion, row.changed_by or "", row.changed_at)
        for row in _filtered(request).select_related("changed_by").order_by("kind", "pk")
    )
    return export.xlsx(rows, WORD_COLUMNS, file_name=_("检查用词"))


@require_http_methods(["GET", "POST"])
@keepers_only
def leaders(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show the register; a post adds an office, or corrects the one named."""
    row = get_object_or_404(RegisteredLeader, pk=pk) if pk else None
    form = forms.LeaderForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in forms.LeaderForm.Meta.fields}
        if _try(form, lambda: actions.save_leader(**_who(request), leader_id=pk, **said)):
            messages.success(request, _("已登记%s。") % said["name"])
            return redirect("portal:leaders")
    context = {
        "title": _("登记领导"),
        "form": form,
        "file_form": forms.ListFileForm(),
        "editing": row,
        "today": timezone.localdate(),
        "rows": RegisteredLeader.objects.select_related("changed_by")[:500],
    }
    return render(request, "portal/workbench/leaders.html", context)


@require_POST
@keepers_only
def leader_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete an office that was entered by mistake."""
    row = get_object_or_404(RegisteredLeader, pk=pk)
    actions.delete_leader(leader_id=pk, **_who(request))
    messages.success(request, _("已删除%s的登记。") % row.name)
    return redirect("portal:leaders")


@require_POST
@keepers_only
def leaders_import(request: HttpRequest) -> HttpResponse:
    """Take a file of leaders in."""
    return _import(request, actions.import_leaders, "portal:leaders", None)


@require_GET
@keepers_only
def leaders_export(request: HttpRequest) -> HttpResponseBase:
    """The register as a workbook, which can be taken in again."""
    rows = (
        (row.name, row.title, row.rank, row.starts_date, row.ends_date or "", row.changed_by or "")
        for row in RegisteredLeader.objects.select_related("changed_by")
    )
    return export.xlsx(rows, LEADER_COLUMNS, file_name=_("登记领导"))


def _import(
    request: HttpRequest,
    act: Callable[..., tuple[int, list[str]]],
    back: str,
    builtin: Callable[[], list[list[str]]] | None,
) -> HttpResponse:
    sent = request.FILES.get("file")
    try:
        if sent is not None:
            content = io.BytesIO(sent.read(word_files.MOST_BYTES + 1))
            rows, source = word_files.rows_of(sent.name or "", content), str(sent.name)
        elif builtin is not None and request.POST.get("builtin"):
            rows, source = builtin(), _("内置词表")
        else:
            raise word_files.BadList(_("请选择文件。"))
    except word_files.BadList as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    count, wrong = act(rows=rows, source=source, **_who(request))
    messages.success(request, _("已导入%d行。") % count)
    for line in wrong:
        messages.warning(request, line)
    return redirect(back)
