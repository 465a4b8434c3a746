"""What is said when other sites must carry an article."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import blocks, queries
from xinqiao.domains.portal.forms.acts import ActForm

COLUMN_TYPES = [
    ("", _("各站点排在最前的动态栏目")),
    *((name, name) for name in (*blocks.NOTICE_TYPES, *blocks.POLICY_TYPES, *blocks.NEWS_TYPES)),
]


class PushForm(ActForm):
    """Why, where to, and when the State Council published it."""

    basis = forms.CharField(
        label=_("转载依据"),
        max_length=300,
        help_text=_("如：国务院重要政策信息，须在24小时内转载。"),
    )
    national_at = forms.DateTimeField(
        label=_("国务院发布时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("转载国务院文件时填写，24小时从这时算起；不填从现在算起。"),
    )
    column_type = forms.ChoiceField(
        label=_("放入栏目"), required=False, choices=COLUMN_TYPES, help_text=_("采用时对方可改。")
    )
    site_ids = forms.CharField(
        label=_("站点"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个站点名称或代码；不填为全部下级站点。"),
    )

    def clean_national_at(self) -> Any:
        moment = self.cleaned_data["national_at"]
        if moment is not None and moment > timezone.now():
            raise forms.ValidationError(_("国务院发布时间不能晚于现在。"))
        return moment

    def clean_site_ids(self) -> list[int]:
        """The sites that are named; one that is not known is said."""
        wanted = {line.strip() for line in self.cleaned_data["site_ids"].splitlines()} - {""}
        if not wanted:
            return []
        known: dict[str, int] = {}
        for pk, name, code in queries.push_sites(self.article).values_list("pk", "name", "code"):
            known[name] = known[code] = pk
        if unknown := sorted(wanted - known.keys()):
            raise forms.ValidationError(
                _("没有这些下级站点：%s。") % "、".join(name[:30] for name in unknown[:5])
            )
        return sorted({known[name] for name in wanted})
