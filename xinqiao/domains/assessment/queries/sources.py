"""Who counts what: other domains hand in signals, and a grey lamp becomes a measured one."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.assessment import rules
from xinqiao.domains.portal import public as portal


@dataclass(frozen=True)
class Signal:
    """One thing that a source found on a site; ``key`` is the same as long as it lasts."""

    site_id: int
    organisation_id: int
    key: str
    defect: rules.Defect
    title: str
    detail: str = ""
    address: str = ""
    fix_url: str = ""
    level: rules.Level = rules.Level.FAILED
    person_id: int | None = None
    due_date: dt.date | None = None


# Given ids of sites and the moment; asked once for each batch of sites.
Source = Callable[[Sequence[int], dt.datetime], Iterable[Signal]]

_sources: dict[str, list[Source]] = {}


def register_source(code: str, source: Source) -> None:
    """Let a source count for a standard (a code of ``rules.STANDARDS``)."""
    if code not in rules.STANDARDS:
        raise LookupError(code)
    if source not in _sources.setdefault(code, []):
        _sources[code].append(source)


def unregister_source(code: str, source: Source) -> None:
    """Take a source away."""
    _sources[code].remove(source)


def is_measured(code: str) -> bool:
    """Whether anybody counts for this standard."""
    return bool(_sources.get(code))


def signals(site_ids: Sequence[int], now: dt.datetime) -> dict[int, list[tuple[str, Signal]]]:
    """What all sources found, by site, each with the code of its standard."""
    found: dict[int, list[tuple[str, Signal]]] = {}
    for code, sources in _sources.items():
        for source in sources:
            for signal in source(site_ids, now):
                found.setdefault(signal.site_id, []).append((code, signal))
    return found


def signals_of_dates(site_ids: Sequence[int], now: dt.datetime) -> Iterable[Signal]:
    """Articles whose dates contradict each other, from the portal."""
    for row in portal.doubtful_dates(site_ids):
        published = timezone.localtime(row.published_at) if row.published_at else None
        yield Signal(
            site_id=row.site_id,
            organisation_id=row.organisation_id,
            key=f"dates:{row.article_id}",
            defect=rules.Defect.DATES,
            title=row.title,
            detail=_("发布于%(published)s，所标日期%(claimed)s更晚")
            % {
                "published": published.date() if published else "—",
                "claimed": row.issued_date or row.original_published_at,
            },
            fix_url=reverse("portal:matter", args=[row.article_id]),
        )
