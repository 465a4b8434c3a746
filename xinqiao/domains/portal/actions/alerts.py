"""Putting an alert up on all or chosen sites, telling what goes on, taking it off."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.models import Alert, AlertUpdate
from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Site

EVERYWHERE = "alerts:all"


@transaction.atomic
def put_up(  # noqa: PLR0913 (the fields of the form)
    *,
    actor: User,
    kind: str,
    title: str,
    reason: str,
    now: dt.datetime,
    level: str = "",
    text: str = "",
    area: str = "",
    happened_at: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    knowledge_id: int | None = None,
    site_ids: Sequence[int] | None = None,
) -> Alert:
    """Put an alert up on these sites, or on all of them with None; readers see it at once.

    Raises PermissionDenied, rules.AlertRefused.
    """
    sites = _sites(site_ids)
    require(policies.can_put_up_alert(actor, sites))
    rules.check_alert(
        kind=kind, level=level, area=area, happened_at=happened_at, expires_at=expires_at, now=now
    )
    _check_words(title, reason)
    alert = Alert(
        kind=kind, level="" if kind == rules.AlertKind.MOURNING else level, title=title.strip(),
        text=text.strip(), area=area.strip(), happened_at=happened_at, expires_at=expires_at,
        knowledge_id=knowledge_id, organisation_id=sites[0].desk.organisation_id,
        on_all_sites=site_ids is None, reason=reason.strip(), put_up_by=actor, put_up_at=now,
    )  # fmt: skip
    alert.full_clean()
    alert.save()
    if site_ids is not None:
        alert.sites.set(sites)
    after = {"kind": kind, "level": alert.level, "title": alert.title, "sites": site_ids or "all"}
    _record("alert_put_up", alert, actor, now, after=after, reason=reason)
    _announce(alert, now)
    return alert


@transaction.atomic
def take_off(*, actor: User, alert_id: int, reason: str, now: dt.datetime) -> Alert:
    """Take an alert off every site. Raises PermissionDenied, rules.AlertRefused."""
    alert = _running(actor, alert_id, now)
    if not reason.strip():
        raise rules.AlertRefused(_("请填写撤下的原因。"))
    alert.ended_at, alert.ended_by, alert.end_reason = now, actor, reason.strip()[:300]
    alert.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _record("alert_taken_off", alert, actor, now, reason=reason)
    _announce(alert, now)
    return alert


@transaction.atomic
def tell(
    *, actor: User, alert_id: int, text: str, now: dt.datetime, is_conference: bool = False
) -> AlertUpdate:
    """Tell readers what has become known. Raises PermissionDenied, rules.AlertRefused."""
    alert = _running(actor, alert_id, now)
    if not text.strip():
        raise rules.AlertRefused(_("请填写动态内容。"))
    update = AlertUpdate(
        alert=alert, text=text.strip(), is_conference=is_conference, told_by=actor, told_at=now
    )
    update.full_clean()
    update.save()
    _record("alert_update_told", alert, actor, now, after={"conference": is_conference})
    jobs.emit("alert", [f"alert:{alert.pk}"], at=now)
    return update


@transaction.atomic
def expire(*, now: dt.datetime) -> int:
    """Close what has expired; readers stopped seeing it at that very moment. Returns how many."""
    due = Alert.objects.filter(ended_at__isnull=True, expires_at__lte=now)
    alerts = list(due.select_for_update(skip_locked=True).order_by("pk"))
    for alert in alerts:
        alert.ended_at = alert.expires_at
        alert.save(update_fields=["ended_at"])
        _record("alert_expired", alert, None, now)
        _announce(alert, now)
    return len(alerts)


def _sites(site_ids: Sequence[int] | None) -> list[Site]:
    """The chosen sites; the portal alone stands for all. Raises AlertRefused."""
    rows = Site.objects.open().select_related("parent__parent")
    if site_ids is None:
        return list(rows.filter(kind="portal")[:1])
    found = list(rows.filter(pk__in=site_ids).order_by("pk"))
    if not found or len(found) < len(set(site_ids)):
        raise rules.AlertRefused(_("请选择要发布的站点。"))
    return found


def _check_words(title: str, reason: str) -> None:
    if not title.strip():
        raise rules.AlertRefused(_("请填写标题。"))
    if not reason.strip():
        raise rules.AlertRefused(_("请填写发布依据。"))


def _running(actor: User, alert_id: int, now: dt.datetime) -> Alert:
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    require(policies.can_run_alert(actor, alert))
    rules.check_running(ended_at=alert.ended_at, expires_at=alert.expires_at, now=now)
    return alert


def _announce(alert: Alert, now: dt.datetime) -> None:
    """Everything that stands on the sites concerned must be pressed anew."""
    sites = [] if alert.on_all_sites else alert.sites.values_list("pk", flat=True)
    keys = [f"alerts:site:{pk}" for pk in sites] or [EVERYWHERE]
    jobs.emit("alert", [*keys, f"alert:{alert.pk}"], at=now)


def _record(
    happening: str, alert: Alert, actor: User | None, now: dt.datetime, **facts: Any
) -> None:
    audit.record(
        action=f"portal.{happening}",
        actor=actor,
        target=alert,
        at=now,
        organisation_id=alert.organisation_id,
        **facts,
    )
