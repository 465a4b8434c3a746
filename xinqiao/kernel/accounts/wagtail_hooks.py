"""The menu entry of those who keep accounts, and the word of the page that somebody is typing."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.accounts import policies
from xinqiao.kernel.accounts.models import User


class AccountsItem(MenuItem):
    """Shown to those who may look."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policies.can_look(request.user)


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Accounts, for the system and the security administrator."""
    return AccountsItem(
        _("账号"), reverse_lazy("accounts:accounts"), name="accounts", icon_name="user", order=800
    )


class VendorsItem(MenuItem):
    """Shown to the auditor and the security administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policies.can_see_vendors(request.user)


@hooks.register("register_admin_menu_item")
def vendors() -> MenuItem:
    """The accounts of outsourced people."""
    return VendorsItem(
        _("外包人员账号"),
        reverse_lazy("accounts:vendors"),
        name="vendors",
        icon_name="user",
        order=810,
    )


class OfficersItem(MenuItem):
    """Shown to those who work in a unit, and to the system administrator."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policies.can_see_officers(request.user)


@hooks.register("register_admin_menu_item")
def officers() -> MenuItem:
    """The registers of information and liaison officers."""
    return OfficersItem(
        _("信息员、联络员"),
        reverse_lazy("accounts:officers"),
        name="accounts-officers",
        icon_name="group",
        order=795,
    )


class ColleaguesItem(MenuItem):
    """Shown to those who work in a unit."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and policies.can_see_colleagues(request.user)


@hooks.register("register_admin_menu_item")
def colleagues() -> MenuItem:
    """The people of one's own unit."""
    return ColleaguesItem(
        _("本单位人员"),
        reverse_lazy("accounts:colleagues"),
        name="accounts-colleagues",
        icon_name="group",
        order=790,
    )


class ProposalsItem(MenuItem):
    """Shown to the administrators and to those who lead a unit, who may confirm for its people."""

    def is_shown(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and policies.may_be_asked_to_confirm(user)


@hooks.register("register_admin_menu_item")
def proposals_entry() -> MenuItem:
    """Acts for two."""
    return ProposalsItem(
        _("双人事项"),
        reverse_lazy("accounts:proposals"),
        name="proposals",
        icon_name="group",
        order=810,
    )


@hooks.register("insert_global_admin_js")
def alive() -> SafeString:
    """Typing keeps the session; autosave does not."""
    return format_html(
        '<script type="module" src="{}" data-alive="{}"></script>',
        static("accounts/alive.js"),
        reverse("accounts:alive"),
    )
