"""Django application of kernel/accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, duties, sign-in."""

    name = "xinqiao.kernel.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        """Write sign-ins, failures and locks into the audit trail; register the checks."""
        from xinqiao.kernel.audit import labels

        labels.register(
            {
                "accounts.opened": _("开账号"),
                "accounts.changed": _("修改账号"),
                "accounts.enabled": _("恢复账号"),
                "accounts.disabled": _("停用账号"),
                "accounts.unlocked": _("解除登录锁定"),
                "accounts.duty_granted": _("授予职责"),
                "accounts.duty_revoked": _("收回职责"),
                "accounts.password_set": _("发放一次性口令"),
                "accounts.password_changed": _("修改口令"),
                "accounts.sessions_ended": _("结束登录"),
                "accounts.session_ended": _("结束一处登录"),
                "accounts.act_proposed": _("提出双人事项"),
                "accounts.act_confirmed": _("确认双人事项"),
                "accounts.act_refused": _("不同意双人事项"),
                "accounts.act_withdrawn": _("撤回双人事项"),
                "accounts.administrator_reset": _("在服务器上重置管理员"),
                "accounts.factor_reset": _("重置第二因素"),
                "accounts.roster_uploaded": _("上传人员名册"),
                "accounts.roster_imported": _("导入人员名册"),
                "accounts.roster_discarded": _("放弃人员名册"),
                "accounts.roster_granted": _("决定名册拟授职责"),
                "accounts.officer_named": _("登记信息员、联络员"),
                "accounts.officer_released": _("登记信息员、联络员离任"),
                "accounts.officer_trained": _("登记培训"),
                "accounts.unmasked": _("查看完整个人信息"),
                "accounts.factor_enrolled": _("启用第二因素"),
                "accounts.recovery_codes_issued": _("更换恢复码"),
                "accounts.recovery_code_used": _("使用恢复码"),
                "accounts.code_refused": _("验证码错误"),
                "accounts.signed_in": _("登录"),
                "accounts.signed_out": _("退出登录"),
                "accounts.sign_in_failed": _("登录失败"),
                "accounts.locked": _("登录锁定"),
            }
        )
        from xinqiao.kernel.accounts import checks, trail
        from xinqiao.kernel.accounts.actions import passwords, resetting

        trail.connect()
        resetting.register()
        passwords.register()
        assert checks.check_separation  # noqa: S101 (registered by being imported)
