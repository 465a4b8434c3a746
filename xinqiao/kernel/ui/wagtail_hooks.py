"""Makes Wagtail's shell ours: home, menu, marks, styles, words."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import Resolver404, path, resolve
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.i18n import JavaScriptCatalog
from wagtail import hooks
from wagtail.admin.menu import admin_menu
from wagtail.admin.search import admin_search_areas

from xinqiao.kernel.ui import doors, menu
from xinqiao.kernel.ui.home import TodoPanel


@hooks.register("construct_homepage_panels", order=10_000)
def show_todo(request: Any, panels: list[Any]) -> None:
    """The home of the workbench is the to-do list and nothing else."""
    panels[:] = [TodoPanel(request)]


@hooks.register("construct_homepage_summary_items", order=10_000)
def drop_summary(request: Any, items: list[Any]) -> None:
    """Wagtail's figures count its own pages, which we have not."""
    items.clear()


@hooks.register("construct_main_menu", order=10_000)
def keep_own_menu(request: Any, items: list[Any]) -> None:
    """Only entries whose doors are open to this person, and his name beside the account."""
    forget_shut_entries()
    items[:] = menu.gathered([item for item in items if _is_reachable(item, request.user)])
    request.user.first_name = request.user.get_short_name()  # what the side menu shows


def forget_shut_entries() -> None:
    """Drop Wagtail's own entries for good: each would ask the database whether to be shown."""
    admin_menu.registered_menu_items = [
        item for item in admin_menu.registered_menu_items if _door_of(item) is not None
    ]
    admin_search_areas.registered_search_areas = []


def _door_of(item: Any) -> doors.Door | None:
    try:
        return doors.find(resolve(str(item.url)).view_name)
    except Resolver404:
        return None


def _is_reachable(item: Any, user: Any) -> bool:
    door = _door_of(item)
    return door is not None and doors.lets_in(door, user)


@hooks.register("register_admin_urls")
def catalogue_of_words() -> list[Any]:
    """Stands before Wagtail's own catalogue, with our translations in it."""
    return [path("jsi18n/", WordCatalogue.as_view(), name="wagtailadmin_javascript_catalog")]


class WordCatalogue(JavaScriptCatalog):
    """Wagtail's words for scripts, with those that ``config/locale`` adds."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        found: list[str] = super().get_paths(packages)
        return [*found, *(str(folder) for folder in settings.LOCALE_PATHS)]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The look of our screens and the corrections to Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("ui/workbench/workbench.css"))


@hooks.register("insert_global_admin_js")
def behaviours() -> SafeString:
    """Small behaviours of our screens; each works without."""
    return format_html(
        '<script type="module" src="{}"></script>', static("ui/workbench/workbench.js")
    )


@hooks.register("get_avatar_url")
def avatar(user: Any, size: int) -> str:
    """No picture is fetched from anywhere."""
    return static("ui/workbench/person.svg")
