"""Bringing content online and taking it off; the time of publication is the server's."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions import acts, checking, placing
from xinqiao.domains.portal.actions.chain import check_person, sign
from xinqiao.domains.portal.models import (
    Article,
    ImportBatch,
    Interpretation,
    InterpretationPlan,
    Placement,
)
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.approvals import actions as approvals
from xinqiao.kernel.approvals import queries as approval_queries
from xinqiao.kernel.sites.models import Column


def publish(
    *, actor: User, article_id: int, now: dt.datetime, publish_at: dt.datetime | None = None
) -> Article:
    """Bring the approved text online at once, or at ``publish_at``; it is checked once more.

    Raises PermissionDenied, rules.ChainRefused.
    """
    checking.read_files_of(article_id=article_id, now=now)
    return _publish(actor=actor, article_id=article_id, now=now, publish_at=publish_at)


@transaction.atomic
def _publish(
    *, actor: User, article_id: int, now: dt.datetime, publish_at: dt.datetime | None
) -> Article:
    article = acts.locked(article_id)
    require(policies.can_publish(actor, article))
    rules.check_act("publish", stage=article.stage)
    copy = article.working_copy()
    content_hash = _approved_hash(copy, now)
    _check_planned(article, copy)
    acts.void(article, _("重新安排发布"), now, steps=[rules.PUBLISH.code])
    signed = approval_queries.signatures(queries.ARTICLE, article.pk, content_hash)
    check_person(copy, rules.PUBLISH.code, actor, signed)
    sign(article, content_hash, rules.PUBLISH.code, actor, now)
    if publish_at is None or publish_at <= now:
        return _go_online(article, copy, content_hash, actor, now)
    article.publish_at, article.publisher = publish_at, actor
    acts.move(article, rules.Stage.APPROVED, now, "publish_at", "publisher")
    after = {"at": publish_at.isoformat(), "content": content_hash}
    acts.record("publication_scheduled", article, actor, now, after=after)
    return article


def _check_planned(article: Article, copy: Article) -> None:
    """A policy document does not go public for the first time without a plan to explain it."""
    has_plan = InterpretationPlan.objects.filter(document=article).exists()
    is_first = article.first_published_at is None
    rules.check_planned(copy.kind, has_plan=has_plan, is_first=is_first)


@transaction.atomic
def unschedule(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Take a planned publication back; the text waits at the desk again. Raises as publish."""
    article = acts.locked(article_id)
    require(policies.can_publish(actor, article))
    rules.check_act("unschedule", stage=article.stage)
    _unschedule(article, now, actor, _("取消定时发布"))
    return article


def _unschedule(article: Article, now: dt.datetime, actor: User | None, reason: str) -> None:
    acts.void(article, reason, now, steps=[rules.PUBLISH.code])
    article.publish_at = None
    acts.move(article, rules.Stage.APPROVED, now, "publish_at")
    acts.record("publication_unscheduled", article, actor, now, reason=reason)


def publish_due(*, now: dt.datetime) -> int:
    """Bring online what is due, each by itself; returns how many went. Harmless to repeat."""
    due = Article.objects.filter(stage=rules.Stage.APPROVED, publish_at__lte=now)
    ids = list(due.order_by("publish_at", "id").values_list("pk", flat=True))
    for article_id in ids:
        checking.read_files_of(article_id=article_id, now=now)
    return sum(_publish_one_due(article_id, now) for article_id in ids)


@transaction.atomic
def _publish_one_due(article_id: int, now: dt.datetime) -> bool:
    article = acts.locked(article_id)
    if article.stage != rules.Stage.APPROVED or not article.publish_at or article.publish_at > now:
        return False
    copy = article.working_copy()
    try:
        content_hash = _approved_hash(copy, now, also=(rules.PUBLISH,))
    except rules.ChainRefused as error:
        _unschedule(article, now, None, str(error))
        text = _("《%(title)s》未能定时发布：%(why)s") % {"title": article.title, "why": error}
        acts.tell(article, [article.publisher], "not_published", text, now)
        return False
    _go_online(article, copy, content_hash, article.publisher, now)
    return True


