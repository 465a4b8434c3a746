"""Ties the county's interpretations to the documents they explain, and plans the rest."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Interpretation, InterpretationPlan
from xinqiao.kernel.accounts.models import User

FORM_OF = (
    ("一图读懂", rules.ReadingForm.CHART),
    ("答记者问", rules.ReadingForm.PRESS),
    ("问答", rules.ReadingForm.QUESTIONS),
    ("专家解读", rules.ReadingForm.EXPERT),
)
PLANNED_DAYS = 60  # older documents of the county came before the rule
REASON = "属于内部工作部署，不涉及群众办事和权益。"
POINTS = "群众关心的条件、标准和办理时间，由起草科室撰写。"


class Library:
    """The documents written so far, by site and short title."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], list[Article]] = {}

    def add(self, articles: Iterable[Article], short: Any) -> None:
        """Remember the documents that are online."""
        for article in articles:
            if article.kind == rules.Kind.DOCUMENT and article.live:
                key = article.site_id, short(article.title)
                self._known.setdefault(key, []).append(article)

    def prepare(self, article: Article, explains: str) -> list[int]:
        """Give an interpretation its form; returns the ids that it explains, if they are here."""
        article.reading_form = next(
            (form for words, form in FORM_OF if words in article.title), rules.ReadingForm.TEXT
        )
        is_expert = article.reading_form == rules.ReadingForm.EXPERT
        article.author_kind = rules.AuthorKind.EXPERT if is_expert else rules.AuthorKind.DRAFTER
        known = self._known.get((article.site_id, explains), [])
        earlier = [one for one in known if one.created_at < article.created_at]
        if not earlier:
            article.outside_document = explains[:200]
            return []
        return [max(earlier, key=lambda one: one.created_at).pk]


def tie(pairs: Iterable[tuple[Article, list[int]]]) -> None:
    """Write the ties of a chunk."""
    Interpretation.objects.bulk_create(
        Interpretation(article=article, document_id=document_id)
        for article, documents in pairs
        for document_id in documents
    )


def plan(now: dt.datetime, planner: User) -> int:
    """Plans for the newest documents: most by forms, some exempt. Returns how many."""
    since = now - dt.timedelta(days=PLANNED_DAYS)
    recent = Article.objects.filter(kind=rules.Kind.DOCUMENT, created_at__gte=since)
    rows = recent.values_list("pk", "organisation_id", "created_at").order_by("pk")
    plans = [
        InterpretationPlan(
            document_id=pk,
            organisation_id=organisation_id,
            forms=[] if number % 3 == 1 else ["text", "chart"][: 1 + number % 2],
            points="" if number % 3 == 1 else POINTS,
            exemption=REASON if number % 3 == 1 else "",
            made_by=planner,
            made_at=created_at,
        )
        for number, (pk, organisation_id, created_at) in enumerate(rows)
        if number % 7
    ]
    InterpretationPlan.objects.bulk_create(plans)
    return len(plans)
