"""Sessions: the beginning of each, and its end by the person or the security administrator."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import policies
from xinqiao.kernel.accounts.models import StaffSession, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit


@transaction.atomic
def begin_session(*, actor: User, session: StaffSession, now: dt.datetime) -> None:
    """Clear what is left of ended sessions; an administrator is signed in once, here."""
    others = StaffSession.objects.filter(user=actor).exclude(pk=session.pk)
    alive = set(others.alive(now).values_list("pk", flat=True))
    others.exclude(pk__in=alive).delete()
    if alive and actor.is_administrator:
        others.end()
        _record(actor, actor, now, _("管理员在别处登录，原登录结束。"))


@transaction.atomic
def end_session(*, actor: User, session_id: int, reason: str, now: dt.datetime) -> None:
    """Sign one session out, with its next request. Raises PermissionDenied."""
    row = StaffSession.objects.select_related("user").get(pk=session_id)
    require(policies.can_end_session(actor, row))
    StaffSession.objects.filter(pk=row.pk).end()
    _record(actor, row.user, now, reason, before={"device": row.device, "since": row.started_at})


def _record(actor: User, user: User, now: dt.datetime, reason: str, before: object = None) -> None:
    audit.record(
        action="accounts.session_ended",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        before=before,
        reason=reason,
    )
