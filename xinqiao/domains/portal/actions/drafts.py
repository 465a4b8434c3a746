"""The unit's own part: write, save, submit, take back, correct."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import acts, checking
from xinqiao.domains.portal.models import Article, Attachment, Interpretation, Placement
from xinqiao.domains.portal.models.articles import ROW_FACTS
from xinqiao.domains.portal.rules import translations
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.richtext import clean_html

# What people write; dates of origin come from an import only (duties.md).
WRITABLE = frozenset(rules.CONTENT_FIELDS) - {"issued_date", "original_published_at"}


@transaction.atomic
def create_draft(
    *,
    actor: User,
    column_id: int,
    title: str,
    now: dt.datetime,
    organisation_id: int | None = None,
    attachments: Sequence[tuple[int, str]] = (),
    **content: Any,
) -> Article:
    """Begin an article; ``content`` are fields of WRITABLE, attachments (file id, title).

    Raises PermissionDenied, ValidationError, rules.ChainRefused.
    """
    column = Column.objects.select_related("site__parent__parent").get(pk=column_id)
    organisation_id = organisation_id or unit_of(actor, column)
    require(policies.can_create(actor, column, organisation_id))
    article = Article(
        site=column.site,
        column=column,
        organisation_id=organisation_id,
        created_by=actor,
        created_at=now,
        stage_since=now,
    )
    write_into(article, {"title": title, **content}, attachments)
    article.save()
    Placement.objects.create(
        article=article,
        column=column,
        site=column.site,
        mode=rules.PlacementMode.OWN,
        state=rules.PlacementState.ACCEPTED,
        offered_by=actor,
        offered_at=now,
    )
    article.save_revision(user=actor, clean=False)
    acts.record("article_created", article, actor, now, after={"title": title})
    return article


@transaction.atomic
def save_draft(
    *,
    actor: User,
    article_id: int,
    now: dt.datetime,
    attachments: Sequence[tuple[int, str]] | None = None,
    **content: Any,
) -> Article:
    """Go on writing a draft or a correction; the version online stays as it is.

    Raises PermissionDenied, ValidationError, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_write(actor, article))
    rules.check_act("save", stage=article.stage)
    copy = keep_version(article, actor, content, attachments)
    acts.record("article_saved", copy, actor, now)
    return copy


