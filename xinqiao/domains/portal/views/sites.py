"""Sites and their columns, for the people who manage them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import actions as articles
from xinqiao.domains.portal import queries as portal
from xinqiao.domains.portal.forms import sites as forms
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.sites import actions, policies, queries
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site

read_or_write = require_http_methods(["GET", "POST"])


def site_or_404(user: Any, pk: int) -> Site:
    """One site that this person manages; to anybody else it does not exist."""
    return get_object_or_404(
        queries.sites_managed_by(user).select_related("organisation", "parent__parent"), pk=pk
    )


def _column_or_404(user: Any, pk: int) -> Column:
    managed = queries.sites_managed_by(user).order_by().values("pk")
    rows = Column.objects.filter(site__in=managed).select_related(
        "site__parent__parent", "organisation", "parent", "keeper", "merged_into"
    )
    return get_object_or_404(rows, pk=pk)


def _done(request: HttpRequest, form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do the act; what is refused is said in the form."""
    try:
        act()
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal) or _("您的职责不能办理这一步。"))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages[0])
    except ValueError as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("已办理。"))
        return True
    return False


@require_GET
def site_list(request: HttpRequest) -> HttpResponse:
    """Show the sites this person manages."""
    sites = queries.sites_managed_by(request.user).select_related("organisation", "parent")
    context = {"title": _("站点与栏目"), "sites": sites.order_by("position", "pk")}
    return render(request, "portal/workbench/sites.html", context)


@read_or_write
def site_open(request: HttpRequest) -> HttpResponse:
    """Open a sub-site by one form; everything that belongs to it is there at once."""
    form = forms.SiteOpenForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said, made = form.cleaned_data, []
        if _done(request, form, lambda: made.append(actions.found_site(**_who(request), **said))):
            return redirect("portal:site", made[0].pk)
    return _form_screen(request, form, _("新建网站"), _("开通"), None)


@read_or_write
def branch_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay the columns of a kit onto a site."""
    found = site_or_404(request.user, pk)
    form = forms.BranchForm(request.POST or None, site=found)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.lay_branch(site_id=pk, **who, **said)):
            return redirect("portal:site", pk)
    return _form_screen(request, form, _("按模板建栏目"), _("新建"), found)


def _form_screen(
    request: HttpRequest, form: BaseForm, title: str, submit: str, site: Site | None
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "submit": submit,
        "back_url": reverse("portal:site", args=[site.pk]) if site else reverse("portal:sites"),
        "back_label": site.name if site else _("站点与栏目"),
    }
    return render(request, "portal/workbench/form.html", context)


@read_or_write
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a site with its columns; a post changes its marks."""
    found = site_or_404(request.user, pk)
    form = forms.SiteForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.change_site(site_id=pk, **who, **said)):
            return redirect("portal:site", pk)
    columns = found.columns.select_related("organisation").order_by("path")
    context = {
        "title": found.name,
        "site": found,
        "form": form,
        "may_switch": policies.can_open_site(request.user, found.parent),
        "columns": columns,
        "back_url": reverse("portal:sites"),
        "back_label": _("站点与栏目"),
    }
    return render(request, "portal/workbench/site.html", context)


@read_or_write
def column_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a column on a site."""
    found = site_or_404(request.user, pk)
    form = forms.ColumnOpenForm(request.POST or None, site=found)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.open_column(site_id=pk, **who, **said)):
            return redirect("portal:site", pk)
    return _form_screen(request, form, _("新建栏目"), _("新建"), found)


@read_or_write
def column(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a column with everything that can be changed about it; a post changes its details."""
    found = _column_or_404(request.user, pk)
    form = forms.ColumnDetailsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said, who = form.arguments, _who(request)
        if _done(request, form, lambda: actions.change_column(column_id=pk, **who, **said)):
            return redirect("portal:column", pk)
    return _column_screen(request, found, details=form)


def _column_screen(request: HttpRequest, found: Column, **refused: Any) -> HttpResponse:
    """The screen of a column, with a refused form in its place."""
    parts: dict[str, Any] = {
        "details": forms.ColumnDetailsForm(instance=found),
        "renaming": forms.ColumnRenameForm(
            initial={"name": found.name, "slug": found.slug}, prefix="renaming"
        ),
        "granting": forms.GrantForm(prefix="granting"),
        "moving": forms.ColumnMoveForm(column=found, prefix="moving"),
    } | refused
    grants = [
        (grant, "、".join(str(duties.get(code).label) for code in grant.duties))
        for grant in found.grants.select_related("organisation")
    ]
    context = parts | {
        "title": found.name,
        "column": found,
        "grants": grants,
        "back_url": reverse("portal:site", args=[found.site_id]),
        "back_label": found.site.name,
    }
    return render(request, "portal/workbench/column.html", context)


@require_POST
def column_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a column another name and address."""
    found = _column_or_404(request.user, pk)
    form = forms.ColumnRenameForm(request.POST, prefix="renaming")
    if form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.rename_column(column_id=pk, **who, **said)):
            return redirect("portal:column", pk)
    return _column_screen(request, found, renaming=form)


@read_or_write
def column_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a column or merge it into another: what is in it, and where it goes."""
    found = _column_or_404(request.user, pk)
    form = forms.ColumnCloseForm(request.POST or None, column=found)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: articles.close_column(column_id=pk, **who, **said)):
            return redirect("portal:site", found.site_id)
    context = {
        "title": _("停用或归并“%s”") % found.name,
        "column": found,
        "form": form,
        "contents": portal.contents_of(found),
        "back_url": reverse("portal:column", args=[pk]),
        "back_label": found.name,
    }
    return render(request, "portal/workbench/column_close.html", context)


@require_POST
def column_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a column under another one of its site."""
    found = _column_or_404(request.user, pk)
    form = forms.ColumnMoveForm(request.POST, column=found, prefix="moving")
    if form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.move_column(column_id=pk, **who, **said)):
            return redirect("portal:column", pk)
    return _column_screen(request, found, moving=form)


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Let another unit use duties in a column."""
    found = _column_or_404(request.user, pk)
    form = forms.GrantForm(request.POST, prefix="granting")
    if form.is_valid():
        said, who = form.cleaned_data, _who(request)
        if _done(request, form, lambda: actions.grant_column(column_id=pk, **who, **said)):
            return redirect("portal:column", pk)
    return _column_screen(request, found, granting=form)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a grant back."""
    managed = queries.sites_managed_by(request.user).order_by().values("pk")
    found = get_object_or_404(ColumnGrant.objects.filter(column__site__in=managed), pk=pk)
    actions.revoke_grant(grant_id=pk, **_who(request))
    messages.success(request, _("授权已收回。"))
    return redirect("portal:column", found.column_id)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}
