"""Registers the planning's screens with the workbench: doors, menu, to-do list."""

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from xinqiao.domains.planning import rules
from xinqiao.domains.planning.views import columns, stages
from xinqiao.kernel.sites.policies import FEATURE_DECIDERS
from xinqiao.kernel.sites.rules import SITE_MANAGER
from xinqiao.kernel.ui import doors, menu, todo

PEOPLE = tuple(dict.fromkeys((*FEATURE_DECIDERS, *rules.ASKERS)))
doors.register("planning:plan", "planning:site", duties=PEOPLE)
doors.register("planning:request", "planning:stage_drop", duties=PEOPLE)
doors.register(
    "planning:column_plans",
    "planning:column_plan",
    "planning:column_plan_act",
    "planning:column_plan_export",
    duties=rules.ASKERS,
)
doors.register(
    "planning:gaps",
    "planning:column_plan_new",
    "planning:column_row",
    "planning:column_rows_import",
    duties=(SITE_MANAGER,),
)
todo.register_source(stages.waiting_requests)
todo.register_source(columns.waiting_answers)
menu.register("planning:plan", _("功能开关"), icon_name="sliders", order=405, duties=PEOPLE)
menu.register("planning:gaps", _("责任缺口"), icon_name="help", order=407, duties=(SITE_MANAGER,))
menu.register(
    "planning:column_plans", _("栏目规划"), icon_name="list-ul", order=406, duties=rules.ASKERS
)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Our screens, behind Wagtail's sign-in and in its language."""
    return [path("", include("xinqiao.domains.planning.urls"))]
