"""The filters of the article list, remembered in the session."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.sites.models import Column, Site

STATES: dict[str, tuple[Any, Q]] = {
    "draft": (_("草稿"), Q(stage=rules.Stage.DRAFT)),
    "reviewing": (_("审核中"), Q(stage__in=rules.REVIEW_STAGES)),
    "editing": (_("待编发"), Q(stage=rules.Stage.EDITING)),
    "approved": (_("待发布"), Q(stage=rules.Stage.APPROVED)),
    "returned": (_("已退回"), Q(stage=rules.Stage.RETURNED)),
    "online": (_("已发布"), Q(public_state=rules.PublicState.ONLINE)),
    "correcting": (
        _("更正中"),
        ~Q(stage=rules.Stage.DONE) & ~Q(public_state=rules.PublicState.UNPUBLISHED),
    ),
    "withdrawn": (
        _("已撤回"),
        Q(public_state__in=[rules.PublicState.WITHDRAWN, rules.PublicState.EXPIRED]),
    ),
}
PERIODS: dict[str, tuple[Any, int]] = {
    "7": (_("最近7天"), 7),
    "30": (_("最近30天"), 30),
    "365": (_("最近一年"), 365),
}
SHOWN: dict[str, Any] = {
    "site": _("站点"),
    "column": _("栏目"),
    "organisation": _("单位"),
    "kind": _("类型"),
    "author": _("撰稿人"),
    "since": _("本环节"),
    "published": _("发布时间"),
}
SHOWN_AT_FIRST = ["column", "organisation", "since", "published"]
_ALL = [("", _("全部"))]
_PK = re.compile(r"[0-9]{1,18}")


class ArticleFilterForm(forms.Form):
    """State, site, column, kind, time and words of the title; and which columns are shown."""

    q = forms.CharField(label=_("标题含"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[*_ALL, *((code, label) for code, (label, _q) in STATES.items())],
    )
    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("站点"), required=False, empty_label=_("全部")
    )
    column = forms.ModelChoiceField(
        Column.objects.none(), label=_("栏目"), required=False, empty_label=_("全部")
    )
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[*_ALL, *rules.Kind.choices])
    period = forms.ChoiceField(
        label=_("更新时间"),
        required=False,
        choices=[*_ALL, *((code, label) for code, (label, _days) in PERIODS.items())],
    )
    show = forms.MultipleChoiceField(
        label=_("显示的列"),
        required=False,
        choices=list(SHOWN.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **options: Any):
        super().__init__(*args, **options)
        self._field("site").queryset = sites
        chosen = str(self.data.get("site") or "")
        if _PK.fullmatch(chosen):
            self._field("column").queryset = Column.objects.filter(
                site__in=sites.filter(pk=int(chosen)).values("pk")
            ).order_by("path")

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def shown(self) -> list[str]:
        """The columns of the table that the person wants to see."""
        self.full_clean()
        return self.cleaned_data.get("show") or SHOWN_AT_FIRST

    @property
    def fields_shown_as_row(self) -> list[Any]:
        return [self[name] for name in ("q", "state", "site", "column", "kind", "period")]

    @property
    def is_narrowing(self) -> bool:
        """Whether any filter is set."""
        return any(
            self.data.get(name) for name in ("q", "state", "site", "column", "kind", "period")
        )

    def narrow(self, rows: QuerySet[Article], *, now: dt.datetime) -> QuerySet[Article]:
        """Keep what the filters ask for: nothing for words that cannot be read.

        A choice that is not on offer is left out: a column of another site, chosen before.
        """
        if "q" in self.errors:
            return rows.none()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if "q" in asked:
            rows = rows.filter(title__icontains=asked["q"])
        if "state" in asked:
            rows = rows.filter(STATES[asked["state"]][1])
        chosen = {name: asked[name] for name in ("site", "column", "kind") if name in asked}
        rows = rows.filter(**chosen)
        if "period" in asked:
            first = timezone.localtime(now) - dt.timedelta(days=PERIODS[asked["period"]][1])
            rows = rows.filter(updated_at__gte=first)
        return rows
