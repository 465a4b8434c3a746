"""What the portal has for a person on the home page of the workbench."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Alert, Article, CorrectionReport
from xinqiao.domains.portal.queries.alerts import release_clock
from xinqiao.domains.portal.rules.alerts import AlertKind
from xinqiao.kernel.ui import todo
from xinqiao.kernel.ui.todo import Group, TodoItem

SHOWN = 30


def items(user: Any) -> Iterator[TodoItem]:
    """What waits, what came back, drafts, what this person published today."""
    yield from _waiting(user)
    yield from _drafts(user)
    yield from _published(user)
    yield from _unexplained(user)


def _unexplained(user: Any) -> Iterator[TodoItem]:
    """Documents of his unit whose interpretation is planned and not public yet."""
    if "contributor" not in user.duty_codes:
        return
    units = user.organisations_with("contributor")
    gaps = queries.interpretation_gaps(units, now=timezone.now()).select_related("site")
    for one in queries.readings_of(gaps.defer("body")[:SHOWN], today=timezone.localdate()):
        document = one.document
        yield TodoItem(
            label=_("待解读"),
            title=document.title,
            url=reverse("portal:matter", args=[document.pk]),
            since=document.published_at or document.stage_since,
            due=_end_of(one.due),
            site=document.site.name,
        )


def _end_of(day: dt.date | None) -> dt.datetime | None:
    """The last moment of a day."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


def release_duties(user: Any) -> Iterator[TodoItem]:
    """Press conferences that are due for incidents of this person's desks."""
    if rules.PUBLISH.duty not in user.duty_codes:
        return
    now = timezone.now()
    rows = Alert.objects.visible_to(user).running(now).filter(kind=AlertKind.INCIDENT)
    for alert in rows:
        for step in release_clock(alert, now):
            if step.done is None:
                yield TodoItem(
                    label=_("新闻发布会"),
                    title=alert.title,
                    url=reverse("portal:alert", args=[alert.pk]),
                    since=alert.put_up_at,
                    due=step.due,
                )


def duty_editors(user: Any) -> Iterator[str]:
    """Who is on duty today at the desks that matter to this person."""
    for shift in queries.on_duty_for(user, timezone.localdate()):
        yield _("今日值班编辑（%(desk)s）：%(name)s") % {
            "desk": shift.organisation.short_name,
            "name": shift.editor.get_full_name(),
        }


def reported_errors(user: Any) -> Iterator[TodoItem]:
    """Errors that readers reported to this person's units; due at the end of the last day."""
    rows = CorrectionReport.objects.visible_to(user).waiting().select_related("site")
    for report in rows.order_by("due_date", "pk")[:SHOWN]:
        due = dt.datetime.combine(report.due_date, dt.time.max, timezone.get_current_timezone())
        yield TodoItem(
            label=_("网页纠错"),
            title=report.title,
            url=reverse("portal:correction", args=[report.pk]),
            since=report.sent_at,
            due=due,
            site=report.site.name,
        )


def _waiting(user: Any) -> Iterator[TodoItem]:
    found = queries.todo_for(user)
    returned = [row.id for row in found if row.subject == "article" and row.label == "退回修改"]
    reasons = (
        dict(Article.objects.filter(pk__in=returned).values_list("pk", "returned_reason"))
        if returned
        else {}
    )
    for row in found:
        reason = reasons.get(row.id) if row.subject == "article" else None
        yield TodoItem(
            label=row.label,
            title=row.title or _("（无标题）"),
            url=_url(row),
            since=row.since,
            due=row.due,
            warning=row.warning or todo.WARNING,
            state=row.state,
            site=row.site,
            note=_("退回原因：%s") % reason if reason else "",
            group=Group.RETURNED if reason is not None else Group.WAITING,
        )


def _url(row: queries.Waiting) -> str:
    if row.subject == "article":
        return reverse("portal:matter", args=[row.id])
    if row.subject == "placement":
        tab = "?tab=recalled" if row.label == queries.RECALLED else ""
        return reverse("portal:offers") + tab
    if row.subject == "task":
        return reverse("portal:task", args=[row.id])
    return reverse("portal:import_batch", args=[row.id])


def _drafts(user: Any) -> Iterator[TodoItem]:
    if "contributor" not in user.duty_codes:
        return
    rows = Article.objects.filter(created_by=user, stage=rules.Stage.DRAFT)
    rows = rows.filter(organisation__in=user.organisations_with("contributor"))
    for article in rows.select_related("site").defer("body").order_by("-updated_at")[:SHOWN]:
        yield TodoItem(
            label=_("草稿"),
            title=article.title or _("（无标题）"),
            url=reverse("portal_editing:edit", args=[article.pk]),
            since=article.updated_at,
            site=article.site.name,
            group=Group.DRAFTS,
        )


def _published(user: Any) -> Iterator[TodoItem]:
    if rules.PUBLISH.duty not in user.duty_codes:
        return
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Article.objects.filter(publisher=user, last_published_at__gte=midnight)
    for article in rows.select_related("site").defer("body").order_by("-last_published_at")[:SHOWN]:
        yield _published_item(article, article.last_published_at or midnight)


def _published_item(article: Article, at: dt.datetime) -> TodoItem:
    is_live = article.public_state == rules.PublicState.ONLINE
    return TodoItem(
        label=_("✓ 在线") if is_live else _("✗ 不在线"),
        title=article.title,
        url=reverse("portal:matter", args=[article.pk]),
        since=at,
        state=article.state_label,
        site=article.site.name,
        group=Group.PUBLISHED,
    )
