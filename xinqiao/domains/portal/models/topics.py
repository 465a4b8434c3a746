"""Topic pages (专题) of a site, composed of blocks like its home page."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models.layouts import Version
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Site


class TopicQuerySet(models.QuerySet["Topic"]):
    """Filters of topics."""

    def visible_to(self, user: Any) -> Self:
        """Topics of the sites that this person manages."""
        managed = sites.sites_managed_by(user).order_by().values("pk")
        return self.filter(site__in=managed)

    def public(self) -> Self:
        """What readers find: current and archived."""
        return self.exclude(state=rules.TopicState.DRAFT)


class Topic(models.Model):
    """A page about one subject; ``title`` and ``summary`` are those that readers see."""

    State = rules.TopicState
    Kind = rules.TopicKind

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("站点"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.TOPIC)
    slug = models.SlugField(_("地址名"), max_length=60)
    title = models.CharField(_("标题"), max_length=60)
    summary = models.CharField(_("简介"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("建立人")
    )
    created_at = models.DateTimeField(_("建立时间"))
    published_at = models.DateTimeField(_("首次发布"), null=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("归档人"),
    )
    archived_at = models.DateTimeField(_("归档时间"), null=True)
    archive_reason = models.CharField(_("归档原因"), max_length=300, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("专题")
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(fields=["site", "state", "-published_at"], name="portal_topics_of_site")
        ]
        constraints = [
            models.UniqueConstraint(name="portal_topic_address_once", fields=["site", "slug"])
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where it stands inside its site."""
        return f"topics/{self.slug}/"

    @property
    def address(self) -> str:
        """Where readers find it, from the root."""
        return self.site.address(self.path)


class TopicVersion(Version):
    """One version of a topic: its words, its blocks, the picture of its banner."""

    topic = models.ForeignKey(
        Topic, models.CASCADE, related_name="versions", verbose_name=_("专题")
    )
    title = models.CharField(_("标题"), max_length=60)
    summary = models.CharField(_("简介"), max_length=300, blank=True)
    image = models.ForeignKey(
        "files.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("横幅图片"),
    )

    class Meta(Version.Meta):
        verbose_name = verbose_name_plural = _("专题版本")
        constraints = [
            models.UniqueConstraint(
                name="portal_one_topic_version_of_each",
                fields=["topic", "state"],
                condition=Q(state__in=["draft", "published"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.pk}"
