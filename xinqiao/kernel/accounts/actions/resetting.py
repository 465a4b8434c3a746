"""The reset of a lost second factor, which two administrators do together."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts import dual, policies
from xinqiao.kernel.accounts.models import SecondFactor, StaffSession, User
from xinqiao.kernel.audit import actions as audit

RESET_FACTOR = "accounts.reset_factor"


def payload_of(user: User) -> dual.Payload:
    """Whose second factor is meant."""
    return {"user": user.pk}


def reset_factor(payload: dual.Payload, proposer: User, actor: User, now: dt.datetime) -> None:
    """Take authenticator and recovery codes away; the person signs in anew and sets up again."""
    user = User.objects.select_for_update().get(pk=payload["user"])
    SecondFactor.objects.filter(user=user).delete()
    user.session_generation += 1
    user.save(update_fields=["session_generation"])
    StaffSession.objects.filter(user=user).end()
    audit.record(
        action="accounts.factor_reset",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        after={"proposed_by": proposer.pk},
    )


def describe(payload: dual.Payload) -> list[tuple[str, str]]:
    """What both administrators read."""
    user = User.objects.select_related("organisation").get(pk=payload["user"])
    unit = user.organisation.name if user.organisation else ""
    return [
        (str(_("姓名")), user.name),
        (str(_("登录名")), user.username),
        (str(_("所在单位")), unit),
        (str(_("结果")), str(_("验证器和恢复码全部作废，本人的登录全部结束。"))),
    ]


def register() -> None:
    """Let administrators propose and confirm it."""
    dual.register(
        dual.Act(
            code=RESET_FACTOR,
            label=_("重置第二因素"),
            may_propose=policies.can_propose_reset,
            may_confirm=policies.can_confirm_reset,
            describe=describe,
            carry_out=reset_factor,
        )
    )
