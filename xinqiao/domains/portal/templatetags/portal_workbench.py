"""How an article's state is shown in the workbench."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from xinqiao.domains.portal import rules
from xinqiao.kernel.ui.templatetags.workbench import status

register = template.Library()


@register.simple_tag
def article_state(article: Any) -> SafeString:
    """Where the text stands, as a word in a frame of fitting colour."""
    return status(article.state_label, _tone(article))


def _tone(article: Any) -> str:
    if article.stage == rules.Stage.RETURNED:
        return "returned"
    if article.stage in rules.REVIEW_STAGES | rules.DESK_STAGES:
        return "waiting"
    return str(article.public_state) if article.stage == rules.Stage.DONE else "draft"


@register.filter
def step_name(label: str) -> str:
    """The name of a step without the word that says it is waited for: 待审核 is 审核."""
    return str(label).removeprefix("待")
