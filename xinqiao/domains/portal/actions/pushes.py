"""Articles that other sites must carry: pushed by the desk above, taken by each site."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions import acts, placing
from xinqiao.domains.portal.models import Article, Placement, Push
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.sites.models import Column


@transaction.atomic
def push(
    *,
    actor: User,
    article_id: int,
    basis: str,
    now: dt.datetime,
    site_ids: Sequence[int] = (),
    column_type: str = "",
    national_at: dt.datetime | None = None,
) -> Push:
    """Require sites below to carry an article; without ``site_ids``, all of them.

    Sites that the pusher's own desk publishes take it at once; the others wait for their desks.
    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_push(actor, article))
    targets = queries.push_targets(article, site_ids, column_type)
    rules.check_push(article.public_state, basis, len(targets))
    rules.check_national_time(national_at, now=now)
    made = Push.objects.create(
        article=article,
        organisation_id=article.column.site.top.organisation_id,
        pushed_by=actor,
        pushed_at=now,
        due_at=rules.push_due(now=now, national_at=national_at),
        basis=basis.strip()[:300],
        national_at=national_at,
    )
    _require_of(made, article, targets, actor, now)
    after = {"push": made.pk, "sites": sorted(column.site_id for column in targets)}
    acts.record("article_pushed", article, actor, now, after=after, reason=basis)
    return made


def _require_of(
    made: Push, article: Article, targets: Sequence[Column], actor: User, now: dt.datetime
) -> None:
    """Write the placements: one in each site, or the one by which a site carries it already."""
    rows = Placement.objects.select_for_update(of=("self",)).filter(
        article=article, site__in=[column.site_id for column in targets]
    )
    carried: dict[int, Placement] = {}
    for row in rows.exclude(mode=rules.PlacementMode.OWN).order_by("column_id"):
        kept = carried.get(row.site_id)
        if kept is None or kept.state not in rules.FOLLOWING:
            carried[row.site_id] = row
    placements = [_placement(made, column, carried, actor) for column in targets]
    fields = ["mode", "state", "push", "publish_at", "offered_by", "offered_at", "reason"]
    fields += ["decided_by", "decided_at"]
    Placement.objects.bulk_create([row for row in placements if row.pk is None], 500)
    Placement.objects.bulk_update(placements, fields, 500)
    at_once = [row for row in placements if row.state == rules.PlacementState.ACCEPTED]
    placing.place_all(at_once, article, online=True, now=now)
    acts.announce("place", article, [row.column for row in at_once], now)
    _tell_desks([row for row in placements if row.state == rules.PlacementState.OFFERED], made)


def _placement(made: Push, column: Column, carried: dict[int, Placement], actor: User) -> Placement:
    row = carried.get(column.site_id) or Placement(
        article=made.article, column=column, site_id=column.site_id
    )
    is_own_desk = column.site.desk.organisation_id == made.organisation_id
    is_taken = row.pk is not None and row.state in rules.FOLLOWING
    is_taken = is_taken and row.mode != rules.PlacementMode.COPY
    row.mode, row.push, row.publish_at, row.reason = rules.PlacementMode.MANDATORY, made, None, ""
    row.offered_by, row.offered_at = actor, made.pushed_at
    if not is_taken:
        row.state = rules.PlacementState.ACCEPTED if is_own_desk else rules.PlacementState.OFFERED
        row.decided_by = actor if is_own_desk else None
        row.decided_at = made.pushed_at if is_own_desk else None
    return row


def _tell_desks(placements: Sequence[Placement], made: Push) -> None:
    """One message for each editor, however many of his sites must take it."""
    desks = {row.column.site.desk.organisation_id for row in placements}
    people = queries.holders(rules.EDITING.duty, desks, timezone.localdate(made.pushed_at))
    text = _("《%(title)s》须在%(due)s前转载") % {
        "title": made.article.title,
        "due": f"{timezone.localtime(made.due_at):%m-%d %H:%M}",
    }
    acts.tell(made.article, people, f"pushed_{made.pk}", text, made.pushed_at)


@transaction.atomic
def urge_push(*, actor: User, push_id: int, now: dt.datetime) -> int:
    """Remind the desks that have not taken it. Returns of how many sites. Raises as push."""
    made = Push.objects.select_related("article__column__site__parent__parent").get(pk=push_id)
    require(policies.can_push(actor, made.article))
    waiting = made.placements.filter(state=rules.PlacementState.OFFERED)
    rows = list(waiting.select_related("column__site__parent__parent"))
    desks = {row.column.site.desk.organisation_id for row in rows}
    people = queries.holders(rules.EDITING.duty, desks, timezone.localdate(now))
    text = _("请尽快转载《%s》") % made.article.title
    acts.tell(made.article, people, "push_urged", text, now)
    acts.record("push_urged", made.article, actor, now, after={"push": made.pk, "sites": len(rows)})
    return len(rows)
