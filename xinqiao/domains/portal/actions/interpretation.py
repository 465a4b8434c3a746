"""Planning the interpretation of a policy document, or putting on record why there is none."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import acts
from xinqiao.domains.portal.models import InterpretationPlan
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require


@transaction.atomic
def plan_interpretation(
    *,
    actor: User,
    article_id: int,
    now: dt.datetime,
    reading_forms: Sequence[str] = (),
    points: str = "",
    exemption: str = "",
) -> InterpretationPlan:
    """Say in what forms a document will be explained, or why it will not be; may be said anew.

    An exemption is the unit head's or the desk's to give (requirement P18).
    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    exemption = exemption.strip()
    allowed = policies.can_exempt_interpretation if exemption else policies.can_plan_interpretation
    require(allowed(actor, article))
    if article.working_copy().kind != rules.Kind.DOCUMENT:
        raise rules.ChainRefused(_("只有政策文件需要解读方案。"))
    rules.check_plan(reading_forms, exemption)
    plan, _is_new = InterpretationPlan.objects.update_or_create(
        document=article,
        defaults={
            "organisation_id": article.organisation_id,
            "forms": list(reading_forms),
            "points": points.strip(),
            "exemption": exemption,
            "made_by": actor,
            "made_at": now,
        },
    )
    act = "interpretation_exempted" if exemption else "interpretation_planned"
    after = {"forms": list(reading_forms), "points": plan.points}
    acts.record(act, article, actor, now, after=after, reason=exemption)
    return plan
