"""One article in several columns: offered by one side, taken over or declined by the other."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions import acts, copies, placing
from xinqiao.domains.portal.models import Placement
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.sites.models import Column


@transaction.atomic
def offer(
    *,
    actor: User,
    article_id: int,
    column_id: int,
    now: dt.datetime,
    mode: str = rules.PlacementMode.MIRROR,
) -> Placement:
    """Offer an article to another column; its desk decides.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_offer(actor, article))
    rules.check_act("offer", stage=article.stage, public_state=article.public_state)
    rules.check_offer(article.stage, article.public_state, mode)
    column = Column.objects.select_related("site__parent__parent").get(pk=column_id, is_open=True)
    placement = Placement.objects.filter(article=article, column=column).first()
    if placement is None:
        placement = Placement(article=article, column=column, site=column.site)
    else:
        rules.check_placement("offer", placement.state, mode=placement.mode)
    placement.mode, placement.state = mode, rules.PlacementState.OFFERED
    placement.offered_by, placement.offered_at = actor, now
    placement.decided_by = placement.decided_at = None
    placement.reason, placement.publish_at, placement.copy = "", None, None
    placement.save()
    after = {"column": column.pk, "mode": mode}
    acts.record("placement_offered", article, actor, now, after=after)
    text = _("《%(title)s》推送到“%(column)s”，待采用") % {
        "title": article.title,
        "column": column.name,
    }
    people = queries.desk_people(column, rules.EDITING.duty, timezone.localdate(now))
    acts.tell(article, people, "offered", text, now)
    return placement


@transaction.atomic
def accept_placement(
    *,
    actor: User,
    placement_id: int,
    now: dt.datetime,
    publish_at: dt.datetime | None = None,
    column_id: int | None = None,
) -> Placement:
    """Take the article over; it stands in the column when it is online and the time has come.

    ``publish_at`` is the carrier's own time; ``column_id`` another column of the same site. A
    copy becomes a draft of the column's unit with a chain of its own.
    Raises PermissionDenied, Column.DoesNotExist, rules.ChainRefused.
    """
    placement = _locked(placement_id)
    require(policies.can_decide_placement(actor, placement))
    rules.check_placement("accept", placement.state, mode=placement.mode)
    rules.check_own_time(publish_at, mode=placement.mode, now=now)
    placement.publish_at = publish_at
    if column_id is not None and column_id != placement.column_id:
        _move(placement, column_id)
    if placement.mode == rules.PlacementMode.COPY:
        placement.copy = copies.copy_of(placement, actor, now)
    _decide(placement, actor, rules.PlacementState.ACCEPTED, "", now)
    if placement.mode != rules.PlacementMode.COPY:
        _show(placement, now)
    _tell_offerer(placement, _("已采用"), now)
    return placement


def _show(placement: Placement, now: dt.datetime) -> None:
    article = placement.article
    if article.public_state == rules.PublicState.ONLINE:
        placing.place_all([placement], article, online=True, now=now)
        acts.announce("place", article, [placement.column], now)


def _move(placement: Placement, column_id: int) -> None:
    """Let the article stand in another column of the same site, chosen by its desk."""
    rows = Column.objects.open().select_related("site__parent__parent")
    column = rows.get(pk=column_id, site=placement.site_id)
    taken = Placement.objects.filter(article=placement.article_id, column=column)
    if taken.exclude(pk=placement.pk).exists():
        raise rules.ChainRefused(_("文章已在这个栏目，请选择其他栏目。"))
    placement.column = column


@transaction.atomic
def decline_placement(
    *, actor: User, placement_id: int, reason: str, now: dt.datetime
) -> Placement:
    """Decline an offer with a reason that the other side is told. Raises as accept_placement."""
    placement = _locked(placement_id)
    require(policies.can_decide_placement(actor, placement))
    rules.check_placement("decline", placement.state, mode=placement.mode)
    rules.check_reason(reason)
    _decide(placement, actor, rules.PlacementState.DECLINED, reason, now)
    _tell_offerer(placement, _("未采用：%s") % reason, now)
    return placement


@transaction.atomic
def withdraw_placement(
    *, actor: User, placement_id: int, reason: str, now: dt.datetime
) -> Placement:
    """Take an article off one column; there it stays off, whatever becomes of it elsewhere.

    Raises PermissionDenied, rules.ChainRefused.
    """
    placement = _locked(placement_id)
    require(policies.can_withdraw_placement(actor, placement))
    rules.check_placement("withdraw", placement.state, mode=placement.mode)
    rules.check_reason(reason)
    if placement.state == rules.PlacementState.ONLINE:
        placing.place_all([placement], placement.article, online=False, now=now)
        acts.announce("unplace", placement.article, [placement.column], now)
    _decide(placement, actor, rules.PlacementState.WITHDRAWN, reason, now)
    _tell_offerer(placement, _("已撤下：%s") % reason, now)
    return placement


@transaction.atomic
def acknowledge_recall(*, actor: User, placement_id: int, now: dt.datetime) -> Placement:
    """Acknowledge that the source was withdrawn; readers lost it at that moment.

    Raises PermissionDenied, rules.ChainRefused.
    """
    placement = _locked(placement_id)
    require(policies.can_withdraw_placement(actor, placement))
    rules.check_recalled(placement.recalled_at, placement.acknowledged_at)
    placement.acknowledged_at, placement.acknowledged_by = now, actor
    placement.save(update_fields=["acknowledged_at", "acknowledged_by"])
    after = {"column": placement.column_id}
    acts.record("recall_acknowledged", placement.article, actor, now, after=after)
    return placement


def _locked(placement_id: int) -> Placement:
    """The placement, after the lock of its article, so that publishing waits for us or we for it.

    The article's lock comes first everywhere.
    """
    article_id = Placement.objects.values_list("article_id", flat=True).get(pk=placement_id)
    article = acts.locked(article_id)
    rows = Placement.objects.select_for_update(of=("self",))
    placement = rows.select_related("column__site__parent__parent", "offered_by").get(
        pk=placement_id
    )
    placement.article = article
    return placement


def _decide(
    placement: Placement, actor: User, state: rules.PlacementState, reason: str, now: dt.datetime
) -> None:
    before = placement.state
    placement.state, placement.reason = state, reason.strip()[:500]
    placement.decided_by, placement.decided_at = actor, now
    fields = ["state", "reason", "decided_by", "decided_at", "publish_at", "column", "copy"]
    placement.save(update_fields=fields)
    acts.record(
        f"placement_{state}",
        placement.article,
        actor,
        now,
        before={"column": placement.column_id, "state": before},
        after={"state": state},
        reason=reason,
    )


def _tell_offerer(placement: Placement, outcome: str, now: dt.datetime) -> None:
    text = _("《%(title)s》在“%(column)s”%(outcome)s") % {
        "title": placement.article.title,
        "column": placement.column.name,
        "outcome": outcome,
    }
    acts.tell(placement.article, [placement.offered_by], "placement", text, now)
