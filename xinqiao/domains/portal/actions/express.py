"""What follows an express publication: the unit's review within a day, or the withdrawal."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.actions.chain import check_person, sign
from xinqiao.domains.portal.actions.publication import take_off
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.approvals import queries as approval_queries
from xinqiao.kernel.notifications import actions as notifications


@transaction.atomic
def review_after(*, actor: User, article_id: int, content_hash: str, now: dt.datetime) -> Article:
    """Pass the unit review of what the express lane brought online, for exactly that content.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = _pending(actor, article_id)
    if content_hash != article.online_hash:
        raise rules.ContentChanged(_("在线内容已变化，请刷新后重新查看再办理。"))
    signed = approval_queries.signatures(queries.ARTICLE, article.pk, content_hash)
    check_person(article, rules.UNIT_REVIEW.code, actor, signed)
    sign(article, content_hash, rules.UNIT_REVIEW.code, actor, now)
    article.review_due_at, article.updated_at = None, now
    article.save(update_fields=["review_due_at", "updated_at"])
    acts.record("express_reviewed", article, actor, now, after={"content": content_hash})
    return article


@transaction.atomic
def refuse_after(*, actor: User, article_id: int, reason: str, now: dt.datetime) -> Article:
    """Refuse the review that follows: the article goes off at once. Raises as review_after."""
    article = _pending(actor, article_id)
    rules.check_reason(reason)
    check_person(article, rules.UNIT_REVIEW.code, actor, ())
    acts.record("express_refused", article, actor, now, reason=reason)
    return take_off(article, actor, reason, now)


def _pending(actor: User, article_id: int) -> Article:
    article = acts.locked(article_id)
    require(policies.can_review_after(actor, article))
    rules.check_review_after(article.review_due_at)
    return article


def withdraw_unreviewed(*, now: dt.datetime) -> int:
    """Take off what was not reviewed in time; returns how many went. Harmless to repeat."""
    due = Article.objects.filter(review_due_at__lte=now).order_by("review_due_at", "id")
    return sum(_withdraw_one(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _withdraw_one(article_id: int, now: dt.datetime) -> bool:
    article = acts.locked(article_id)
    if article.review_due_at is None or article.review_due_at > now:
        return False  # reviewed or withdrawn while we waited for the row
    take_off(article, None, str(rules.UNREVIEWED), now)
    acts.tell_duty_editors(
        article, "overdue", _("快速通道稿件《%(title)s》逾期未补审，已自动撤回"), now
    )
    return True


def remind_of_reviews(*, now: dt.datetime) -> int:
    """Remind reviewers and the duty editor once, some hours before; returns of how many."""
    near = Article.objects.filter(review_due_at__gt=now, review_due_at__lte=rules.remind_from(now))
    rows = list(near.select_related("column__site__parent__parent").order_by("review_due_at", "id"))
    for article in rows:
        _remind(article, now)
    return len(rows)


def _remind(article: Article, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    people = queries.next_people(article, rules.UNIT_REVIEW, today)
    people += queries.duty_editors(article.column.site.desk, today)
    text = _("《%(title)s》须在%(due)s前补审，否则自动撤回") % {
        "title": article.title,
        "due": f"{timezone.localtime(article.review_due_at):%m-%d %H:%M}",
    }
    for user in {person.pk: person for person in people}.values():
        notifications.notify(
            user=user,
            kind="portal.review_due",
            text=text,
            url=queries.workbench_path(article),
            now=now,
            once_key=f"portal.review_due:{article.pk}:{article.review_due_at}",
        )
