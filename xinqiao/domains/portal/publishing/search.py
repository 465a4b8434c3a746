"""The simple search: what is online, by title, document number and text.

The engine of the search issue replaces ``_matches``; the page and its rules stay.
"""

import re
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.publishing import bodies, frame, reading
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import Rendered
from xinqiao.kernel.sites.models import Site

MAX_QUERY_CHARACTERS = 50
MAX_WORDS = 8
MAX_RESULTS = 200
PAGE_SIZE = 10
SNIPPET_CHARACTERS = 110
TIME_LIMIT_SECONDS = 3.0
WORD = re.compile(r"[^\W_]+")  # signs part words: 青政规〔2026〕3号 is found however it is typed
SPACES = re.compile(r"\s+")
KINDS = ("document", "interpretation", "notice", "news", "speech", "leader", "institution")


@dataclass(frozen=True)
class Question:
    """What was asked, cleaned; ``problem`` says in words why it cannot be answered."""

    text: str
    words: tuple[str, ...]
    site: str
    kind: str
    page: int
    problem: str = ""

    def url(self, place: Place, **changes: str | int) -> str:
        """The address of this search with something changed."""
        values = {"q": self.text, "site": self.site, "kind": self.kind, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"{place.link('search/')}?{urlencode(kept)}"


class TookTooLong(Exception):
    """The search was stopped at its time limit."""


def search_page(place: Place) -> Rendered:
    """The search form with its results; any input gets a clear answer in bounded time."""
    question = understood(place.query)
    if place.site.is_foreign:  # a version in another language searches itself alone
        question = replace(question, site=place.site.code)
    results: list[dict[str, Any]] = []
    problem, total = question.problem, 0
    if question.words and not problem:
        try:
            ids = _matches(question)
            total = len(ids)
            results = _results(place, question, ids)
        except TookTooLong:
            problem = _("这次搜索用时太长，已停止。请换更具体的词再试。")
    values = {
        "question": question,
        "problem": problem,
        "results": results,
        "total": total,
        "is_capped": total >= MAX_RESULTS,
        "max_results": MAX_RESULTS,
        "kinds": _kinds(place, question),
        "sites": _sites(place),
        "pages": _pages(place, question, total),
    }
    heading = _("“%(words)s”的搜索结果") % {"words": question.text} if question.text else _("搜索")
    head = Head(heading=heading, crumbs=[(_("搜索"), "")], is_indexed=False, canonical="")
    body = frame.render(place, trees.load(place), "portal/search.html", head, values)
    return Rendered(body=body)


def understood(query: Mapping[str, str]) -> Question:
    """Fold, cut and check what came in; nothing raises."""
    text = unicodedata.normalize("NFKC", query.get("q", "")[: MAX_QUERY_CHARACTERS * 4])
    text = "".join(char for char in text if unicodedata.category(char)[0] != "C" or char == " ")
    text = SPACES.sub(" ", text).strip()
    problem = ""
    if len(text) > MAX_QUERY_CHARACTERS:
        text = text[:MAX_QUERY_CHARACTERS]
        problem = _("搜索内容请不超过%(count)d个字。") % {"count": MAX_QUERY_CHARACTERS}
    words = tuple(dict.fromkeys(WORD.findall(text)))[:MAX_WORDS]
    if text and not words:
        problem = _("请输入文字或数字，只有符号无法搜索。")
    page = query.get("page", "1")
    return Question(
        text=text,
        words=words,
        site=_code(query.get("site", "")),
        kind=query.get("kind", "") if query.get("kind") in KINDS else "",
        page=min(int(page), 1000) if page.isascii() and page.isdigit() and page != "0" else 1,
        problem=problem,
    )


def highlighted(text: str, words: Sequence[str]) -> Markup:
    """The text, escaped, with the words marked."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    parts: list[str | Markup] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), Markup("<mark>{}</mark>").format(match[0])]
        end = match.end()
    parts.append(escape(text[end:]))
    return Markup().join(parts)


def snippet(text: str, words: Sequence[str]) -> str:
    """The part of the text around the first word found."""
    folded = text.lower()
    places = [at for at in (folded.find(word.lower()) for word in words) if at >= 0]
    start = max(0, min(places) - 30) if places else 0
    part = text[start : start + SNIPPET_CHARACTERS]
    before = "…" if start else ""
    after = "…" if start + SNIPPET_CHARACTERS < len(text) else ""
    return f"{before}{part}{after}"


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop the database when the block's queries take longer. Raises TookTooLong."""
    connection.ensure_connection()
    try:
        if connection.vendor == "postgresql":
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = %s", [int(seconds * 1000)])
                yield
        else:
            yield from _sqlite_limit(seconds)
    except OperationalError as error:
        raise TookTooLong from error
    except DatabaseError as error:
        raise TookTooLong from error


def _sqlite_limit(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    handle: Any = connection.connection
    handle.set_progress_handler(lambda: int(time.monotonic() > end), 20_000)
    try:
        yield
    finally:
        handle.set_progress_handler(None, 0)


def _matches(question: Question) -> list[int]:
    """Ids of placements that match, newest first, at most MAX_RESULTS; titles before texts."""
    online = Placement.objects.filter(
        state=rules.PlacementState.ONLINE,
        mode=rules.PlacementMode.OWN,
        article__public_state=rules.PublicState.ONLINE,
        site__is_open=True,
    )
    if question.site:
        online = online.filter(site__code=question.site)
    if question.kind:
        online = online.filter(article__kind=question.kind)
    in_title, anywhere = Q(), Q()
    for word in question.words:
        in_name = Q(article__title__icontains=word) | Q(article__document_number__icontains=word)
        in_title &= in_name
        anywhere &= in_name | Q(article__body__icontains=word)
    with time_limit(TIME_LIMIT_SECONDS):
        first = _ids(online.filter(in_title), MAX_RESULTS)
        left = MAX_RESULTS - len(first)
        return first + _ids(online.filter(anywhere).exclude(in_title), left)


def _ids(rows: Any, limit: int) -> list[int]:
    return list(rows.order_by("-published_at", "-id").values_list("pk", flat=True)[:limit])


def _results(place: Place, question: Question, ids: list[int]) -> list[dict[str, Any]]:
    start = (question.page - 1) * PAGE_SIZE
    shown = ids[start : start + PAGE_SIZE]
    rows = Placement.objects.filter(pk__in=shown).select_related("site", "column")
    by_id = {row.pk: row for row in rows}
    items = reading.items(place, shown)
    texts = Article.objects.filter(pk__in=[item.article_id for item in items])
    bodies_by_id = dict(texts.values_list("pk", "body"))
    results = []
    for pk, item in zip(shown, items, strict=True):
        site: Site = by_id[pk].site
        text = bodies.plain_text(bodies_by_id.get(item.article_id, ""))
        results.append(
            {
                "item": item,
                "title": highlighted(item.title, question.words),
                "snippet": highlighted(snippet(text, question.words), question.words),
                "url": place.link_to(site, item.url),
                "site": site.name,
                "column": by_id[pk].column.name,
                "kind": rules.Kind(item.kind).label,
            }
        )
    return results


def _kinds(place: Place, question: Question) -> list[dict[str, Any]]:
    every = {"name": _("全部"), "url": question.url(place, kind=""), "current": not question.kind}
    return [every] + [
        {
            "name": rules.Kind(kind).label,
            "url": question.url(place, kind=kind),
            "current": question.kind == kind,
        }
        for kind in KINDS
    ]


def _sites(place: Place) -> list[dict[str, str]]:
    if place.site.is_foreign:
        return []
    rows = Site.objects.open().order_by("kind", "position", "id").values("code", "name")
    return [{"code": row["code"], "name": row["name"]} for row in rows]


def _pages(place: Place, question: Question, total: int) -> dict[str, Any]:
    last = -(-total // PAGE_SIZE)
    page = question.page
    near = {1, last, *range(page - 2, page + 3)}
    steps: list[dict[str, Any]] = []
    previous = 0
    for number in sorted(n for n in near if 1 <= n <= last):
        if number > previous + 1:
            steps.append({"gap": True})
        url = question.url(place, page=number)
        steps.append({"gap": False, "number": number, "url": url, "current": number == page})
        previous = number
    return {
        "total": last,
        "steps": steps,
        "newer": question.url(place, page=page - 1) if 1 < page <= last else "",
        "older": question.url(place, page=page + 1) if page < last else "",
    }


def _code(text: str) -> str:
    return text if re.fullmatch(r"[a-z0-9-]{1,40}", text) else ""
