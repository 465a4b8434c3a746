"""Closing and merging columns together with what stands in them."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Max

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites import actions as sites
from xinqiao.kernel.sites.models import Column


@transaction.atomic
def close_column(
    *,
    actor: User,
    column_id: int,
    reason: str,
    now: dt.datetime,
    into_id: int | None = None,
) -> Column:
    """Close a column; with ``into_id`` all that stands in it and below moves there.

    Articles keep their addresses and their approvals: what moves is their place, and the text
    still names the column for which it was approved. Raises PermissionDenied, rules.ChainRefused,
    TreeRefused.
    """
    rules.check_reason(reason)
    branch = list(Column.objects.subtree(Column.objects.get(pk=column_id)))
    column = sites.close_column(
        actor=actor, column_id=column_id, reason=reason, into_id=into_id, now=now
    )
    if into_id is not None:
        _move_placements(branch, Column.objects.select_related("site").get(pk=into_id), now)
    return column


def _move_placements(branch: list[Column], into: Column, now: dt.datetime) -> None:
    """Let everything in ``branch`` stand in ``into``; what is there already stays once."""
    here = Placement.objects.filter(column__in=branch)
    ids = here.order_by().values("article")
    # The articles' locks come first, as everywhere.
    moved = list(
        Article.objects.select_for_update(of=("self",))
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    own = here.filter(mode=rules.PlacementMode.OWN).values("article")
    Placement.objects.filter(column=into, article__in=own).exclude(
        mode=rules.PlacementMode.OWN
    ).delete()
    _keep_one_of_each(branch, into)
    Placement.objects.filter(column__in=branch).update(column=into)
    for column in (*branch, into):
        _count_anew(column)
    keys = [f"article:{pk}" for pk in moved]
    jobs.emit("merge", [*keys, *acts.column_keys(into)], at=now)


def _keep_one_of_each(branch: list[Column], into: Column) -> None:
    """Drop placements of an article that already stands, or will stand, in ``into``."""
    there = Placement.objects.filter(column=into).order_by().values("article")
    Placement.objects.filter(column__in=branch, article__in=there).delete()
    rows = Placement.objects.filter(column__in=branch).order_by("article_id", "pk")
    ranked = sorted(
        rows.values_list("article_id", "mode", "state", "pk"),
        key=lambda row: (row[0], row[1] != "own", row[2] != "online", row[3]),
    )
    surplus = [
        pk
        for (article, _mode, _state, pk), before in zip(ranked[1:], ranked, strict=False)
        if article == before[0]
    ]
    Placement.objects.filter(pk__in=surplus).delete()


def _count_anew(column: Column) -> None:
    online = Placement.objects.filter(column=column, state=rules.PlacementState.ONLINE)
    facts = online.aggregate(number=Count("pk"), newest=Max("published_at"))
    Column.objects.filter(pk=column.pk).update(
        online_count=facts["number"], last_published_at=facts["newest"]
    )
