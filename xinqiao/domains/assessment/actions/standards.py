"""Setting the lines of the inspection."""

import datetime as dt

from django.db import transaction

from xinqiao.domains.assessment import policies, queries, rules
from xinqiao.domains.assessment.models import StandardLine
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit


@transaction.atomic
def set_standard(
    *, actor: User, code: str, limit: int, warning: int, now: dt.datetime
) -> StandardLine | None:
    """Set one pair of lines; the next inspection uses it. None when nothing differs.

    Raises PermissionDenied, LookupError, rules.BadStandard.
    """
    require(policies.can_set_standards(actor))
    before = queries.standards()[code]
    usual = rules.STANDARDS[code]
    wanted = rules.Standard(code, usual.veto, usual.label, usual.unit, limit, warning)
    rules.check_lines(wanted)
    if wanted == before:
        return None
    line, _new = StandardLine.objects.update_or_create(
        code=code,
        defaults={"limit": limit, "warning": warning, "changed_by": actor, "changed_at": now},
    )
    audit.record(
        action="assessment.standard_changed",
        actor=actor,
        target=line,
        at=now,
        before={"limit": before.limit, "warning": before.warning},
        after={"limit": limit, "warning": warning},
    )
    return line
