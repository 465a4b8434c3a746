"""Menu entries of the two administrators who keep accounts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.accounts.duties import SECURITY_ADMIN, SYSTEM_ADMIN


class AdministratorItem(MenuItem):
    """Shown to those who may use it."""

    def is_shown(self, request: HttpRequest) -> bool:
        held: Any = getattr(request.user, "duty_codes", frozenset())
        return bool(held & {SECURITY_ADMIN, SYSTEM_ADMIN})


@hooks.register("register_admin_menu_item")
def accounts_item() -> MenuItem:
    return AdministratorItem(
        _("账号"), reverse("accounts:accounts"), name="accounts", icon_name="user", order=800
    )


@hooks.register("register_admin_menu_item")
def organisations_item() -> MenuItem:
    return AdministratorItem(
        _("单位"), reverse("accounts:organisations"), name="units", icon_name="group", order=810
    )
