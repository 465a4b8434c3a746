"""Registers the portal's screens with the workbench: policies, doors, menu, to-do list."""

from typing import Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.models.corrections import HANDLERS
from xinqiao.domains.portal.queries.people import takes_reports
from xinqiao.domains.portal.rules import catalogues
from xinqiao.domains.portal.rules import events as event_rules
from xinqiao.domains.portal.views import editing, scope, todo_source, upkeep
from xinqiao.kernel.files import access
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui import doors, home, menu, todo

# Before anything asks for a policy, or Wagtail would make one that opens all rows.
register_permission_policy(Article, scope.ARTICLES)
register_permission_policy(StoredFile, scope.FILES)
register_permission_policy(Column, scope.COLUMNS)
register_snippet(editing.ArticleEditing)

WRITERS = ("contributor",)
MANAGERS = ("site_manager",)
TASK_PEOPLE = (*rules.TASK_READERS, *rules.UNIT_READERS)
doors.register(
    "portal:articles",
    "portal:articles_export",
    "portal:articles_bulk",
    "portal:matter",
    "portal:act",
    "portal:compare",
    "portal:preview",
    "portal:readings",
    "portal:usability",
    "portal:usability_export",
    duties=scope.STAFF,
)
doors.register(
    "portal:imports",
    "portal:import_new",
    "portal:import_batch",
    "portal:import_mapping",
    "portal:import_rehearsal",
    "portal:import_act",
    "portal:import_items",
    "portal:import_export",
    "portal:import_item",
    duties=scope.STAFF,
)
doors.register("portal:links", "portal:link", "portal:link_act", duties=MANAGERS)
doors.register(
    "portal:legacies",
    "portal:legacy",
    "portal:legacy_pages",
    "portal:legacy_export",
    "portal:legacy_check",
    "portal:legacy_folder",
    duties=scope.STAFF,
)
doors.register("portal:legacy_new", "portal:legacy_read", duties=WRITERS)
doors.register("portal:preview_frame", duties=scope.STAFF, frame=True)
ALERTS = ("publisher", "site_manager", "editor")
doors.register("portal:alerts", "portal:alert", duties=ALERTS)
doors.register(
    "portal:alert_put_up", "portal:alert_tell", "portal:alert_take_off", duties=("publisher",)
)
doors.register("portal:corrections", "portal:correction", duties=HANDLERS)
doors.register("portal:layout", "portal:layout_publish", "portal:layout_roll_back", duties=MANAGERS)
doors.register("portal:layout_frame", duties=MANAGERS, frame=True)
CATALOGUE_READERS = (*catalogues.READERS, "publisher")
doors.register(
    "portal:catalogues",
    "portal:catalogue",
    "portal:catalogue_export",
    "portal:catalogue_act",
    "portal:catalogue_import",
    duties=CATALOGUE_READERS,
)
doors.register("portal:catalogue_open", "portal:catalogue_change", duties=MANAGERS)
doors.register("portal:catalogue_entry", "portal:catalogue_upload", duties=WRITERS)
doors.register(
    "portal:site_topics",
    "portal:topic",
    "portal:topic_publish",
    "portal:topic_archive",
    "portal:topic_roll_back",
    "portal:topic_block_new",
    "portal:topic_block",
    "portal:topic_block_act",
    duties=MANAGERS,
)
doors.register("portal:topic_frame", duties=MANAGERS, frame=True)
doors.register("portal:offers", "portal:offer_decide", duties=scope.DESK)
EVENTS = (*scope.STAFF, "liaison")
doors.register(
    "portal:events",
    "portal:event",
    "portal:event_act",
    "portal:event_punctuality",
    duties=EVENTS,
)
doors.register("portal:event_new", duties=event_rules.REGISTRARS)
doors.register("portal:queues", "portal:queue", "portal:queue_decide", duties=scope.DESK)
doors.register("portal:flows", "portal:flow", duties=scope.STAFF)
doors.register("portal:weekly", duties=rules.TASK_READERS)
doors.register("portal:tasks", "portal:task", "portal:task_act", duties=TASK_PEOPLE)
doors.register("portal:task_new", duties=rules.TASK_GIVERS)
doors.register("portal:pushes", "portal:push", "portal:push_urge", duties=rules.PUSHERS)
doors.register("portal:roster", "portal:shift_clear", duties=rules.ROSTER_KEEPERS)
doors.register(
    "portal:sites",
    "portal:site_open",
    "portal:site",
    "portal:branch_open",
    "portal:column_open",
    "portal:column",
    "portal:column_rename",
    "portal:column_move",
    "portal:column_close",
    "portal:grant",
    "portal:grant_revoke",
    duties=MANAGERS,
)
doors.register(
    "portal:upkeep",
    "portal:unvisited",
    "portal:conformance",
    "portal:site_conformance",
    "portal:statistics",
    "portal:statistics_export",
    duties=MANAGERS,
)
doors.register("portal:kept_columns", "portal:column_review", duties=scope.STAFF)
doors.register("portal_editing:add", duties=WRITERS)
doors.register("portal_editing:preview_on_add", duties=WRITERS, frame=True)
doors.register("portal:word_import", duties=WRITERS)
doors.register(
    "portal:check_words",
    "portal:check_words_export",
    "portal:check_words_import",
    "portal:check_word_delete",
    "portal:leaders",
    "portal:leaders_export",
    "portal:leaders_import",
    "portal:leader",
    "portal:leader_delete",
    duties=MANAGERS,
)
doors.register("portal:check_text", duties=(*WRITERS, "editor"))
doors.register("portal_editing:edit", duties=(*WRITERS, "editor"))
doors.register("portal_editing:preview_on_edit", duties=(*WRITERS, "editor"), frame=True)