def _approved_hash(copy: Article, now: dt.datetime, *, also: tuple[rules.Step, ...] = ()) -> str:
    """The hash of the working text if it is fit, checked and has its complete set of approvals."""
    content_hash = acts.check_fit(copy)
    if not queries.is_approved(copy, content_hash, also=also):
        raise rules.ChainRefused(_("内容尚未完成审批，不能发布。"))
    checking.hold(copy, now, needs_waiver=True)
    return content_hash


def _go_online(
    article: Article, copy: Article, content_hash: str, publisher: User | None, now: dt.datetime
) -> Article:
    """Put exactly the approved text into the row; the caller has checked its approvals."""
    was_online = article.public_state == rules.PublicState.ONLINE
    before, explained = article.online_hash, _explained(article)
    copy.live, copy.public_state = True, rules.PublicState.ONLINE
    copy.online_hash, copy.publisher = content_hash, publisher
    copy.publish_at, copy.has_unpublished_changes = None, False
    copy.live_revision_id = copy.latest_revision_id
    copy.first_published_at = article.first_published_at or now
    copy.published_at = article.published_at if was_online else now
    copy.last_published_at = now
    copy.withdrawn_at, copy.withdrawn_reason = None, ""
    copy.review_due_at = rules.review_due(
        copy.content_class, now=now, pending=article.review_due_at
    )
    copy.stage, copy.confirming = rules.Stage.DONE, False
    copy.stage_since = copy.updated_at = now
    copy.save()
    old = _move_own_placement(copy)
    columns = placing.follow(copy, online=True, now=now)
    act = "article_corrected" if was_online else "article_published"
    after = {"content": content_hash}
    acts.record(act, copy, publisher, now, before={"content": before}, after=after)
    acts.announce("publish", copy, [*columns, *old], now, beside=explained | _explained(copy))
    text = _("《%(title)s》已发布") % {"title": copy.title}
    acts.tell(copy, (copy.created_by, copy.submitted_by), "published", text, now)
    if copy.review_due_at is not None:
        _ask_for_review(copy, now)
    return copy


def _ask_for_review(article: Article, now: dt.datetime) -> None:
    people = queries.next_people(article, rules.UNIT_REVIEW, timezone.localdate(now))
    text = _("快速通道稿件《%(title)s》已发布，请在24小时内补审") % {"title": article.title}
    acts.tell(article, people, "review_after", text, now)
    acts.tell_duty_editors(article, "online", _("快速通道稿件《%(title)s》已发布，待补审"), now)


@transaction.atomic
def withdraw(*, actor: User, article_id: int, reason: str, now: dt.datetime) -> Article:
    """Take an article off all its columns, with a reason that is kept.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_withdraw(actor, article))
    rules.check_act("withdraw", stage=article.stage, public_state=article.public_state)
    rules.check_reason(reason)
    return take_off(article, actor, reason, now)


def take_off(article: Article, actor: User | None, reason: str, now: dt.datetime) -> Article:
    """Take a locked article that is online off all its columns; no actor is the system."""
    before = article.online_hash
    article.review_due_at = None
    article.live, article.public_state = False, rules.PublicState.WITHDRAWN
    article.online_hash, article.live_revision = "", None
    article.withdrawn_at, article.withdrawn_reason = now, reason.strip()[:500]
    acts.move(
        article,
        article.stage,
        now,
        "live",
        "public_state",
        "online_hash",
        "live_revision",
        "withdrawn_at",
        "withdrawn_reason",
        "review_due_at",
    )
    # What was withdrawn comes back only after a review of its own, also as an edit at the desk.
    approvals.void(
        target_type=queries.ARTICLE,
        target_id=article.pk,
        reason=reason,
        now=now,
        only_hash=before,
    )
    columns = placing.follow(article, online=False, now=now)
    _tell_carriers(article, reason, now)
    acts.record("article_withdrawn", article, actor, now, before={"content": before}, reason=reason)
    paths = _public_paths(article)
    acts.announce("withdraw", article, columns, now, paths=paths, beside=_explained(article))
    text = _("《%(title)s》已撤回：%(reason)s") % {"title": article.title, "reason": reason}
    acts.tell(article, (article.created_by, article.submitted_by), "withdrawn", text, now)
    return article


def _explained(article: Article) -> frozenset[int]:
    """Ids of the articles that show this one: the documents it explains, its original."""
    rows = Interpretation.objects.filter(article=article.pk)
    original = {article.translation_of_id} - {None}
    return frozenset([*rows.values_list("document_id", flat=True), *original])


def _tell_carriers(article: Article, reason: str, now: dt.datetime) -> None:
    """Tell the desks of other columns once each; what they must acknowledge is in their to-do."""
    rows = Placement.objects.filter(article=article, recalled_at=now)
    carriers = list(rows.select_related("column__site__parent__parent"))
    desks = {row.column.site.desk.organisation_id for row in carriers}
    people = queries.holders(rules.EDITING.duty, desks, timezone.localdate(now))
    text = _("来源已撤回《%(title)s》，请确认：%(reason)s")
    acts.tell(article, people, "recalled", text % {"title": article.title, "reason": reason}, now)


def _public_paths(article: Article) -> list[str]:
    """Addresses that stop: the page, the files that it alone carried are press's to find."""
    site = article.column.site
    names = [row.file.public_name for row in article.attachments.select_related("file")]
    names += rules.referenced_files(article.body)
    return [article.address, *(site.address(f"files/{name}") for name in names)]


