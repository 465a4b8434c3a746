"""What differs between two versions of an article, field by field and word by word."""

import difflib
import html
import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.views import scope

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|tr|div|blockquote|table)>|<br\s*/?>", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
MAX_CHARACTERS = 60_000


@dataclass(frozen=True)
class Change:
    """One field: what it was and what it is, with the difference marked."""

    label: str
    marked: SafeString


@require_GET
def compare(request: HttpRequest, pk: int, base: str) -> HttpResponse:
    """Compare the work with the version online, or with the last approved one."""
    article = scope.article_or_404(request.user, pk)
    before = _base(article, base)
    if before is None:
        raise Http404
    changes = [
        Change(found.label, marked(_text(found.before), _text(found.after)))
        for found in queries.differences(before, article.working_copy())
    ]
    context = {
        "title": _("修改对照"),
        "article": article,
        "changes": changes,
        "base": base,
        "has_source": _source(article) is not None,
        "has_approved": _approved(article) is not None,
        "is_online": article.public_state == rules.PublicState.ONLINE,
        "back_url": reverse("portal:matter", args=[pk]),
        "back_label": article.title,
    }
    return render(request, "portal/workbench/compare.html", context)


def _base(article: Article, base: str) -> Article | None:
    if base == "online":
        is_online = article.public_state == rules.PublicState.ONLINE
        return article if is_online else None
    return _source(article) if base == "source" else _approved(article)


def _source(article: Article) -> Article | None:
    """What a copy was taken from, as readers have it."""
    placement = article.copied_by.select_related("article").first()
    return placement.article if placement is not None else None


def _approved(article: Article) -> Article | None:
    """The last version that somebody passed; it was frozen when it was submitted."""
    revision = article.revisions.filter(pk=article.frozen_revision).first()
    return article.with_content_json(revision.content) if revision else None


def _text(value: Any) -> str:
    """A value as lines of plain text; files as their names and sizes."""
    if isinstance(value, dict):
        return "\n".join(f"{name}：{said}" for name, said in value.items())
    if isinstance(value, list) and value and isinstance(value[0], int):
        titles = Article.objects.filter(pk__in=value).order_by("pk").values_list("title", flat=True)
        return "\n".join(titles)
    if isinstance(value, list):
        return "\n".join(f"{one['name']}（{one['sha256'][:8]}）" for one in value)
    text = str("" if value is None else value)
    if "<" not in text:
        return text
    return html.unescape(strip_tags(_BLOCK_END.sub("\n", text)))[:MAX_CHARACTERS]


def marked(before: str, after: str) -> SafeString:
    """``after`` with what was taken out and put in marked; both are escaped."""
    old_lines, new_lines = before.splitlines() or [""], after.splitlines() or [""]
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    parts: list[str] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            parts.append(_folded(old_lines[i1:i2]))
        else:
            parts.append(_words("\n".join(old_lines[i1:i2]), "\n".join(new_lines[j1:j2])))
    return mark_safe("<br>".join(part for part in parts if part))  # noqa: S308 (every part is escaped)


def _folded(lines: list[str]) -> str:
    """Long unchanged passages are left out."""
    if len(lines) > 4:
        lines = [*lines[:2], "……", *lines[-2:]]
    return "<br>".join(html.escape(line) for line in lines)


def _words(before: str, after: str) -> str:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > 6000:
        return _tagged("del", before) + _tagged("ins", after)
    parts = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            parts.append(_lines(html.escape("".join(old[i1:i2]))))
        else:
            parts.append(_tagged("del", "".join(old[i1:i2])) + _tagged("ins", "".join(new[j1:j2])))
    return "".join(parts)


def _tagged(name: str, text: str) -> str:
    return f"<{name}>{_lines(html.escape(text))}</{name}>" if text else ""


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")