# What every site shows at once, and what takes rights or columns away.
doors.ask_again_at(
    "portal:alert_put_up",
    "portal:alert_take_off",
    "portal:column_close",
    "portal:grant",
    "portal:grant_revoke",
)

access.register(scope.may_read_file)
access.register(scope.may_read_banner)
todo.register_source(todo_source.items)
todo.register_source(upkeep.due_columns)
todo.register_source(todo_source.release_duties)
home.register_notices(todo_source.duty_editors)
todo.register_source(todo_source.reported_errors)
home.register_section(todo.Group.RETURNED, *WRITERS)
home.register_section(todo.Group.DRAFTS, *WRITERS)
home.register_section(todo.Group.PUBLISHED, "publisher")
home.register_action(
    home.HomeAction(_("写文章"), lambda: reverse("portal_editing:add"), "contributor")
)

menu.register("portal_editing:add", _("写文章"), icon_name="edit", order=150, duties=WRITERS)
menu.register("portal:articles", _("文章"), icon_name="doc-full", order=200, duties=scope.STAFF)
menu.register("portal:imports", _("批量导入"), icon_name="upload", order=250, duties=scope.STAFF)
menu.register(
    "portal:readings", _("政策解读"), icon_name="openquote", order=260, duties=scope.STAFF
)
menu.register("portal:tasks", _("任务"), icon_name="list-ul", order=260, duties=TASK_PEOPLE)
menu.register("portal:usability", _("信息可用率"), icon_name="tasks", order=265, duties=scope.STAFF)
menu.register("portal:flows", _("流程图"), icon_name="tasks", order=270, duties=scope.STAFF)
menu.register("portal:events", _("活动登记"), icon_name="date", order=255, duties=EVENTS)
menu.register("portal:queues", _("共建来稿"), icon_name="mail", order=290, duties=scope.DESK)
menu.register("portal:offers", _("报送采用"), icon_name="download", order=300, duties=scope.DESK)
menu.register("portal:pushes", _("转载要求"), icon_name="link", order=310, duties=rules.PUSHERS)
menu.register(
    "portal:roster", _("值班表"), icon_name="calendar", order=320, duties=rules.ROSTER_KEEPERS
)
menu.register(
    "portal:weekly",
    _("例会材料"),
    icon_name="doc-full-inverse",
    order=330,
    duties=rules.TASK_READERS,
)
menu.register(
    "portal:kept_columns", _("我负责的栏目"), icon_name="history", order=350, duties=scope.STAFF
)
menu.register("portal:alerts", _("应急发布"), icon_name="warning", order=350, duties=ALERTS)
menu.register(
    "portal:catalogues", _("查询目录"), icon_name="table", order=365, duties=CATALOGUE_READERS
)
menu.register(
    "portal:corrections",
    _("网页纠错"),
    icon_name="warning",
    order=360,
    shown=lambda user: bool(user.duty_codes & frozenset(HANDLERS)) and takes_reports(),
)
menu.register("portal:sites", _("站点与栏目"), icon_name="site", order=400, duties=MANAGERS)
menu.register(
    "portal:check_words",
    _("检查用词"),
    icon_name="clipboard-list",
    order=420,
    shown=policies.can_keep_lists,
)

menu.gather(
    "supply",
    _("供稿"),
    "portal:events",
    "portal:imports",
    "portal:readings",
    "portal:tasks",
    "portal:usability",
    icon_name="folder-open-inverse",
    order=250,
)
menu.gather(
    "desk",
    _("编辑部"),
    "portal:queues",
    "portal:offers",
    "portal:pushes",
    "portal:roster",
    "portal:weekly",
    "portal:flows",
    icon_name="desktop",
    order=300,
)
menu.gather(
    "sites",
    _("网站管理"),
    "portal:sites",
    "portal:kept_columns",
    "portal:check_words",
    "portal:catalogues",
    "planning:plan",
    "planning:column_plans",
    "planning:gaps",
    "assessment:overview",
    icon_name="site",
    order=400,
)
menu.gather(
    "people", _("人员"), "accounts:colleagues", "accounts:officers", icon_name="group", order=790
)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Our screens, behind Wagtail's sign-in and in its language."""
    return [path("", include("xinqiao.domains.portal.urls"))]


@hooks.register("construct_snippet_action_menu", order=10_000)
def own_buttons(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Nothing is published from the form."""
    if context.get("model") is Article:
        items[:] = editing.menu_of(items, context)
