"""An article and its attachments: the row is the version online, revisions are work."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models.querysets import ArticleQuerySet


class Article(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """What a unit writes and readers read; only ``portal.actions`` changes what is public."""

    Kind = rules.Kind
    ContentClass = rules.ContentClass
    Stage = rules.Stage
    PublicState = rules.PublicState
    Validity = rules.Validity

    site = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="articles", verbose_name=_("站点")
    )
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="articles", verbose_name=_("栏目")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="articles",
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
    issued_date = models.DateField(_("成文日期"), null=True, blank=True)
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
    original_published_at = models.DateTimeField(_("原发布时间"), null=True, blank=True)

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
    column.wagtail_reference_index_ignore = True
    organisation.wagtail_reference_index_ignore = True
    site.wagtail_reference_index_ignore = True
    batch.wagtail_reference_index_ignore = True

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
