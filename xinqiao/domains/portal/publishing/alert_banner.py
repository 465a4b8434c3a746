"""What stands above every page while an alert runs; one query a page."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from xinqiao.domains.portal.models import Alert
from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place


@dataclass(frozen=True)
class Above:
    """The banners of a site, the most serious first, and whether its pages are grey."""

    banners: list[dict[str, Any]] = field(default_factory=list)
    is_grey: bool = False


def above(place: Place) -> Above:
    """What runs on the place's site now."""
    recorder.record("alerts:all", f"alerts:site:{place.site.pk}")
    running = Alert.objects.on(place.site).running(timezone.now())
    alerts = list(running.select_related("knowledge__site"))
    alerts.sort(key=lambda alert: -rules.RANK.get(alert.level, -1))
    shown = [alert for alert in alerts if alert.kind != rules.AlertKind.MOURNING]
    return Above([banner(place, alert) for alert in shown], len(shown) < len(alerts))


def banner(place: Place, alert: Alert) -> dict[str, Any]:
    """The values of one banner."""
    recorder.record(f"alert:{alert.pk}")
    return {
        "kind_label": alert.get_kind_display(),
        "level": alert.level,
        "level_label": alert.get_level_display() if alert.level else "",
        "title": alert.title,
        "text": alert.text,
        "area": alert.area,
        "happened_at": alert.happened_at,
        "put_up_at": alert.put_up_at,
        "expires_at": alert.expires_at,
        "url": place.link(f"emergency/{alert.pk}/"),
        "knowledge": _knowledge(place, alert),
    }


def _knowledge(place: Place, alert: Alert) -> dict[str, str] | None:
    column = alert.knowledge
    if column is None or not column.is_open:
        return None
    return {"name": column.name, "url": place.link_to(column.site, f"{column.path}/")}
