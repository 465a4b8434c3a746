"""Rosters: uploaded and imported by the system administrator, granted by the security one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.accounts import actions, duties, forms, policies, queries
from xinqiao.kernel.accounts.models import RosterState, StaffRoster
from xinqiao.kernel.accounts.rosters import reading
from xinqiao.kernel.accounts.views.access import guard
from xinqiao.kernel.accounts.views.keeping import back
from xinqiao.kernel.accounts.views.proposals import propose_passwords
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in

PAGE_ROWS = 50
FILE_NAME = "%E4%BA%BA%E5%91%98%E5%90%8D%E5%86%8C.xlsx"  # 人员名册, percent-encoded
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def roster_list(request: HttpRequest) -> HttpResponse:
    """Every roster, and the form for a new one."""
    user = guard(request, policies.can_look)
    is_sent = request.method == "POST"
    form = forms.RosterForm(*((request.POST, request.FILES) if is_sent else ()))
    if is_sent:
        guard(request, policies.can_open_accounts)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = actions.upload_roster(
                    actor=user, name=file.name, content=file.read(), now=timezone.now()
                )
            except reading.BadRoster as error:
                form.add_error("file", str(error))
            else:
                return redirect("accounts:roster", pk=made.pk)
    page = Paginator(queries.rosters(), PAGE_ROWS).get_page(request.GET.get("p"))
    may_open = policies.can_open_accounts(user)
    context = {"title": _("人员名册"), "form": form, "page": page, "may_open": may_open, **back()}
    return render(request, "accounts/rosters.html", context)


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    guard(request, policies.can_look)
    answer = HttpResponse(reading.template(), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{FILE_NAME}"
    return answer


@login_required
@require_GET
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a roster, or what became of it."""
    user = guard(request, policies.can_look)
    row = _roster(pk)
    today = timezone.localdate()
    is_draft = row.state == RosterState.DRAFT
    context = {
        "title": row.name,
        "roster": row,
        "plan": actions.plan_of(row, today) if is_draft else None,
        "report": queries.roster_report(row),
        "proposals": queries.grants_asked_by(row),
        "waiting": queries.grants_asked_by(row).filter(decided_at=None).count(),
        "without_password": row.without_password(today).count(),
        "may_open": policies.can_open_accounts(user),
        "may_secure": policies.can_secure(user),
        "back_url": reverse("accounts:rosters"),
        "back_label": _("人员名册"),
    }
    return render(request, "accounts/roster.html", context)


@login_required
@require_POST
def import_roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    user = guard(request, policies.can_open_accounts)
    _roster(pk)
    try:
        actions.import_roster(actor=user, roster_id=pk, now=timezone.now())
    except actions.RosterRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已导入。职责和口令由安全管理员办理。"))
    return redirect("accounts:roster", pk=pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    user = guard(request, policies.can_open_accounts)
    _roster(pk)
    try:
        actions.discard_roster(actor=user, roster_id=pk, now=timezone.now())
    except actions.RosterRefused as error:
        messages.error(request, str(error))
    return redirect("accounts:roster", pk=pk)


@login_required
@require_POST
@require_recent_sign_in
def decide_grants(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant the ticked proposals, decline the others."""
    user = guard(request, policies.can_secure)
    form = forms.GrantsForm(request.POST, roster=_roster(pk))
    if not form.is_valid():
        messages.error(request, _("名册已变动，请重新核对。"))
        return redirect("accounts:roster", pk=pk)
    granted = [proposal.pk for proposal in form.cleaned_data["granted"]]
    try:
        actions.decide_grants(actor=user, roster_id=pk, granted=granted, now=timezone.now())
    except actions.RosterRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已决定，并记入审计。"))
    return redirect("accounts:roster", pk=pk)


@login_required
@require_POST
@require_recent_sign_in
def passwords(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose one-time passwords for the next people of a roster who hold a duty."""
    guard(request, policies.can_secure)
    row = _roster(pk)
    waiting = row.without_password(timezone.localdate())[: actions.PASSWORDS_AT_ONCE]
    back = redirect("accounts:roster", pk=pk)
    return propose_passwords(request, waiting, _("名册：%(name)s") % {"name": row}, back)


@login_required
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of the three teams and the duties each of them brings."""
    guard(request, policies.can_look)
    rows = [(post, [duties.get(code).label for code in post.duties]) for post in duties.all_posts()]
    context = {"title": _("岗位模板"), "rows": rows, **back()}
    return render(request, "accounts/posts.html", context)


def _roster(pk: int) -> StaffRoster:
    return get_object_or_404(queries.rosters(), pk=pk)
