"""Pages composed of blocks: a draft, the one in use, and the earlier ones."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules import layouts as rules
from xinqiao.kernel.sites.models import Site


class Version(models.Model):
    """One version of a composed page; ``spots`` are blocks with their widths, in order."""

    State = rules.LayoutState

    spots = models.JSONField(_("版块"))
    state = models.CharField(_("状态"), max_length=10, choices=State)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编排人")
    )
    made_at = models.DateTimeField(_("编排时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-id"]


class HomeLayout(Version):
    """One version of a site's home page."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("站点"))

    class Meta(Version.Meta):
        verbose_name = verbose_name_plural = _("首页编排")
        indexes = [models.Index(fields=["site", "-made_at"], name="portal_layouts_of_site")]
        constraints = [
            models.UniqueConstraint(
                name="portal_one_layout_of_each",
                fields=["site", "state"],
                condition=Q(state__in=["draft", "published"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.site.name} #{self.pk}"
