"""Forms for sites, columns and grants; field names are the arguments of ``sites.actions``."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.forms.widgets import PersonField
from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import kits, queries, rules, themes
from xinqiao.kernel.sites.models import Column, Site

GRANTABLE = ("contributor", "unit_reviewer", "secrecy_reviewer", "editor", "publisher")

KEEPER_HELP = _("填登录名，或没有重名的姓名；更新到期时提醒这个人。")


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a site manager may change of a site; code, type and place stay."""

    theme = forms.ChoiceField(label=_("配色"), choices=themes.CHOICES, required=False)

    class Meta:
        model = Site
        fields = [
            "name",
            "theme",
            "description",
            "keywords",
            "sponsor",
            "undertaker",
            "phone",
            "identifier_code",
            "icp",
            "police_number",
            "own_desk",
        ]


class SiteOpenForm(forms.Form):
    """A new sub-site: its unit and a kit; everything else has a value of its own."""

    organisation_id = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"))
    kit = forms.ChoiceField(label=_("建站模板"), widget=forms.RadioSelect)
    keeper_id = PersonField(label=_("责任人"), help_text=KEEPER_HELP)
    name = forms.CharField(
        label=_("网站名称"), max_length=100, required=False, help_text=_("不填就用单位全称。")
    )
    code = forms.CharField(
        label=_("代码"),
        max_length=40,
        required=False,
        help_text=_(
            "网址中的一段，如 /sites/culture/；不填就用单位代码。分版填 party（党委）、"
            "congress（人大）、government（政府）、cppcc（政协）、discipline（纪检），"
            "英文版不用填。"
        ),
    )
    parent_id = forms.ModelChoiceField(Site.objects.none(), label=_("上级站点"), empty_label=None)

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        parents: Any = self.fields["parent_id"]
        parents.queryset = queries.sites_to_open_below(user)
        units: Any = self.fields["organisation_id"]
        units.queryset = Organisation.objects.active().order_by("path")
        units.label_from_instance = _placed_name
        choices: Any = self.fields["kit"]
        choices.choices = kit_choices("site")
        keeper: Any = self.fields["keeper_id"]
        keeper.suggest(User.objects.filter(organisation=user.organisation_id))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        unit = said.get("organisation_id")
        if unit:
            said["name"] = said.get("name") or unit.name
            kit = kits.all_kits().get(said.get("kit", ""))
            foreign = kit.language if kit and kit.language in rules.FOREIGN else ""
            said["code"] = foreign or said.get("code") or unit.code
        return _as_ids(said)


class BranchForm(forms.Form):
    """The columns of a kit, laid onto a site that exists."""

    kit = forms.ChoiceField(label=_("栏目模板"), widget=forms.RadioSelect)
    keeper_id = PersonField(label=_("责任人"), help_text=KEEPER_HELP)
    parent_id = forms.ModelChoiceField(
        Column.objects.none(), label=_("上级栏目"), required=False, empty_label=_("（站点顶层）")
    )

    def __init__(self, *args: Any, site: Site, **options: Any):
        super().__init__(*args, **options)
        parents: Any = self.fields["parent_id"]
        parents.queryset = site.columns.filter(is_open=True).order_by("path")
        parents.label_from_instance = _indented
        choices: Any = self.fields["kit"]
        choices.choices = kit_choices("branch", *(["portal"] if not site.parent_id else []))
        keeper: Any = self.fields["keeper_id"]
        keeper.suggest(people_of(site))

    def clean(self) -> dict[str, Any]:
        return _as_ids(super().clean() or {})


def kit_choices(*uses: str) -> list[tuple[str, str]]:
    """Kits with what they bring."""
    return [
        (code, f"{kit.name}（{kit.about}）")
        for code, kit in kits.all_kits().items()
        if kit.use in uses
    ]


def _as_ids(said: dict[str, Any]) -> dict[str, Any]:
    """Rows as their ids, for the fields that are named so."""
    return {
        name: value.pk if name.endswith("_id") and value is not None else value
        for name, value in said.items()
    }


def _placed_name(organisation: Any) -> str:
    return f"{'　' * (organisation.depth - 1)}{organisation.name}"


class ColumnDetailsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What does not move a column."""

    keeper = PersonField(label=_("责任人"), help_text=KEEPER_HELP)

    class Meta:
        model = Column
        fields = [
            "organisation",
            "mode",
            "keeper",
            "kind",
            "update_days",
            "review_by",
            "column_type",
            "description",
            "keywords",
            "position",
            "in_navigation",
        ]

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.active()
        field.label_from_instance = _full_name
        self.fields["review_by"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        keeper: Any = self.fields["keeper"]
        keeper.suggest(people_of(self.instance.site, self.instance.organisation_id))

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments of ``change_column``."""
        said = dict(self.cleaned_data)
        said["organisation_id"] = said.pop("organisation").pk
        said["keeper_id"] = said.pop("keeper").pk
        return said


