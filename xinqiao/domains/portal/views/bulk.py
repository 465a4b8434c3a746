"""The same act on many articles: first what they are, then row by row what became of it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.forms.acts import BulkForm
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.views import acts
from xinqiao.kernel.ui.richtext import plain_text

MAX_ROWS = 50


@dataclass(frozen=True)
class Row:
    """One article of the selection, and why it cannot be done, or what became of it."""

    article: Article
    seen: str = ""
    excerpt: str = ""
    refusal: str = ""
    done: str = ""


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask once with everything that will be passed before the eyes, then do it."""
    form = BulkForm(request.POST)
    keys = [int(key) for key in request.POST.getlist("pk") if key.isdigit()][:MAX_ROWS]
    articles = list(_rows(request.user, keys))
    if not form.is_valid() or not articles:
        return redirect("portal:articles")
    code = form.cleaned_data["act"]
    if form.cleaned_data["confirmed"]:
        rows = [_do(request, code, one, form.cleaned_data) for one in articles]
    else:
        rows = [_look(request.user, code, one) for one in articles]
    return _answer(request, form, rows)


def _answer(request: HttpRequest, form: BulkForm, rows: list[Row]) -> HttpResponse:
    is_done = form.cleaned_data["confirmed"]
    able = [row for row in rows if row.done or (not row.refusal and not is_done)]
    secrecy = any(row.article.stage == rules.Stage.SECRECY_REVIEW for row in able)
    context = {
        "title": _("批量提交") if form.cleaned_data["act"] == "submit" else _("批量通过"),
        "form": form,
        "rows": rows,
        "able": able,
        "is_done": is_done,
        "asks_basis": secrecy and not is_done,
        "back_url": reverse("portal:articles"),
        "back_label": _("文章"),
    }
    return render(request, "portal/workbench/bulk.html", context)


def _rows(user: Any, keys: list[int]) -> Any:
    rows = Article.objects.visible_to(user).filter(pk__in=keys)
    return rows.select_related(
        "site__parent__parent", "column__site__parent__parent", "latest_revision", "organisation"
    ).order_by("-pk")


def _look(user: Any, code: str, article: Article) -> Row:
    offered = {act.code for act in acts.offered(user, article)}
    wanted = {"submit"} if code == "submit" else {"pass", "secrecy"}
    if not offered & wanted:
        return Row(article, refusal=_("您现在不能办理这篇文章（%s）。") % article.state_label)
    work = article.working_copy()
    excerpt = Truncator(plain_text(work.body)).chars(160)
    return Row(article, seen=queries.hash_of(work), excerpt=excerpt)


def _do(request: HttpRequest, code: str, article: Article, said: dict[str, Any]) -> Row:
    who: dict[str, Any] = {
        "actor": request.user,
        "article_id": article.pk,
        "now": timezone.now(),
    }
    try:
        if code == "submit":
            done = actions.submit(**who)
        else:
            done = actions.pass_step(**who, **_words(article, said, request.POST))
    except PermissionDenied as refusal:
        return Row(article, refusal=str(refusal) or _("您的职责不能办理这一步。"))
    except ValueError as refusal:
        return Row(article, refusal=str(refusal))
    article.stage, article.publish_at = done.stage, done.publish_at
    return Row(article, done=_("已办理"))


def _words(article: Article, said: dict[str, Any], sent: Any) -> dict[str, Any]:
    words = {"content_hash": sent.get(f"seen-{article.pk}", ""), "opinion": said["opinion"]}
    if article.stage == rules.Stage.SECRECY_REVIEW:
        words |= {"opinion": rules.SecrecyOpinion.PUBLIC, "basis": said["basis"]}
    return words
