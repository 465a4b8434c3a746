"""Features of sites: asked for by a unit, decided at the portal, switched on the planned day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.planning import policies, queries, rules
from xinqiao.domains.planning.models import FeatureRequest, FeatureStage
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.notifications import actions as notifications
from xinqiao.kernel.sites import actions as sites
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_switch_features
from xinqiao.kernel.sites.rules import FeatureRefused


@transaction.atomic
def ask_feature(
    *, actor: User, site_id: int, feature: str, is_on: bool, reason: str, now: dt.datetime
) -> FeatureRequest:
    """Ask the portal to switch a feature. Raises PermissionDenied, rules.PlanRefused."""
    site = _locked_site(site_id)
    require(policies.can_ask(actor, site))
    rules.check_reason(reason)
    rules.check_wish(
        is_known=features.get(feature) is not None,
        was_on=features.is_on(site, feature),
        is_on=is_on,
        waiting=_open_requests(site, feature).count(),
    )
    made: FeatureRequest = FeatureRequest.objects.create(
        site=site,
        feature=feature,
        is_on=is_on,
        reason=reason.strip(),
        asked_by=actor,
        asked_at=now,
    )
    _record("feature_asked", made, actor, now, reason=reason)
    text = _("%(site)s申请%(act)s：%(feature)s") % _words(made)
    _tell(queries.deciders_of(site, timezone.localdate(now)), made, text, now)
    return made


@transaction.atomic
def decide_request(
    *,
    actor: User,
    request_id: int,
    is_granted: bool,
    answer: str,
    now: dt.datetime,
    planned_date: dt.date | None = None,
) -> FeatureRequest:
    """Decide a request; granted, it is done at once or on the planned day.

    Raises PermissionDenied, rules.PlanRefused, FeatureRefused.
    """
    asked = FeatureRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    site = _locked_site(asked.site_id)
    require(can_switch_features(actor, site))
    rules.check_undecided(asked.state, rules.RequestState.OPEN)
    rules.check_reason(answer)
    if is_granted:
        day = planned_date or timezone.localdate(now)
        _carry_out_on(day, actor, site, asked.feature, asked.is_on, asked.reason, now)
    asked.state = rules.RequestState.GRANTED if is_granted else rules.RequestState.DECLINED
    asked.answer, asked.decided_by, asked.decided_at = answer.strip(), actor, now
    asked.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    act = "request_granted" if is_granted else "request_declined"
    _record(act, asked, actor, now, reason=answer, after={"planned": planned_date})
    facts = {**_words(asked), "state": asked.get_state_display(), "answer": asked.answer}
    text = _("%(site)s%(act)s%(feature)s的申请%(state)s：%(answer)s") % facts
    people = queries.askers_of(site, timezone.localdate(now))
    _tell({asked.asked_by, *people}, asked, text, now)
    return asked


@transaction.atomic
def plan_stage(
    *,
    actor: User,
    site_id: int,
    feature: str,
    is_on: bool,
    planned_date: dt.date,
    reason: str,
    now: dt.datetime,
) -> Site:
    """Plan the day on which a feature is switched; today's is switched at once. Raises as above."""
    site = _locked_site(site_id)
    require(can_switch_features(actor, site))
    rules.check_reason(reason)
    _carry_out_on(planned_date, actor, site, feature, is_on, reason, now)
    return site


@transaction.atomic
def drop_stage(*, actor: User, stage_id: int, reason: str, now: dt.datetime) -> FeatureStage:
    """Give a stage up before its day. Raises PermissionDenied, rules.PlanRefused."""
    stage = FeatureStage.objects.select_for_update(of=("self",)).get(pk=stage_id)
    require(can_switch_features(actor, _locked_site(stage.site_id)))
    rules.check_undecided(stage.state, rules.StageState.PLANNED)
    rules.check_reason(reason)
    _end(stage, rules.StageState.DROPPED, now)
    _record("stage_dropped", stage, actor, now, reason=reason)
    return stage


def carry_out_stages(*, now: dt.datetime) -> int:
    """Switch what was planned for today or earlier. Returns how many stages ended."""
    due = FeatureStage.objects.filter(
        state=rules.StageState.PLANNED, planned_date__lte=timezone.localdate(now)
    )
    return sum(_carry_out(pk, now) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _carry_out(stage_id: int, now: dt.datetime) -> int:
    rows = FeatureStage.objects.select_for_update(of=("self",)).select_related("made_by")
    stage = rows.filter(pk=stage_id, state=rules.StageState.PLANNED).first()
    if stage is None:
        return 0
    try:
        sites.switch_as_planned(
            planned_by=stage.made_by,
            site_id=stage.site_id,
            feature=stage.feature,
            is_on=stage.is_on,
            reason=stage.reason,
            now=now,
        )
    except FeatureRefused:
        _end(stage, rules.StageState.DROPPED, now)  # somebody switched it meanwhile
    else:
        _end(stage, rules.StageState.DONE, now)
    return 1


def _carry_out_on(
    day: dt.date, actor: User, site: Site, feature: str, is_on: bool, reason: str, now: dt.datetime
) -> None:
    today = timezone.localdate(now)
    rules.check_planned_day(day, today=today)
    if day == today:
        sites.switch_feature(
            actor=actor, site_id=site.pk, feature=feature, is_on=is_on, reason=reason, now=now
        )
        return
    planned = FeatureStage.objects.filter(
        site=site, feature=feature, state=rules.StageState.PLANNED
    ).count()
    rules.check_wish(
        is_known=features.get(feature) is not None,
        was_on=features.is_on(site, feature),
        is_on=is_on,
        waiting=planned,
    )
    stage = FeatureStage(site=site, feature=feature, is_on=is_on, planned_date=day)
    stage.reason, stage.made_by, stage.made_at = reason.strip(), actor, now
    stage.save()
    _record("stage_planned", stage, actor, now, reason=reason, after={"day": day})


def _end(stage: FeatureStage, state: rules.StageState, now: dt.datetime) -> None:
    stage.state, stage.ended_at = state, now
    stage.save(update_fields=["state", "ended_at"])


def _locked_site(site_id: int) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def _open_requests(site: Site, feature: str) -> Any:
    return FeatureRequest.objects.filter(site=site, feature=feature, state=rules.RequestState.OPEN)


def _words(asked: FeatureRequest) -> dict[str, str]:
    act = _("开通") if asked.is_on else _("关闭")
    return {
        "site": asked.site.name,
        "act": act,
        "feature": queries.feature_name(asked.feature),
    }


def _record(
    act: str, thing: FeatureRequest | FeatureStage, actor: User, now: dt.datetime, **facts: Any
) -> None:
    facts["after"] = {"feature": thing.feature, "is_on": thing.is_on, **facts.get("after", {})}
    audit.record(
        action=f"planning.{act}",
        actor=actor,
        target=thing,
        at=now,
        organisation_id=thing.site.organisation_id,
        **facts,
    )


def _tell(people: Any, asked: FeatureRequest, text: str, now: dt.datetime) -> None:
    notifications.notify_all(
        people,
        kind="planning.request",
        text=text,
        url=queries.site_path(asked.site_id),
        now=now,
        once_key=f"planning.request:{asked.pk}:{asked.state}",
    )
