"""Forms of alerts; field names are the arguments of ``actions.alerts``."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.sites.models import Column, Site

KNOWLEDGE_TYPE = "应急知识"
LEVELS = [("", _("（哀悼不选）")), *rules.AlertLevel.choices]


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AlertForm(forms.Form):
    """What is put up, where, and on what ground."""

    kind = forms.ChoiceField(
        label=_("类型"),
        choices=rules.AlertKind.choices,
        help_text=_("哀悼：所选网站变为灰色，不显示横幅。"),
    )
    level = forms.ChoiceField(label=_("级别"), choices=LEVELS, required=False)
    title = forms.CharField(label=_("标题"), max_length=60, help_text=_("如“暴雨红色预警”。"))
    text = forms.CharField(
        label=_("内容"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一两句话：发生了什么，请群众怎么做。"),
    )
    area = forms.CharField(label=_("影响区域"), max_length=100, required=False)
    happened_at = forms.DateTimeField(
        label=_("发生时间"),
        required=False,
        widget=MomentInput(),
        help_text=_("突发事件必填：5小时内发布首次信息，24小时内举行新闻发布会，从这时起算。"),
    )
    expires_at = forms.DateTimeField(
        label=_("到期时间"),
        required=False,
        widget=MomentInput(),
        help_text=_("预警和哀悼必填，到时自动撤下。"),
    )
    knowledge_id = forms.ModelChoiceField(
        Column.objects.none(),
        label=_("应急知识栏目"),
        required=False,
        empty_label=_("（不链接）"),
        help_text=_("列出类型为“应急知识”的栏目。"),
    )
    where = forms.ChoiceField(
        label=_("发布范围"),
        choices=[("all", _("全部站点")), ("chosen", _("只在下面所选的站点"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(),
        label=_("站点"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("选“全部站点”时不用选。按住 Ctrl 键可选多个。"),
    )
    reason = forms.CharField(
        label=_("发布依据"), max_length=300, help_text=_("谁批准、根据哪份通知，记入审计。")
    )

    def __init__(self, *args: Any, user: User, **options: Any):
        super().__init__(*args, **options)
        sites: Any = self.fields["sites"]
        desks = user.organisations_with("publisher")
        sites.queryset = Site.objects.open().with_desk_in(desks).order_by("position", "pk")
        knowledge: Any = self.fields["knowledge_id"]
        knowledge.queryset = (
            Column.objects.open().filter(column_type=KNOWLEDGE_TYPE).select_related("site")
        )
        knowledge.label_from_instance = _with_site

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("where") == "chosen" and not said.get("sites"):
            self.add_error("sites", _("请选择要发布的站点。"))
        return said

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of ``put_up``."""
        said = dict(self.cleaned_data)
        chosen, column = said.pop("sites"), said.pop("knowledge_id")
        everywhere = said.pop("where") == "all"
        said["site_ids"] = None if everywhere else [site.pk for site in chosen]
        return said | {"knowledge_id": column.pk if column else None}


def _with_site(column: Any) -> str:
    return f"{column.site.name} / {column.name}"


class TakeOffForm(forms.Form):
    """Why it is over; readers see it."""

    reason = forms.CharField(
        label=_("撤下原因"), max_length=300, help_text=_("读者能看到，如“雨势减弱，预警解除”。")
    )


class UpdateForm(forms.Form):
    """What has become known."""

    text = forms.CharField(
        label=_("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_conference = forms.BooleanField(label=_("这是新闻发布会的情况"), required=False)
