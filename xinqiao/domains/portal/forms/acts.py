"""What a person says with an act on an article; field names are the arguments of the actions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.sites.models import Column


class ActForm(forms.Form):
    """An act that needs no words; ``seen`` is the content the person had before the eyes."""

    content_hash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, article: Article, user: Any, **options: Any):
        super().__init__(*args, **options)
        self.article = article
        self.user = user


class PassForm(ActForm):
    """Passing a step, with or without an opinion."""

    opinion = forms.CharField(
        label=_("意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class SecrecyForm(ActForm):
    """The opinion of the secrecy reviewer, always with its basis (Order 711, art. 17)."""

    opinion = forms.ChoiceField(
        label=_("保密审查意见"),
        choices=rules.SecrecyOpinion.choices,
        widget=forms.RadioSelect,
        help_text=_("选“不予公开”或“需报审”的，文章随即退回作者。"),
    )
    basis = forms.CharField(
        label=_("依据"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：经审查不涉及国家秘密、商业秘密和个人隐私，可以公开。"),
    )


class SendBackForm(ActForm):
    """To whom it goes back, and why."""

    to_stage = forms.ChoiceField(label=_("退回到"))
    reason = forms.CharField(
        label=_("退回原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明要改什么，作者会在待办里看到。"),
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        targets = rules.return_targets(self.article.content_class, self.article.stage)
        field: Any = self.fields["to_stage"]
        field.choices = [(str(stage), _target_label(stage)) for stage in targets]


def _target_label(stage: rules.Stage) -> Any:
    return _("作者") if stage == rules.Stage.RETURNED else stage.label


class PlanForm(ActForm):
    """How a policy document will be explained."""

    reading_forms = forms.MultipleChoiceField(
        label=_("解读形式"),
        choices=rules.ReadingForm.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("解读与文件同步发布，最迟在文件发布后3个工作日内。"),
    )
    points = forms.CharField(
        label=_("解读要点"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("群众最关心什么、由谁来写。"),
    )


class ExemptionForm(ActForm):
    """Why a document goes without interpretation."""

    exemption = forms.CharField(
        label=_("不解读的理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：人事任免、内部会议通知，不涉及群众办事和权益。"),
    )


class PublishForm(ActForm):
    """At once, or at a later moment."""

    publish_at = forms.DateTimeField(
        label=_("发布时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("不填为立即发布；发布时间由服务器记录，不能补填。"),
    )

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(_("定时发布的时间须晚于现在；要现在发布请留空。"))
        return moment


class ReasonForm(ActForm):
    """An act that needs a reason."""

    reason = forms.CharField(
        label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class WaiveForm(ActForm):
    """Why personal data may be seen by everybody; for the secrecy reviewer only."""

    reason = forms.CharField(
        label=_("放行理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明公开的依据，如：拟录用人员公示，按规定公开办公电话。理由会留痕。"),
    )


class OfferForm(ActForm):
    """Into which column the article is offered."""

    column_id = forms.ModelChoiceField(Column.objects.none(), label=_("报送到栏目"))
    mode = forms.ChoiceField(
        label=_("方式"),
        choices=[
            (rules.PlacementMode.MIRROR, _("同步：随本文章更正和撤回")),
            (rules.PlacementMode.COPY, _("复制：对方另存一篇，自行修改审核")),
        ],
        initial=rules.PlacementMode.MIRROR,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["column_id"]
        field.queryset = offerable_columns(self.article)
        field.label_from_instance = _column_label

    def clean_column_id(self) -> int:
        column: Column = self.cleaned_data["column_id"]
        return column.pk

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or rules.PlacementMode.MIRROR


def offerable_columns(article: Article) -> QuerySet[Column]:
    """Open columns of the portal and its editions, and of the site above, save its own."""
    above = [site for site in (article.site.parent, article.site.desk) if site is not None]
    taken = article.placements.values("column")
    columns = Column.objects.open().filter(site__is_open=True, site__in=[s.pk for s in above])
    return columns.exclude(pk__in=taken).select_related("site").order_by("site__position", "path")


def _column_label(column: Column) -> str:
    return f"{column.site.name} / {'　' * (len(column.ancestor_ids) - 1)}{column.name}"


class DecideForm(forms.Form):
    """A desk's answer to an offer."""

    reason = forms.CharField(label=_("原因"), required=False, max_length=500)
    decision = forms.ChoiceField(
        choices=[
            ("accept", _("采用")),
            ("decline", _("不采用")),
            ("withdraw", _("撤下")),
            ("acknowledge", _("确认来源撤回")),
        ]
    )
    publish_at = forms.DateTimeField(required=False)
    column_id = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("decision") in {"decline", "withdraw"}
            and not (data.get("reason") or "").strip()
        ):
            self.add_error("reason", _("请写明原因。"))
        return data


class BulkForm(forms.Form):
    """Which rows, and what is done to them; ``seen`` carries ``id:hash`` pairs."""

    act = forms.ChoiceField(choices=[("submit", _("提交审核")), ("pass", _("通过"))])
    confirmed = forms.BooleanField(required=False)
    opinion = forms.CharField(required=False, max_length=500)
    basis = forms.CharField(
        label=_("保密审查依据"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
