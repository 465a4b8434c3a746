"""One screen for one article: what it is, where it stands, what can be done next."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.forms.acts import ActForm
from xinqiao.domains.portal.models import Article, CheckWaiver
from xinqiao.domains.portal.queries import checking as checking_queries
from xinqiao.domains.portal.rules import checking
from xinqiao.domains.portal.views import acts, readings, scope, timeline
from xinqiao.kernel.ui.richtext import clean_html

NOT_YOURS = _("您的职责不能办理这一步。")


@dataclass(frozen=True)
class OfferedAct:
    """An act with its form, ready for the screen."""

    act: acts.Act
    form: ActForm
    is_open: bool = False


@dataclass(frozen=True)
class Checks:
    """What the checks find in the text on the screen, and who let its personal data pass."""

    report: checking.Report
    waiver: CheckWaiver | None


def checks_of(work: Article) -> Checks:
    """Everything that every reviewer is shown, bound to the hash of the text beside it."""
    lists = checking_queries.checker(timezone.localdate())
    report = checking_queries.report_of(work, lists)
    waiver = checking_queries.waiver_of(work.pk, report) if report.personal else None
    return Checks(report, waiver)


@require_GET
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole matter."""
    return _screen(request, scope.article_or_404(request.user, pk))


@require_POST
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Do one act; what is refused is said in words beside the button."""
    article = scope.article_or_404(request.user, pk)
    chosen = acts.find(code)
    if chosen is None:
        raise Http404
    form = _form(chosen, article, request.user, request.POST)
    if not form.is_valid():
        return _screen(request, article, refused=form, code=code)
    try:
        chosen.run(actor=request.user, article_id=pk, now=timezone.now(), **form.cleaned_data)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal) or NOT_YOURS)
    except ValueError as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, chosen.done)
        return redirect(_after(request, pk, code))
    return _screen(request, scope.article_or_404(request.user, pk), refused=form, code=code)


def _after(request: HttpRequest, pk: int, code: str) -> str:
    """Back to the matter while it is still to be seen, else to the to-do list."""
    if code == "start_correction" and _is_writable(request.user, pk):
        return reverse("portal_editing:edit", args=[pk])
    if Article.objects.visible_to(request.user).filter(pk=pk).exists():
        return reverse("portal:matter", args=[pk])
    return reverse("wagtailadmin_home")


def _is_writable(user: Any, pk: int) -> bool:
    return scope.writable(Article.objects.filter(pk=pk), user).exists()


def _form(chosen: acts.Act, article: Article, user: Any, data: Any = None) -> ActForm:
    return chosen.form_class(data, article=article, user=user, prefix=chosen.code)


def _offered(
    user: Any, article: Article, checks: Checks, refused: ActForm | None, code: str
) -> list[OfferedAct]:
    shown = []
    seen = checks.report.content_hash
    for one in acts.offered(user, article):
        if one.code == "waive" and (not checks.report.personal or checks.waiver):
            continue
        if refused is not None and one.code == code:
            shown.append(OfferedAct(one, refused, is_open=True))
            continue
        form = _form(one, article, user)
        form.initial["content_hash"] = one.seen(article, seen)
        shown.append(OfferedAct(one, form, is_open=one.is_main))
    return shown


def _screen(
    request: HttpRequest, article: Article, *, refused: ActForm | None = None, code: str = ""
) -> HttpResponse:
    """The screen, with the refused form in its place."""
    work = article.working_copy()
    today = timezone.localdate()
    checks = checks_of(work)
    seen = checks.report.content_hash
    offered = _offered(request.user, article, checks, refused, code)
    context = {
        "title": work.title or _("（无标题）"),
        "article": article,
        "work": work,
        "body": clean_html(work.body),
        "attachments": list(work.attachments.all()),
        "now": timezone.now(),
        "steps": queries.workflow_map(article, today=today),
        "offered": offered,
        "checks": checks,
        "refused_elsewhere": refused if all(o.form is not refused for o in offered) else None,
        "source": article.copied_by.select_related("article__site").first(),
        "timeline": timeline.events_of(article),
        "placements": article.placements.exclude(mode=rules.PlacementMode.OWN).select_related(
            "column__site"
        ),
        "can_edit": _is_writable(request.user, article.pk),
        **readings.shown_beside(request.user, article, work, today=today),
        "is_own": request.user.pk in article.authors,
        "is_online": article.public_state == rules.PublicState.ONLINE,
        "differs": article.public_state == rules.PublicState.ONLINE and seen != article.online_hash,
        "can_publish": policies.can_publish(request.user, article),
        "back_url": reverse("portal:articles"),
        "back_label": _("文章"),
    }
    status = 200 if refused is None else 400
    return render(request, "portal/workbench/matter.html", context, status=status)
