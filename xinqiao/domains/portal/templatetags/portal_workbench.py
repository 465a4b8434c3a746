"""How an article's state is shown in the workbench."""

import datetime as dt
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.kernel.ui.templatetags.workbench import lamp_sign, status
from xinqiao.kernel.ui.todo import lamp_at

register = template.Library()


@register.simple_tag
def article_state(article: Any) -> SafeString:
    """Where the text stands, as a word in a frame of fitting colour."""
    return status(article.state_label, _tone(article))


@register.simple_tag
def target_lamp(article: Any, now: dt.datetime) -> SafeString | str:
    """How an article on its way stands against the target time of its kind (P33)."""
    if article.target_at is None:
        return ""
    warning = rules.warning(article.kind, article.content_class)
    return lamp_sign(str(lamp_at(article.target_at, warning, now)))


def _tone(article: Any) -> str:
    if article.stage == rules.Stage.RETURNED:
        return "returned"
    if article.stage in rules.REVIEW_STAGES | rules.DESK_STAGES:
        return "waiting"
    return str(article.public_state) if article.stage == rules.Stage.DONE else "draft"


@register.filter
def of(values: dict[Any, Any], key: Any) -> Any:
    """What a table has for a key; nothing is an empty list."""
    return values.get(key, ())


@register.filter
def hours(span: dt.timedelta) -> str:
    """A span of time in hours and minutes: 3小时20分."""
    minutes = max(0, int(span.total_seconds() // 60))
    return _("%(hours)d小时%(minutes)d分") % {"hours": minutes // 60, "minutes": minutes % 60}


@register.filter
def step_name(label: str) -> str:
    """The name of a step without the word that says it is waited for: 待审核 is 审核."""
    return str(label).removeprefix("待")
