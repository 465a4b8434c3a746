"""Column plans: the list, a new one, one plan with its lines and answers, its tables."""

from collections.abc import Iterator
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

from xinqiao.domains.planning import actions, policies, queries, rules
from xinqiao.domains.planning.adapters import plan_rows
from xinqiao.domains.planning.forms import columns as forms
from xinqiao.domains.planning.models import ColumnPlan, PlanAnswer, PlannedColumn
from xinqiao.domains.planning.views.doing import done
from xinqiao.kernel.sites.rules import SITE_MANAGER
from xinqiao.kernel.ui import export, paging
from xinqiao.kernel.ui.sheets import BadSheet
from xinqiao.kernel.ui.todo import TodoItem

ANSWER_HEAD = ("单位", "意见", "意见内容", "反馈人", "反馈时间", "视为同意")


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans that this person's units ask or were asked."""
    rows = ColumnPlan.objects.visible_to(request.user).select_related("site", "organisation")
    user: Any = request.user
    context = {
        "title": _("栏目规划"),
        "page": paging.page_of(rows, request.GET.get("p", "")),
        "may_draft": SITE_MANAGER in user.duty_codes,
    }
    return render(request, "planning/column_plans.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Draft a plan."""
    form = forms.PlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made: list[ColumnPlan] = []

        def act(**said: Any) -> None:
            made.append(actions.draft_plan(**said))

        if done(request, form, act, **form.cleaned_data):
            return redirect("planning:column_plan", made[0].pk)
    return _form_screen(request, form, _("起草栏目规划"), reverse("planning:column_plans"))


def _form_screen(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"title": title, "form": form, "submit": _("保存")}
    context |= {"back_url": back, "back_label": _("返回")}
    return render(request, "planning/form.html", context)


def _plan_or_404(user: Any, pk: int) -> ColumnPlan:
    rows = ColumnPlan.objects.visible_to(user).select_related("site", "organisation", "created_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def column_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: to who asks all answers, to a unit its own."""
    plan = _plan_or_404(request.user, pk)
    return _screen(request, plan, forms.SendForm())


def _screen(request: HttpRequest, plan: ColumnPlan, send_form: Any) -> HttpResponse:
    may_run = policies.can_run_plan(request.user, plan)
    is_draft, is_open = plan.state == rules.PlanState.DRAFT, _is_open(plan)
    answers = _answers(request.user, plan, may_run)
    context = {
        "title": plan.title,
        "plan": plan,
        "rows": plan.rows.select_related("organisation"),
        "answers": [(answer, rules.consents(plan.kind, answer.stance)) for answer in answers],
        "own": [(one, _answer_form(plan, one)) for one in answers if _may(request, one, is_open)],
        "outcome": queries.outcome_of(plan) if may_run else None,
        "may_run": may_run,
        "is_draft": is_draft,
        "rows_form": forms.RowsForm(),
        "send_form": send_form,
        "back_url": reverse("planning:column_plans"),
        "back_label": _("栏目规划"),
    }
    return render(request, "planning/column_plan.html", context)


def _is_open(plan: ColumnPlan) -> bool:
    is_late = plan.due_at is not None and timezone.now() > plan.due_at
    return plan.state == rules.PlanState.OPEN and not is_late


def _may(request: HttpRequest, answer: PlanAnswer, is_open: bool) -> bool:
    return is_open and policies.can_answer(request.user, answer.organisation_id)


def _answer_form(plan: ColumnPlan, answer: PlanAnswer) -> Any:
    if plan.kind == rules.PlanKind.SURVEY:
        return forms.SurveyForm(initial={"text": answer.text}, auto_id=f"id_{answer.pk}_%s")
    is_said = answer.stance != rules.Stance.WAITING
    said = {"stance": answer.stance if is_said else "", "text": answer.text}
    return forms.AnswerForm(initial=said, auto_id=f"id_{answer.pk}_%s")


def _answers(user: Any, plan: ColumnPlan, may_run: bool) -> list[PlanAnswer]:
    rows = plan.answers.select_related("organisation", "answered_by")
    if not may_run:
        rows = rows.filter(organisation__in=user.organisations_with(*rules.ASKERS))
    return list(rows)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, pk: int, row_id: int) -> HttpResponse:
    """One line of a draft; 0 is a new one."""
    plan = _plan_or_404(request.user, pk)
    if not policies.can_run_plan(request.user, plan):
        raise Http404
    found = get_object_or_404(PlannedColumn, pk=row_id, plan=plan) if row_id else None
    if request.method == "POST" and request.POST.get("act") == "remove" and found:
        _say(request, actions.remove_row, plan_id=pk, row_id=row_id)
        return redirect("planning:column_plan", pk)
    form = forms.RowForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "plan_id": pk, "row_id": row_id or None}
        if done(request, form, actions.save_row, **said):
            return redirect("planning:column_plan", pk)
    return _form_screen(request, form, _("规划栏目"), queries.plan_path(plan))


