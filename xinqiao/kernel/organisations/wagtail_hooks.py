"""The addresses and the menu entry of the register of units."""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.organisations import policies


class UnitsItem(MenuItem):
    """Shown to those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.can_look(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Behind Wagtail's own test that the visitor may enter the workbench."""
    return [path("", include("xinqiao.kernel.organisations.urls"))]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    return UnitsItem(
        _("单位"),
        reverse_lazy("organisations:organisations"),
        name="units",
        icon_name="group",
        order=810,
    )
