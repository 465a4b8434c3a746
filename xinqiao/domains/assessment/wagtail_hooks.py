"""Registers the inspection's screens with the workbench: doors, menu, to-do list."""

from typing import Any

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.domains.assessment import policies
from xinqiao.domains.assessment.models.inspection import OWNERS, READERS
from xinqiao.domains.assessment.views import todo_source
from xinqiao.kernel.ui import doors, todo

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


class GuardedItem(MenuItem):
    """An entry of the side menu, shown to whom its policy lets through."""

    def __init__(self, name: str, label: Any, url: Any, *, policy: Any, **options: Any):
        super().__init__(label, url, name=name, **options)
        self.policy = policy

    def is_shown(self, request: Any) -> bool:
        return bool(self.policy(request.user))


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Our screens, behind Wagtail's sign-in and in its language."""
    return [path("", include("xinqiao.domains.assessment.urls"))]


@hooks.register("register_admin_menu_item")
def inspection_entry() -> MenuItem:
    return GuardedItem(
        "inspection",
        _("网站自查"),
        reverse_lazy("assessment:overview"),
        policy=policies.can_read_reports,
        icon_name="circle-check",
        order=500,
    )


@hooks.register("register_admin_menu_item")
def standards_entry() -> MenuItem:
    return GuardedItem(
        "standards",
        _("检查标准"),
        reverse_lazy("assessment:standards"),
        policy=policies.can_set_standards,
        icon_name="sliders",
        order=840,
    )
