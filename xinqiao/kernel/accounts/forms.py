"""Forms of sign-in, accounts and duties; their fields are the arguments of the actions."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts import duties, passwords, queries, rules
from xinqiao.kernel.accounts.models import ProposedGrant, StaffRoster, Training, UnitOfficer
from xinqiao.kernel.organisations.forms import UnitField
from xinqiao.kernel.organisations.models import Organisation

REFUSED = _("登录名或口令不正确，或账号尚不能使用。连续输错会暂时锁定。")


class SignInForm(AuthenticationForm):
    """Name and password; one uniform answer when they do not fit."""

    error_messages = {"invalid_login": REFUSED, "inactive": REFUSED}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (("username", _("登录名")), ("password", _("口令"))):
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = _("请填写%(label)s。") % {"label": label}

    def clean_username(self) -> str:
        """Names are small letters; nobody is refused for a capital."""
        return str(self.cleaned_data["username"]).strip().lower()


class CodeForm(forms.Form):
    """The code that an authenticator shows, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("请填写验证码。")},
    )


class ProofForm(forms.Form):
    """The proof before a sensitive act: a code from who has an authenticator, else the password."""

    sign_in_proof = forms.CharField(max_length=128, strip=False)

    def __init__(self, *args: Any, with_code: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["sign_in_proof"]
        if with_code:
            field.label = _("验证码或恢复码")
            field.widget = forms.TextInput(attrs={"autocomplete": "one-time-code"})
        else:
            field.label = _("口令")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        field.error_messages["required"] = _("请填写%(label)s。") % {"label": field.label}


class NewPasswordForm(forms.Form):
    """One's own new password, with the present one."""

    present = forms.CharField(
        label=_("现口令"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("新口令"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeat = forms.CharField(
        label=_("再输一次新口令"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user
        self.fields["password"].help_text = rules.password_help(passwords.policy())

    def clean_present(self) -> str:
        if not self.user.check_password(self.cleaned_data["present"]):
            raise forms.ValidationError(_("现口令不正确。"))
        return str(self.cleaned_data["present"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") != data.get("repeat"):
            self.add_error("repeat", _("两次输入的新口令不一样。"))
        elif data.get("password") and data.get("password") == data.get("present"):
            self.add_error("password", _("新口令不能与现口令相同。"))
        return data


class AccountForm(forms.Form):
    """The particulars of an account."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    organisation = UnitField(label=_("所在单位"))
    phone = forms.RegexField(
        r"^1[0-9]{10}\Z",
        label=_("手机号"),
        required=False,
        help_text=_("11位，加密保存。"),
        error_messages={"invalid": _("请填写11位手机号，如 13800000000。")},
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    valid_until = forms.DateField(
        label=_("有效期至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("含当日；外包和借调人员应填写。"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_units(self)


class OpenForm(AccountForm):
    """A new account."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=40,
        help_text=_("小写字母、数字和 . _ -，定下后不再改。"),
    )
    field_order = ("name", "username", "organisation", "phone", "email", "valid_until")


class GrantForm(forms.Form):
    """A duty in an organisation, from a day to a day."""

    duty = forms.ChoiceField(label=_("职责"))
    organisation = UnitField(label=_("在哪个单位"))
    starts_date = forms.DateField(
        label=_("从哪天起"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不填为今天。"),
    )
    ends_date = forms.DateField(
        label=_("到哪天为止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("含当日；不填为长期。"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["duty"])
        field.choices = [(duty.code, duty.label) for duty in duties.all_duties()]
        _offer_units(self)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=200)


class RosterForm(forms.Form):
    """A workbook of units and people."""

    file = forms.FileField(
        label=_("名册（xlsx）"), help_text=_("不超过5 MB、每表2000行。先预览，确认后才写入。")
    )


class GrantsForm(forms.Form):
    """Which proposals are granted; the others are declined."""

    granted = forms.ModelMultipleChoiceField(ProposedGrant.objects.none(), required=False)

    def __init__(self, *args: Any, roster: StaffRoster, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelMultipleChoiceField[ProposedGrant]", self.fields["granted"])
        field.queryset = roster.proposals.filter(decided_at=None)


class OfficerForm(forms.Form):
    """An information or liaison officer of a unit one leads."""

    organisation = UnitField(label=_("单位"))
    role = forms.ChoiceField(label=_("身份"), choices=UnitOfficer.Role.choices)
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.RegexField(
        r"^1[0-9]{10}\Z",
        label=_("手机号"),
        help_text=_("11位，加密保存。"),
        error_messages={"invalid": _("请填写11位手机号，如 13800000000。")},
    )
    starts_date = forms.DateField(
        label=_("任职日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, units: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(UnitField, self.fields["organisation"])
        field.queryset = Organisation.objects.active().filter(pk__in=units).order_by("path")


class TrainingForm(forms.Form):
    """A training that was held."""

    held_date = forms.DateField(
        label=_("培训日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    topic = forms.CharField(label=_("培训内容"), max_length=100)
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=200)
    result = forms.ChoiceField(label=_("结果"), choices=Training.Result.choices)


class ReleaseForm(forms.Form):
    """The last day in office."""

    ends_date = forms.DateField(
        label=_("离任日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class FilterForm(forms.Form):
    """What the list of accounts shows."""

    q = forms.CharField(label=_("查找"), required=False, max_length=queries.MAX_WORD)
    duty = forms.ChoiceField(label=_("职责"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            ("active", _("可登录")),
            ("idle", _("待授职责")),
            ("disabled", _("已停用")),
            ("locked", _("登录锁定")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["q"].widget.attrs["placeholder"] = _("姓名、登录名、单位或完整手机号")
        field = cast(forms.ChoiceField, self.fields["duty"])
        field.choices = [("", _("全部")), *((d.code, d.label) for d in duties.all_duties())]


def _offer_units(form: forms.Form) -> None:
    field = cast(UnitField, form.fields["organisation"])
    field.queryset = Organisation.objects.active().order_by("path")
