"""The public page of one alert with what is told as it goes on, and the list of alerts."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal.models import Alert
from xinqiao.domains.portal.publishing import alert_banner, frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered

SHOWN = 50


def alert_page(place: Place) -> Rendered:
    """One alert of this site, running or over. Raises NotThere."""
    found = _told(place).select_related("knowledge__site", "organisation")
    alert = found.filter(pk=int(place.groups["id"])).first()
    if alert is None:
        raise NotThere
    recorder.record(f"alert:{alert.pk}")
    head = Head(
        heading=alert.title,
        crumbs=[(_("应急信息"), place.link("emergency/")), (alert.title, "")],
        description=alert.text[:120],
        body_class="page-alert",
    )
    values = {
        "alert": alert_banner.banner(place, alert),
        "unit": alert.organisation.name,
        "ended_at": _ended_at(alert, timezone.now()),
        "end_reason": alert.end_reason,
        "updates": _updates(alert),
    }
    return _page(place, "portal/alert.html", head, values)


def alert_list(place: Place) -> Rendered:
    """The newest alerts of this site: those running first."""
    recorder.record("alerts:all", f"alerts:site:{place.site.pk}")
    now = timezone.now()
    rows = _told(place).select_related("knowledge__site")[:SHOWN]
    alerts = [
        alert_banner.banner(place, alert) | {"ended_at": _ended_at(alert, now)} for alert in rows
    ]
    head = Head(heading=_("应急信息"), crumbs=[(_("应急信息"), "")])
    values = {
        "running": [alert for alert in alerts if not alert["ended_at"]],
        "over": [alert for alert in alerts if alert["ended_at"]],
    }
    return _page(place, "portal/alerts.html", head, values)


def _told(place: Place) -> Any:
    return Alert.objects.on(place.site).exclude(kind=rules.AlertKind.MOURNING)


def _ended_at(alert: Alert, now: dt.datetime) -> dt.datetime | None:
    return None if alert.is_running(now) else alert.ended_at or alert.expires_at


def _updates(alert: Alert) -> list[dict[str, Any]]:
    return [
        {"text": row.text, "told_at": row.told_at, "is_conference": row.is_conference}
        for row in alert.updates.all()
    ]


def _page(place: Place, template: str, head: Head, values: dict[str, Any]) -> Rendered:
    return Rendered(body=frame.render(place, trees.load(place), template, head, values))
