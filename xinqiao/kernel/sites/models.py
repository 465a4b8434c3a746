"""Tables of the site cluster: sites, their columns, grants to columns, redirects."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.sites import rules


class SiteQuerySet(models.QuerySet["Site"]):
    """Filters of sites."""

    def open(self) -> Self:
        return self.filter(is_open=True)

    def with_desk_in(self, organisations: frozenset[int]) -> Self:
        """Sites whose editorial desk is one of these organisations (see ``Site.desk``)."""
        return self.filter(
            Q(organisation__in=organisations) & (Q(own_desk=True) | Q(parent=None))
            | Q(own_desk=False, parent__organisation__in=organisations)
            & (Q(parent__own_desk=True) | Q(parent__parent=None))
            | Q(
                own_desk=False,
                parent__own_desk=False,
                parent__parent__organisation__in=organisations,
            )
        )


class Site(models.Model):
    """A site of the cluster: the portal, one of its editions, or a unit's sub-site."""

    Kind = rules.SiteKind

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.SUBSITE)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级站点"),
    )
    language = models.CharField(
        _("语言"), max_length=10, choices=rules.Language, default=rules.Language.CHINESE
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="sites",
        verbose_name=_("主管单位"),
    )
    hostname = models.CharField(_("域名"), max_length=253, blank=True)
    is_open = models.BooleanField(_("已开通"), default=True)
    own_desk = models.BooleanField(
        _("自行发布"), default=False, help_text=_("不勾选时，由上级站点的编辑部完成编发。")
    )
    position = models.PositiveIntegerField(_("排序"), default=0)
    kit = models.SlugField(_("建站模板"), max_length=40, blank=True, editable=False)
    theme = models.SlugField(_("主题"), max_length=40, blank=True)
    description = models.CharField(_("简介"), max_length=300, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    undertaker = models.CharField(_("承办单位"), max_length=100, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    identifier_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp = models.CharField(_("ICP备案编号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案编号"), max_length=60, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("站点")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="sites_hostname_once", fields=["hostname"], condition=~Q(hostname="")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """What stands before every address of this site; empty on a hostname of its own."""
        return rules.prefix(kind=self.kind, code=self.code, hostname=self.hostname)

    def address(self, path: str = "") -> str:
        """The address of a path of this site, from the root: ``/sites/health/news/``."""
        return f"{self.prefix}/{path.lstrip('/')}"

    @property
    def is_foreign(self) -> bool:
        """Whether it is in another language than Chinese."""
        return self.language != rules.Language.CHINESE

    @property
    def top(self) -> "Site":
        """The site at the top of the cluster: the portal."""
        return self.parent.top if self.parent is not None else self

    @property
    def desk(self) -> "Site":
        """The site whose organisation does the last step of what is published here."""
        site = self
        while site.parent is not None and not site.own_desk:
            site = site.parent
        return site


class ColumnQuerySet(models.QuerySet["Column"]):
    """Filters of columns."""

    def open(self) -> Self:
        return self.filter(is_open=True)

    def subtree(self, column: "Column") -> Self:
        """The column and everything below it."""
        return self.filter(tree_path__startswith=column.tree_path)


class Column(models.Model):
    """A column of a site, owned by a unit; ``path`` is its address, ``tree_path`` its place."""

    Kind = rules.ColumnKind
    Mode = rules.ColumnMode

    site = models.ForeignKey(Site, models.PROTECT, related_name="columns", verbose_name=_("站点"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级栏目"),
    )
    slug = models.SlugField(_("地址名"), max_length=60)
    name = models.CharField(_("名称"), max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="columns",
        verbose_name=_("责任单位"),
    )
    path = models.CharField(_("地址"), max_length=255)
    tree_path = models.CharField(
        _("层级"), max_length=120, db_index=True, blank=True, default="", editable=False
    )
    kind = models.CharField(_("更新方式"), max_length=10, choices=Kind, default=Kind.DYNAMIC)
    mode = models.CharField(
        _("建设方式"), max_length=10, choices=rules.ColumnMode, default=rules.ColumnMode.BUILT
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_columns",
        verbose_name=_("责任人"),
    )
    update_days = models.PositiveSmallIntegerField(
        _("更新间隔（天）"), null=True, blank=True, help_text=_("动态栏目最多隔多少天更新一次。")
    )
    review_by = models.DateField(
        _("复核日期"), null=True, blank=True, help_text=_("静态栏目最迟在这一天复核内容。")
    )
    column_type = models.CharField(_("栏目类型"), max_length=30, blank=True)
    description = models.CharField(_("说明"), max_length=300, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)
    is_open = models.BooleanField(_("已启用"), default=True)
    in_navigation = models.BooleanField(_("列入导航"), default=True)
    online_count = models.PositiveIntegerField(_("在线篇数"), default=0, editable=False)
    last_published_at = models.DateTimeField(_("最近发布"), null=True, editable=False)
    opened_at = models.DateTimeField(_("开设时间"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("归并到"),
    )

    closed_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    closed_reason = models.CharField(_("停用原因"), max_length=300, blank=True, editable=False)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="sites_column_path_once", fields=["site", "path"])
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The column's own address, from the root."""
        return self.site.address(f"{self.path}/")

    @property
    def home(self) -> "Column":
        """Where its articles stand now: itself, or the column into which it was merged."""
        return self.merged_into or self

    @property
    def due_date(self) -> dt.date | None:
        """The last day on which the column is in order (see ``rules.due_date``)."""
        updated, opened = self.last_published_at, self.opened_at
        return rules.due_date(
            kind=self.kind,
            update_days=self.update_days,
            review_by=self.review_by,
            updated=timezone.localdate(updated) if updated else None,
            opened=timezone.localdate(opened) if opened else None,
        )

    @property
    def ancestor_ids(self) -> list[int]:
        """Ids from the top of the tree down to this column itself."""
        return [int(part) for part in self.tree_path.split("/") if part]


class ColumnGrant(models.Model):
    """Lets the people of another organisation use their duties in a column."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="column_grants",
        verbose_name=_("单位"),
    )
    column = models.ForeignKey(
        Column, models.CASCADE, related_name="grants", verbose_name=_("栏目")
    )
    with_subtree = models.BooleanField(_("含下级栏目"), default=True)
    duties = models.JSONField(_("职责"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("栏目授权")
        constraints = [
            models.UniqueConstraint(name="sites_grant_once", fields=["organisation", "column"])
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.column}"


class Redirect(models.Model):
    """Where an old address leads; ``gone`` says that nothing stands there any more."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="redirects", verbose_name=_("站点"))
    old_path = models.CharField(_("原地址"), max_length=255)
    new_path = models.CharField(_("现地址"), max_length=255, blank=True)
    gone = models.BooleanField(_("已不存在"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("地址转接")
        constraints = [
            models.UniqueConstraint(name="sites_redirect_once", fields=["site", "old_path"])
        ]

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path or '410'}"


class ColumnVisits(models.Model):
    """How often the pages of a column and of its articles were visited on a day."""

    column = models.ForeignKey(
        Column, models.CASCADE, related_name="visits", verbose_name=_("栏目")
    )
    day = models.DateField(_("日期"), db_index=True)
    count = models.PositiveIntegerField(_("访问量"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("栏目访问量")
        constraints = [
            models.UniqueConstraint(name="sites_column_day_once", fields=["column", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.day}: {self.count}"


class PageVisits(models.Model):
    """How often a page of a site was visited on a day; kept for a year."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="visits", verbose_name=_("站点"))
    path = models.CharField(_("地址"), max_length=500)
    day = models.DateField(_("日期"), db_index=True)
    count = models.PositiveIntegerField(_("访问量"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("页面访问量")
        constraints = [
            models.UniqueConstraint(name="sites_page_day_once", fields=["site", "path", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day}: {self.count}"


class VisitBatch(models.Model):
    """A file of counts that was taken up; a second time it counts nothing."""

    name = models.CharField(_("文件"), max_length=80, unique=True)
    collected_at = models.DateTimeField(_("计入时间"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("访问量批次")

    def __str__(self) -> str:
        return self.name
