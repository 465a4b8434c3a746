"""The menu entry of the calendar's keeper."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.calendars import policies


class CalendarItem(MenuItem):
    """Shown to the keeper only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.can_keep_calendar(request.user)


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """The working calendar, for the system administrator."""
    return CalendarItem(
        _("工作日历"),
        reverse_lazy("calendars:this_year"),
        name="calendars",
        icon_name="calendar-alt",
        order=830,
    )


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    """The look of a month's sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("calendars/year.css"))