def people_of(site: Site, *organisations: int) -> QuerySet[User]:
    """Who usually keeps a column of the site: people of its unit, its desk, the column's unit."""
    units = {site.organisation_id, site.desk.organisation_id, *organisations}
    return User.objects.filter(organisation__in=units)


def _full_name(organisation: Any) -> str:
    return str(organisation.name)


class ColumnOpenForm(forms.Form):
    """A new column."""

    name = forms.CharField(label=_("名称"), max_length=60)
    slug = forms.CharField(
        label=_("地址名"), max_length=60, help_text=_("小写英文、数字和连字符，如 notices。")
    )
    parent_id = forms.ModelChoiceField(
        Column.objects.none(), label=_("上级栏目"), required=False, empty_label=_("（站点顶层）")
    )
    organisation_id = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("责任单位"),
        required=False,
        empty_label=_("（本站主管单位）"),
    )
    mode = forms.ChoiceField(label=_("建设方式"), choices=rules.ColumnMode.choices)
    keeper_id = PersonField(label=_("责任人"), help_text=KEEPER_HELP)
    kind = forms.ChoiceField(
        label=_("更新方式"), choices=rules.ColumnKind.choices, initial="dynamic"
    )
    update_days = forms.IntegerField(
        label=_("更新间隔（天）"),
        required=False,
        help_text=_("动态栏目填，最多隔多少天更新一次，一般为14天。"),
    )
    review_by = forms.DateField(
        label=_("复核日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("静态栏目填，最迟在这一天复核内容。"),
    )

    def __init__(self, *args: Any, site: Site, **options: Any):
        super().__init__(*args, **options)
        parents: Any = self.fields["parent_id"]
        parents.queryset = site.columns.filter(is_open=True).order_by("path")
        parents.label_from_instance = _indented
        units: Any = self.fields["organisation_id"]
        units.queryset = Organisation.objects.active()
        units.label_from_instance = _full_name
        keeper: Any = self.fields["keeper_id"]
        keeper.suggest(people_of(site))

    def clean(self) -> dict[str, Any]:
        return _as_ids(super().clean() or {})


def _indented(column: Any) -> str:
    return f"{'　' * (len(column.ancestor_ids) - 1)}{column.name}"


class ColumnRenameForm(forms.Form):
    """Another name and address."""

    name = forms.CharField(label=_("名称"), max_length=60)
    slug = forms.CharField(
        label=_("地址名"), max_length=60, help_text=_("改地址名后，旧地址自动转到新地址。")
    )


class ColumnMoveForm(forms.Form):
    """Another column above it."""

    parent_id = forms.ModelChoiceField(
        Column.objects.none(), label=_("移到"), required=False, empty_label=_("（站点顶层）")
    )

    def __init__(self, *args: Any, column: Column, **options: Any):
        super().__init__(*args, **options)
        parents: Any = self.fields["parent_id"]
        parents.queryset = _elsewhere(column)
        parents.initial = column.parent_id
        parents.label_from_instance = _indented

    def clean(self) -> dict[str, Any]:
        return _as_ids(super().clean() or {})


class ReviewForm(forms.Form):
    """When a static column is looked over again."""

    next_review = forms.DateField(
        label=_("下次复核"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ColumnCloseForm(forms.Form):
    """Why it is closed, and where its articles and its readers go."""

    into_id = forms.ModelChoiceField(
        Column.objects.none(),
        label=_("归并到"),
        required=False,
        empty_label=_("（不归并，只停用）"),
        help_text=_("归并后，文章移到所选栏目，文章地址不变；旧栏目地址自动转到新栏目。"),
    )
    reason = forms.CharField(label=_("原因"), max_length=300)

    def __init__(self, *args: Any, column: Column, **options: Any):
        super().__init__(*args, **options)
        others: Any = self.fields["into_id"]
        others.queryset = _elsewhere(column)
        others.label_from_instance = _indented

    def clean(self) -> dict[str, Any]:
        return _as_ids(super().clean() or {})


def _elsewhere(column: Column) -> QuerySet[Column]:
    """Open columns of the site outside the column's own branch."""
    rows = column.site.columns.filter(is_open=True).order_by("path")
    return rows.exclude(tree_path__startswith=column.tree_path)


class GrantForm(forms.Form):
    """Which unit may do what in a column."""

    organisation_id = forms.ModelChoiceField(Organisation.objects.none(), label=_("单位"))
    duties = forms.MultipleChoiceField(label=_("职责"), widget=forms.CheckboxSelectMultiple)
    with_subtree = forms.BooleanField(label=_("含下级栏目"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        units: Any = self.fields["organisation_id"]
        units.queryset = Organisation.objects.active()
        units.label_from_instance = _full_name
        choices: Any = self.fields["duties"]
        choices.choices = [(code, duties.get(code).label) for code in GRANTABLE]

    def clean_organisation_id(self) -> int:
        unit: Organisation = self.cleaned_data["organisation_id"]
        return unit.pk
