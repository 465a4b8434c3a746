"""An article and its attachments: the row is the version online, revisions are work.

Wagtail's own ways to publish and unpublish are shut here: ``publish`` and ``unpublish`` refuse,
and a constraint of the table refuses whatever goes past them.
"""

import datetime as dt
from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models.querysets import ArticleQuerySet
from xinqiao.kernel.sites import policies as sites_policies

ON_ITS_WAY = rules.REVIEW_STAGES | rules.DESK_STAGES | {rules.Stage.RETURNED}

# What belongs to the row, not to a version of the text: never written into a revision, never
# taken back from one.
ROW_FACTS = (
    "site",
    "organisation",
    "issued_date",
    "original_published_at",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "live_revision",
    "latest_revision",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
    "created_by",
    "created_at",
    "updated_at",
    "stage",
    "stage_since",
    "confirming",
    "writers",
    "desk_writers",
    "submitted_by",
    "submitted_at",
    "review_due_at",
    "frozen_revision",
    "returned_reason",
    "returned_to",
    "public_state",
    "publish_at",
    "publisher",
    "published_at",
    "withdrawn_at",
    "withdrawn_reason",
    "online_hash",
    "source_key",
    "batch",
)


class Article(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """What a unit writes and readers read; only ``portal.actions`` changes what is public."""

    Kind = rules.Kind
    ContentClass = rules.ContentClass
    Stage = rules.Stage
    PublicState = rules.PublicState
    Validity = rules.Validity

    site = models.ForeignKey(
        "sites.Site",
        models.PROTECT,
        related_name="articles",
        editable=False,
        verbose_name=_("站点"),
    )
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="articles", verbose_name=_("栏目")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="articles",
        editable=False,
        verbose_name=_("单位"),
    )
    kind = models.CharField(_("类型"), max_length=20, choices=Kind, default=Kind.NEWS)
    content_class = models.CharField(
        _("内容分级"), max_length=20, choices=ContentClass, default=ContentClass.NEWS
    )
    title = models.CharField(_("标题"), max_length=200)
    subtitle = models.CharField(_("副标题"), max_length=200, blank=True)
    summary = models.CharField(_("摘要"), max_length=500, blank=True)
    body = models.TextField(_("正文"), blank=True)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    author_name = models.CharField(_("作者"), max_length=60, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=100, blank=True)
    issuing_body = models.CharField(_("发文机关"), max_length=200, blank=True)
    index_number = models.CharField(_("索引号"), max_length=100, blank=True)
    reading_form = models.CharField(
        _("解读形式"), max_length=20, choices=rules.ReadingForm, blank=True
    )
    author_kind = models.CharField(
        _("作者类别"), max_length=20, choices=rules.AuthorKind, blank=True
    )
    outside_document = models.CharField(_("站外政策文件"), max_length=200, blank=True)
    translation_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("译自"),
    )
    source_url = models.CharField(
        _("原文地址"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    details = models.JSONField(_("本类要素"), default=dict, blank=True, editable=False)
    issued_date = models.DateField(_("成文日期"), null=True, blank=True, editable=False)
    validity = models.CharField(_("有效性"), max_length=10, choices=Validity, blank=True)
    effective_date = models.DateField(_("施行日期"), null=True, blank=True)
    cover = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("题图"),
    )
    original_published_at = models.DateTimeField(
        _("原发布时间"), null=True, blank=True, editable=False
    )

    live = models.BooleanField(
        _("在线"), default=False, editable=False
    )  # Wagtail's default is True

    # Facts of the row: never taken back from a revision (see ROW_FACTS).
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("撰稿人"),
    )
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("更新时间"), default=timezone.now, editable=False)
    stage = models.CharField(
        _("环节"), max_length=20, choices=Stage, default=Stage.DRAFT, editable=False
    )
    stage_since = models.DateTimeField(_("本环节开始"), default=timezone.now, editable=False)
    confirming = models.BooleanField(_("确认编辑部修改"), default=False, editable=False)
    writers = models.JSONField(_("执笔人"), default=list, editable=False)
    desk_writers = models.JSONField(_("编辑部修改人"), default=list, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("提交人"),
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    review_due_at = models.DateTimeField(_("补审期限"), null=True, editable=False)
    frozen_revision = models.PositiveBigIntegerField(_("已冻结版本"), default=0, editable=False)
    returned_reason = models.CharField(_("退回原因"), max_length=500, blank=True, editable=False)
    returned_to = models.CharField(
        _("退回至"), max_length=20, choices=Stage, blank=True, editable=False
    )
    public_state = models.CharField(
        _("公开状态"),
        max_length=20,
        choices=PublicState,
        default=PublicState.UNPUBLISHED,
        editable=False,
    )
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True, editable=False)
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, editable=False)
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=500, blank=True, editable=False)
    online_hash = models.CharField(_("在线内容摘要"), max_length=64, blank=True, editable=False)
    source_key = models.CharField(_("来源编号"), max_length=100, blank=True, editable=False)
    batch = models.ForeignKey(
        "portal.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        editable=False,
        verbose_name=_("导入批次"),
    )

    objects = ArticleQuerySet.as_manager()

    # The reference index serves pictures and files only; these two would fill it for nothing.
    column.wagtail_reference_index_ignore = True  # type: ignore[attr-defined] # Wagtail reads it
    organisation.wagtail_reference_index_ignore = True  # type: ignore[attr-defined] # Wagtail reads it
    site.wagtail_reference_index_ignore = True  # type: ignore[attr-defined] # Wagtail reads it
    batch.wagtail_reference_index_ignore = True  # type: ignore[attr-defined] # Wagtail reads it

    class Meta:
        verbose_name = verbose_name_plural = _("文章")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="portal_article_of_unit"),
            models.Index(fields=["site", "-id"], name="portal_article_of_site"),
            models.Index(fields=["column", "-id"], name="portal_article_of_column"),
            models.Index(fields=["stage", "organisation"], name="portal_article_todo_unit"),
            models.Index(fields=["stage", "site"], name="portal_article_todo_desk"),
            models.Index(fields=["stage", "publish_at"], name="portal_article_due"),
            models.Index(fields=["created_by", "stage"], name="portal_article_returned"),
            models.Index(
                fields=["review_due_at"],
                condition=Q(review_due_at__isnull=False),
                name="portal_article_review_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="portal_source_once",
                fields=["site", "column", "source_key"],
                condition=~Q(source_key=""),
            ),
            models.CheckConstraint(
                name="portal_online_has_hash",
                condition=(
                    Q(live=True, public_state="online") & ~Q(online_hash="")
                    | Q(live=False) & ~Q(public_state="online")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where readers find it, for ever: by the day it was first published."""
        day = timezone.localdate(self.first_published_at or self.created_at)
        return self.site.address(rules.article_path(self.pk, day))

    @property
    def state_label(self) -> str:
        """Where the text stands, and beside it what readers get when that is something else."""
        if self.stage == rules.Stage.DONE:
            return str(self.get_public_state_display())
        stage = str(self.get_stage_display())
        if self.stage == rules.Stage.APPROVED and self.publish_at:
            stage = str(_("定时发布"))
        if self.public_state == rules.PublicState.UNPUBLISHED:
            return str(stage)
        return f"{self.get_public_state_display()} · {_('更正')}{stage}"

    @property
    def target_at(self) -> dt.datetime | None:
        """When it should be online (rules.timing); None for what is not on its way."""
        if self.submitted_at is None or self.stage not in ON_ITS_WAY:
            return None
        return rules.target_at(self.kind, self.content_class, self.submitted_at)

    @property
    def authors(self) -> frozenset[int]:
        """Ids of the people who wrote the working text for the unit."""
        return frozenset({self.created_by_id, self.submitted_by_id, *self.writers} - {None})

    @property
    def barred(self) -> dict[str, frozenset[int]]:
        """For each step, the people who may not take it because they wrote the text."""
        return rules.barred(self.authors, frozenset(self.desk_writers))

    def working_copy(self) -> "Article":
        """What is being worked on, as an object; this row itself when nothing differs from it."""
        if not self.has_unpublished_changes or self.latest_revision is None:
            return self
        return self.with_content_json(self.latest_revision.content)

    def serializable_data(self) -> dict[str, Any]:
        data = super().serializable_data()
        return {name: value for name, value in data.items() if name not in ROW_FACTS}

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self:
        # A file that is gone must show as missing when the text is published, not vanish or crash.
        return super().from_serializable_data(data, check_fks=False, strict_fks=False)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        obj: Article = super().with_content_json(content)
        for name in ROW_FACTS:
            field = self._meta.get_field(name)
            setattr(obj, field.attname, getattr(self, field.attname))
            if name in self._state.fields_cache:
                obj._state.fields_cache[name] = self._state.fields_cache[name]
        if obj.column_id == self.column_id and "column" in self._state.fields_cache:
            obj._state.fields_cache["column"] = self._state.fields_cache["column"]
        return obj

    @transaction.atomic
    def save_revision(self, user: Any = None, **options: Any) -> Any:
        """Keep a version of the text, if its state and the person allow; frozen ones stay as read.

        Raises PermissionDenied.
        """
        rows = Article.objects.select_for_update(of=("self",)).select_related(
            "column__site__parent__parent"
        )
        row = rows.get(pk=self.pk)
        at_desk = row.stage in rules.DESK_STAGES
        row.check_writable_by(user)
        if self.column.site_id != row.site_id:
            raise PermissionDenied(_("栏目须在同一站点内选择。"))
        overwritten = options.get("overwrite_revision")
        if overwritten is not None and overwritten.pk <= row.frozen_revision:
            options["overwrite_revision"] = None
        for name in ROW_FACTS:
            if name not in {"latest_revision", "has_unpublished_changes"}:
                setattr(self, name, getattr(row, name))
        people = self.desk_writers if at_desk else self.writers
        if user is not None and user.pk not in people:
            people.append(user.pk)
        self.updated_at = timezone.now()
        self.save(update_fields=["writers", "desk_writers", "updated_at"])
        return super().save_revision(user=user, **options)

    def check_writable_by(self, user: Any) -> None:
        """Refuse to keep a new version in this state by this person. Raises PermissionDenied."""
        at_desk = self.stage in rules.DESK_STAGES
        if not rules.may_write(self.stage, at_desk=at_desk):
            raise PermissionDenied(_("文章正在审核或已发布，不能修改。"))
        allowed = (
            sites_policies.holds_at_desk(user, self.column, rules.EDITING.duty)
            if at_desk
            else user.holds("contributor", self.organisation_id)
        )
        if not allowed:
            raise PermissionDenied(_("您不能修改这篇文章。"))

    def publish(self, revision: Any, *args: Any, **options: Any) -> NoReturn:
        """Refuse: only ``portal.actions.publish`` brings content online."""
        raise PermissionDenied(_("文章只能经审批后发布。"))

    def unpublish(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse: only ``portal.actions.withdraw`` takes content offline."""
        raise PermissionDenied(_("文章只能按撤回程序撤回。"))


class Attachment(models.Model):
    """A file that goes with an article."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("文件")
    )
    title = models.CharField(_("名称"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title or str(self.file)