def _move_own_placement(article: Article) -> list[Column]:
    """Let the first placement stand in the article's column, or where that was merged into.

    Returns the column it left.
    """
    home = article.column.home
    own, _new = Placement.objects.select_related("column__site").get_or_create(
        article=article,
        mode=rules.PlacementMode.OWN,
        defaults={
            "column": home,
            "site_id": article.site_id,
            "state": rules.PlacementState.ACCEPTED,
        },
    )
    if own.column_id == home.pk:
        return []
    left, was_online = own.column, own.state == rules.PlacementState.ONLINE
    carrier = Placement.objects.filter(article=article, column=home).first()
    if carrier is not None:
        carrier.delete()
        _leave(home, carrier.state == rules.PlacementState.ONLINE)
    own.column, own.state = home, rules.PlacementState.ACCEPTED
    own.save(update_fields=["column", "state"])
    _leave(left, was_online)
    return [left]


def _leave(column: Column, was_online: bool) -> None:
    if was_online:
        placing.count([], [column.pk], -1)


@transaction.atomic
def publish_held(
    *, batch_id: int, hashes: Mapping[int, str], publisher: User, now: dt.datetime
) -> frozenset[int]:
    """Bring online articles that a passed import batch covers; returns the ids that went.

    ``hashes`` are the manifest's, by article id. The caller has computed the manifest anew once
    for the whole batch; here its approvals and each item are looked at again. An article whose
    text is no longer the manifest's, or bears marks or personal data, stays where it is.
    Raises rules.ChainRefused.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if not queries.manifest_is_passed(batch, also=(rules.PUBLISH,)):
        raise rules.ChainRefused(_("批次尚未完成审批，不能发布。"))
    rows = Article.objects.select_for_update(of=("self",)).filter(
        pk__in=list(hashes),
        batch=batch_id,
        stage=rules.Stage.DONE,
        public_state=rules.PublicState.UNPUBLISHED,
    )
    articles = list(rows)
    documents = queries.documents_of(articles)
    manifest = queries.manifest_hashes(batch, list(hashes))
    unchanged = [
        article
        for article in articles
        if rules.content_hash(documents[article.pk])
        == hashes[article.pk]
        == manifest.get(article.pk)
    ]
    free = checking.may_go_online(unchanged, now)
    unchanged = [article for article in unchanged if article.pk in free]
    for article in unchanged:
        article.online_hash = hashes[article.pk]
    _write_held(unchanged, publisher, now)
    return frozenset(article.pk for article in unchanged)


def _write_held(articles: list[Article], publisher: User, now: dt.datetime) -> None:
    ids = [article.pk for article in articles]
    if not ids:
        return
    Article.objects.bulk_update(articles, ["online_hash"], batch_size=200)
    Article.objects.filter(pk__in=ids).update(
        live=True,
        public_state=rules.PublicState.ONLINE,
        publisher=publisher,
        first_published_at=now,
        published_at=now,
        last_published_at=now,
        stage_since=now,
        updated_at=now,
    )
    placing.place_held(ids, now)
