"""What would undo the separation of the administrators stops Django's own checks."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core import checks
from django.db import DatabaseError
from django.utils.module_loading import import_string

from xinqiao.kernel.accounts.models import User

STOCK_ADMIN = "django.contrib.admin"


@checks.register(checks.Tags.security)
def check_separation(**_options: Any) -> list[checks.CheckMessage]:
    """No stock admin, no backend that gives permissions from flags or groups."""
    return separation_errors(settings.INSTALLED_APPS, settings.AUTHENTICATION_BACKENDS)


def separation_errors(apps: Iterable[str], backends: Iterable[str]) -> list[checks.CheckMessage]:
    """What in these two settings would undo the separation."""
    found: list[checks.CheckMessage] = []
    if STOCK_ADMIN in apps:
        found.append(checks.Error("django.contrib.admin 不得安装。", id="accounts.E001"))
    if any(import_string(path) is ModelBackend for path in backends):
        found.append(
            checks.Error("AUTHENTICATION_BACKENDS 不得含 ModelBackend。", id="accounts.E002")
        )
    return found


@checks.register(checks.Tags.database)
def check_no_superuser(databases: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """No row is a superuser, whatever wrote it."""
    if not databases:
        return []
    try:
        exists = User.objects.filter(is_superuser=True).exists()
    except DatabaseError:  # not migrated yet: another check says so
        return []
    return [checks.Error("存在超级用户账号，必须删除。", id="accounts.E003")] if exists else []
