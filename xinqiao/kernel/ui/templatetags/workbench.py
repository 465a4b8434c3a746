"""Small parts of workbench screens: lamps, states, page links, spans of time."""

import datetime as dt
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xinqiao.kernel.ui import help_pages

register = template.Library()

LAMPS = {
    "green": ("●", "正常"),
    "yellow": ("▲", "临期"),
    "red": ("■", "超期"),
    "paused": ("‖", "暂停"),
}


@register.simple_tag
def lamp(item: Any, now: dt.datetime) -> SafeString:
    """A lamp with a shape and a word of its own, so that colour says nothing alone."""
    return lamp_sign(str(item.lamp(now)))


def lamp_sign(code: str) -> SafeString:
    """The mark of one lamp: ``green``, ``yellow``, ``red``, ``paused``."""
    shape, word = LAMPS[code]
    return format_html(
        '<span class="x-lamp x-lamp--{}"><span aria-hidden="true">{}</span> {}</span>',
        code,
        shape,
        word,
    )


@register.simple_tag
def status(label: str, tone: str = "") -> SafeString:
    """A state as a word in a frame."""
    return format_html('<span class="x-status x-status--{}">{}</span>', tone or "plain", label)


@register.filter
def since(moment: dt.datetime | None) -> str:
    """How long ago, in the words of an office: 刚刚, 5分钟前, 3小时前, 2天前."""
    if moment is None:
        return ""
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    for unit, size in ((_("天"), 86400), (_("小时"), 3600), (_("分钟"), 60)):
        if seconds >= size:
            return _("%(number)d%(unit)s前") % {"number": seconds // size, "unit": unit}
    return _("刚刚")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A moment to the minute."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The query string of this page with some fields changed; an empty value drops a field."""
    fields = context["request"].GET.copy()
    for name, value in changes.items():
        fields.pop(name, None)
        if value not in ("", None):
            fields[name] = value
    return f"?{fields.urlencode()}" if fields else "?"


@register.simple_tag
def help_address(request: HttpRequest) -> str:
    """Where the screen in hand is explained."""
    match = request.resolver_match
    return help_pages.address_of(match.view_name) if match else ""
