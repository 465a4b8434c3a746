"""Staff accounts and the duties they hold in organisations."""

import datetime as dt
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.duties import ADMINISTRATOR_CODES
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault.fields import BlindIndexField, SealedField, SealedRecord
from xinqiao.kernel.vault.protection import protects

SESSION_SALT = "xinqiao.kernel.accounts.session"


class UserManager(BaseUserManager["User"]):
    """Finds and makes accounts; nobody is ever a superuser."""

    use_in_migrations = True

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def visible_to(self, user: "User") -> QuerySet["User"]:
        """The people of the units in whose work this person has a hand today."""
        units = user.organisations_with(*duties.with_unit_files())
        return self.get_queryset().filter(organisation__in=units)


@protects(
    s1="id username organisation is_active is_superuser opened_by opened_at valid_until "
    "password last_login password_changed_at must_change_password session_generation vault_group",
    s2="name email",
    s3="phone phone_index",
)
class User(AbstractBaseUser, PermissionsMixin, SealedRecord):
    """A member of staff; what he may do are the duties he holds, never a flag."""

    username = models.CharField(
        _("登录名"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]*\Z",
                _("登录名只能用小写字母、数字和 . _ -，以字母或数字开头。"),
            )
        ],
        error_messages={"unique": _("这个登录名已有人使用。")},
    )
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("所在单位")
    )
    is_active = models.BooleanField(_("可以登录"), default=True)
    opened_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("开户人"),
    )
    opened_at = models.DateTimeField(_("开户时间"), null=True, editable=False)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    password_changed_at = models.DateTimeField(_("口令修改时间"), null=True, editable=False)
    must_change_password = models.BooleanField(_("须改口令"), default=False, editable=False)
    session_generation = models.PositiveIntegerField(_("会话代次"), default=0, editable=False)
    phone = SealedField(
        _("手机号（加密）"), null=True, blank=True, mask="phone", index="phone_index"
    )
    phone_index = BlindIndexField(_("手机号索引"))

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = _("账号")
        constraints = [
            models.CheckConstraint(
                name="accounts_nobody_is_superuser", condition=Q(is_superuser=False)
            )
        ]
        indexes = [models.Index(fields=["phone_index"], name="accounts_phone_index")]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_administrator(self) -> bool:
        """Whether one of the three administrators' duties is held today."""
        return bool(self.duty_codes & ADMINISTRATOR_CODES)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind every session to the password and to the generation: a new one ends them all."""
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac(SESSION_SALT, value, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def held(self) -> frozenset[tuple[str, int]]:
        """Duties in force today, read once for each loaded user (once a request)."""
        today = timezone.localdate()
        rows = DutyAssignment.objects.in_force(today).filter(user=self)
        return frozenset(rows.values_list("duty", "organisation_id"))

    def holds(self, duty: str, organisation: Organisation | int | None) -> bool:
        """Whether this user holds a duty in exactly this organisation today."""
        key = organisation.pk if isinstance(organisation, Organisation) else organisation
        return (str(duty), key) in self.held

    def organisations_with(self, *duties: str) -> frozenset[int]:
        """Ids of the organisations in which one of the duties is held today."""
        return frozenset(org for duty, org in self.held if duty in duties)

    @property
    def duty_codes(self) -> frozenset[str]:
        """Codes of all duties held today, wherever."""
        return frozenset(duty for duty, _org in self.held)


class DutyAssignmentQuerySet(models.QuerySet["DutyAssignment"]):
    """Chainable filters over duties."""

    def in_force(self, today: dt.date) -> Self:
        """Keep what is granted, begun, not ended and not revoked."""
        return self.filter(
            Q(ends_date__isnull=True) | Q(ends_date__gte=today),
            starts_date__lte=today,
            revoked_at__isnull=True,
        )


class DutyAssignment(models.Model):
    """A duty held by a user in an organisation, from a day to a day (both included)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties", verbose_name=_("账号")
    )
    duty = models.CharField(_("职责"), max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("单位"))
    starts_date = models.DateField(_("开始日期"))
    ends_date = models.DateField(_("结束日期"), null=True, blank=True)
    exclusion_group = models.CharField(_("互斥组"), max_length=20, blank=True, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("授予人"),
    )
    granted_at = models.DateTimeField(_("授予时间"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("收回人"),
    )
    revoked_at = models.DateTimeField(_("收回时间"), null=True)

    objects = DutyAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("职责授予")
        constraints = [
            models.UniqueConstraint(
                name="accounts_duty_granted_once",
                fields=["user", "duty", "organisation"],
                condition=Q(revoked_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="accounts_one_administrator_duty_each",
                fields=["user", "exclusion_group"],
                condition=Q(revoked_at__isnull=True) & ~Q(exclusion_group=""),
            ),
            models.CheckConstraint(
                name="accounts_duty_ends_after_it_starts",
                condition=Q(ends_date__isnull=True) | Q(ends_date__gte=F("starts_date")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.duty}"
