"""Django's question "has this user the permission" answered from duties."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from xinqiao.kernel.accounts.models import User

ENTER = "wagtailadmin.access_admin"


class DutyBackend(ModelBackend):
    """Password check; the only Django permission ever given is to enter the workbench."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Refuse who is disabled, whose time is over, or who holds no duty; asked each request."""
        expired = user.valid_until is not None and user.valid_until < timezone.localdate()
        return bool(user.is_active) and not expired and bool(user.duty_codes)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm == ENTER and isinstance(user_obj, User) and self.user_can_authenticate(user_obj)

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return {ENTER} if self.has_perm(user_obj, ENTER) else set()

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