@require_POST
def rows_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace the lines by a table, all or nothing; what is wrong is said line by line."""
    plan = _plan_or_404(request.user, pk)
    if not policies.can_run_plan(request.user, plan):
        raise Http404
    form = forms.RowsForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("请选择文件。"))
        return redirect("planning:column_plan", pk)
    try:
        rows, wrong = plan_rows.read(form.cleaned_data["file"].read(), forms.unit_names())
    except BadSheet as refusal:
        rows, wrong = [], [str(refusal)]
    if wrong:
        messages.error(request, _("没有导入。%s") % " ".join(wrong))
    else:
        _say(request, actions.put_rows, plan_id=pk, rows=rows)
    return redirect("planning:column_plan", pk)


@require_POST
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Send a plan, or answer it."""
    plan = _plan_or_404(request.user, pk)
    if code == "send":
        form = forms.SendForm(request.POST)
        if form.is_valid() and done(
            request, form, actions.send_plan, plan_id=pk, **form.cleaned_data
        ):
            return redirect("planning:column_plan", pk)
        return _screen(request, plan, form)
    unit = request.POST.get("unit", "")
    if code != "answer" or not unit.isdecimal() or len(unit) > 18:
        raise Http404
    answer = get_object_or_404(plan.answers, organisation=int(unit))
    said = forms.AnswerForm(request.POST)
    if said.is_valid():
        where = {"plan_id": pk, "organisation_id": answer.organisation_id}
        _say(request, actions.answer_plan, **where, **said.cleaned_data)
    else:
        messages.error(request, _("请选择意见，内容最多5000个字。"))
    return redirect("planning:column_plan", pk)


def _say(request: HttpRequest, do: Any, **said: Any) -> None:
    try:
        do(actor=request.user, now=timezone.now(), **said)
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    else:
        messages.success(request, _("已办理。"))


@require_GET
def plan_export(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """The lines, or the answers, as a workbook."""
    plan = _plan_or_404(request.user, pk)
    if what == "rows":
        rows = plan.rows.select_related("organisation")
        return export.xlsx(map(plan_rows.cells, rows), plan_rows.HEAD, file_name=plan.title)
    if what != "answers":
        raise Http404
    answers = _answers(request.user, plan, policies.can_run_plan(request.user, plan))
    name = _("%s反馈情况") % plan.title
    return export.xlsx((_cells(plan, one) for one in answers), ANSWER_HEAD, file_name=name)


def _cells(plan: ColumnPlan, answer: PlanAnswer) -> list[Any]:
    return [
        answer.organisation.name,
        answer.get_stance_display(),
        answer.text,
        answer.answered_by.get_full_name() if answer.answered_by else "",
        answer.answered_at,
        _("是") if rules.consents(plan.kind, answer.stance) else _("否"),
    ]


def waiting_answers(user: Any) -> Iterator[TodoItem]:
    """For the home page: plans and surveys that wait for this person's unit."""
    for answer in queries.plans_to_answer(user):
        plan = answer.plan
        yield TodoItem(
            label=plan.get_kind_display(),
            title=plan.title,
            url=queries.plan_path(plan),
            since=plan.sent_at or plan.created_at,
            due=plan.due_at,
            site=plan.site.name,
        )


ROUTES = [
    path("column-plans/", plan_list, name="column_plans"),
    path("column-plans/new/", plan_new, name="column_plan_new"),
    path("column-plans/<int:pk>/", column_plan, name="column_plan"),
    path("column-plans/<int:pk>/acts/<slug:code>/", act, name="column_plan_act"),
    path("column-plans/<int:pk>/rows/import/", rows_import, name="column_rows_import"),
    path("column-plans/<int:pk>/rows/<int:row_id>/", row, name="column_row"),
    path("column-plans/<int:pk>/export/<slug:what>/", plan_export, name="column_plan_export"),
]
