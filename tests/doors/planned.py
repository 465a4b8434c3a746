"""What units and their desk agree on: features, and plans of columns."""

import datetime as dt
from typing import Any

from xinqiao.domains.planning.models import ColumnPlan, FeatureRequest, FeatureStage
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.sites.models import Site


def planned(site: Site, title: str, writer: User, now: dt.datetime) -> dict[str, Any]:
    """A feature that was asked for, and one that is planned."""
    said = {"site": site, "is_on": False, "reason": title}
    asked = FeatureRequest.objects.create(
        feature="feeds", state="declined", asked_by=writer, asked_at=now, **said
    )
    stage = FeatureStage.objects.create(
        feature="share", planned_date=dt.date(2030, 1, 1), made_by=writer, made_at=now, **said
    )
    plan = ColumnPlan.objects.create(
        site=site, organisation=site.organisation, title=title, created_by=writer, created_at=now
    )
    plan.answers.create(organisation=site.organisation)
    return {"feature_request": asked, "feature_stage": stage, "column_plan": plan}
