"""Filters of articles: what a person may see, what waits, what readers get."""

from typing import Self

from django.db import models

from xinqiao.domains.portal import rules


class ArticleQuerySet(models.QuerySet["Article"]):  # type: ignore[name-defined]
    """Filters of articles."""

    def online(self) -> Self:
        return self.filter(public_state=rules.PublicState.ONLINE)