def submit(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Hand the text to the first step of its class; from now on it is frozen.

    Its files are read before; marks of secrecy stop it. Raises PermissionDenied,
    rules.ChainRefused.
    """
    checking.read_files_of(article_id=article_id, now=now)
    return _submit(actor=actor, article_id=article_id, now=now)


@transaction.atomic
def _submit(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    article = acts.locked(article_id)
    require(policies.can_write(actor, article))
    rules.check_act("submit", stage=article.stage)
    if article.latest_revision_id is None:
        article.save_revision(user=actor, clean=False)
    copy = article.working_copy()
    content_hash = acts.check_fit(copy)
    if content_hash == article.online_hash:
        raise rules.ChainRefused(_("内容与在线版本相同，无需提交。"))
    checking.hold(copy, now, needs_waiver=False)
    acts.void(article, _("重新提交"), now)
    article.submitted_by, article.submitted_at = actor, article.submitted_at or now
    article.returned_reason = article.returned_to = ""
    article.frozen_revision = article.latest_revision_id or 0
    stage = rules.next_stage(copy.content_class, ())
    acts.move(
        article,
        stage,
        now,
        "submitted_by",
        "submitted_at",
        "returned_reason",
        "returned_to",
        "frozen_revision",
    )
    acts.record("article_submitted", article, actor, now, after={"content": content_hash})
    acts.tell_next(article, now)
    if copy.content_class == rules.ContentClass.EXPRESS:
        acts.tell_duty_editors(
            article, "submitted", _("快速通道稿件《%(title)s》已提交，请关注"), now
        )
    return article


@transaction.atomic
def take_back(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Take a submitted text back before the desk has it. Raises as submit does."""
    article = acts.locked(article_id)
    require(policies.can_write(actor, article))
    rules.check_act("take_back", stage=article.stage)
    acts.void(article, _("撰稿单位撤回"), now)
    article.confirming, article.submitted_at = False, None
    acts.move(article, rules.Stage.DRAFT, now, "confirming", "submitted_at")
    acts.record("article_taken_back", article, actor, now)
    return article


@transaction.atomic
def start_correction(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Open a second track beside the version online, or for one that was withdrawn.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_correct(actor, article))
    rules.check_act("start_correction", stage=article.stage, public_state=article.public_state)
    if article.review_due_at is None:
        # Else the hands of the version online are still barred from the review that follows.
        article.writers, article.desk_writers, article.submitted_by = [], [], None
    article.submitted_at = None
    changed = ("writers", "desk_writers", "submitted_by", "submitted_at")
    acts.move(article, rules.Stage.DRAFT, now, *changed)
    acts.record("correction_started", article, actor, now)
    return article


@transaction.atomic
def drop_correction(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Give a correction up; the row, as last published, is again all there is. Raises as above."""
    article = acts.locked(article_id)
    require(policies.can_correct(actor, article))
    rules.check_act("drop_correction", stage=article.stage, public_state=article.public_state)
    acts.void(article, _("放弃更正"), now)
    article.has_unpublished_changes = False
    article.returned_reason = article.returned_to = ""
    acts.move(
        article,
        rules.Stage.DONE,
        now,
        "has_unpublished_changes",
        "returned_reason",
        "returned_to",
    )
    acts.record("correction_dropped", article, actor, now)
    return article


@transaction.atomic
def delete_draft(*, actor: User, article_id: int, now: dt.datetime) -> None:
    """Delete what was never public; afterwards only the audit trail knows it. Raises as above."""
    article = acts.locked(article_id)
    require(policies.can_write(actor, article))
    rules.check_act("delete", stage=article.stage, public_state=article.public_state)
    if article.batch_id is not None:
        raise rules.ChainRefused(_("导入的文章不能删除。"))
    acts.record("article_deleted", article, actor, now, before={"title": article.title})
    article.delete()


def keep_version(
    article: Article,
    actor: User,
    content: dict[str, Any],
    attachments: Sequence[tuple[int, str]] | None,
) -> Article:
    """Keep a new version of the text; the row follows only while nothing of it is online."""
    copy = article.working_copy()
    write_into(copy, content, attachments)
    if not article.live:
        copy.save()
    copy.save_revision(user=actor, clean=False)
    return copy


def unit_of(actor: User, column: Column) -> int:
    """The unit for which the actor writes in a column, when none is named."""
    units = (column.organisation_id, column.site.organisation_id)
    own = next((unit for unit in units if actor.holds(policies.CONTRIBUTOR, unit)), None)
    return own or actor.organisation_id or column.organisation_id


def write_into(
    article: Article, content: dict[str, Any], attachments: Sequence[tuple[int, str]] | None
) -> None:
    """Put the content into the object. Raises ValidationError, rules.ChainRefused."""
    names = {name.removesuffix("_id") for name in content}
    if names - WRITABLE:
        raise rules.ChainRefused(_("这些内容不能填写：%s。") % "、".join(sorted(names - WRITABLE)))
    plain = {
        name: value
        for name, value in content.items()
        if name not in {"details", "interprets", "translation_of"}
    }
    for name, value in plain.items():
        setattr(article, name, clean_html(value) if name == "body" else value)
    if "details" in content:
        article.details = rules.own_details(article.kind, content["details"])
    if "interprets" in content:
        _explain(article, content["interprets"])
    if "translation_of" in content:
        _translate(article, content["translation_of"])
    if article.column.site_id != article.site_id:
        raise rules.ChainRefused(_("栏目须在同一站点内选择。"))
    if attachments is not None:
        article.attachments = [
            Attachment(file_id=file_id, title=title, position=position)
            for position, (file_id, title) in enumerate(attachments)
        ]
    article.clean_fields(exclude=ROW_FACTS)


def _explain(article: Article, document_ids: Sequence[int]) -> None:
    """Tie the text to the documents that it explains: public ones, or those of its own unit."""
    wanted = list(dict.fromkeys(document_ids))
    if len(wanted) > rules.MAX_DOCUMENTS:
        raise rules.ChainRefused(_("一篇解读最多关联%d个文件。") % rules.MAX_DOCUMENTS)
    known = Article.objects.filter(pk__in=wanted).explainable_for(article.organisation_id)
    if known.count() < len(wanted):
        raise rules.ChainRefused(_("解读的政策文件不存在，或者不能由本单位解读。"))
    article.interprets = [Interpretation(document_id=pk) for pk in wanted]


def _translate(article: Article, original: Article | None) -> None:
    """Tie the text to the public original that it translates, or to none."""
    if original is not None:
        translations.check_original(
            language=article.site.language,
            original_language=original.site.language,
            original_state=original.public_state,
        )
    article.translation_of = original
