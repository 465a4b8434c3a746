"""Registers the portal's screens with the workbench: policies, doors, menu, to-do list."""

from typing import Any

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.models.corrections import HANDLERS
from xinqiao.domains.portal.views import editing, scope, todo_source, upkeep
from xinqiao.kernel.files import access
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui import doors, home, todo

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
doors.register(
    "portal:translations",
    "portal:site_switch",
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


class DutyMenuItem(MenuItem):
    """An entry of the side menu, shown to the holders of some duties."""

    def __init__(self, name: str, label: Any, url: Any, *, duties: tuple[str, ...], **options: Any):
        super().__init__(label, url, name=name, **options)
        self.duties = frozenset(duties)

    def is_shown(self, request: Any) -> bool:
        return bool(self.duties & request.user.duty_codes)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    """Our screens, behind Wagtail's sign-in and in its language."""
    return [path("", include("xinqiao.domains.portal.urls"))]


@hooks.register("construct_snippet_action_menu", order=10_000)
def own_buttons(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Nothing is published from the form."""
    if context.get("model") is Article:
        items[:] = editing.menu_of(items, context)


@hooks.register("register_admin_menu_item")
def articles_entry() -> MenuItem:
    return DutyMenuItem(
        "articles",
        _("文章"),
        reverse_lazy("portal:articles"),
        duties=scope.STAFF,
        icon_name="doc-full",
        order=200,
    )


@hooks.register("register_admin_menu_item")
def writing_entry() -> MenuItem:
    return DutyMenuItem(
        "write",
        _("写文章"),
        reverse_lazy("portal_editing:add"),
        duties=WRITERS,
        icon_name="edit",
        order=150,
    )


@hooks.register("register_admin_menu_item")
def usability_entry() -> MenuItem:
    return DutyMenuItem(
        "usability",
        _("信息可用率"),
        reverse_lazy("portal:usability"),
        duties=scope.STAFF,
        icon_name="tasks",
        order=265,
    )


@hooks.register("register_admin_menu_item")
def readings_entry() -> MenuItem:
    return DutyMenuItem(
        "readings",
        _("政策解读"),
        reverse_lazy("portal:readings"),
        duties=scope.STAFF,
        icon_name="openquote",
        order=260,
    )


@hooks.register("register_admin_menu_item")
def offers_entry() -> MenuItem:
    return DutyMenuItem(
        "offers",
        _("报送采用"),
        reverse_lazy("portal:offers"),
        duties=scope.DESK,
        icon_name="download",
        order=300,
    )


@hooks.register("register_admin_menu_item")
def tasks_entry() -> MenuItem:
    return DutyMenuItem(
        "tasks",
        _("任务"),
        reverse_lazy("portal:tasks"),
        duties=TASK_PEOPLE,
        icon_name="list-ul",
        order=260,
    )


@hooks.register("register_admin_menu_item")
def flows_entry() -> MenuItem:
    return DutyMenuItem(
        "flows",
        _("流程图"),
        reverse_lazy("portal:flows"),
        duties=scope.STAFF,
        icon_name="tasks",
        order=270,
    )


@hooks.register("register_admin_menu_item")
def weekly_entry() -> MenuItem:
    return DutyMenuItem(
        "weekly",
        _("例会材料"),
        reverse_lazy("portal:weekly"),
        duties=rules.TASK_READERS,
        icon_name="doc-full-inverse",
        order=330,
    )


@hooks.register("register_admin_menu_item")
def pushes_entry() -> MenuItem:
    return DutyMenuItem(
        "pushes",
        _("转载要求"),
        reverse_lazy("portal:pushes"),
        duties=rules.PUSHERS,
        icon_name="link",
        order=310,
    )


@hooks.register("register_admin_menu_item")
def roster_entry() -> MenuItem:
    return DutyMenuItem(
        "roster",
        _("值班表"),
        reverse_lazy("portal:roster"),
        duties=rules.ROSTER_KEEPERS,
        icon_name="calendar",
        order=320,
    )


@hooks.register("register_admin_menu_item")
def imports_entry() -> MenuItem:
    return DutyMenuItem(
        "imports",
        _("批量导入"),
        reverse_lazy("portal:imports"),
        duties=scope.STAFF,
        icon_name="upload",
        order=250,
    )


class ListsMenuItem(DutyMenuItem):
    """Shown to those who keep the lists of the whole installation."""

    def is_shown(self, request: Any) -> bool:
        return policies.can_keep_lists(request.user)


@hooks.register("register_admin_menu_item")
def lists_entry() -> MenuItem:
    return ListsMenuItem(
        "check-words",
        _("检查用词"),
        reverse_lazy("portal:check_words"),
        duties=MANAGERS,
        icon_name="clipboard-list",
        order=420,
    )


@hooks.register("register_admin_menu_item")
def kept_columns_entry() -> MenuItem:
    return DutyMenuItem(
        "kept-columns",
        _("我负责的栏目"),
        reverse_lazy("portal:kept_columns"),
        duties=scope.STAFF,
        icon_name="history",
        order=350,
    )


@hooks.register("register_admin_menu_item")
def sites_entry() -> MenuItem:
    return DutyMenuItem(
        "sites",
        _("站点与栏目"),
        reverse_lazy("portal:sites"),
        duties=MANAGERS,
        icon_name="site",
        order=400,
    )


@hooks.register("register_admin_menu_item")
def alerts_entry() -> MenuItem:
    return DutyMenuItem(
        "alerts",
        _("应急发布"),
        reverse_lazy("portal:alerts"),
        duties=ALERTS,
        icon_name="warning",
        order=350,
    )


@hooks.register("register_admin_menu_item")
def corrections_entry() -> MenuItem:
    return DutyMenuItem(
        "corrections",
        _("网页纠错"),
        reverse_lazy("portal:corrections"),
        duties=HANDLERS,
        icon_name="warning",
        order=360,
    )
