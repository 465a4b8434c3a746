"""The patrol of links: inside by the database, outside by the allow-listed fetcher."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.assessment import rules
from xinqiao.domains.assessment.models import Finding
from xinqiao.domains.portal import public as portal
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.fetcher import client as fetcher

BATCH = 500
RECENT_DAYS = 2


def patrol_links(*, now: dt.datetime, batch: int = BATCH) -> int:
    """Look at a tenth of all articles, at recent ones, and at all links to other sites.

    Returns how many articles and links were looked at.
    """
    inside = _patrol_articles(now, batch)
    outside = _patrol_site_links(now, batch)
    audit.record(
        action="assessment.links_patrolled",
        actor=None,
        target=None,
        at=now,
        after={"articles": inside, "links": outside},
    )
    return inside + outside


def _patrol_articles(now: dt.datetime, batch: int) -> int:
    since, last, count = now - dt.timedelta(days=RECENT_DAYS), 0, 0
    slot = timezone.localdate(now).toordinal() % portal.SLOTS
    while rows := portal.linked_articles(after=last, count=batch, slot=slot, since=since):
        dead = portal.dead_paths(path for row in rows for path in row.paths)
        found = [
            _article_finding(row, gone)
            for row in rows
            if (gone := [path for path in row.paths if path in dead])
        ]
        _write([f"links:{row.id}" for row in rows], found, now)
        last, count = rows[-1].id, count + len(rows)
    return count


def _article_finding(row: portal.LinkedArticle, gone: Sequence[str]) -> Finding:
    return Finding(
        site_id=row.site_id,
        key=f"links:{row.id}",
        defect=rules.Defect.DEAD_LINK,
        level=rules.Level.WARNED,
        title=row.title[:200],
        detail=_("站内失效链接%(count)d个：%(paths)s")[:300]
        % {"count": len(gone), "paths": "、".join(gone)[:240]},
        fix_url=reverse("portal:matter", args=[row.id]),
        organisation_id=row.organisation_id,
    )


def _patrol_site_links(now: dt.datetime, batch: int) -> int:
    last, count = 0, 0
    while links := portal.site_links(after=last, count=batch):
        own = [link.address for link in links if link.address.startswith("/")]
        dead = portal.dead_paths(own)
        answers = fetcher.check([link.address for link in links if link.address not in own])
        reasons = dict.fromkeys(dead, _("页面已不存在"))
        reasons |= {url: answer.reason for url, answer in answers.items() if answer.is_dead}
        found = [
            _link_finding(link, reasons[link.address]) for link in links if link.address in reasons
        ]
        _write([f"link:{link.pk}" for link in links], found, now)
        last, count = links[-1].pk, count + len(links)
    return count


def _link_finding(link: portal.SiteLink, reason: str) -> Finding:
    return Finding(
        site_id=link.site_id,
        key=f"link:{link.pk}",
        defect=rules.Defect.DEAD_LINK,
        level=rules.Level.WARNED,
        title=link.label[:200],
        address=link.address[:300],
        detail=_("友情链接失效：%s") % reason,
        fix_url=reverse("portal:links", args=[link.site_id]),
        organisation_id=link.site.organisation_id,
    )


@transaction.atomic
def _write(keys: Sequence[str], found: Sequence[Finding], now: dt.datetime) -> None:
    """Open what is new, keep what lasts with its facts of today, close what is mended."""
    rows = Finding.objects.open().filter(key__in=keys, defect=rules.Defect.DEAD_LINK)
    known = {row.key: row for row in rows}
    for finding in found:
        finding.found_at = now
        old = known.pop(finding.key, None)
        if old is not None:
            finding.pk, finding.found_at = old.pk, old.found_at
    Finding.objects.bulk_create(finding for finding in found if finding.pk is None)
    lasting = [finding for finding in found if finding.pk is not None]
    Finding.objects.bulk_update(lasting, ["title", "address", "detail"], batch_size=200)
    Finding.objects.filter(pk__in=[row.pk for row in known.values()]).update(closed_at=now)
