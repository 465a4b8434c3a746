"""The editor's address in the workbench: comes with the widget, behind Wagtail's sign-in."""

from django.urls import URLPattern, path
from wagtail import hooks

from xinqiao.kernel.ui import doors
from xinqiao.kernel.ui.richtext import views

doors.register("rich_text_transform")


@hooks.register("register_admin_urls")
def editor_addresses() -> list[URLPattern]:
    """Under the workbench, at ``rich-text/``."""
    return [path("rich-text/", views.transform, name="rich_text_transform")]
