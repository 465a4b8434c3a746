"""The home of the workbench: what waits, what came back, drafts, what went online today."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from xinqiao.kernel.ui import todo

TITLES = {
    "waiting": _("等我办理"),
    "returned": _("退回给我的"),
    "drafts": _("我的草稿"),
    "published": _("今天我发布的"),
}
EMPTY = {
    "returned": _("没有退回的。"),
    "waiting": _("没有等您办理的事项。"),
    "drafts": _("没有草稿。"),
    "published": _("今天还没有发布。"),
}


@dataclass(frozen=True)
class HomeAction:
    """A button at the head of the home page, shown to the holders of a duty."""

    label: Any
    url: Callable[[], str]
    duty: str


_actions: list[HomeAction] = []


def register_action(action: HomeAction) -> None:
    """Put a button on the home page."""
    _actions.append(action)


Notices = Callable[[Any], Iterable[str]]

_notices: list[Notices] = []


def register_notices(source: Notices) -> None:
    """Let ``source(user)`` put lines below the greeting."""
    if source not in _notices:
        _notices.append(source)


_sections: dict[todo.Group, set[str]] = {}


def register_section(group: todo.Group, *duties: str) -> None:
    """Show this group to the holders of these duties even when it is empty."""
    _sections.setdefault(group, set()).update(duties)


@dataclass(frozen=True)
class Section:
    """One list of the home page."""

    code: str
    title: Any
    items: list[todo.TodoItem]
    empty: Any


def _shown(user: Any, group: todo.Group, items: list[todo.TodoItem]) -> bool:
    wanted = bool(_sections.get(group, set()) & user.duty_codes)
    return group == todo.Group.WAITING or bool(items) or wanted


class TodoPanel(Component):
    """The to-do list as the one panel of Wagtail's home page."""

    template_name = "ui/workbench/todo.html"
    order = 0

    def __init__(self, request: Any):
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        user = self.request.user
        groups = todo.items_for(user)
        return {
            "now": timezone.now(),
            "notices": [line for source in _notices for line in source(user)],
            "greeting": _greeting(user, len(groups[todo.Group.WAITING])),
            "sections": [
                Section(str(group), TITLES[group], items, EMPTY[group])
                for group, items in groups.items()
                if _shown(user, group, items)
            ],
            "actions": [
                {"label": action.label, "url": action.url()}
                for action in _actions
                if action.duty in user.duty_codes
            ],
        }


def _greeting(user: Any, waiting: int) -> str:
    name = user.get_short_name() or user.get_username()
    unit = f"（{user.organisation}）" if user.organisation_id else ""
    text = _("有%(count)d件事等您办理。") if waiting else _("今天没有等您办理的事。")
    return f"{name}{unit}，{text % {'count': waiting} if waiting else text}"
