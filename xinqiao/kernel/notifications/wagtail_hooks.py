"""Messages in the workbench: their addresses, behind its sign-in, and their menu entry."""

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under the workbench, at ``notifications/``."""
    return [path("notifications/", include("xinqiao.kernel.notifications.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """One entry for everybody."""
    return MenuItem(
        _("消息"), reverse("notifications:list"), name="notifications", icon_name="mail", order=900
    )
