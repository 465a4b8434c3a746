"""Registers the guide with the workbench: addresses, doors, menu, the link on every screen."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.domains.training import views
from xinqiao.kernel.ui import doors, help_pages

doors.register("training:contents", "training:page")
help_pages.register(views.address_of)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """The guide, behind Wagtail's sign-in."""
    return [path("", include("xinqiao.domains.training.urls"))]


@hooks.register("register_admin_menu_item")
def guide_entry() -> MenuItem:
    return MenuItem(
        _("使用手册"), reverse_lazy("training:contents"), name="guide", icon_name="help", order=900
    )
