"""What proves a person besides the password: a secret for time-based codes, recovery codes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.models.people import User
from xinqiao.kernel.vault import cells


class SecondFactor(models.Model):
    """The authenticator of a person; in force from ``confirmed_at``, when its first code fitted.

    ``pending`` is the secret of an enrolment under way: it proves nothing yet, and the secret in
    force stays until the new one is confirmed. ``last_step`` is the youngest time step (of 30
    seconds since 1970) whose code was used: it and all older ones are refused.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="second_factor",
        verbose_name=_("账号"),
    )
    secret = models.BinaryField(_("密钥（加密）"), null=True, editable=False)
    pending = models.BinaryField(_("待确认密钥（加密）"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("启用时间"), null=True)
    last_step = models.BigIntegerField(_("已用时间步"), default=0)
    failures = models.PositiveSmallIntegerField(_("连续输错次数"), default=0)
    failed_at = models.DateTimeField(_("最近输错时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("第二因素")

    def __str__(self) -> str:
        return f"{self.user_id}"

    def seal(self, secret: str, user: User) -> bytes:
        """The secret as it is stored; only for this person. Raises keys.VaultLocked."""
        return cells.seal(secret, group=user.vault_group, context=self._context(user))

    def reveal(self, cell: bytes | memoryview, user: User) -> str:
        """The secret in clear. Raises cells.BadCell, keys.VaultLocked."""
        return cells.reveal(bytes(cell), group=user.vault_group, context=self._context(user))

    def _context(self, user: User) -> str:
        return f"accounts.secondfactor|secret|{user.pk}"


class RecoveryCode(models.Model):
    """One code for when the authenticator is lost: found by its first letters, kept as a hash."""

    factor = models.ForeignKey(
        SecondFactor, models.CASCADE, related_name="codes", verbose_name=_("第二因素")
    )
    selector = models.CharField(_("前四位"), max_length=4)
    digest = models.CharField(_("散列"), max_length=128, editable=False)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("恢复码")
        constraints = [
            models.UniqueConstraint(
                name="accounts_recovery_code_selector", fields=["factor", "selector"]
            )
        ]

    def __str__(self) -> str:
        return self.selector


class FormerPassword(models.Model):
    """The hash of a password that was replaced; only the last few are kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("账号")
    )
    digest = models.CharField(_("散列"), max_length=128, editable=False)
    replaced_at = models.DateTimeField(_("停用时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("曾用口令")

    def __str__(self) -> str:
        return f"{self.user_id} {self.replaced_at:%Y-%m-%d}"
