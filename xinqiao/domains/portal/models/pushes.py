"""An article that other sites must carry, and until when."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class PushQuerySet(models.QuerySet["Push"]):
    """Filters of pushes."""

    def visible_to(self, user: Any) -> Self:
        """Keep what the person's desk has pushed; a supervisor there sees it too."""
        return self.filter(organisation__in=user.organisations_with(*rules.PUSHERS))


class Push(models.Model):
    """One article pushed to sites below, each of which must take it."""

    article = models.ForeignKey(
        "portal.Article", models.PROTECT, related_name="pushes", verbose_name=_("文章")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="pushes",
        verbose_name=_("推送单位"),
    )
    pushed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("推送人")
    )
    pushed_at = models.DateTimeField(_("推送时间"))
    due_at = models.DateTimeField(_("转载期限"))
    basis = models.CharField(_("转载依据"), max_length=300)
    national_at = models.DateTimeField(_("国务院发布时间"), null=True, blank=True)

    objects = PushQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("转载要求")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.article)
