"""Forms of sign-in, accounts and duties."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.organisations.models import Kind, Organisation


class SignInForm(AuthenticationForm):
    """Name and password; one uniform answer when they do not fit."""

    error_messages = {
        "invalid_login": _("登录名或口令不正确。连续输错会暂时锁定。"),
        "inactive": _("登录名或口令不正确。连续输错会暂时锁定。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("口令")


class NewPasswordForm(forms.Form):
    """One's own new password, with the present one."""

    present = forms.CharField(label=_("现口令"), widget=forms.PasswordInput)
    password = forms.CharField(
        label=_("新口令"), widget=forms.PasswordInput, help_text=_("至少12个字符，不要全是数字。")
    )
    repeat = forms.CharField(label=_("再输一次新口令"), widget=forms.PasswordInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        if not self.user.check_password(self.cleaned_data["present"]):
            raise forms.ValidationError(_("现口令不正确。"))
        return str(self.cleaned_data["present"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") != data.get("repeat"):
            self.add_error("repeat", _("两次输入的新口令不一样。"))
        return data


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label=_("登录名"), max_length=40, help_text=_("小写字母、数字和 . _ -，如 zhang.wei")
    )
    name = forms.CharField(label=_("姓名"), max_length=40)
    organisation = forms.ModelChoiceField(Organisation.objects.active(), label=_("所在单位"))
    phone = forms.RegexField(
        r"^1\d{10}$", label=_("手机号"), required=False, help_text=_("11位，加密保存。")
    )
    valid_until = forms.DateField(
        label=_("有效期至"), required=False, help_text=_("外包人员必须填写，如 2026-12-31。")
    )
    password = forms.CharField(
        label=_("初始口令"), help_text=_("至少12个字符；本人首次登录时必须改掉。")
    )


class GrantForm(forms.Form):
    """A duty in an organisation."""

    duty = forms.ChoiceField(label=_("职责"))
    organisation = forms.ModelChoiceField(Organisation.objects.active(), label=_("在哪个单位"))
    ends_date = forms.DateField(label=_("到哪天为止"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["duty"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the type)
        field.choices = [(duty.code, duty.label) for duty in duties.all_duties()]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class OrganisationForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("全称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=30)
    code = forms.SlugField(
        label=_("代码"), max_length=40, help_text=_("英文字母或数字，不能重复。")
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    parent = forms.ModelChoiceField(
        Organisation.objects.active(), label=_("上级单位"), required=False
    )
