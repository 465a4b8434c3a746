"""What a person says to bring an old site in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.forms.imports import ColumnChoice
from xinqiao.domains.portal.models import LegacyFolder
from xinqiao.domains.portal.queries import imports as queries
from xinqiao.kernel.sites.models import Column, Site

MOST_UPLOADS = 10  # an archive may be as big as so many files
ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")


class LegacyUploadForm(forms.Form):
    """An archive of an old site, and the site it moves into."""

    site = forms.ModelChoiceField(Site.objects.none(), label=_("迁入站点"))
    name = forms.CharField(label=_("旧网站名称"), max_length=100)
    hosts = forms.CharField(
        label=_("旧网站域名"),
        required=False,
        max_length=500,
        help_text=_("逗号分隔。正文里指向这些域名的链接按站内链接处理。"),
    )
    file = forms.FileField(
        label=_("压缩包"), help_text=_("zip、tar 或 tar.gz，里面是旧网站的网页和附件。")
    )

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        columns = queries.importing_columns(user).order_by().values("site")
        field: Any = self.fields["site"]
        field.queryset = Site.objects.filter(
            pk__in=columns, organisation__in=user.organisations_with("contributor")
        )

    def clean_hosts(self) -> list[str]:
        text: str = self.cleaned_data["hosts"].replace("，", ",")
        return [host.strip().lower() for host in text.split(",") if host.strip()]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("只能上传 zip、tar 或 tar.gz。"))
        if file.size > MOST_UPLOADS * settings.XINQIAO_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("压缩包太大，请由运维人员用 xinqiao import site 命令迁入。")
            )
        return file


class FolderForm(forms.Form):
    """The column of a folder, and where its pages have their parts."""

    column = ColumnChoice(
        Column.objects.none(), label=_("迁入栏目"), required=False, empty_label=_("（不导入）")
    )
    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    date = forms.CharField(label=_("日期"), max_length=200, required=False)
    source = forms.CharField(label=_("来源"), max_length=200, required=False)
    body = forms.CharField(
        label=_("正文"),
        max_length=200,
        required=False,
        help_text=_("CSS 选择器，如 #zoom、.content；meta:名称 表示网页头部的 meta。"),
    )

    def __init__(self, *args: Any, folder: LegacyFolder, user: Any, **options: Any):
        options["initial"] = {"column": folder.column_id, **folder.selectors}
        super().__init__(*args, **options)
        field: Any = self.fields["column"]
        field.queryset = queries.importing_columns(user).filter(site=folder.legacy.site_id)

    def selectors(self) -> dict[str, str]:
        """The selectors as they were typed."""
        return {part: self.cleaned_data[part] for part in ("title", "date", "source", "body")}


class CheckForm(forms.Form):
    """What came of holding a page against the old one."""

    page_id = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=rules.PageCheck.choices)
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
