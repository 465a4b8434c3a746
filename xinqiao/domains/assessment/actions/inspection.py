"""The daily inspection of all sites, batch by batch; running it again changes nothing more."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from xinqiao.domains.assessment import queries, rules
from xinqiao.domains.assessment.models import Finding, SiteLamp, SiteReport
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.sites.models import Column, Site

BATCH = 200
# What of an open finding may change from day to day.
FACTS = (
    *("defect", "level", "title", "address", "detail", "fix_url", "organisation_id"),
    *("person_id", "updated_date", "due_date"),
)
WRITTEN = [name.removesuffix("_id") for name in FACTS]
REPORTED = ["lamp", "checked_at", "red", "yellow", "ahead"]


@dataclass(frozen=True)
class Judgement:
    """What the inspection says of one site."""

    site: Site
    measures: list[rules.Measure]
    findings: list[Finding]


def inspect_sites(*, now: dt.datetime, batch: int = BATCH) -> int:
    """Measure every open site by the six vetoes. Returns how many were inspected."""
    standards, last, count = queries.standards(), 0, 0
    while sites := list(Site.objects.open().filter(pk__gt=last).order_by("pk")[:batch]):
        inspect_batch(sites=sites, standards=standards, now=now)
        last, count = sites[-1].pk, count + len(sites)
    SiteReport.objects.filter(site__is_open=False).delete()
    Finding.objects.open().filter(site__is_open=False).update(closed_at=now)
    audit.record(
        action="assessment.inspected", actor=None, target=None, at=now, after={"sites": count}
    )
    return count


@transaction.atomic
def inspect_batch(*, sites: Sequence[Site], standards: rules.Standards, now: dt.datetime) -> None:
    """Measure some sites together: the number of queries does not grow with them."""
    ids, today = [site.pk for site in sites], timezone.localdate(now)
    columns = queries.columns_of(ids)
    visits = queries.weeks_of(ids, today)
    signals = queries.signals(ids, now)
    judged = [Judgement(site, *_judge(site, columns[site.pk], standards, now)) for site in sites]
    for one in judged:
        week = visits.get(one.site.pk, rules.Access())
        one.measures.append(rules.access(week, standards))
        _add_signals(one, signals.get(one.site.pk, []), standards)
        one.findings.extend(_site_finding(one, measure) for measure in _whole(one.measures))
    _write_findings(ids, judged, now)
    _write_reports(judged, now)


def _judge(
    site: Site, columns: list[Column], standards: rules.Standards, now: dt.datetime
) -> tuple[list[rules.Measure], list[Finding]]:
    today = timezone.localdate(now)
    facts = [queries.fact_of(column) for column in columns]
    states = rules.states_of(facts, groups=queries.GROUPS, standards=standards, today=today)
    by_id = {column.pk: column for column in columns}
    measures = [
        rules.home([fact.updated for fact in facts if fact.updated], standards, today),
        rules.columns(states, standards, today),
    ]
    found = [_column_finding(site, by_id[state.column], state) for state in states if state.level]
    return measures, found


def _column_finding(site: Site, column: Column, state: rules.ColumnState) -> Finding:
    return Finding(
        site=site,
        key=f"column:{column.pk}",
        defect=state.defect,
        level=str(state.level),
        title=column.name,
        address=site.address(f"{column.path}/"),
        fix_url=f"{reverse('portal_editing:add')}?column={column.pk}",
        column_id=column.pk,
        organisation_id=column.organisation_id,
        person_id=column.keeper_id,
        updated_date=state.updated,
        due_date=state.due,
    )


def _whole(measures: Sequence[rules.Measure]) -> list[rules.Measure]:
    """Lamps that are a finding of the site as a whole."""
    kinds = {rules.Veto.HOME, rules.Veto.ACCESS}
    return [
        measure
        for measure in measures
        if measure.veto in kinds and measure.lamp in {rules.Lamp.RED, rules.Lamp.YELLOW}
    ]


def _site_finding(judgement: Judgement, measure: rules.Measure) -> Finding:
    site, is_home = judgement.site, measure.veto == rules.Veto.HOME
    return Finding(
        site=site,
        key=f"site:{measure.veto}",
        defect=rules.Defect.HOME if is_home else rules.Defect.ACCESS,
        level=rules.Level.FAILED if measure.lamp == rules.Lamp.RED else rules.Level.WARNED,
        title=site.name,
        address=site.address(),
        detail=measure.detail,
        fix_url=reverse("portal_editing:add")
        if is_home
        else reverse("assessment:site", args=[site.pk]),
        organisation_id=site.organisation_id,
        due_date=measure.due,
    )


def _add_signals(
    judgement: Judgement,
    signals: Sequence[tuple[str, queries.Signal]],
    standards: rules.Standards,
) -> None:
    """Count what the registered sources found, veto by veto, and keep each as a finding."""
    judgement.findings.extend(_signal_finding(judgement.site, signal) for _code, signal in signals)
    codes = [code for code, _signal in signals]
    for veto in (rules.Veto.SAFETY, rules.Veto.REPLIES, rules.Veto.SERVICES):
        counted = [code for code, standard in standards.items() if standard.veto == veto]
        measured = any(queries.is_measured(code) for code in counted)
        counts = {code: codes.count(code) for code in counted}
        judgement.measures.append(rules.counted(veto, counts, standards, measured=measured))


def _signal_finding(site: Site, signal: queries.Signal) -> Finding:
    return Finding(
        site=site,
        key=signal.key[:120],
        defect=signal.defect,
        level=signal.level,
        title=signal.title[:200],
        address=signal.address[:300],
        detail=signal.detail[:300],
        fix_url=signal.fix_url[:300],
        organisation_id=signal.organisation_id,
        person_id=signal.person_id,
        due_date=signal.due_date,
    )


def _write_findings(ids: Sequence[int], judged: Sequence[Judgement], now: dt.datetime) -> None:
    """Open what is new, bring up to date what lasts, close what is gone."""
    # Links have a patrol of their own.
    rows = Finding.objects.open().filter(site__in=ids).exclude(defect=rules.Defect.DEAD_LINK)
    known = {(row.site_id, row.key): row for row in rows}
    found = {(row.site_id, row.key): row for one in judged for row in one.findings}
    for row in found.values():
        row.found_at = now
    Finding.objects.bulk_create(row for key, row in found.items() if key not in known)
    changed = [old for key, old in known.items() if key in found and _take(old, found[key])]
    Finding.objects.bulk_update(changed, WRITTEN, batch_size=200)
    gone = [old.pk for key, old in known.items() if key not in found]
    Finding.objects.filter(pk__in=gone).update(closed_at=now)


def _take(old: Finding, new: Finding) -> bool:
    """Take the facts of today. Returns whether any differed."""
    differing = [name for name in FACTS if getattr(old, name) != getattr(new, name)]
    for name in differing:
        setattr(old, name, getattr(new, name))
    return bool(differing)


def _write_reports(judged: Sequence[Judgement], now: dt.datetime) -> None:
    SiteReport.objects.bulk_create(
        [_report(one, now) for one in judged],
        update_conflicts=True,
        unique_fields=["site"],
        update_fields=REPORTED,
    )
    sites = [one.site.pk for one in judged]
    reports = dict(SiteReport.objects.filter(site__in=sites).values_list("site_id", "pk"))
    SiteLamp.objects.bulk_create(
        [
            SiteLamp(
                report_id=reports[one.site.pk],
                veto=measure.veto,
                lamp=measure.lamp,
                detail=measure.detail[:200],
                due_date=measure.due,
            )
            for one in judged
            for measure in one.measures
        ],
        update_conflicts=True,
        unique_fields=["report", "veto"],
        update_fields=["lamp", "detail", "due_date"],
    )


def _report(judgement: Judgement, now: dt.datetime) -> SiteReport:
    lamps = [measure.lamp for measure in judgement.measures]
    coming = timezone.localdate(now) + dt.timedelta(days=rules.AHEAD_DAYS)
    return SiteReport(
        site=judgement.site,
        lamp=rules.worst(lamps),
        checked_at=now,
        red=lamps.count(rules.Lamp.RED),
        yellow=lamps.count(rules.Lamp.YELLOW),
        ahead=sum(
            row.column_id is not None
            and row.level != rules.Level.FAILED
            and row.due_date is not None
            and row.due_date <= coming
            for row in judgement.findings
        ),
    )
