"""Registers the inspection's screens with the workbench: doors, menu, to-do list."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from xinqiao.domains.assessment import policies
from xinqiao.domains.assessment.models.inspection import OWNERS, READERS
from xinqiao.domains.assessment.views import todo_source
from xinqiao.kernel.ui import doors, menu, todo

REPORT_READERS = (*READERS, "site_manager")
doors.register("assessment:overview", "assessment:site", duties=REPORT_READERS)
doors.register(
    "assessment:findings",
    "assessment:findings_export",
    "assessment:finding",
    duties=(*READERS, *OWNERS),
)
doors.register("assessment:standards", duties=(policies.KEEPER,))
todo.register_source(todo_source.items)
menu.register(
    "assessment:overview",
    _("网站自查"),
    icon_name="circle-check",
    order=500,
    shown=policies.can_read_reports,
)
menu.register(
    "assessment:standards",
    _("检查标准"),
    icon_name="sliders",
    order=840,
    shown=policies.can_set_standards,
)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Our screens, behind Wagtail's sign-in and in its language."""
    return [path("", include("xinqiao.domains.assessment.urls"))]
