"""What readers find in columns: placements go online and off, columns keep their counts."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Column

FIELDS = ["state", "published_at", "recalled_at", "acknowledged_at", "acknowledged_by"]
BATCH = 500


def follow(article: Article, *, online: bool, now: dt.datetime) -> list[Column]:
    """Put the placements that follow the article online or back; returns all their columns.

    A carrier with a time of its own waits for it. What carriers lose is marked as recalled, for
    their desks to acknowledge; copies stay, but their desks are told in the same way.
    """
    rows = Placement.objects.select_for_update(of=("self",)).filter(
        article=article, state__in=rules.FOLLOWING
    )
    placements = list(rows.select_related("column__site").order_by("column_id"))
    for placement in placements:
        _mark(placement, online=online, now=now)
    following = [row for row in placements if row.mode != rules.PlacementMode.COPY]
    place_all(following, article, online=online, now=now)
    Placement.objects.bulk_update(
        [row for row in placements if row.mode == rules.PlacementMode.COPY], FIELDS, BATCH
    )
    return [placement.column for placement in following]


def _mark(placement: Placement, *, online: bool, now: dt.datetime) -> None:
    """Note on a carrier that its source is gone, or is there again."""
    if placement.mode == rules.PlacementMode.OWN:
        return
    is_carrier = placement.mode == rules.PlacementMode.COPY or (
        placement.state == rules.PlacementState.ONLINE
    )
    if online:
        placement.recalled_at = placement.acknowledged_at = placement.acknowledged_by = None
    elif is_carrier:
        placement.recalled_at = now
        placement.acknowledged_at = placement.acknowledged_by = None


def place_all(
    placements: Sequence[Placement], article: Article, *, online: bool, now: dt.datetime
) -> None:
    """Put placements of one article online or off, and keep their columns' counts."""
    came: list[int] = []
    left: list[int] = []
    for placement in placements:
        was = placement.state == rules.PlacementState.ONLINE
        is_on = online and rules.is_time(placement.publish_at, now)
        placement.state = rules.state_with_article(online=is_on)
        shown = rules.shown_at(article.published_at, placement.publish_at)
        placement.published_at = shown if is_on else None
        if is_on != was:
            (came if is_on else left).append(placement.column_id)
    Placement.objects.bulk_update(placements, FIELDS, BATCH)
    touched = [row.column_id for row in placements]
    count(touched, came, 1)
    count([], left, -1)


def count(touched: Sequence[int], changed: Sequence[int], step: int) -> None:
    """Keep the number of articles in columns, and the moment of the newest of ``touched``."""
    ids = sorted({*touched, *changed})
    list(Column.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    online = Placement.objects.filter(column=OuterRef("pk"), state=rules.PlacementState.ONLINE)
    newest = online.order_by("-published_at").values("published_at")[:1]
    if changed:
        Column.objects.filter(pk__in=changed).update(online_count=F("online_count") + step)
    Column.objects.filter(pk__in=ids).update(last_published_at=Subquery(newest))


def place_due(*, now: dt.datetime) -> int:
    """Bring online the carriers whose own time has come; returns how many. Harmless to repeat."""
    due = Placement.objects.filter(
        state=rules.PlacementState.ACCEPTED,
        publish_at__lte=now,
        article__public_state=rules.PublicState.ONLINE,
    ).exclude(mode=rules.PlacementMode.COPY)
    found = due.order_by("publish_at", "id").values_list("pk", "article_id")
    return sum(_place_one(pk, article_id, now) for pk, article_id in list(found))


@transaction.atomic
def _place_one(placement_id: int, article_id: int, now: dt.datetime) -> bool:
    article = acts.locked(article_id)
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("column__site")
        .filter(pk=placement_id, state=rules.PlacementState.ACCEPTED)
        .first()
    )
    if placement is None or article.public_state != rules.PublicState.ONLINE:
        return False  # withdrawn, here or there, while we waited for the row
    place_all([placement], article, online=True, now=now)
    acts.announce("place", article, [placement.column], now)
    return True


def place_held(ids: Sequence[int], now: dt.datetime) -> None:
    """Put the placements of articles that an import batch brings online beside them."""
    placements = Placement.objects.filter(
        Q(publish_at=None) | Q(publish_at__lte=now),
        article__in=ids,
        state=rules.PlacementState.ACCEPTED,
    ).exclude(mode=rules.PlacementMode.COPY)
    counts: dict[int, int] = {}
    for column_id in placements.values_list("column_id", flat=True):
        counts[column_id] = counts.get(column_id, 0) + 1
    placements.update(state=rules.PlacementState.ONLINE, published_at=now)
    keys = [f"article:{pk}" for pk in ids]
    for column in Column.objects.filter(pk__in=counts).order_by("pk"):
        count([], [column.pk], counts[column.pk])
        keys += acts.column_keys(column)
    jobs.emit("publish", keys, at=now)
